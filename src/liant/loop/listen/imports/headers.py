"""Recognise columns by their names, in English and in French, as ten CRMs and spreadsheets write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Name what a file may hold."""

    ACCOUNTS = "accounts"
    OPPORTUNITIES = "opportunities"
    NOTES = "notes"
    PEOPLE = "people"
    PRODUCTS = "products"


#: Names of the columns by kind and field, most telling first; written as ``plain`` leaves them.
_SYNONYMS: dict[Kind, dict[str, str]] = {
    Kind.ACCOUNTS: {
        "external_id": "account id|accountid|company id|record id|external id|id compte|code client|numero client|"
        "code tiers|id|identifiant|ref|reference",
        "name": "account name|company name|nom du compte|raison sociale|nom de l entreprise|nom de la societe|name|nom|"
        "account|company|organization|organisation|compte|societe|entreprise|client|tiers|customer",
        "kind": "account type|type de compte|type|relation|categorie",
        "segment": "industry|sector|secteur d activite|secteur|segment|activite|branche",
        "n_employees": "number of employees|employees|numberofemployees|nombre d employes|nombre de salaries|effectif|"
        "effectifs|salaries|employes",
        "city": "city|billing city|ville|localite",
        "country": "country|billing country|pays|office location",
        "owner": "account owner|owner|proprietaire du compte|proprietaire|commercial|salesperson|sales agent|vendeur",
        "owner_email": "owner email|e mail du proprietaire|email du commercial",
        "team": "sales team|team|equipe commerciale|equipe",
    },
    Kind.OPPORTUNITIES: {
        "external_id": "deal id|opportunity id|record id|external id|id affaire|id opportunite|ref projet|reference|"
        "ne pas modifier opportunite|do not modify opportunity|identifiant|id|ref|numero",
        "name": "deal name|deal title|opportunity name|nom de l opportunite|nom de l affaire|libelle projet|opportunity|"
        "opportunite|affaire|sujet|topic|title|titre|intitule|libelle|name|nom|objet|deal",
        "account": "associated company|deal organization|account name|nom du compte|accountname|customer|"
        "client potentiel|potential customer|tiers|organization|organisation|account|compte|company|societe|"
        "entreprise|client",
        "account_external_id": "account id|accountid|company id|id compte|code client|id client",
        "amount": "amount|deal value|expected revenue|revenu estime|montant opportunite|montant|close value|value|valeur|"
        "est revenue|estimated revenue|ca previsionnel|ca|revenu",
        "currency": "amountcurrency|deal currency of value|currency|devise|currency code|code devise|monnaie",
        "stage": "deal stage|stagename|stage|etape|etape de vente|statut opportunite|phase|raison du statut|"
        "status reason|statut|pipeline stage",
        "status": "deal status|status|etat",
        "is_closed": "isclosed|closed|fermee|is closed",
        "is_won": "iswon|won|gagnee|is won",
        "lost_on": "perdu le|perdue le|lost on|date de perte",
        "won_on": "gagne le|gagnee le|won on|signe le|date de signature",
        "closed_on": "closed on|closed at|actual close date|date de cloture reelle|date de fermeture reelle|deal won time",
        "close_on": "close date|closedate|date de cloture|date cloture|cloture",
        "expected_close_on": "expected close date|deal expected close date|expected closing|est close date|"
        "estimated close date|date de fermeture estimee|date de cloture prevue|cloture prevue|date fin|date prevue",
        "opened_on": "create date|created date|createddate|deal deal created|created on|createdat|created at|created|"
        "engage date|date de creation|cree le|creee le|date d ouverture|ouverte le|open date",
        "product": "product|product name|produit|gamme|article",
        "competitors": "competitors|competitor|main competitor|concurrents|concurrent|concurrent principal",
        "owner": "deal owner|opportunity owner|salesperson|proprietaire de l opportunite|proprietaire|assignedusername|"
        "assigned user|sales agent|commercial|vendeur|owner|responsable|charge d affaires|cree par",
        "owner_external_id": "ownerid|owner id|id proprietaire",
        "owner_email": "owner email|e mail du proprietaire|email du commercial",
        "team": "sales team|equipe commerciale|team|equipe",
        "lead_source": "lead source|original source|source|origine|provenance|source du lead",
        "reason": "closed lost reason|deal lost reason|lost reason|loss reason|loss reason c|motif de la perte|"
        "motif de perte|raison de la perte|raison de perte|pourquoi|why|motif|description|commentaire",
    },
    Kind.NOTES: {
        "external_id": "note id|external id|record id|activity id|identifiant|id|ref|reference",
        "text": "note|text|texte|remontee terrain|remontee|verbatim|note body|body|content|contenu|commentaire|comment|"
        "comments|commentaires|description|message|closed lost reason|deal lost reason|lost reason|loss reason|"
        "loss reason c|motif de la perte|pourquoi",
        "author": "author|auteur|created by|cree par|note author|sales agent|commercial|vendeur|owner|proprietaire|"
        "deal owner|deal owner|salesperson|assignedusername|proprietaire de l opportunite",
        "author_email": "author email|e mail de l auteur|email|e mail|courriel",
        "account": "account|account name|associated company|deal organization|company|compte|nom du compte|customer|"
        "client|tiers|client potentiel|accountname|societe|entreprise",
        "account_external_id": "account id|accountid|company id|id compte|code client",
        "deal": "deal|deal name|deal title|opportunity|opportunity name|affaire|opportunite|nom de l opportunite|sujet",
        "deal_external_id": "deal id|opportunity id|opportunityid|id affaire|id opportunite",
        "kind": "kind|type|nature|categorie|category|type de note",
        "heard_on": "heard on|date|note date|activity date|created|created at|create date|created on|createdat|"
        "date de creation|cree le|entendu le|date de la note",
    },
    Kind.PEOPLE: {
        "external_id": "user id|external id|owner id|matricule|identifiant|id",
        "name": "full name|name|nom complet|sales agent|user|utilisateur|nom|commercial|vendeur|salesperson|person|"
        "personne|prenom et nom",
        "email": "email|e mail|email address|adresse e mail|adresse email|courriel|mail",
        "role": "role|profile|profil|fonction|poste",
        "team": "team|sales team|equipe|equipe commerciale",
        "manager": "manager|responsable|superieur|directeur|sales manager|chef des ventes",
        "language": "language|langue",
    },
    Kind.PRODUCTS: {"name": "product|product name|produit|nom du produit|name|nom|article|designation"},
}
FIELDS: dict[Kind, tuple[str, ...]] = {kind: tuple(fields) for kind, fields in _SYNONYMS.items()}
DATE_FIELDS = frozenset({"lost_on", "won_on", "closed_on", "close_on", "expected_close_on", "opened_on", "heard_on"})
#: Of the fields of a line, one must be there.
REQUIRED: dict[Kind, tuple[str, ...]] = {
    Kind.ACCOUNTS: ("name",),
    Kind.OPPORTUNITIES: ("name", "external_id"),
    Kind.NOTES: ("text",),
    Kind.PEOPLE: ("name",),
    Kind.PRODUCTS: ("name",),
}
#: Columns that only one system writes; the first dialect whose columns are all there is the one.
_DIALECTS: tuple[tuple[str, str], ...] = (
    ("HubSpot", "record id|deal name|deal stage"),
    ("HubSpot", "record id|company name"),
    ("Pipedrive", "deal title|deal status"),
    ("Salesforce", "stagename|closedate|isclosed"),
    ("Salesforce", "nom de l opportunite|nom du compte|etape"),
    ("Salesforce", "opportunity name|account name|stage"),
    ("Odoo", "external id|opportunity|expected revenue"),
    ("Odoo", "external id|opportunity|expected closing"),
    ("Dolibarr", "ref projet|libelle projet"),
    ("EspoCRM", "accountname|assignedusername"),
    ("Dynamics 365", "ne pas modifier opportunite|sujet"),
    ("Dynamics 365", "do not modify opportunity|topic"),
)
_UNIT = re.compile(r"\(\s*(k|m)\s*(?:€|\$|£|eur|usd|gbp)\s*\)|\b(k|m)(?:€|\$|£)", re.IGNORECASE)
_TIMES = {"k": 1_000, "m": 1_000_000}


