"""Read an argument in its two languages: whether the other one exists, and how far the two have moved apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from liant.loop.argue.drift import CLAIM, Compared, Drift, Pair, Part, compare
from liant.loop.refine.differences import Stretch, compare_words
from liant.loop.values.roles import SALES
from liant.queries.ledger import name_for
from liant.store.models import Argument, ArgumentVersion, LanguageVersion, Person, VersionStatus

PARTS = ("title", "situation", "reply")


@dataclass(frozen=True, kw_only=True)
class OtherLanguage:
    """The other language's version of an argument, as told on its page.

    Attributes
    ----------
    n_drifted : parts that do not say the same any more, or not yet.
    drifted : sentences of the argument shown whose counterpart has changed, or which changed themselves.
    """

    public_id: str
    language: str
    title: str
    n_drifted: int
    drifted: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """One part in both languages, with what changed on either side since they said the same."""

    part: Compared
    original: tuple[Stretch, ...]
    translation: tuple[Stretch, ...]


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two versions."""

    public_id: str
    language: str
    title: str
    status: str
    version: int


@dataclass(frozen=True, kw_only=True)
class BothLanguages:
    """Two versions side by side; ``aligned_at`` is when, and ``aligned_by`` who, last found that they say the same."""

    original: Side
    translation: Side
    rows: tuple[SideBySide, ...]
    n_drifted: int
    is_aligned: bool
    aligned_by: str
    aligned_at: datetime


def parts_of(version: ArgumentVersion) -> tuple[Part, ...]:
    """List the parts of a version in the order in which it is read; the rights are the caller's business."""
    claims = sorted(version.claims.all(), key=lambda claim: claim.position)
    return (
        *(Part(name=name, text=getattr(version, name)) for name in PARTS),
        *(Part(name=CLAIM, text=claim.text) for claim in claims),
        Part(name="not_to_say", text=version.not_to_say),
    )


def pairs_of(link: LanguageVersion) -> tuple[Pair, ...]:
    """Read what both said when they were found to say the same."""
    return tuple(Pair(name=name, original=first, translation=second) for name, first, second in link.aligned)


def link_of(argument: Argument) -> LanguageVersion | None:
    """Find the pair that an argument is in, with both versions and their claims: three queries."""
    rows = LanguageVersion.objects.filter(Q(original=argument) | Q(translation=argument)).select_related(
        "original", "translation", "aligned_by"
    )
    return rows.prefetch_related("original__versions__claims", "translation__versions__claims").first()


def version_read(argument: Argument, reader: Person) -> ArgumentVersion | None:
    """Choose the version that a reader reads: the latest, for sales the published one."""
    versions = sorted(argument.versions.all(), key=lambda version: -version.number)
    if reader.role in SALES:
        versions = [version for version in versions if version.status == VersionStatus.PUBLISHED]
    return versions[0] if versions else None


def other_language(reader: Person, argument: Argument) -> OtherLanguage | None:
    """Tell of the other language's version, if there is one that the reader may read."""
    link = link_of(argument)
    if link is None:
        return None
    is_original = link.original_id == argument.pk
    other = link.translation if is_original else link.original
    if not Argument.objects.visible_to(reader).filter(pk=other.pk).exists():
        return None
    first, second = version_read(link.original, reader), version_read(link.translation, reader)
    if first is None or second is None:
        return None
    rows = compare(pairs_of(link), parts_of(first), parts_of(second))
    drifted = [row for row in rows if row.drift != Drift.SAME]
    shown = second if is_original else first
    return OtherLanguage(
        public_id=other.public_id,
        language=shown.language,
        title=shown.title,
        n_drifted=len(drifted),
        drifted=frozenset(row.original if is_original else row.translation for row in drifted) - {""},
    )


def both_languages(reader: Person, argument: Argument) -> BothLanguages | None:
    """Put both language versions side by side for marketing, None when there is one only."""
    link = link_of(argument)
    if link is None:
        return None
    first, second = version_read(link.original, reader), version_read(link.translation, reader)
    if first is None or second is None:
        return None
    rows = compare(pairs_of(link), parts_of(first), parts_of(second))
    return BothLanguages(
        original=side_of(link.original, first),
        translation=side_of(link.translation, second),
        rows=tuple(
            SideBySide(
                part=row,
                original=changed_words(row.was_original, row.original),
                translation=changed_words(row.was_translation, row.translation),
            )
            for row in rows
        ),
        n_drifted=sum(row.drift != Drift.SAME for row in rows),
        is_aligned=bool(link.aligned),
        aligned_by=name_for(reader, link.aligned_by),
        aligned_at=link.aligned_at,
    )


def side_of(argument: Argument, version: ArgumentVersion) -> Side:
    """Name one side."""
    return Side(
        public_id=argument.public_id,
        language=version.language,
        title=version.title,
        status=version.status,
        version=version.version,
    )


def changed_words(was: str, now: str) -> tuple[Stretch, ...]:
    """Mark what changed since; nothing is marked where nothing stood before."""
    return compare_words(was or now, now)
