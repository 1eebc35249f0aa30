"""Turn the cells of a row into the values of an account, a deal, a note, a person or a product, or say why not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from liant.loop.listen.guard import check_note
from liant.loop.listen.imports import cells as read
from liant.loop.listen.imports.cells import Unreadable, fold
from liant.loop.listen.imports.headers import Kind
from liant.loop.listen.notes import MAX_LENGTH
from liant.loop.values.roles import Role
from liant.loop.values.stages import CLOSED_STAGES, NoteKind, Stage

#: Cells read before are remembered up to this many per column: dates, stages and names come again and again.
N_REMEMBERED = 20_000
_HUBSPOT_COMPANY = re.compile(r"(.+) \((\d+)\)")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a file is to be read, once nothing is in doubt any more.

    Attributes
    ----------
    column_by_field : position of the column, counted from 0, of each field.
    decimal, date_order : of the whole file; "" when no cell needs it.
    times : what amounts are multiplied by (1,000 for a column in k€).
    stages : Liant's stage by the company's own word, folded.
    keep_sensitive : keep notes that hold what a note should not, as their owner decided.
    """

    kind: Kind
    column_by_field: Mapping[str, int]
    decimal: str = "."
    date_order: str = ""
    times: int = 1
    dialect: str = ""
    stages: Mapping[str, Stage] = field(default_factory=dict)
    keep_sensitive: bool = False


class AccountRow(NamedTuple):
    """An account as a file tells it; None for what it does not tell."""

    external_id: str
    name: str
    kind: str | None
    segment: str | None
    n_employees: int | None
    city: str | None
    country: str | None
    owner: str | None
    owner_email: str | None
    team: str | None


class OpportunityRow(NamedTuple):
    """A deal as a file tells it; None for what it does not tell. Amount in cents."""

    external_id: str
    name: str
    account: str | None
    account_external_id: str | None
    amount_cents: int | None
    currency: str | None
    stage: Stage | None
    crm_stage: str | None
    opened_on: date | None
    expected_close_on: date | None
    closed_on: date | None
    product: str | None
    competitors: tuple[str, ...]
    owner: str | None
    owner_external_id: str | None
    owner_email: str | None
    team: str | None
    lead_source: str | None
    reason: str | None


class NoteRow(NamedTuple):
    """A field note as a file tells it."""

    external_id: str
    text: str
    author: str | None
    author_email: str | None
    account: str | None
    account_external_id: str | None
    deal: str | None
    deal_external_id: str | None
    kind: NoteKind | None
    heard_on: date | None


class PersonRow(NamedTuple):
    """Somebody as a file tells them."""

    external_id: str | None
    name: str
    email: str | None
    role: Role | None
    team: str | None
    manager: str | None
    language: str | None


class ProductRow(NamedTuple):
    """A product."""

    name: str


Row = AccountRow | OpportunityRow | NoteRow | PersonRow | ProductRow
#: Longest text of the fields that are texts.
_LIMITS = {
    "external_id": 160,
    "account_external_id": 160,
    "owner_external_id": 120,
    "deal_external_id": 160,
    "name": 200,
    "account": 200,
    "deal": 200,
    "segment": 80,
    "city": 120,
    "country": 80,
    "owner": 120,
    "owner_email": 254,
    "author": 120,
    "author_email": 254,
    "email": 254,
    "team": 120,
    "manager": 120,
    "product": 120,
    "competitors": 500,
    "stage": 80,
    "status": 80,
    "lead_source": 80,
    "reason": MAX_LENGTH,
    "text": MAX_LENGTH,
    "language": 20,
    "role": 60,
    "kind": 60,
}
#: Fields whose cells rarely come twice.
_NOT_REMEMBERED = frozenset({"external_id", "name", "amount", "text", "reason"})
_ACCOUNT_KINDS = {
    **dict.fromkeys("client customer existingbusiness clientactif installe".split(), "client"),
    **dict.fromkeys("prospect lead suspect newbusiness clientpotentiel".split(), "prospect"),
    **dict.fromkeys("partner partenaire reseller revendeur integrateur integrator distributeur".split(), "partner"),
}
_ROLES = {
    **dict.fromkeys(
        "seller salesrep salesagent commercial commerciale vendeur vendeuse accountexecutive".split(), Role.SELLER
    ),
    **dict.fromkeys(
        "salesmanager manager responsablecommercial directeurcommercial chefdesventes".split(), Role.SALES_MANAGER
    ),
    **dict.fromkeys("marketer marketing chefdeproduit chargedemarketing".split(), Role.MARKETER),
    **dict.fromkeys("marketingdirector directeurmarketing cmo".split(), Role.MARKETING_DIRECTOR),
}


