"""Take rows of accounts, deals and products."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from liant.actions.import_names import Directory, Terms
from liant.actions.import_notes import keep_reasons
from liant.actions.import_rows import Change, Outcome, merge, tell_ledger
from liant.loop.listen.imports.cells import fold
from liant.loop.listen.imports.rows import AccountRow, OpportunityRow, ProductRow, Row
from liant.loop.values.ids import new_public_ids
from liant.loop.values.stages import CLOSED_STAGES, Stage
from liant.store.mapping.bulk import insert_rows, reserve_ids, update_rows
from liant.store.mapping.search_texts import index_objects
from liant.store.models import Account, AccountKind, AccountSize, Opportunity, StageChange

ACCOUNT_COLUMNS = (
    "external_id",
    "name",
    "kind",
    "segment",
    "size",
    "n_employees",
    "city",
    "country",
    "owner_id",
    "team_id",
)
DEAL_COLUMNS = (
    "name",
    "account_id",
    "amount_cents",
    "currency",
    "stage",
    "crm_stage",
    "opened_on",
    "expected_close_on",
    "closed_on",
    "product_id",
    "owner_id",
    "team_id",
    "lead_source",
)
_STAGE, _CRM_STAGE, _CLOSED_ON = (DEAL_COLUMNS.index(name) for name in ("stage", "crm_stage", "closed_on"))


def size_band(n_employees: int | None) -> str | None:
    """Band a number of employees."""
    if n_employees is None:
        return None
    bands = ((50, AccountSize.SMALL), (250, AccountSize.MEDIUM), (5_000, AccountSize.LARGE))
    return next((size for end, size in bands if n_employees < end), AccountSize.VERY_LARGE).value


def named(names: dict[str, object], column: str, value: object) -> object:
    """Show the name of a row instead of its key."""
    finder = names.get(column)
    return finder.name_of(value) if finder is not None else value  # type: ignore[attr-defined]


class AccountUpsert:
    """Take accounts: found by the CRM's id, or by name when a deal had announced them before."""

    def __init__(self, terms: Terms, directory: Directory) -> None:
        self.terms = terms
        self.directory = directory
        self.names: dict[str, object] = {"owner_id": directory.people, "team_id": directory.teams}

    def wanted(self, row: AccountRow) -> tuple[object, ...]:
        """Say what the file wants, in the order of the columns."""
        owner = self.directory.person(row.owner, row.owner_email)
        team = self.directory.teams.find(row.team) or self.directory.team_of(owner)
        return (
            row.external_id,
            row.name,
            row.kind,
            row.segment,
            size_band(row.n_employees),
            row.n_employees,
            row.city,
            row.country,
            owner,
            team,
        )

    def take(self, rows: Sequence[tuple[int, Row]]) -> Outcome:
        """Plan a batch and, unless the run is dry, write it."""
        outcome, terms = Outcome(), self.terms
        accounts = [(line, row) for line, row in rows if isinstance(row, AccountRow)]
        stored = self.stored([row for _line, row in accounts])
        new: list[tuple[AccountRow, tuple[object, ...]]] = []
        changed: list[tuple[int, str, list[object]]] = []
        for line, row in accounts:
            old = stored.get(row.external_id)
            if old is None:
                if terms.update_only:
                    outcome.n_skipped += 1
                    continue
                new.append((row, self.wanted(row)))
                outcome.new.append((line, row.name))
                continue
            pk, public_id, *before = old
            merged, positions = merge(before, self.wanted(row))
            if not positions:
                outcome.n_unchanged += 1
                continue
            changed.append((pk, public_id, merged))  # type: ignore[arg-type]
            fields = {
                ACCOUNT_COLUMNS[i]: (
                    named(self.names, ACCOUNT_COLUMNS[i], before[i]),
                    named(self.names, ACCOUNT_COLUMNS[i], merged[i]),
                )
                for i in positions
            }
            outcome.changed.append(Change(line, row.name, fields))
        if not terms.is_dry:
            self.write(new, changed)
        return outcome

    def stored(self, rows: Sequence[AccountRow]) -> dict[str, tuple[object, ...]]:
        """Read the accounts that rows speak of, by the external id of the row."""
        columns = ("id", "public_id", *ACCOUNT_COLUMNS)
        mine = Account.objects.filter(source=self.terms.source)
        found: dict[str, tuple[object, ...]] = {
            str(account[2]): account
            for account in mine.filter(external_id__in=[row.external_id for row in rows]).values_list(*columns)
        }
        missing = {fold(row.name): row.external_id for row in rows if row.external_id not in found}
        if missing:
            # Announced by a deal under its name alone: the file now tells its id.
            for account in mine.filter(external_id__startswith="auto:").values_list(*columns):
                external_id = missing.get(fold(str(account[3])))
                if external_id is not None:
                    found[external_id] = account
        return found

    def write(
        self, new: Sequence[tuple[AccountRow, tuple[object, ...]]], changed: Sequence[tuple[int, str, list[object]]]
    ) -> None:
        """Write what was planned."""
        terms = self.terms
        ids, public_ids = reserve_ids(Account, len(new)), new_public_ids(len(new))
        blanks = ("", "", AccountKind.PROSPECT.value, "", "", None, "", "", None, None)
        insert_rows(
            Account,
            ("id", "public_id", "source", "version", "created_at", *ACCOUNT_COLUMNS),
            (
                (pk, public_id, terms.source, 1, terms.now, *merge_blanks(wanted, blanks))
                for pk, public_id, (_row, wanted) in zip(ids, public_ids, new, strict=True)
            ),
        )
        update_rows(Account, ACCOUNT_COLUMNS, ((*merged, pk) for pk, _public_id, merged in changed))
        index_objects("account", ids, are_new=True)
        updated = [pk for pk, _public_id, _merged in changed]
        index_objects("account", updated)
        # A deal is found by the name of its account too.
        index_objects("opportunity", list(Opportunity.objects.filter(account__in=updated).values_list("pk", flat=True)))
        tell_ledger(terms, "account.imported", "account", public_ids)
        tell_ledger(terms, "account.updated", "account", (public_id for _pk, public_id, _merged in changed))


