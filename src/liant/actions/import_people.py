"""Take people and their teams; nobody gets in by an import: an invitation does that."""

from __future__ import annotations

from collections.abc import Sequence

from liant.actions.import_names import Directory, Terms
from liant.actions.import_rows import Change, Outcome, tell_ledger
from liant.loop.listen.imports.cells import fold
from liant.loop.listen.imports.rows import PersonRow, Row
from liant.loop.listen.imports.tables import Refusal
from liant.loop.values.roles import MARKETING, SALES, Role
from liant.store.models import Account, Note, Opportunity, Person, Side, Team


class PersonUpsert:
    """Take people: found by address, by the CRM's id, then by name.

    A file that tells a manager and no team makes one team per manager, under the manager's name.
    """

    def __init__(self, terms: Terms, directory: Directory) -> None:
        self.terms = terms
        self.directory = directory
        #: Managers already given their team: (person, team).
        self._managing: set[tuple[int, int]] = set()

    def take(self, rows: Sequence[tuple[int, Row]]) -> Outcome:
        """Plan a batch and, unless the run is dry, write it."""
        outcome = Outcome()
        for line, row in rows:
            if isinstance(row, PersonRow):
                self.take_one(line, row, outcome)
        return outcome

    def take_one(self, line: int, row: PersonRow, outcome: Outcome) -> None:
        """Plan one person and, unless the run is dry, write them."""
        look, terms = self.directory, self.terms
        found = self.find(row)
        if found is None and terms.update_only:
            outcome.n_skipped += 1
            return
        team_id = look.teams.find(row.team or row.manager)
        if found is None:
            outcome.new.append((line, row.name))
            if not terms.is_dry:
                self.make(row, team_id)
            else:
                look.people.know(fold(row.name) or row.name, -1_000_000 - line, row.name)
        elif (person := Person.objects.filter(pk=found).select_related("team").first()) is not None:
            self.change(line, row, person, team_id, outcome)
        if row.manager and not terms.is_dry:
            self.set_manager(row.manager, team_id)

    def find(self, row: PersonRow) -> int | None:
        """Find somebody already known, without making anybody."""
        people = Person.objects.order_by("id")
        for matches in (
            people.filter(email__iexact=row.email) if row.email else None,
            people.filter(external_id=row.external_id) if row.external_id else None,
        ):
            person: Person | None = matches.first() if matches is not None else None
            if person is not None:
                return person.pk
        return self.directory.people.id_by_key.get(fold(row.name) or row.name)

    def make(self, row: PersonRow, team_id: int | None) -> None:
        """Write somebody new, without access."""
        look = self.directory
        n_made = look.people.n_made
        person = Person.objects.get(pk=look.person(row.name, row.email))
        # A row of the file, not somebody made along the way.
        look.people.n_made = n_made
        person.name = row.name
        person.role = (row.role or Role.SELLER).value
        person.external_id = row.external_id or ""
        person.language = row.language or self.terms.language
        self.place(person, team_id)
        person.save(update_fields=["name", "role", "external_id", "language", "team"])
        tell_ledger(self.terms, "person.imported", "person", [person.public_id])

    def change(self, line: int, row: PersonRow, person: Person, team_id: int | None, outcome: Outcome) -> None:
        """Change what the file says otherwise; the role of somebody with access is not a file's business."""
        look = self.directory
        wanted: dict[str, object] = {"name": row.name, "external_id": row.external_id, "language": row.language}
        if row.email and person.email.endswith("@crm.invalid"):
            wanted["email"] = row.email
        if not person.is_active and row.role is not None:
            wanted["role"] = row.role.value
        if person.is_active:
            wanted["language"] = None
        fields = {
            name: (getattr(person, name), value)
            for name, value in wanted.items()
            if value is not None and value != getattr(person, name)
        }
        if team_id is not None and team_id != person.team_id:
            side = Side.SALES if team_id < 0 else Team.objects.get(pk=team_id).side
            if (person.role in SALES) != (side == Side.SALES) or person.role not in SALES | MARKETING:
                outcome.set_aside.append((line, Refusal(code="import.wrong_side", field="team")))
                return
            fields["team_id"] = (look.teams.name_of(person.team_id), look.teams.name_of(team_id))
        if not fields:
            outcome.n_unchanged += 1
            return
        outcome.changed.append(Change(line, row.name, fields))
        if self.terms.is_dry:
            return
        for name, (_before, after) in fields.items():
            if name != "team_id":
                setattr(person, name, after)
        if "team_id" in fields:
            # Rights follow the team: sessions opened before end at the next request.
            person.session_epoch += 1
            self.place(person, team_id)
        person.save()
        tell_ledger(self.terms, "person.updated", "person", [person.public_id])

    def place(self, person: Person, team_id: int | None) -> None:
        """Put somebody in a team, and with them what they own and no team had yet."""
        if team_id is None:
            return
        person.team_id = team_id
        self.directory.team_by_person[person.pk] = team_id
        Opportunity.objects.filter(owner=person, team=None).update(team_id=team_id)
        Account.objects.filter(owner=person, team=None).update(team_id=team_id)
        Note.objects.filter(author=person, team=None).update(team_id=team_id)

    def set_manager(self, name: str, team_id: int | None) -> None:
        """Let somebody manage a team; made when unknown, a sales manager when without access so far."""
        pk = self.directory.people.find(name)
        if pk is None or team_id is None or (pk, team_id) in self._managing:
            return
        self._managing.add((pk, team_id))
        manager, team = Person.objects.get(pk=pk), Team.objects.get(pk=team_id)
        if not manager.is_active:
            manager.role = Role.SALES_MANAGER.value
            if manager.team_id is None:
                self.place(manager, team_id)
            manager.save(update_fields=["role", "team"])
        if manager.role == Role.SALES_MANAGER:
            team.managers.add(manager)