def plain(header: str) -> str:
    """Reduce a column's name to lower-case words without accents, marks or a unit between brackets."""
    text = unicodedata.normalize("NFKD", _UNIT.sub(" ", header).casefold().replace("œ", "oe"))
    text = "".join(c if c.isalnum() else " " for c in text if not unicodedata.combining(c))
    return " ".join(text.split())


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What the names of the columns suggest.

    Attributes
    ----------
    dialect : the system that wrote the file, "" when unknown.
    column_by_field : position of the column, counted from 0, for each field recognised.
    """

    dialect: str
    column_by_field: Mapping[str, int]


def recognise_dialect(header: Sequence[str]) -> str:
    """Return the system that writes such columns, "" when none is known to."""
    names = {plain(cell) for cell in header}
    for dialect, signature in _DIALECTS:
        if names.issuperset(signature.split("|")):
            return dialect
    return ""


def propose_mapping(header: Sequence[str], kind: Kind) -> Proposal:
    """Recognise the columns of a file by their names.

    Each field takes the column with its most telling name; no column serves two fields, the earlier field in the table
    of synonyms choosing first among equals. O(fields x synonyms).
    """
    position_by_name: dict[str, int] = {}
    for position, cell in enumerate(header):
        position_by_name.setdefault(plain(cell), position)
    candidates = [
        (rank, order, field, position_by_name[name])
        for order, (field, names) in enumerate(_SYNONYMS[kind].items())
        for rank, name in enumerate(names.split("|"))
        if name in position_by_name
    ]
    chosen: dict[str, int] = {}
    for _rank, _order, field, position in sorted(candidates):
        if field not in chosen and position not in chosen.values():
            chosen[field] = position
    return Proposal(dialect=recognise_dialect(header), column_by_field=chosen)


def amount_unit(header: str) -> int:
    """Return by how much the amounts of a column are to be multiplied: 1,000 for ``Montant (k€)``."""
    found = _UNIT.search(header)
    return 1 if found is None else _TIMES[(found[1] or found[2]).casefold()]