def merge_blanks(wanted: Sequence[object], blanks: Sequence[object]) -> list[object]:
    """Give a new row a blank for what the file does not say."""
    return [blank if value is None else value for value, blank in zip(wanted, blanks, strict=True)]


class OpportunityUpsert:
    """Take deals, with their stage history, their competitors and why they ended."""

    def __init__(self, terms: Terms, directory: Directory) -> None:
        self.terms = terms
        self.directory = directory
        self.names: dict[str, object] = {
            "account_id": directory.accounts,
            "product_id": directory.products,
            "owner_id": directory.people,
            "team_id": directory.teams,
        }

    def wanted(self, row: OpportunityRow) -> tuple[object, ...]:
        """Say what the file wants, in the order of the columns."""
        look = self.directory
        owner = look.person(row.owner, row.owner_email, row.owner_external_id)
        return (
            row.name,
            look.account(row.account, row.account_external_id, stage=row.stage, owner_id=owner),
            row.amount_cents,
            row.currency,
            row.stage.value if row.stage is not None else None,
            row.crm_stage,
            row.opened_on,
            row.expected_close_on,
            row.closed_on,
            look.products.find(row.product),
            owner,
            look.teams.find(row.team) or look.team_of(owner),
            row.lead_source,
        )

    def take(self, rows: Sequence[tuple[int, Row]]) -> Outcome:
        """Plan a batch and, unless the run is dry, write it."""
        outcome, terms = Outcome(), self.terms
        deals = [(line, row) for line, row in rows if isinstance(row, OpportunityRow)]
        query = Opportunity.objects.filter(
            source=terms.source, external_id__in=[row.external_id for _line, row in deals]
        )
        stored = {deal[0]: deal[1:] for deal in query.values_list("external_id", "id", "public_id", *DEAL_COLUMNS)}
        new: list[tuple[OpportunityRow, tuple[object, ...]]] = []
        changed: list[tuple[int, str, list[object], bool]] = []
        kept: list[tuple[int, OpportunityRow]] = []
        for line, row in deals:
            old = stored.get(row.external_id)
            if old is None:
                if terms.update_only:
                    outcome.n_skipped += 1
                    continue
                new.append((row, self.wanted(row)))
                outcome.new.append((line, row.name))
                continue
            pk, public_id, *before = old
            kept.append((pk, row))
            merged, positions = merge(before, still_closed(before, self.wanted(row)))
            if not positions:
                outcome.n_unchanged += 1
                continue
            changed.append((pk, public_id, merged, _STAGE in positions))
            fields = {
                DEAL_COLUMNS[i]: (
                    named(self.names, DEAL_COLUMNS[i], before[i]),
                    named(self.names, DEAL_COLUMNS[i], merged[i]),
                )
                for i in positions
            }
            outcome.changed.append(Change(line, row.name, fields))
        if terms.is_dry:
            outcome.n_notes = sum(row.reason is not None for row, _wanted in new)
        else:
            ids = self.write(new, changed)
            pairs = [*zip(ids, (row for row, _wanted in new), strict=True), *kept]
            self.write_competitors(pairs)
            outcome.n_notes = keep_reasons(terms, self.directory, [pair for pair in pairs if pair[1].reason])
        return outcome

    def write(
        self,
        new: Sequence[tuple[OpportunityRow, tuple[object, ...]]],
        changed: Sequence[tuple[int, str, list[object], bool]],
    ) -> Sequence[int]:
        """Write what was planned; return the keys of the new deals, in order."""
        terms = self.terms
        ids, public_ids = reserve_ids(Opportunity, len(new)), new_public_ids(len(new))
        stage, currency = Stage.PROSPECTING.value, terms.currency
        blanks = ("", None, None, currency, stage, "", None, None, None, None, None, None, "")
        full = [merge_blanks(wanted, blanks) for _row, wanted in new]
        insert_rows(
            Opportunity,
            ("id", "public_id", "source", "external_id", "version", "created_at", *DEAL_COLUMNS),
            (
                (pk, public_id, terms.source, row.external_id, 1, terms.now, *values)
                for pk, public_id, (row, _wanted), values in zip(ids, public_ids, new, full, strict=True)
            ),
        )
        update_rows(Opportunity, DEAL_COLUMNS, ((*merged, pk) for pk, _public_id, merged, _is_stage in changed))
        entered = [
            *((pk, values) for pk, values in zip(ids, full, strict=True)),
            *((pk, merged) for pk, _public_id, merged, is_stage in changed if is_stage),
        ]
        insert_rows(
            StageChange,
            ("opportunity_id", "stage", "crm_stage", "entered_at"),
            ((pk, values[_STAGE], values[_CRM_STAGE], self.entered_at(values)) for pk, values in entered),
        )
        index_objects("opportunity", ids, are_new=True)
        index_objects("opportunity", [pk for pk, _public_id, _merged, _is_stage in changed])
        tell_ledger(terms, "opportunity.imported", "opportunity", public_ids)
        tell_ledger(terms, "opportunity.updated", "opportunity", (public_id for _pk, public_id, *_rest in changed))
        return ids

    def entered_at(self, values: Sequence[object]) -> object:
        """Date a stage: the day of closing for a closed deal that tells it, else the moment Liant saw it."""
        closed_on = values[_CLOSED_ON]
        if values[_STAGE] in CLOSED_STAGES and isinstance(closed_on, date):
            return datetime.combine(closed_on, time(12), UTC)
        return self.terms.now

    def write_competitors(self, pairs: Sequence[tuple[int, OpportunityRow]]) -> None:
        """Add the competitors that rows name to those known; none is taken away."""
        through = Opportunity.competitors.through
        links = [
            through(opportunity_id=pk, competitor_id=self.directory.competitors.find(name))
            for pk, row in pairs
            for name in row.competitors
        ]
        if links:
            through._default_manager.bulk_create(links, ignore_conflicts=True, batch_size=400)


