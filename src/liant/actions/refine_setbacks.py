"""Tell whoever had a setback that something is done about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from liant.actions.notices import tell
from liant.loop.values.roles import SALES
from liant.loop.values.stages import NoteKind
from liant.queries.refine_setbacks import open_deals_by_owner
from liant.store.models import Note, Person, Theme


def tell_setback_authors(actor: Person, themes: Sequence[Theme], kind: str, public_id: str, now: datetime) -> None:
    """Tell the authors of the setbacks of themes what was made of them, in the caller's transaction.

    Each is told how many open deals of their own heard the same: those of nobody else.
    """
    if not themes:
        return
    setbacks = Note.objects.filter(kind=NoteKind.SETBACK.value, membership__theme__in=list(themes))
    roles = [role.value for role in SALES]
    people = Person.objects.able().filter(pk__in=setbacks.values("author"), role__in=roles).exclude(pk=actor.pk)
    n_by_owner = open_deals_by_owner(themes)
    by_n: dict[int, list[Person]] = defaultdict(list)
    for person in people.order_by("id"):
        by_n[n_by_owner.get(person.pk, 0)].append(person)
    for n, told in sorted(by_n.items()):
        tell(told, "setback_answered", kind, public_id, now, data={"n": n})
