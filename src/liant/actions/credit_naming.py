"""Let people choose how they are named where they are credited; it holds from the next page on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liant.actions.ledger import record
from liant.loop.threads.mentions import fold
from liant.loop.values.errors import Invalid
from liant.store.models import CreditChoice, Person, Showing

PEN_NAME_LENGTH = 40


def choose_naming(
    *, actor: Person, showing: Showing | None, pen_name: str, now: datetime, kind: str = "", public_id: str = ""
) -> None:
    """Choose how one is named: on one object, or everywhere when none is given.

    The shares stay what they are; only the name changes. Writes ``credit.naming_chosen`` on the person, not on the object:
    its history must not tell who hides there.

    Parameters
    ----------
    showing : None to follow, on this object, the choice made for everywhere.

    Raises
    ------
    Invalid : ``credit.no_pen_name``; ``credit.pen_name_taken`` for the name of a colleague.
    """
    name = " ".join(pen_name.split())[:PEN_NAME_LENGTH]
    if showing == Showing.PEN_NAME:
        check_pen_name(actor, name)
    with transaction.atomic():
        if showing is None:
            CreditChoice.objects.filter(person=actor, kind=kind, object_id=public_id).delete()
        else:
            CreditChoice.objects.update_or_create(
                person=actor,
                kind=kind,
                object_id=public_id,
                defaults={
                    "showing": showing.value,
                    "pen_name": name if showing == Showing.PEN_NAME else "",
                    "changed_at": now,
                },
            )
        record(actor, "credit.naming_chosen", "person", actor.public_id, now)


def check_pen_name(actor: Person, name: str) -> None:
    """Refuse an empty pen name, and one under which a colleague would be read."""
    if not name:
        raise Invalid(
            "A pen name is missing.", code="credit.no_pen_name", hint="Write the name to show, or choose another way."
        )
    taken = Person.objects.exclude(pk=actor.pk).values_list("name", flat=True)
    others = CreditChoice.objects.exclude(person=actor).exclude(pen_name="").values_list("pen_name", flat=True)
    if fold(name) in {fold(other) for other in (*taken, *others)}:
        raise Invalid(
            "“%(name)s” is the name of somebody else here.",
            code="credit.pen_name_taken",
            hint="Choose a name that nobody would be mistaken for.",
            params={"name": name},
        )
