"""Files in, through the real actions and tables: once, twice, changed, interrupted, stopped, refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from liant.actions import import_files as files_act
from liant.actions import imports as act
from liant.actions.listen import lose_opportunity
from liant.loop.listen.imports.headers import Kind
from liant.loop.values.errors import Conflict, Invalid
from liant.loop.values.roles import Role
from liant.loop.values.stages import Reason, Stage
from liant.queries import imports as query
from liant.queries.imports import FileSettings
from liant.store.models import (
    Account,
    ImportRun,
    ImportStatus,
    LedgerEvent,
    Note,
    Opportunity,
    OutcomeReason,
    Person,
    Product,
    Quote,
    SetAsideRow,
    StageChange,
    Team,
)
from tests.builders import NOW, a_company, a_person, a_team, an_import

pytestmark = pytest.mark.django_db

DIALECTS = sorted((Path(__file__).parent.parent / "data" / "export_dialects").iterdir())
DEALS = "Deal ID,Deal Name,Account,Stage,Amount,Close Date,Owner,Lost reason\n"


def carry_out(run: ImportRun) -> ImportRun:
    act.queue_run(run, status=ImportStatus.QUEUED, now=NOW)
    run.refresh_from_db()
    act.carry_out(run, now=NOW, clock=lambda: NOW)
    run.refresh_from_db()
    return run


def check(run: ImportRun) -> ImportRun:
    act.queue_run(run, status=ImportStatus.CHECKING, now=NOW)
    run.refresh_from_db()
    act.check_run(run, now=NOW, clock=lambda: NOW)
    run.refresh_from_db()
    return run


def bring(content: str | bytes, kind: str = "opportunities", **given) -> dict[str, int]:
    return dict(carry_out(an_import(content=content, kind=kind, **given)).counts)


def counted(counts: dict[str, int]) -> tuple[int, int, int, int]:
    return counts["n_new"], counts["n_changed"], counts["n_unchanged"], counts["n_set_aside"]


@pytest.mark.parametrize("path", DIALECTS, ids=lambda path: path.stem)
def test_takes_the_exports_of_ten_systems_and_twice_changes_nothing(path: Path) -> None:
    assert counted(bring(path.read_bytes())) == (3, 0, 0, 0)
    deals = {deal.name: deal for deal in Opportunity.objects.select_related("account", "owner")}
    assert set(deals) == {"Flotte 40 vélos — Élan", 'Renouvellement "Or"; 3 ans', "=Pilote"} or (
        "dolibarr" in path.stem and "Flotte 40 vélos ? Élan" in deals
    )
    pilot, renewal = deals["=Pilote"], deals['Renouvellement "Or"; 3 ans']
    assert renewal.amount_cents == 100_000_000
    assert pilot.amount_cents in (50, 0)
    if "salesforce_bulk" not in path.stem:
        assert renewal.account.name == "L'Œuvre & Fils"
    if not path.stem.startswith("excel"):
        assert (renewal.stage, pilot.stage in ("prospecting", "proposal")) == ("won", True)
    assert Note.objects.filter(text__contains="-12,5 %").get().kind == "setback"
    before = Note.objects.count()
    assert counted(bring(path.read_bytes())) == (0, 0, 3, 0)
    assert (Opportunity.objects.count(), Note.objects.count(), StageChange.objects.count()) == (3, before, 3)


def test_a_changed_file_changes_its_fields_and_nothing_else() -> None:
    a_company()
    bring(DEALS + "1,Flotte,Cycles,Proposal,1000.50,2026-04-01,Aïcha,\n2,Pilote,Cycles,Proposal,5,,Aïcha,\n")
    newer = (
        DEALS + "1,Flotte,Cycles,Closed Lost,900.5,2026-03-02,Benoît,Too dear\n2,Pilote,,Proposal,,,,\n3,New,,,,,,\n"
    )
    tried = check(an_import(content=newer, kind="opportunities"))
    assert counted(tried.counts) == (1, 1, 1, 0)
    (line, name, fields) = tried.preview["changed"][0]
    assert (line, name, fields["amount_cents"], fields["stage"]) == (
        2,
        "Flotte",
        [100_050, 90_050],
        ["proposal", "lost"],
    )
    assert fields["owner_id"] == ["Aïcha", "Benoît"]
    assert Opportunity.objects.get(external_id="1").stage == "proposal"
    assert not Person.objects.filter(name="Benoît").exists()
    assert counted(dict(carry_out(tried).counts)) == (1, 1, 1, 0)
    deal = Opportunity.objects.get(external_id="1")
    assert (deal.stage, deal.amount_cents, deal.closed_on) == ("lost", 90_050, date(2026, 3, 2))
    assert [change.stage for change in deal.stage_changes.order_by("id")] == ["proposal", "lost"]
    assert OutcomeReason.objects.get().text == "Too dear"
    # What the newer file leaves empty stays as it was.
    assert Opportunity.objects.get(external_id="2").amount_cents == 500


def test_a_dry_run_writes_nothing() -> None:
    tried = check(an_import(content=DEALS + "1,Flotte,Cycles,Proposal,1,2026-04-01,Aïcha,Cher\n", kind="opportunities"))
    assert (tried.status, counted(tried.counts)) == ("checked", (1, 0, 0, 0))
    assert tried.counts["made_accounts"] == tried.counts["made_people"] == 1
    for model in (Opportunity, Account, Person, Note, LedgerEvent, SetAsideRow):
        assert model.objects.count() == 0


def test_update_only_adds_nothing() -> None:
    bring(DEALS + "1,Flotte,Cycles,Proposal,1,,,\n")
    counts = bring(DEALS + "1,Flotte,Cycles,Proposal,2,,,\n2,Other,,,,,,\n", update_only=True)
    assert (counts["n_changed"], counts["n_new"], counts["n_skipped"]) == (1, 0, 1)


def test_bad_rows_are_set_aside_with_line_column_and_reason_and_the_rest_is_in() -> None:
    run = carry_out(
        an_import(
            content=DEALS
            + "1,Good,,Proposal,1,,,\n2,Bad,,Proposal,12.3.4,,,\n3,=cmd,,Chez le DG,1,,,\n1,Twice,,Proposal,1,,,\n"
            + '4,"open,,Proposal,1,,,\n5,Short\n6,Late,,Won,1,9999-01-01,,\n7,Also good,,Proposal,1,,,\n',
            kind="opportunities",
        )
    )
    assert counted(run.counts) == (2, 0, 0, 6)
    lines = [(line.where, line.reason) for line in query.set_aside_lines(run)]
    assert lines[0] == (
        "Line 3, column “Amount”",
        "“12.3.4” is not a number. Correct the cell or leave it empty.",
    )
    codes = dict(SetAsideRow.objects.values_list("line", "code"))
    assert codes == {
        3: "import.not_a_number",
        4: "import.unknown_stage",
        5: "import.duplicate",
        6: "import.broken_quote",
        7: "import.ragged",
        8: "import.date_out_of_range",
    }
    table = list(query.set_aside_table(run))
    assert table[0][-3:] == ["Liant: line", "Liant: column", "Liant: reason"]
    assert table[2][1] == "'=cmd"


def test_the_rows_set_aside_can_be_corrected_and_imported_again() -> None:
    run = carry_out(an_import(content=DEALS + "1,Good,,Proposal,1,,,\n2,=Bad,,Proposal,x,,,\n", kind="opportunities"))
    table = [[cell.replace("x", "7") for cell in row] for row in query.set_aside_table(run)]
    corrected = "\n".join(",".join(f'"{cell}"' for cell in row) for row in table[:2])
    assert counted(bring(corrected.replace("“7”", "x"))) == (1, 0, 0, 0)
    assert Opportunity.objects.get(external_id="2").name == "=Bad"


def test_ambiguous_dates_ask_and_are_never_guessed() -> None:
    content = DEALS + "1,A,,Won,1,03/04/2026,,\n2,B,,Won,1,13/04/2026,,\n"
    run = an_import(content=content, kind="opportunities")
    assert run.survey["questions"] == ["date_order"]
    with pytest.raises(Invalid) as refused:
        act.queue_run(run, status=ImportStatus.QUEUED, now=NOW)
    assert refused.value.code == "import.ask_date_order"
    assert Opportunity.objects.count() == 0
    bring(content, date_order="dmy")
    assert Opportunity.objects.get(external_id="1").closed_on == date(2026, 4, 3)


def test_a_deal_closed_here_stays_closed_until_the_crm_tells_another_stage() -> None:
    seller = a_person(name="Aïcha")
    bring(DEALS + "1,Flotte,Cycles,Proposal,1,2026-04-01,Aïcha,\n")
    deal = Opportunity.objects.get()
    assert deal.owner == seller
    lose_opportunity(
        actor=seller,
        opportunity=deal,
        reasons=[Reason.PRICE],
        seller_view="",
        buyer_words="",
        closed_on=NOW.date(),
        now=NOW,
    )
    assert counted(bring(DEALS + "1,Flotte,Cycles,Proposal,1,2026-04-01,Aïcha,\n"))[1:] == (0, 1, 0)
    deal.refresh_from_db()
    assert deal.stage == Stage.LOST
    bring(DEALS + "1,Flotte,Cycles,Negotiation,1,2026-05-01,Aïcha,\n")
    deal.refresh_from_db()
    assert deal.stage == Stage.NEGOTIATION


def test_people_come_with_their_manager_as_team_and_without_access() -> None:
    content = "sales_agent,manager\nAnna,Dustin\nCecily,Dustin\nRosie,Celia\n"
    deals = "Deal ID,Deal Name,Owner\n1,Early,Anna\n"
    bring(deals)
    assert counted(bring(content, kind="people")) == (2, 1, 0, 0)
    assert set(Team.objects.values_list("name", flat=True)) == {"Dustin", "Celia"}
    anna, dustin = Person.objects.get(name="Anna"), Person.objects.get(name="Dustin")
    assert (anna.team.name, anna.role, anna.is_active) == ("Dustin", Role.SELLER, False)
    assert (dustin.role, [team.name for team in dustin.managed_teams.all()]) == (Role.SALES_MANAGER, ["Dustin"])
    # What Anna already had follows her into the team.
    assert Opportunity.objects.get().team == anna.team
    assert counted(bring(content, kind="people")) == (0, 0, 3, 0)


def test_an_import_gives_nobody_a_role_and_moves_nobody_to_the_other_side() -> None:
    marketer = a_person(Role.MARKETER, name="Marc", email="marc@company.example")
    a_team("sales", "Nord")
    counts = bring("name,email,team,role\nMarc,marc@company.example,Nord,commercial\n", kind="people")
    assert counted(counts) == (0, 0, 0, 1)
    marketer.refresh_from_db()
    assert (marketer.role, marketer.team.side) == (Role.MARKETER, "marketing")


def test_accounts_announced_by_a_deal_get_their_id_from_their_own_file() -> None:
    bring(DEALS + "1,Flotte,Cycles Nord,Won,1,2026-03-01,,\n")
    assert Account.objects.get().kind == "client"
    content = "Account ID,Account Name,Industry,Employees,Type\nA7,Cycles nord,Retail,300,Partner\n"
    assert counted(bring(content, kind="accounts")) == (0, 1, 0, 0)
    account = Account.objects.get()
    assert (account.external_id, account.segment, account.size, account.kind) == ("A7", "Retail", "large", "partner")
    assert counted(bring(content, kind="accounts")) == (0, 0, 1, 0)


def test_products_that_differ_by_a_space_are_one() -> None:
    bring("product,series\nGTX Pro,GTX\n", kind="products")
    bring("Deal ID,Deal Name,Product\n1,A,GTXPro\n2,B,GTX Pro\n")
    assert Product.objects.count() == 1
    assert set(Opportunity.objects.values_list("product__name", flat=True)) == {"GTX Pro"}


NOTES = "Note ID,Note,Author,Deal ID,Type,Date\n"


def test_notes_come_with_quotes_author_and_deal_and_their_words_never_change() -> None:
    seller = a_person(name="Aïcha")
    bring(DEALS + "1,Flotte,Cycles,Proposal,1,,Aïcha,\n")
    content = NOTES + "n1,Le client dit « trop long »,Aïcha,1,Objection,2026-03-01\n"
    assert counted(bring(content, kind="notes")) == (1, 0, 0, 0)
    note = Note.objects.get()
    assert (note.author, note.team, note.opportunity.name, note.account.name) == (
        seller,
        seller.team,
        "Flotte",
        "Cycles",
    )
    assert (note.language, note.heard_on, note.kind) == ("fr", date(2026, 3, 1), "objection")
    quote = Quote.objects.get()
    assert note.text[quote.start : quote.end] == "trop long"
    assert counted(bring(content, kind="notes")) == (0, 0, 1, 0)
    run = carry_out(an_import(content=content.replace("trop long", "autre"), kind="notes"))
    assert [row.code for row in SetAsideRow.objects.filter(run=run)] == ["import.note_changed"]
    note.refresh_from_db()
    assert "trop long" in note.text


def test_a_note_about_an_unknown_deal_is_set_aside() -> None:
    run = carry_out(an_import(content=NOTES + "n1,Heard,,D99,,\n", kind="notes"))
    assert SetAsideRow.objects.get(run=run).code == "import.unknown_deal"
    assert Note.objects.count() == 0


def test_a_note_with_a_card_number_is_set_aside_unless_somebody_decides_otherwise() -> None:
    content = NOTES + "n1,Sa carte : 4111 1111 1111 1111,,,,\n"
    assert counted(bring(content, kind="notes")) == (0, 0, 0, 1)
    assert counted(bring(content, kind="notes", keep_sensitive=True)) == (1, 0, 0, 0)


def test_an_interrupted_import_goes_on_where_it_stopped(monkeypatch) -> None:
    monkeypatch.setattr(act, "BATCH", 10)
    rows = [f"{i},Deal {i},Account {i % 3},Proposal,{i},,,\n" for i in range(35)]
    rows[33] = rows[3]
    run = an_import(content=DEALS + "".join(rows), kind="opportunities")
    act.queue_run(run, status=ImportStatus.QUEUED, now=NOW)
    run.refresh_from_db()

    class Killed(BaseException):
        pass

    def kill(n_done: int, n_rows: int) -> None:
        if n_done >= 20:
            raise Killed

    with pytest.raises(Killed):
        act.carry_out(run, now=NOW, clock=lambda: NOW, progress=kill)
    run.refresh_from_db()
    assert (run.status, run.n_done, Opportunity.objects.count()) == ("running", 20, 20)
    assert [found.pk for found in act.interrupted_runs(NOW, stale_after=timedelta(0))] == [run.pk]
    act.carry_out(run, now=NOW, clock=lambda: NOW)
    run.refresh_from_db()
    assert (run.status, Opportunity.objects.count(), counted(run.counts)) == ("done", 34, (34, 0, 0, 1))
    assert SetAsideRow.objects.get(run=run).code == "import.duplicate"
    assert LedgerEvent.objects.filter(verb="opportunity.imported").count() == 34


def test_two_jobs_on_one_import_do_not_both_advance(monkeypatch) -> None:
    monkeypatch.setattr(act, "BATCH", 10)
    run = an_import(content=DEALS + "".join(f"{i},D{i},,,,,,\n" for i in range(30)), kind="opportunities")
    act.queue_run(run, status=ImportStatus.QUEUED, now=NOW)
    run.refresh_from_db()
    ImportRun.objects.filter(pk=run.pk).update(n_done=20)
    with pytest.raises(Conflict) as refused:
        act.carry_out(run, now=NOW, clock=lambda: NOW)
    assert refused.value.code == "import.taken_over"
    assert Opportunity.objects.count() == 0


def test_a_stopped_import_keeps_what_is_in_and_can_go_on(monkeypatch) -> None:
    monkeypatch.setattr(act, "BATCH", 10)
    run = an_import(content=DEALS + "".join(f"{i},D{i},,,,,,\n" for i in range(30)), kind="opportunities")
    act.queue_run(run, status=ImportStatus.QUEUED, now=NOW)
    run.refresh_from_db()
    act.carry_out(run, now=NOW, clock=lambda: NOW, progress=lambda n_done, n_rows: act.request_cancel(run))
    run.refresh_from_db()
    assert (run.status, run.n_done, Opportunity.objects.count()) == ("cancelled", 10, 10)
    assert LedgerEvent.objects.get(verb="import.cancelled").data == {"n_done": 10}
    carry_out(run)
    assert (run.status, Opportunity.objects.count()) == ("done", 30)


def test_an_administrator_who_loses_the_right_stops_importing(monkeypatch) -> None:
    monkeypatch.setattr(act, "BATCH", 10)
    admin = a_person(Role.ADMIN)
    content = DEALS + "".join(f"{i},D{i},,,,,,\n" for i in range(30))
    run = an_import(admin, content=content, kind="opportunities")
    act.queue_run(run, status=ImportStatus.QUEUED, now=NOW)
    run.refresh_from_db()

    def demote(n_done: int, n_rows: int) -> None:
        Person.objects.filter(pk=admin.pk).update(is_active=False)

    act.carry_out(run, now=NOW, clock=lambda: NOW, progress=demote)
    run.refresh_from_db()
    assert (run.status, Opportunity.objects.count()) == ("cancelled", 10)


def test_the_journal_tells_every_row_and_the_file_is_not_kept() -> None:
    admin = a_person(Role.ADMIN)
    run = carry_out(an_import(admin, content="name,city\nA,Lille\nB,Lyon\n"))
    events = LedgerEvent.objects.filter(verb="account.imported")
    assert {event.object_id for event in events} == set(Account.objects.values_list("public_id", flat=True))
    assert LedgerEvent.objects.get(verb="import.done").data == {"n_new": 2, "n_changed": 0, "n_set_aside": 0}
    assert not files_act.file_of(run).exists()
    with pytest.raises(Conflict):
        act.queue_run(run, status=ImportStatus.QUEUED, now=NOW)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import.empty"),
        (b"\r\n\r\n", "import.empty"),
        (b"%PDF-1.7 ...", "import.not_a_table"),
        (b"name,city\n", "import.no_rows"),
        (b"a," * 600 + b"b\n1\n", "import.too_many_columns"),
        (b"PK\x03\x04 not really", "import.not_a_spreadsheet"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_one_sentence(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        an_import(content=content)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")


def test_a_path_in_a_files_name_is_only_shown() -> None:
    run = files_act.keep_file(actor=None, kind=Kind.ACCOUNTS, file_name="../../x.csv", chunks=[b"a"], now=NOW)
    assert run.file_name == "x.csv"
    assert files_act.file_of(run).parent == query.imports_folder()
    assert set(run.stored_name) <= set("0123456789abcdefghjkmnpqrstvwxyz")


def test_a_file_above_the_limit_is_refused_while_it_comes_and_leaves_nothing(monkeypatch) -> None:
    monkeypatch.setattr(files_act, "MAX_BYTES", 10)
    before = list(query.imports_folder().iterdir())
    with pytest.raises(Invalid) as refused:
        files_act.keep_file(actor=None, kind=Kind.ACCOUNTS, file_name="x", chunks=iter([b"12345678", b"9012"]), now=NOW)
    assert refused.value.code == "import.too_large_file"
    assert list(query.imports_folder().iterdir()) == before


def workbook(*rows, cell: tuple[str, object] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if cell is not None:
        book.active[cell[0]] = cell[1]
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_takes_a_spreadsheet_with_its_own_dates_and_row_numbers() -> None:
    content = workbook(
        ["Deal ID", "Deal Name", "Amount", "Close Date", "Stage"],
        [1, "Flotte", 1234.5, date(2026, 4, 3), "Won"],
        [],
        ["2", "Bad", "many", None, "Won"],
    )
    run = carry_out(an_import(content=content, kind="opportunities"))
    deal = Opportunity.objects.get()
    assert (deal.external_id, deal.amount_cents, deal.closed_on) == ("1", 123_450, date(2026, 4, 3))
    assert SetAsideRow.objects.get(run=run).line == 4


def test_a_cell_at_the_far_end_of_a_sheet_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        an_import(content=workbook(["name"], ["A"], cell=("XFD1048576", "x")))
    assert refused.value.code == "import.too_wide"
    assert "XFD1048576" in str(refused.value)


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            for _ in range(450):
                stream.write(b"0" * 10**6)
    return buffer.getvalue()


def test_a_zip_bomb_is_refused_before_a_parser_opens_it() -> None:
    with pytest.raises(Invalid) as refused:
        an_import(content=bomb())
    assert refused.value.code == "import.zip_too_large"


def test_a_mapping_kept_under_a_name_reads_the_next_file() -> None:
    run = an_import(
        content="Foo,Bar\nA,03/04/2026\n",
        columns={"name": "Foo", "opened_on": "Bar"},
        kind="opportunities",
        date_order="mdy",
    )
    files_act.save_mapping(
        kind=Kind.OPPORTUNITIES, name=" Weekly  export ", settings=FileSettings.from_json(run.settings), now=NOW
    )
    assert query.saved_mappings(Kind.OPPORTUNITIES) == ("Weekly export",)
    again = files_act.keep_file(
        actor=None, kind=Kind.OPPORTUNITIES, file_name="b", chunks=[b"Foo,Bar\nB,05/06/2026\n"], now=NOW
    )
    act.look_at_run(again, query.saved_settings(Kind.OPPORTUNITIES, "Weekly export"))
    carry_out(again)
    assert Opportunity.objects.get().opened_on == date(2026, 5, 6)
    with pytest.raises(Invalid) as refused:
        query.saved_settings(Kind.NOTES, "Weekly export")
    assert refused.value.code == "import.no_mapping"


def test_every_reason_for_a_row_has_its_sentence() -> None:
    import re

    from liant.loop.listen.guard import Concern
    from liant.queries.import_words import CONCERNS, REASONS

    sources = Path(act.__file__).parent.parent
    said = set()
    for name in ("loop/listen/imports", "actions"):
        for path in (sources / name).glob("*.py"):
            text = path.read_text()
            said |= set(re.findall(r'Unreadable\(\s*"(import\.\w+)"', text))
            said |= set(re.findall(r'Refusal\(\s*code="(import\.\w+)"', text))
    assert said == set(REASONS)
    assert set(CONCERNS) == set(Concern)


def test_a_start_takes_up_what_was_killed_and_forgets_what_is_old() -> None:
    from liant.jobs import imports as jobs
    from liant.store.models import AnsweredRequest

    old, killed = an_import(content="name\nA\nB\n"), an_import(content="name\nC\nD\n")
    ImportRun.objects.filter(pk=killed.pk).update(status="running", advanced_at=NOW)
    AnsweredRequest.objects.create(key="k", path="/capture", at=NOW)
    assert jobs.tidy(stale_after=timedelta(0)) == 1
    assert not ImportRun.objects.filter(pk=old.pk).exists()
    assert not files_act.file_of(old).exists()
    assert AnsweredRequest.objects.count() == 0
    jobs.import_file.call(killed.public_id)
    assert set(Account.objects.values_list("name", flat=True)) == {"C", "D"}
