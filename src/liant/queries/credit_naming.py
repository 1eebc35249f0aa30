"""Read how a person chose to be named where credited."""

from __future__ import annotations

from dataclasses import dataclass

from liant.store.models import CreditChoice, Person, Showing


@dataclass(frozen=True, kw_only=True)
class NamingView:
    """A person's own choice: on one object (empty to follow the one for everywhere), or everywhere."""

    showing: str
    pen_name: str
    everywhere: str


def naming_of(person: Person, kind: str = "", public_id: str = "") -> NamingView:
    """Read one's own choice, for a form."""
    rows = CreditChoice.objects.filter(person=person, object_id__in=["", public_id]).order_by("id")
    chosen = {(row.kind, row.object_id): row for row in rows}
    everywhere, here = chosen.get(("", "")), chosen.get((kind, public_id))
    named = here or everywhere
    return NamingView(
        showing=here.showing if here else "" if public_id else Showing.TEAM.value,
        pen_name=named.pen_name if named else "",
        everywhere=everywhere.showing if everywhere else Showing.TEAM.value,
    )
