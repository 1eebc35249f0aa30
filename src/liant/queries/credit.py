"""Read whose it is: the shares of an object, each named as its owner chose.

Any stage shows the credit of its objects, by (kind, public id)::

    credit_of(reader, "plan", plan.public_id)          # one object
    credits_of(reader, "plan", [p.public_id for p in page])  # a list, in as many queries as one

and its template ``{% include "pieces/credit_strip.html" with credit=plan.credit only %}``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext

from liant.loop.refine.credit import Act, Event, Object, Share, whole_percents
from liant.loop.values.roles import SALES
from liant.queries.credit_rows import Choices, CreditRows, load_rows
from liant.queries.ledger import name_for
from liant.store.models import Person, Showing

#: A strip names the largest parts; its statement names all.
PARTS_ON_A_STRIP = 4


@dataclass(frozen=True, kw_only=True)
class CreditPart:
    """One person's part, as a reader may see it; ``x`` and ``width`` place it on a bar of 100."""

    who: str
    side: str  #: "sales" or "marketing"
    acts: tuple[str, ...]
    is_first: bool  #: said it first
    is_me: bool
    share: Fraction
    percent: int
    x: float
    width: float


@dataclass(frozen=True, kw_only=True)
class Credit:
    """Whose an object is: every part, largest first; the strip names the first ones and counts the others."""

    kind: str
    public_id: str
    parts: tuple[CreditPart, ...]

    @property
    def shown(self) -> tuple[CreditPart, ...]:
        """The parts that the strip names."""
        return self.parts[:PARTS_ON_A_STRIP]

    @property
    def n_others(self) -> int:
        """How many parts the strip only counts."""
        return len(self.parts) - len(self.shown)

    def __bool__(self) -> bool:
        return bool(self.parts)


def credit_of(reader: Person, kind: str, public_id: str) -> Credit:
    """Share the credit of one object that the reader may open (the guard's business)."""
    return credits_of(reader, kind, [public_id])[public_id]


def credits_of(
    reader: Person, kind: str, public_ids: Collection[str], *, also: Mapping[Event, Person] | None = None
) -> dict[str, Credit]:
    """Share the credit of objects that the reader may open, by public id.

    Parameters
    ----------
    also : what is about to be contributed, by whom: a draft shows whose it will be.

    Notes
    -----
    One query, and one more for each step from which something was taken over, whatever the number of objects.
    """
    if not public_ids:
        return {}
    rows = load_rows([(kind, public_id) for public_id in public_ids], also)
    book = rows.book()
    return {
        public_id: view_credit(reader, (kind, public_id), book.shares((kind, public_id)), rows)
        for public_id in public_ids
    }


def credited_name(reader: Person, person: Person, found: Object, choices: Choices) -> str:
    """Name somebody credited, as that person chose; to themselves, always "You"."""
    if person.pk == reader.pk:
        return name_for(reader, person)
    anywhere = choices.get((person.pk, "", ""), (Showing.TEAM, ""))
    showing, pen_name = choices.get((person.pk, *found), anywhere)
    if showing == Showing.NAME:
        return person.name
    if showing == Showing.INITIALS:
        return initials(person.name)
    if showing == Showing.PEN_NAME:
        return gettext("“%(name)s”") % {"name": pen_name}
    if showing == Showing.WITHDRAWN:
        return gettext("Somebody in sales") if person.role in SALES else gettext("Somebody in marketing")
    return name_for(reader, person)


def exactly(share: Fraction) -> str:
    """Write a share as the fraction it is: ``1/3``."""
    return f"{share.numerator}/{share.denominator}" if share != 1 else "1"


def initials(name: str) -> str:
    """Write a name as its initials: “Jean-Marc Roy” is “J.-M. R.”."""
    return " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in name.split())


def view_credit(reader: Person, found: Object, shares: Sequence[Share], rows: CreditRows) -> Credit:
    """Show the shares of an object to a reader."""
    parts = []
    x = 0.0
    for share, percent in zip(shares, whole_percents([s.share for s in shares]), strict=True):
        person = rows.people[share.person]
        width = 100 * share.share.numerator / share.share.denominator
        parts.append(
            CreditPart(
                who=credited_name(reader, person, found, rows.choices),
                side="sales" if person.role in SALES else "marketing",
                acts=tuple(act.value for act in share.acts),
                is_first=Act.ORIGINATE in share.acts,
                is_me=person.pk == reader.pk,
                share=share.share,
                percent=percent,
                x=x,
                width=width,
            )
        )
        x += width
    return Credit(kind=found[0], public_id=found[1], parts=tuple(parts))
