from __future__ import annotations

from datetime import date

import pytest

from liant.loop.listen.imports.headers import Kind, propose_mapping
from liant.loop.listen.imports.rows import BadCell, Reading, make_row_reader
from liant.loop.values.stages import NoteKind, Stage


def read(kind: Kind, header: str, row: str, **reading):
    columns = propose_mapping(header.split("|"), kind).column_by_field
    return make_row_reader(Reading(kind=kind, column_by_field=columns, **reading))(row.split("|"))


def test_reads_a_deal() -> None:
    row = read(
        Kind.OPPORTUNITIES,
        "Deal ID|Deal Name|Stage|Amount|Close Date|Competitors|Owner",
        "7|Flotte|Closed Lost|€12,345.60|2026-03-14|Ixo; Novalys|Aïcha Naïm",
    )
    assert (row.external_id, row.name, row.stage, row.amount_cents) == ("7", "Flotte", Stage.LOST, 1_234_560)
    assert (row.currency, row.closed_on, row.expected_close_on) == ("EUR", date(2026, 3, 14), None)
    assert row.competitors == ("Ixo", "Novalys")


def test_a_close_date_is_expected_while_the_deal_is_open() -> None:
    row = read(Kind.OPPORTUNITIES, "Name|Stage|Close Date", "Flotte|Proposal|2026-03-14")
    assert (row.expected_close_on, row.closed_on) == (date(2026, 3, 14), None)


@pytest.mark.parametrize(
    ("header", "row", "stage"),
    [
        ("Deal - Title|Deal - Stage|Deal - Status", "x|Proposal|Lost", Stage.LOST),
        ("Deal - Title|Deal - Stage|Deal - Status", "x|Proposal|Open", Stage.PROPOSAL),
        ("Name|StageName|IsClosed|IsWon", "x|Maison|true|true", Stage.WON),
        ("Name|StageName|IsClosed|IsWon", "x|Maison|true|false", Stage.LOST),
        ("Affaire|Perdu le", "x|2026-03-14", Stage.LOST),
        ("Affaire|Perdu le", "x|", None),
    ],
)
def test_tells_the_stage_from_all_that_a_file_says(header: str, row: str, stage: Stage | None) -> None:
    assert read(Kind.OPPORTUNITIES, header, row).stage == stage


def test_a_companys_own_stage_needs_to_be_told() -> None:
    with pytest.raises(BadCell) as refused:
        read(Kind.OPPORTUNITIES, "Name|Stage", "x|Chez le DG")
    assert (refused.value.field, refused.value.code) == ("stage", "import.unknown_stage")
    row = read(Kind.OPPORTUNITIES, "Name|Stage", "x|Chez le DG", stages={"chezledg": Stage.NEGOTIATION})
    assert (row.stage, row.crm_stage) == (Stage.NEGOTIATION, "Chez le DG")


def test_the_same_row_without_id_gets_the_same_one() -> None:
    one, two, other = (read(Kind.OPPORTUNITIES, "Name|Account", text).external_id for text in ("A|B", "a|b ", "A|C"))
    assert one == two != other
    assert one.startswith("auto:")


def test_hubspot_writes_the_id_of_the_company_in_its_name() -> None:
    row = read(
        Kind.OPPORTUNITIES,
        "Record ID|Deal Name|Deal Stage|Associated Company",
        "1|x|Closed Won|Ça Roule (SARL) (98103)",
        dialect="HubSpot",
    )
    assert (row.account, row.account_external_id) == ("Ça Roule (SARL)", "98103")


def test_dolibarr_writes_line_breaks_as_two_characters() -> None:
    row = read(Kind.OPPORTUNITIES, "Name|Description", "x|Trop cher\\nÀ relancer", dialect="Dolibarr")
    assert row.reason == "Trop cher\nÀ relancer"


@pytest.mark.parametrize(
    ("kind", "header", "row", "field", "code"),
    [
        (Kind.ACCOUNTS, "Name|Employees", "x|many", "n_employees", "import.not_a_number"),
        (Kind.ACCOUNTS, "Name|City", "|Lille", "name", "import.missing"),
        (Kind.ACCOUNTS, "Name|City", f"{'x' * 201}|Lille", "name", "import.too_long"),
        (Kind.PEOPLE, "Name|Email", "x|not an address", "email", "import.not_an_address"),
        (Kind.PEOPLE, "Name|Role", "x|admin", "role", "import.unknown_role"),
        (Kind.NOTES, "Note|Type", "x|gossip", "kind", "import.unknown_note_kind"),
        (Kind.NOTES, "Note|Date", "his card is 4111 1111 1111 1111|", "text", "import.sensitive"),
        (Kind.NOTES, "Note|Date", "   |2026-03-14", "text", "import.missing"),
    ],
)
def test_names_the_cell_at_fault(kind: Kind, header: str, row: str, field: str, code: str) -> None:
    with pytest.raises(BadCell) as refused:
        read(kind, header, row)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_a_sensitive_note_is_kept_when_somebody_decides_so() -> None:
    row = read(Kind.NOTES, "Note|Type", "his card is 4111 1111 1111 1111|Besoin", keep_sensitive=True)
    assert row.kind == NoteKind.NEED
