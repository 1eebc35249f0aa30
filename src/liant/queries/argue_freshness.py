"""Read how fresh claims are, and the quotes that may contradict them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, IntegerField, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from liant.loop.argue.freshness import FIGURE_STALE, QUOTES_STALE, ClaimFacts, Freshness, judge_claim
from liant.queries.argue_figures import changed_to, now_counted
from liant.queries.listen import QuoteView, view_quote
from liant.store.models import Argument, ArgumentVersion, Claim, ContraryQuote, Evidence, Note, Person, VersionStatus


@dataclass(frozen=True, kw_only=True)
class ContraryView:
    """A quote that may contradict a claim, with what was noticed in it."""

    public_id: str
    quote: QuoteView
    cues: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Worry:
    """A published argument with a claim that its owner should look at again."""

    public_id: str
    title: str
    is_contradicted: bool
    n: int  #: claims concerned, or quotes that may contradict one


def n_contrary() -> Any:
    """Count, in the query that loads claims, the quotes that may contradict each and are not set aside."""
    rows = ContraryQuote.objects.filter(claim=OuterRef("pk"), set_aside_at=None).order_by().values("claim")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def with_evidence(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Load claims with all that their freshness is judged by: two queries, whatever their number."""
    evidence = (
        Evidence.objects.select_related("quote", "note__author", "note__account", "note__seconds__author")
        .annotate(**now_counted())
        .order_by("id")
    )
    return claims.annotate(n_contrary=n_contrary()).prefetch_related(Prefetch("evidence", queryset=evidence))


def n_doubtful(versions: Collection[int]) -> dict[int, int]:
    """Count the claims of versions, by key, that a later quote may contradict or whose figure has changed; two queries."""
    counts: Counter[int] = Counter()
    for claim in with_evidence(Claim.objects.filter(argument_version__in=versions)):
        doubts = vars(claim)["n_contrary"] or any(changed_to(evidence) for evidence in claim.evidence.all())
        counts[claim.argument_version_id] += bool(doubts)
    return counts


def freshness_of(claim: Any, *, today: date) -> Freshness | None:
    """Judge a claim loaded by :func:`with_evidence`; a figure ages from the day it was counted."""
    evidence = list(claim.evidence.all())
    facts = ClaimFacts(
        heard_on=tuple(e.note.heard_on for e in evidence if e.note is not None),
        counted_on=tuple(e.figure_on for e in evidence if e.figure_on is not None),
        n_changed=sum(changed_to(e) is not None for e in evidence),
        n_contrary=claim.n_contrary,
    )
    return judge_claim(facts, today)


def contrary_of(reader: Person, argument: Argument, number: int) -> dict[str, tuple[ContraryView, ...]]:
    """List, by claim of a version, the quotes that may contradict it, as far as the reader may read their notes."""
    rows = (
        ContraryQuote.objects.filter(
            claim__argument_version__argument=argument,
            claim__argument_version__number=number,
            set_aside_at=None,
            quote__note__in=Note.objects.visible_to(reader),
        )
        .select_related("claim", "quote__note__author", "quote__note__account")
        .order_by("-quote__note__heard_on", "-id")[:30]
    )
    found: dict[str, list[ContraryView]] = defaultdict(list)
    for row in rows:
        view = view_quote(row.quote, row.quote.note, reader)
        found[row.claim.public_id].append(ContraryView(public_id=row.public_id, quote=view, cues=tuple(row.cues)))
    return {claim: tuple(views) for claim, views in found.items()}


def worries_of(person: Person, *, today: date, limit: int = 3) -> tuple[Worry, ...]:
    """List the published arguments of an owner with a claim that may be contradicted, then those with a stale one.

    Notes
    -----
    Two queries.
    """
    mine = Q(status=VersionStatus.PUBLISHED.value, argument__owner=person)
    contradicted = (
        ArgumentVersion.objects.filter(mine, claims__contrary_quotes__isnull=False)
        .filter(claims__contrary_quotes__set_aside_at=None)
        .annotate(n=Count("claims__contrary_quotes", distinct=True), latest=Max("claims__contrary_quotes__found_at"))
        .order_by("-latest")
        .values_list("argument__public_id", "title", "n")[:limit]
    )
    found = [Worry(public_id=key, title=title, is_contradicted=True, n=n) for key, title, n in contradicted]
    old = Claim.objects.annotate(heard=Max("evidence__note__heard_on"), counted=Max("evidence__figure_on")).filter(
        Q(heard__lt=today - QUOTES_STALE) | Q(counted__lt=today - FIGURE_STALE),
        argument_version__status=VersionStatus.PUBLISHED.value,
        argument_version__argument__owner=person,
    )
    stale = (
        ArgumentVersion.objects.filter(claims__in=old.values("pk"))
        .annotate(n=Count("claims", filter=Q(claims__in=old.values("pk")), distinct=True))
        .annotate(key=F("argument__public_id"))
        .order_by("-n", "id")
        .values_list("key", "title", "n")[:limit]
    )
    seen = {worry.public_id for worry in found}
    found += [
        Worry(public_id=key, title=title, is_contradicted=False, n=n) for key, title, n in stale if key not in seen
    ]
    return tuple(found)
