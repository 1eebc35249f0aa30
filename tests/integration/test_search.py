"""What is written is found at once, by whoever may read it and by nobody else, in the same order on both engines."""

from __future__ import annotations

import pytest

from liant.actions import argue, imports, listen, search, themes
from liant.loop.values.roles import Role
from liant.loop.values.stages import NoteKind
from liant.queries.search import SOURCES, search_for
from liant.store.models import Account, Note, Opportunity
from tests.builders import (
    NOW,
    TODAY,
    a_card,
    a_deal,
    a_note,
    a_person,
    a_theme,
    an_account,
    an_argument,
    an_import,
    one_of_each,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return one_of_each()


def found(reader, text: str, kind: str = "") -> list[str]:
    """What a reader finds, as plain text, kind by kind."""
    groups = search_for(reader, text, kinds=[kind] if kind else (), limit=50)
    return ["".join(part.text for part in hit.title or hit.words) for group in groups for hit in group.hits]


def capture(author, text: str, **values) -> Note:
    given = {"kind": NoteKind.NEED, "account": None, "opportunity": None, "heard_on": TODAY, "now": NOW, **values}
    return listen.capture_note(actor=author, text=text, **given).note


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Les délais de livraison dépassent trois semaines.", "delai livraison"),
        ("Les délais de livraison dépassent trois semaines.", "DÉLAIS"),
        ("Les délais de livraison dépassent trois semaines.", "le délai de livrai"),
        ("L’œuvre d'art n’est pas assurée à l’étranger.", "oeuvre d'art"),
        ("L’œuvre d'art n’est pas assurée à l’étranger.", "l'étranger"),
        ("Qu’il faille un an étonne l’acheteuse.", "acheteuse étonnée"),
        ("The customer was waiting for two deliveries.", "customers delivery"),
        ("The customer was waiting for two deliveries.", "wait"),
        ("Commande 214-B refusée", "214"),
        ("Le contrat-cadre arrive à échéance.", "contrat cadre"),
    ],
)
def test_finds_a_note_as_soon_as_it_is_kept(text: str, query: str, people) -> None:
    seller = people[Role.SELLER]
    assert found(seller, query) == []
    capture(seller, text)
    assert found(seller, query, "note") == [text]


def test_every_word_is_wanted_and_function_words_are_not(people) -> None:
    seller = people[Role.SELLER]
    capture(seller, "Le prix du contrat a doublé.")
    assert found(seller, "prix livraison") == []
    assert found(seller, "quel est le prix de leur contrat") == ["Le prix du contrat a doublé."]
    assert found(seller, "le") == ["Le prix du contrat a doublé."]
    assert found(seller, "«»!'") == found(seller, "") == []


def test_a_name_counts_more_than_a_mention_and_a_whole_word_more_than_its_beginning(people) -> None:
    marketer = people[Role.MARKETER]
    for title, situation in (
        ("Une remise sans marge perdue", "« Trop cher. »"),
        ("Le prix d'un arrêt", "« Votre remise est faible. »"),
        ("Remises", "« On veut un geste. »"),
        ("Remise en service", "« La panne dure. »"),
    ):
        an_argument(marketer, title=title, situation=situation, language="fr")
    assert found(marketer, "remise", "argument") == [
        "Remise en service",
        "Une remise sans marge perdue",
        "Remises",
        "Le prix d'un arrêt",
    ]


def test_sales_finds_the_published_wording_and_marketing_the_latest(people) -> None:
    seller, marketer = people[Role.SELLER], people[Role.MARKETER]
    argument = an_argument(marketer, title="Autonomie mesurée")
    an_argument(marketer, title="Autonomie promise", published=False)
    version = argue.latest_version(argument)
    card = a_card(title="Autonomie prouvée")
    argue.edit_argument(actor=marketer, argument=argument, card=card, version=version.version, now=NOW)
    assert found(seller, "autonomie") == ["Autonomie mesurée"]
    assert found(marketer, "autonomie") == ["Autonomie prouvée", "Autonomie promise"]
    assert found(seller, "prouvée") == found(marketer, "mesurée") == []