class BadCell(Exception):
    """A row that cannot be taken because of one field."""

    def __init__(self, field: str, why: Unreadable) -> None:
        super().__init__(why.code)
        self.field = field
        self.code = why.code
        self.params = why.params


def make_row_reader(reading: Reading) -> Callable[[Sequence[str]], Row]:
    """Build the function that turns the cells of one row into values.

    The function raises ``BadCell`` when a cell cannot be read or a needed one is empty. It remembers cells already read:
    O(1) for a cell met before.
    """
    steps: list[tuple[str, int, Callable[[str], object], dict[str, object] | None]] = [
        (name, column, _parser(name, reading), None if name in _NOT_REMEMBERED else {})
        for name, column in reading.column_by_field.items()
    ]
    finish = _FINISH[reading.kind]

    def read_row(row: Sequence[str]) -> Row:
        values: dict[str, object] = {}
        for name, column, parse, known in steps:
            cell = row[column]
            if not cell:
                continue
            try:
                if known is None:
                    value = parse(cell)
                elif cell in known:
                    value = known[cell]
                else:
                    if len(known) >= N_REMEMBERED:
                        known.clear()
                    value = known[cell] = parse(cell)
            except Unreadable as why:
                raise BadCell(name, why) from None
            if value is not None:
                values[name] = value
        return finish(values, reading)

    return read_row


def _parser(name: str, reading: Reading) -> Callable[[str], object]:
    if name == "amount":
        return _parse_amount(reading.decimal, reading.times)
    if name.endswith("_on"):
        return lambda cell: read.read_date(cell, reading.date_order) if cell.strip() else None
    if name == "n_employees":
        return lambda cell: read.read_count(cell) if cell.strip() else None
    if name == "currency":
        return lambda cell: read.read_currency(cell) if cell.strip() else None
    if name in ("is_closed", "is_won"):
        return read.read_yes
    if name == "kind" and reading.kind == Kind.NOTES:
        return lambda cell: read.read_note_kind(cell) if cell.strip() else None
    limit = _LIMITS[name]
    if reading.dialect == "Dolibarr" and name in ("reason", "text"):
        # It writes line breaks as a backslash and an n.
        return lambda cell: read.read_text(cell.replace("\\n", "\n"), limit) or None
    return lambda cell: read.read_text(cell, limit) or None


def _parse_amount(decimal: str, times: int) -> Callable[[str], object]:
    def parse(cell: str) -> object:
        if not cell.strip():
            return None
        return read.read_amount(cell, decimal, times), read.currency_in(cell)

    return parse


def _needed(values: Mapping[str, object], name: str) -> str:
    value = values.get(name)
    if not value:
        raise BadCell(name, Unreadable("import.missing"))
    return str(value)


