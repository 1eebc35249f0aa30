"""Take field notes, and the reasons that a file of deals holds: a setback is a contribution by every path."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from liant.actions.import_names import Directory, Terms
from liant.actions.import_rows import Change, Outcome, merge, tell_ledger
from liant.loop.listen.imports.cells import fold, reason_in
from liant.loop.listen.imports.rows import NoteRow, OpportunityRow, Row
from liant.loop.listen.imports.tables import Refusal
from liant.loop.listen.notes import find_quotes
from liant.loop.values.ids import new_public_ids
from liant.loop.values.language import detect_language
from liant.loop.values.stages import CLOSED_STAGES, NoteKind, Voice
from liant.store.mapping.bulk import insert_rows, reserve_ids, update_rows
from liant.store.mapping.search_texts import index_texts, note_text
from liant.store.models import Note, Opportunity, OutcomeReason, Quote

NOTE_COLUMNS = ("author_id", "team_id", "account_id", "opportunity_id", "kind", "heard_on")
#: Columns of a note that a later file may complete; the words never change.
_INSERTED = ("id", "public_id", "source", "external_id", "text", "language", "is_shared", "version", "created_at")


class NoteUpsert:
    """Take notes; the words of a note already kept are never changed."""

    def __init__(self, terms: Terms, directory: Directory) -> None:
        self.terms = terms
        self.directory = directory

    def take(self, rows: Sequence[tuple[int, Row]]) -> Outcome:
        """Plan a batch and, unless the run is dry, write it."""
        outcome, terms = Outcome(), self.terms
        notes = [(line, row) for line, row in rows if isinstance(row, NoteRow)]
        query = Note.objects.filter(source=terms.source, external_id__in=[row.external_id for _line, row in notes])
        stored = {
            note[0]: note[1:] for note in query.values_list("external_id", "id", "public_id", "text", *NOTE_COLUMNS)
        }
        deals = self.deals_of([row for _line, row in notes])
        new: list[tuple[NoteRow, tuple[object, ...]]] = []
        changed: list[tuple[int, str, list[object]]] = []
        for line, row in notes:
            deal = self.deal_of(row, deals)
            if isinstance(deal, Refusal):
                outcome.set_aside.append((line, deal))
                continue
            old = stored.get(row.external_id)
            if old is None:
                if terms.update_only:
                    outcome.n_skipped += 1
                    continue
                new.append((row, self.wanted(row, deal)))
                outcome.new.append((line, row.text[:80]))
                continue
            pk, public_id, text, *before = old
            if text != row.text:
                outcome.set_aside.append((line, Refusal(code="import.note_changed", field="text")))
                continue
            merged, positions = merge(before, self.wanted(row, deal))
            if not positions:
                outcome.n_unchanged += 1
                continue
            changed.append((pk, public_id, merged))
            fields = {
                NOTE_COLUMNS[i]: (self.shown(NOTE_COLUMNS[i], before[i]), self.shown(NOTE_COLUMNS[i], merged[i]))
                for i in positions
            }
            outcome.changed.append(Change(line, row.text[:80], fields))
        if not terms.is_dry:
            insert_notes(terms, ((row.external_id, row.text, self.with_defaults(wanted)) for row, wanted in new))
            update_rows(Note, NOTE_COLUMNS, ((*merged, pk) for pk, _public_id, merged in changed))
            tell_ledger(terms, "note.updated", "note", (public_id for _pk, public_id, _merged in changed))
        return outcome

    def deals_of(self, rows: Sequence[NoteRow]) -> dict[str, list[tuple[int, int | None]]]:
        """Read the deals that a batch names, by id or folded name: (key, key of the account)."""
        ids = {row.deal_external_id for row in rows if row.deal_external_id}
        names = {row.deal for row in rows if row.deal and not row.deal_external_id}
        found: dict[str, list[tuple[int, int | None]]] = {}
        if ids:
            query = Opportunity.objects.filter(source=self.terms.source, external_id__in=ids)
            for external_id, pk, account in query.values_list("external_id", "id", "account_id"):
                found.setdefault(f"id:{external_id}", []).append((pk, account))
        if names:
            for name, pk, account in Opportunity.objects.filter(name__in=names).values_list("name", "id", "account_id"):
                found.setdefault(f"name:{name}", []).append((pk, account))
        return found

    def deal_of(
        self, row: NoteRow, deals: dict[str, list[tuple[int, int | None]]]
    ) -> tuple[int | None, int | None] | Refusal:
        """Return the keys of the deal and of the account of a note, or why the deal cannot be told."""
        look = self.directory
        account = look.account(row.account, row.account_external_id)
        if not row.deal and not row.deal_external_id:
            return None, account
        named = row.deal_external_id or row.deal or ""
        column = "deal_external_id" if row.deal_external_id else "deal"
        found = deals.get(f"id:{named}" if row.deal_external_id else f"name:{named}", [])
        if len(found) > 1 and account is not None:
            found = [deal for deal in found if deal[1] == account]
        if not found:
            return Refusal(code="import.unknown_deal", field=column, params={"value": named})
        if len(found) > 1:
            return Refusal(code="import.ambiguous_deal", field=column, params={"value": named, "n": len(found)})
        return found[0][0], found[0][1] or account

    def wanted(self, row: NoteRow, deal: tuple[int | None, int | None]) -> tuple[object, ...]:
        """Say what the file wants, in the order of the columns."""
        author = self.directory.person(row.author, row.author_email)
        kind = row.kind.value if row.kind is not None else None
        return author, self.directory.team_of(author), deal[1], deal[0], kind, row.heard_on

    def with_defaults(self, wanted: Sequence[object]) -> tuple[object, ...]:
        """Complete a new note."""
        *links, kind, heard_on = wanted
        return *links, kind or self.terms.note_kind.value, heard_on or self.terms.today

    def shown(self, column: str, value: object) -> object:
        """Show names instead of keys."""
        look = self.directory
        names = {"author_id": look.people, "team_id": look.teams, "account_id": look.accounts}.get(column)
        return names.name_of(value) if names is not None else value  # type: ignore[arg-type]


def insert_notes(terms: Terms, notes: Iterable[tuple[str, str, Sequence[object]]]) -> int:
    """Write new notes with their quotes: (external id, text, values of ``NOTE_COLUMNS``); return how many."""
    rows = list(notes)
    languages = [detect_language(text) for _id, text, _values in rows]
    ids, public_ids = reserve_ids(Note, len(rows)), new_public_ids(len(rows))
    insert_rows(
        Note,
        (*_INSERTED, *NOTE_COLUMNS),
        (
            (pk, public_id, terms.source, external_id, text, language, True, 1, terms.now, *values)
            for pk, public_id, language, (external_id, text, values) in zip(
                ids, public_ids, languages, rows, strict=True
            )
        ),
    )
    passages = [
        (pk, passage) for pk, (_id, text, _values) in zip(ids, rows, strict=True) for passage in find_quotes(text)
    ]
    insert_rows(
        Quote,
        ("public_id", "note_id", "start", "end", "voice"),
        (
            (public_id, pk, passage.start, passage.end, passage.voice.value)
            for public_id, (pk, passage) in zip(new_public_ids(len(passages)), passages, strict=True)
        ),
    )
    # In hand already: reading them again would cost a quarter more.
    texts = (note_text(pk, text, spoken) for pk, spoken, (_id, text, _v) in zip(ids, languages, rows, strict=True))
    index_texts("note", texts)
    tell_ledger(terms, "note.imported", "note", public_ids)
    return len(rows)


def keep_reasons(terms: Terms, directory: Directory, pairs: Sequence[tuple[int, OpportunityRow]]) -> int:
    """Keep why deals ended as a setback note each and, on closed deals, as a reason; return the number of new notes.

    The same words about the same deal are kept once, however often the file comes.
    """
    wanted = {reason_id(row): (pk, row) for pk, row in pairs}
    query = Note.objects.filter(source=terms.source, external_id__in=list(wanted))
    known = set(query.values_list("external_id", flat=True))
    deals = {
        pk: (account, owner, team)
        for pk, account, owner, team in Opportunity.objects.filter(pk__in=[pk for pk, _row in pairs]).values_list(
            "id", "account_id", "owner_id", "team_id"
        )
    }
    new = [
        (external_id, str(row.reason), note_values(pk, row, deals[pk], terms.today))
        for external_id, (pk, row) in wanted.items()
        if external_id not in known
    ]
    n_new = insert_notes(terms, new)
    write_outcome_reasons(terms, pairs)
    return n_new


def reason_id(row: OpportunityRow) -> str:
    """Make the external id of the note that holds a deal's reason: other words make another note."""
    digest = hashlib.sha256(f"{row.external_id}\x1f{fold(row.reason or '')}".encode()).hexdigest()[:32]
    return f"why:{digest}"


def note_values(
    pk: int, row: OpportunityRow, deal: tuple[int | None, int | None, int | None], today: date
) -> tuple[object, ...]:
    """Lay out a reason as a note of its owner about the deal."""
    account, owner, team = deal
    return owner, team, account, pk, NoteKind.SETBACK.value, row.closed_on or today


def write_outcome_reasons(terms: Terms, pairs: Sequence[tuple[int, OpportunityRow]]) -> None:
    """Give each closed deal its reason in the seller's voice; the first one known is the primary."""
    closed = [(pk, row) for pk, row in pairs if row.stage in CLOSED_STAGES]
    known: dict[int, set[str]] = {}
    for pk, text in OutcomeReason.objects.filter(opportunity__in=[pk for pk, _row in closed]).values_list(
        "opportunity_id", "text"
    ):
        known.setdefault(pk, set()).add(text)
    insert_rows(
        OutcomeReason,
        ("opportunity_id", "reason", "voice", "text", "is_primary", "recorded_at"),
        [
            (pk, reason_in(row.reason or "").value, Voice.SELLER.value, row.reason, pk not in known, terms.now)
            for pk, row in closed
            if row.reason not in known.get(pk, set())
        ],
    )