def test_an_edited_claim_is_found_by_its_new_words_only(people) -> None:
    marketer = people[Role.MARKETER]
    argument = an_argument(marketer, title="Batterie", published=False)
    latest = argue.latest_version(argument)
    claims = (argue.ClaimText(text="Mesuré chez douze clients.", is_opinion=True),)
    card = a_card(title="Batterie", claims=claims)
    argue.edit_argument(actor=marketer, argument=argument, card=card, version=latest.version, now=NOW)
    assert found(marketer, "douze") == ["Batterie"]
    assert found(marketer, "calendar") == []


def test_a_renamed_theme_is_found_by_its_new_name_in_both_languages(people) -> None:
    marketer = people[Role.MARKETER]
    theme = a_theme()
    search.rebuild_index(("theme",))
    assert found(marketer, "démarrage") == ["Slow start"]
    names = {"label_fr": "Mise en route", "label_en": "First weeks"}
    themes.rename_theme(actor=marketer, theme=theme, version=theme.version, now=NOW, **names)
    assert found(marketer, "démarrage") == []
    assert found(marketer, "route") == found(marketer, "weeks") == ["First weeks"]


def test_nobody_finds_what_they_may_not_open(people) -> None:
    seller, stranger = people[Role.SELLER], a_person()
    account = an_account(seller, name="Brasserie Valmont")
    a_deal(seller, account, name="Cuves Valmont")
    note = a_note(seller, "Valmont attend une remise", account=account)
    a_note(seller, "Valmont doute de nous", account=account, is_shared=False)
    an_argument(people[Role.MARKETER], [note], title="Valmont", published=False)
    search.rebuild_index()
    sees = {role: len(found(person, "valmont")) for role, person in people.items()}
    # Own: everything of hers; marketing: no deal, no unshared note, but the draft; administrators nothing.
    assert sees[Role.SELLER] == sees[Role.SALES_MANAGER] == 4
    assert sees[Role.MARKETER] == sees[Role.MARKETING_DIRECTOR] == 3
    assert sees[Role.ADMIN] == 0
    assert found(stranger, "valmont") == []
    # A forbidden object answers like an absent one, in its counts too.
    assert search_for(stranger, "valmont") == search_for(stranger, "nothing") == ()


def test_notes_name_nobody_to_marketing(people) -> None:
    author = people[Role.SELLER]
    capture(author, "La livraison traîne")
    hits = {role: search_for(people[role], "livraison")[0].hits[0] for role in (Role.SELLER, Role.MARKETER)}
    assert hits[Role.SELLER].who == "You"
    assert hits[Role.MARKETER].who == "A seller"
    assert author.name not in repr(hits[Role.MARKETER])


def test_what_answers_is_marked_in_its_own_spelling(people) -> None:
    seller = people[Role.SELLER]
    capture(seller, "Bonjour. " * 40 + "Les Délais de livraison traînent. " + "Au revoir. " * 40)
    (hit,) = search_for(seller, "delai liv")[0].hits
    assert [part.text for part in hit.words if part.is_hit] == ["Délais", "livraison"]
    text = "".join(part.text for part in hit.words)
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert len(text) < 210


def test_an_import_is_found_when_it_is_done_and_after_it_changed(people) -> None:
    seller = a_person(Role.SELLER, name="Ana Ruiz")

    def take(kind: str, content: str) -> None:
        run = an_import(people[Role.ADMIN], content, kind)
        imports.carry_out(run, now=NOW, clock=lambda: NOW)

    take("accounts", "id,name,owner\nA1,Tôlerie Marchand,Ana Ruiz\n")
    take("opportunities", "id,name,account,account id,stage,owner\nD1,Plieuse,Tôlerie Marchand,A1,Proposal,Ana Ruiz\n")
    take("notes", "id,note,account,author\nN1,La plieuse bruyante gêne,Tôlerie Marchand,Ana Ruiz\n")
    assert found(seller, "plieuse") == ["Plieuse", "La plieuse bruyante gêne"]
    assert found(seller, "tolerie") == ["Tôlerie Marchand", "Plieuse"]
    take("accounts", "id,name,owner\nA1,Ateliers Marchand,Ana Ruiz\n")
    assert found(seller, "tolerie") == []
    assert found(seller, "ateliers") == ["Ateliers Marchand", "Plieuse"]