def made_id(*parts: object) -> str:
    """Make the external id of a row that has none from what identifies it, so that the same row gets the same id."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return "auto:" + hashlib.sha256(joined.encode()).hexdigest()[:24]


def _account(values: dict[str, object], reading: Reading) -> AccountRow:
    name = _needed(values, "name")
    kind = values.get("kind")
    get = values.get
    return AccountRow(
        str(get("external_id") or made_id(fold(name))),
        name,
        _ACCOUNT_KINDS.get(fold(str(kind))) if kind else None,
        *(get(key) for key in AccountRow._fields[3:]),  # type: ignore[arg-type]
    )


def _stage(values: Mapping[str, object], reading: Reading) -> Stage | None:
    """Tell Liant's stage from all that a file says of it: a status, flags, a day of loss, the CRM's own stage."""
    status = str(values.get("status") or "")
    by_status = reading.stages.get(fold(status)) or read.known_stage(status) if status else None
    if by_status in CLOSED_STAGES:
        return by_status
    if values.get("is_won"):
        return Stage.WON
    if values.get("is_closed"):
        return Stage.LOST
    if "lost_on" in values:
        return Stage.LOST
    if "won_on" in values:
        return Stage.WON
    stage = str(values.get("stage") or "")
    if not stage:
        return by_status
    found = reading.stages.get(fold(stage)) or read.known_stage(stage)
    if found is None:
        raise BadCell("stage", Unreadable("import.unknown_stage", value=stage))
    return found


def _opportunity(values: dict[str, object], reading: Reading) -> OpportunityRow:
    get = values.get
    name = get("name") or get("external_id")
    if not name:
        raise BadCell("name", Unreadable("import.missing"))
    account, account_id = get("account"), get("account_external_id")
    if account and reading.dialect == "HubSpot" and (found := _HUBSPOT_COMPANY.fullmatch(str(account))):
        account, account_id = found[1], account_id or found[2]
    stage = _stage(values, reading)
    is_closed = stage in CLOSED_STAGES
    close_on = get("close_on")
    amount, worn = get("amount") or (None, "")  # type: ignore[misc]
    crm_stage = " / ".join(str(part) for part in (get("stage"), get("status")) if part)
    return OpportunityRow(
        external_id=str(get("external_id") or made_id(fold(str(name)), fold(str(account or "")), get("opened_on"))),
        name=str(name),
        account=account,  # type: ignore[arg-type]
        account_external_id=account_id,  # type: ignore[arg-type]
        amount_cents=amount,  # type: ignore[has-type]
        currency=get("currency") or worn or None,  # type: ignore[arg-type, has-type]
        stage=stage,
        crm_stage=crm_stage[:80] or None,
        opened_on=get("opened_on"),  # type: ignore[arg-type]
        expected_close_on=get("expected_close_on") or (None if is_closed else close_on),  # type: ignore[arg-type]
        closed_on=(get("closed_on") or get("lost_on") or get("won_on") or close_on) if is_closed else None,  # type: ignore[arg-type]
        product=get("product"),  # type: ignore[arg-type]
        competitors=split_names(str(get("competitors") or "")),
        owner=get("owner"),  # type: ignore[arg-type]
        owner_external_id=get("owner_external_id"),  # type: ignore[arg-type]
        owner_email=get("owner_email"),  # type: ignore[arg-type]
        team=get("team"),  # type: ignore[arg-type]
        lead_source=get("lead_source"),  # type: ignore[arg-type]
        reason=get("reason"),  # type: ignore[arg-type]
    )


def split_names(text: str) -> tuple[str, ...]:
    """Split names that share a cell."""
    return tuple(dict.fromkeys(name for part in re.split(r"[;,|\n]", text) if (name := part.strip()[:120])))


def _note(values: dict[str, object], reading: Reading) -> NoteRow:
    text = _needed(values, "text")
    if not reading.keep_sensitive and (cautions := check_note(text)):
        raise BadCell("text", Unreadable("import.sensitive", concern=cautions[0].concern.value))
    get = values.get
    account, account_id = get("account"), get("account_external_id")
    if account and reading.dialect == "HubSpot" and (found := _HUBSPOT_COMPANY.fullmatch(str(account))):
        account, account_id = found[1], account_id or found[2]
    author = get("author") or get("author_email")
    about = get("deal_external_id") or get("deal") or account
    return NoteRow(
        str(get("external_id") or made_id(text, author, get("heard_on"), about)),
        text,
        get("author"),  # type: ignore[arg-type]
        get("author_email"),  # type: ignore[arg-type]
        account,  # type: ignore[arg-type]
        account_id,  # type: ignore[arg-type]
        get("deal"),  # type: ignore[arg-type]
        get("deal_external_id"),  # type: ignore[arg-type]
        get("kind"),  # type: ignore[arg-type]
        get("heard_on"),  # type: ignore[arg-type]
    )


def _person(values: dict[str, object], reading: Reading) -> PersonRow:
    name = _needed(values, "name")
    if len(name) > 120:
        raise BadCell("name", Unreadable("import.too_long", n=len(name), limit=120))
    email = str(values.get("email") or "").casefold()
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        raise BadCell("email", Unreadable("import.not_an_address", value=email[:80]))
    role = values.get("role")
    if role and fold(str(role)) not in _ROLES:
        raise BadCell("role", Unreadable("import.unknown_role", value=str(role)))
    language = fold(str(values.get("language") or ""))[:2]
    return PersonRow(
        values.get("external_id"),  # type: ignore[arg-type]
        name,
        email or None,
        _ROLES[fold(str(role))] if role else None,
        values.get("team"),  # type: ignore[arg-type]
        values.get("manager"),  # type: ignore[arg-type]
        language if language in ("fr", "en") else None,
    )


def _product(values: dict[str, object], reading: Reading) -> ProductRow:
    name = _needed(values, "name")
    if len(name) > 120:
        raise BadCell("name", Unreadable("import.too_long", n=len(name), limit=120))
    return ProductRow(name)


_FINISH: dict[Kind, Callable[[dict[str, object], Reading], Row]] = {
    Kind.ACCOUNTS: _account,
    Kind.OPPORTUNITIES: _opportunity,
    Kind.NOTES: _note,
    Kind.PEOPLE: _person,
    Kind.PRODUCTS: _product,
}
