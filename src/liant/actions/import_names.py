"""Who and what the rows of a file name: people, teams, accounts, products, competitors; the missing ones are made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from liant.loop.listen.imports.cells import fold
from liant.loop.listen.imports.headers import Kind
from liant.loop.listen.imports.rows import made_id
from liant.loop.values.roles import Role
from liant.loop.values.stages import NoteKind, Stage
from liant.store.mapping.search_texts import index_objects
from liant.store.models import Account, AccountKind, Competitor, Person, Product, Side, Team


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What holds for a whole import.

    Attributes
    ----------
    source : the system that the external ids belong to.
    currency : of amounts that wear none.
    is_dry : plan only; nothing is written, not even a team.
    note_kind : the kind of notes that name none.
    """

    kind: Kind
    source: str
    currency: str
    update_only: bool
    is_dry: bool
    note_kind: NoteKind
    actor: Person | None
    run_id: str
    language: str
    now: datetime
    today: date


class Names:
    """Find rows by what people call them, and make those that are missing.

    In a dry run the missing ones get a negative key, and are only counted.
    """

    def __init__(self, *, is_dry: bool, make: Callable[[str], int]) -> None:
        self.id_by_key: dict[str, int] = {}
        self.name_by_id: dict[int, str] = {}
        self.n_made = 0
        self._is_dry = is_dry
        self._make = make

    def know(self, key: str, pk: int, name: str) -> None:
        """Take note of a row under a key; the first row of a key keeps it."""
        if key:
            self.id_by_key.setdefault(key, pk)
        self.name_by_id.setdefault(pk, name)

    def add(self, key: str, name: str, make: Callable[[], int]) -> int:
        """Make a missing row, or only count it, and take note of it."""
        self.n_made += 1
        pk = -self.n_made if self._is_dry else make()
        self.know(key, pk, name)
        return pk

    def find(self, name: str | None) -> int | None:
        """Return the key of a row by its name, made when there is none; None for no name."""
        if not name:
            return None
        key = fold(name) or name
        found = self.id_by_key.get(key)
        return found if found is not None else self.add(key, name, lambda: self._make(name))

    def name_of(self, pk: int | None) -> str:
        """Return what people call a row, "" for none."""
        return "" if pk is None else self.name_by_id.get(pk, "")


class Directory:
    """All that rows may name, read once at the start of an import."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        dry = terms.is_dry
        self.teams = Names(is_dry=dry, make=lambda name: Team.objects.create(name=name, side=Side.SALES.value).pk)
        self.products = Names(is_dry=dry, make=lambda name: Product.objects.create(name=name).pk)
        self.competitors = Names(is_dry=dry, make=lambda name: Competitor.objects.create(name=name).pk)
        self.people = Names(is_dry=dry, make=lambda name: self._make_person(name).pk)
        self.accounts = Names(is_dry=dry, make=lambda name: self._make_account(name, made_id(fold(name))))
        self.team_by_person: dict[int, int | None] = {}
        self._person_by_email: dict[str, int] = {}
        self._person_by_external: dict[str, int] = {}
        self._account_by_external: dict[str, int] = {}
        self._unindexed: list[int] = []
        self._load()

    def _load(self) -> None:
        for names, model in (
            (self.teams, Team),
            (self.products, Product),
            (self.competitors, Competitor),
        ):
            for pk, name in model.objects.order_by("id").values_list("id", "name"):
                names.know(fold(name) or name, pk, name)
        people = Person.objects.order_by("id").values_list("id", "name", "email", "external_id", "team_id")
        for pk, name, email, external_id, team_id in people.iterator(chunk_size=5_000):
            self._know_person(pk, name, email, external_id, team_id)
        accounts = Account.objects.order_by("id").values_list("id", "name", "source", "external_id")
        for pk, name, source, external_id in accounts.iterator(chunk_size=5_000):
            self.accounts.know(fold(name) or name, pk, name)
            if source == self.terms.source:
                self._account_by_external[external_id] = pk

    def _know_person(self, pk: int, name: str, email: str, external_id: str, team_id: int | None) -> None:
        self.people.know(fold(name) or name, pk, name)
        self._person_by_email[email.casefold()] = pk
        if external_id:
            self._person_by_external[external_id] = pk
        self.team_by_person[pk] = team_id

    def person(self, name: str | None, email: str | None = None, external_id: str | None = None) -> int | None:
        """Find somebody by address, then by the CRM's id, then by name; a name or address unknown so far makes a person.

        Somebody made that way cannot sign in before being invited. An id alone makes nobody: it has no name to show.
        """
        if email and (pk := self._person_by_email.get(email.casefold())) is not None:
            return pk
        if external_id and (pk := self._person_by_external.get(external_id)) is not None:
            return pk
        if email and not name:
            name = email.partition("@")[0]
            pk = self.people.add("", name, lambda: self._make_person(name, email=email.casefold()).pk)
            self._person_by_email[email.casefold()] = pk
            return pk
        return self.people.find(name)

    def team_of(self, person_id: int | None) -> int | None:
        """Return the team of somebody, None for nobody or no team."""
        return None if person_id is None else self.team_by_person.get(person_id)

    def _make_person(self, name: str, email: str = "") -> Person:
        person: Person = Person.objects.create(
            name=name[:120],
            email=email or placeholder_email(name),
            role=Role.SELLER.value,
            language=self.terms.language,
            is_active=False,
            password=make_password(None),
            created_at=self.terms.now,
        )
        self._know_person(person.pk, person.name, person.email, "", None)
        return person

    def account(
        self, name: str | None, external_id: str | None, *, stage: Stage | None = None, owner_id: int | None = None
    ) -> int | None:
        """Find an account by the CRM's id, then by name; made when there is none, as a client when a deal is won there."""
        if external_id and (pk := self._account_by_external.get(external_id)) is not None:
            return pk
        if not name and not external_id:
            return None
        shown = name or external_id or ""
        key = fold(shown) or shown
        found = self.accounts.id_by_key.get(key)
        if found is None:
            kind = AccountKind.CLIENT if stage == Stage.WON else AccountKind.PROSPECT
            found = self.accounts.add(
                key,
                shown,
                lambda: self._make_account(shown, external_id or made_id(fold(shown)), kind=kind, owner_id=owner_id),
            )
            if external_id:
                self._account_by_external[external_id] = found
        return found

    def _make_account(
        self, name: str, external_id: str, *, kind: AccountKind = AccountKind.PROSPECT, owner_id: int | None = None
    ) -> int:
        account = Account.objects.create(
            source=self.terms.source,
            external_id=external_id,
            name=name[:200],
            kind=kind.value,
            owner_id=owner_id,
            team_id=self.team_of(owner_id),
            created_at=self.terms.now,
        )
        self._unindexed.append(account.pk)
        return account.pk

    def index_made(self) -> None:
        """Let search find the accounts that were made since the last time; for the end of a batch."""
        index_objects("account", self._unindexed, are_new=True)
        self._unindexed.clear()

    def n_made(self) -> dict[str, int]:
        """Count what had to be made, without what had not."""
        made = {
            "accounts": self.accounts.n_made,
            "people": self.people.n_made,
            "teams": self.teams.n_made,
            "products": self.products.n_made,
            "competitors": self.competitors.n_made,
        }
        return {what: n for what, n in made.items() if n}


def placeholder_email(name: str) -> str:
    """Make an address for somebody whose CRM gives none; no mail can reach it (RFC 2606)."""
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{fold(name)[:40] or 'person'}-{digest}@crm.invalid"