def still_closed(before: Sequence[object], wanted: Sequence[object]) -> Sequence[object]:
    """Keep a deal closed that was closed here, as long as the CRM repeats the stage it told before."""
    was_closed = before[_STAGE] in CLOSED_STAGES
    if not was_closed or wanted[_STAGE] is None or wanted[_STAGE] in CLOSED_STAGES:
        return wanted
    if (wanted[_CRM_STAGE] or "") != before[_CRM_STAGE]:
        return wanted
    kept = list(wanted)
    kept[_STAGE] = None
    return kept


class ProductUpsert:
    """Take products; one whose name differs by case, accents or spaces is the same."""

    def __init__(self, terms: Terms, directory: Directory) -> None:
        self.terms = terms
        self.directory = directory

    def take(self, rows: Sequence[tuple[int, Row]]) -> Outcome:
        """Plan a batch and, unless the run is dry, write it."""
        outcome, products = Outcome(), self.directory.products
        for line, row in rows:
            if not isinstance(row, ProductRow):
                continue
            if (fold(row.name) or row.name) in products.id_by_key:
                outcome.n_unchanged += 1
            elif self.terms.update_only:
                outcome.n_skipped += 1
            else:
                products.find(row.name)
                products.n_made -= 1
                outcome.new.append((line, row.name))
        return outcome
