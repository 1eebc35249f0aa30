"""Compare two versions of an argument, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liant.loop.refine.differences import Stretch, compare_words
from liant.loop.values.roles import MARKETING
from liant.queries.ledger import name_for
from liant.store.models import Argument, ArgumentVersion, Person, VersionStatus

#: What was once in front of sales.
SHOWN_TO_SALES = (VersionStatus.PUBLISHED.value, VersionStatus.SUPERSEDED.value)


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """A version to choose."""

    number: int
    status: str
    who: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the card in both versions: its words before, its words after."""

    name: str
    before: tuple[Stretch, ...]
    after: tuple[Stretch, ...]
    has_changed: bool


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two versions side by side; ``parts`` is empty when there is nothing to compare."""

    versions: tuple[VersionLine, ...]
    before: int
    after: int
    parts: tuple[Part, ...]


def compare_versions(reader: Person, argument: Argument, *, before: int | None, after: int | None) -> Comparison:
    """Compare two versions that a reader may read; by default the latest with the one before.

    Marketing reads all of them, sales those that were published to sales. Three queries.
    """
    rows = argument.versions.select_related("written_by").prefetch_related("claims").order_by("number")
    if reader.role not in MARKETING:
        rows = rows.filter(status__in=SHOWN_TO_SALES)
    by_number = {row.number: row for row in rows}
    numbers = list(by_number)
    last = after if after in by_number else numbers[-1] if numbers else 0
    earlier = [number for number in numbers if number < last]
    first = before if before in by_number else earlier[-1] if earlier else last
    return Comparison(
        versions=tuple(
            VersionLine(
                number=row.number,
                status=row.status,
                who=name_for(reader, row.written_by),
                at=row.published_at or row.created_at,
            )
            for row in by_number.values()
        ),
        before=first,
        after=last,
        parts=parts_of(by_number[first], by_number[last]) if first != last else (),
    )


@dataclass(frozen=True, kw_only=True)
class LatestLine:
    """The latest version of an argument, in a line."""

    public_id: str
    title: str
    language: str
    status: str
    number: int
    is_open: bool  #: it is being written


def latest_line(argument: Argument) -> LatestLine:
    """Name an argument by its latest version."""
    latest = argument.versions.order_by("-number")[0]
    return LatestLine(
        public_id=argument.public_id,
        title=latest.title,
        language=latest.language,
        status=latest.status,
        number=latest.number,
        is_open=latest.status in (VersionStatus.DRAFT, VersionStatus.REVIEW),
    )


def parts_of(old: ArgumentVersion, new: ArgumentVersion) -> tuple[Part, ...]:
    """Compare two versions part by part, in the order of the card; a part that neither has is left out."""
    pairs = [(name, getattr(old, name), getattr(new, name)) for name in ("title", "situation", "reply")]
    pairs.append(("claims", claims_of(old), claims_of(new)))
    pairs.append(("not_to_say", old.not_to_say, new.not_to_say))
    return tuple(compare_part(name, a, b) for name, a, b in pairs if a or b)


def claims_of(version: ArgumentVersion) -> str:
    """Write the claims of a version one a line."""
    return "\n".join(claim.text for claim in sorted(version.claims.all(), key=lambda claim: claim.position))


def compare_part(name: str, old: str, new: str) -> Part:
    """Compare one part: what was removed stands on the side of the old words, what was added on that of the new."""
    stretches = compare_words(old, new)
    return Part(
        name=name,
        before=tuple(stretch for stretch in stretches if stretch.change != "added"),
        after=tuple(stretch for stretch in stretches if stretch.change != "removed"),
        has_changed=old != new,
    )