def test_a_rebuilt_index_finds_the_same_and_forgets_what_is_gone(people) -> None:
    seller = people[Role.SELLER]
    kept = capture(seller, "La garantie est trop courte")
    capture(seller, "La garantie coûte cher")
    before = found(seller, "garantie")
    Note.objects.exclude(pk=kept.pk).delete()
    counts = search.rebuild_index()
    assert counts["note"] == 1
    assert found(seller, "garantie") == before[1:]
    assert search.fill_index() == {}


def test_an_index_that_is_missing_is_filled(people) -> None:
    a_note(people[Role.SELLER], "La garantie est trop courte")
    # A new house has ten types of work from the start.
    assert search.fill_index() == {"note": 1, "deliverable": 10}
    assert found(people[Role.SELLER], "garantie") == ["La garantie est trop courte"]


def test_a_transaction_that_fails_leaves_nothing_in_the_index(people) -> None:
    from django.db import transaction

    seller = people[Role.SELLER]
    with transaction.atomic():
        capture(seller, "Une remarque perdue")
        assert found(seller, "remarque") == ["Une remarque perdue"]
        transaction.set_rollback(True)
    assert found(seller, "remarque") == []


#: What both engines must answer to the small set below: this file runs on SQLite, and again on PostgreSQL.
SAME = {
    "prix": "n5 n4 n1",
    "le prix": "n4 n1 n5",
    "price": "n6 n3",
    "délais": "d2 n1 n2",
    "delai livr": "n1",
    "d'été": "d1 n5",
    "ete": "d1 n5",
    "été 2025": "d1",
    "two prices": "n6 n3",
    "coeur": "a1 d2 n4",
    "cœur atelier": "a1 d2",
    "entretiens": "a2 d1",
    "entr": "a2 d1",
    "n'est": "n4",
}


def test_both_engines_answer_the_same_in_the_same_order(people) -> None:
    seller = people[Role.SELLER]
    names = {an_account(seller, name=name).pk: f"a{i}" for i, name in enumerate(("Cœur d'atelier", "Entretien Sud"), 1)}
    deals = {
        a_deal(seller, Account.objects.get(name="Entretien Sud"), name="Été 2025, l'offre").pk: "d1",
        a_deal(seller, Account.objects.get(name="Cœur d'atelier"), name="Délai").pk: "d2",
    }
    notes = {
        a_note(seller, text, language=language).pk: f"n{i}"
        for i, (text, language) in enumerate(
            (
                ("Le prix et les délais de livraison inquiètent.", "fr"),
                ("Un délai", "und"),
                ("The price is high.", "en"),
                ("Le prix n’est pas au cœur du sujet.", "fr"),
                ("Prix d’été", "und"),
                ("Two prices were compared: price A, price B.", "en"),
            ),
            1,
        )
    }
    search.rebuild_index()
    assert {"account", "opportunity", "theme", "argument", "note"} <= set(SOURCES)
    by_url = {
        **{f"/accounts/{row.public_id}": names[row.pk] for row in Account.objects.filter(pk__in=names)},
        **{f"/deals/{row.public_id}": deals[row.pk] for row in Opportunity.objects.filter(pk__in=deals)},
        **{f"/listen/{row.public_id}": notes[row.pk] for row in Note.objects.filter(pk__in=notes)},
    }
    answers = {
        query: " ".join(by_url[hit.url] for group in search_for(seller, query) for hit in group.hits) for query in SAME
    }
    assert answers == SAME
