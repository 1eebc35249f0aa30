"""Search everything people work on at once, each object as far as the reader may read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, QuerySet, Value, When

from liant.loop.search.rank import rank_texts
from liant.loop.search.terms import SearchText, Term, read_query
from liant.loop.values.roles import MARKETING, SALES
from liant.queries import search_hits as hits
from liant.queries.search_hits import Hit
from liant.store.mapping.search_index import keys_matching, kinds_matching
from liant.store.mapping.search_texts import SEARCHED
from liant.store.models import (
    Account,
    ActionPlan,
    Argument,
    ArgumentVersion,
    Deliverable,
    IdeaText,
    Launch,
    MarketingRequest,
    Meeting,
    Note,
    Opportunity,
    Person,
    RefinedIdea,
    StrategyMessage,
    StrategyMessageText,
    Theme,
    VersionStatus,
)

#: Objects of a kind that are ranked: those whose name holds the words first, then the newest.
MOST = 100


@dataclass(frozen=True, kw_only=True)
class Group:
    """What was found of one kind: the best, and how many in all (``MOST`` at most)."""

    kind: str
    hits: tuple[Hit, ...]
    n: int
    is_more: bool  #: more than ``MOST``
    has_rest: bool  #: more than those given here


@dataclass(frozen=True, kw_only=True)
class Source:
    """How one kind is searched: the rows that a reader may read, and how those found are shown."""

    rows: Callable[[Person], QuerySet[Any]]
    show: Callable[[Person, Sequence[SearchText], Sequence[Term]], list[Hit]]
    columns: tuple[str, ...] = ()  #: read with the texts, so that showing what was found asks nothing more
    has_texts: bool = False  #: an object has several texts; its public id is the first of the columns


def search_for(reader: Person, text: str, *, kinds: Sequence[str] = (), limit: int = 5) -> tuple[Group, ...]:
    """Search what a reader may read; kinds where nothing was found are left out.

    Rights come before everything: what the reader may not read is neither ranked nor counted. One query, and one or
    two for each kind that holds the words, whatever is found.

    Parameters
    ----------
    kinds : of those declared in ``SOURCES``; all of them when empty.
    limit : hits given for each kind.
    """
    terms = read_query(text)
    if not terms:
        return ()
    groups = []
    held = kinds_matching([kind for kind in SOURCES if not kinds or kind in kinds], terms)
    for kind, source in SOURCES.items():
        if kind not in held:
            continue
        found = find_texts(kind, source.rows(reader), terms)
        if found:
            is_more = len(found) > MOST
            ranked = [ranked.text for ranked in rank_texts(found[:MOST], terms)]
            best = best_of_each(ranked) if source.has_texts else ranked
            groups.append(
                Group(
                    kind=kind,
                    hits=tuple(source.show(reader, best[:limit], terms)),
                    n=len(best),
                    is_more=is_more,
                    has_rest=is_more or len(best) > limit,
                )
            )
    return tuple(groups)


def find_texts(kind: str, rows: QuerySet[Any], terms: Sequence[Term]) -> list[SearchText]:
    """Read the texts that hold every required word, those that hold them in their head first: one more than ``MOST``."""
    rows = rows.filter(pk__in=keys_matching(kind, terms))
    columns = SOURCES[kind].columns
    if kind == "note":
        return list(SEARCHED[kind].read(rows.order_by("-pk")[: MOST + 1], *columns))
    in_head = When(pk__in=keys_matching(kind, terms, in_head=True), then=Value(1))
    rows = rows.annotate(in_head=Case(in_head, default=Value(0), output_field=IntegerField()))
    return list(SEARCHED[kind].read(rows.order_by("-in_head", "-pk")[: MOST + 1], *columns))


def best_of_each(ranked: Sequence[SearchText]) -> list[SearchText]:
    """Keep the best text of each object, which may be found in both languages."""
    best: dict[object, SearchText] = {}
    for text in ranked:
        best.setdefault(text.shown[0], text)
    return list(best.values())


def versions_for(reader: Person) -> QuerySet[ArgumentVersion]:
    """Keep the wording that a reader sees of each argument: the published one for sales, the latest for marketing."""
    versions = ArgumentVersion.objects.filter(argument__in=Argument.objects.visible_to(reader))
    if reader.role in SALES:
        return versions.filter(status=VersionStatus.PUBLISHED.value)
    later = ArgumentVersion.objects.filter(argument=OuterRef("argument"), number__gt=OuterRef("number"))
    return versions.filter(~Exists(later))


def wordings_for(reader: Person) -> QuerySet[IdeaText]:
    """Keep the latest wording, in each language, of the ideas that a reader may open."""
    ideas = RefinedIdea.objects.visible_to(reader)
    return IdeaText.objects.filter(idea__in=ideas, number=F("idea__number"))


def types_for(reader: Person) -> QuerySet[Deliverable]:
    """Keep the types of work that a reader may ask for: those still offered, for sales and marketing."""
    rows = Deliverable.objects.filter(retired_at=None)
    return rows if reader.role in SALES | MARKETING else rows.none()


#: The kinds that search knows, in the order in which they are shown.
SOURCES = {
    "account": Source(
        rows=lambda reader: Account.objects.visible_to(reader),
        show=hits.show_accounts,
        columns=("public_id", "city", "kind"),
    ),
    "opportunity": Source(
        rows=lambda reader: Opportunity.objects.visible_to(reader),
        show=hits.show_deals,
        columns=("public_id", "account__name", "stage", "expected_close_on"),
    ),
    "theme": Source(
        rows=lambda reader: Theme.objects.visible_to(reader).live(),
        show=hits.show_themes,
        columns=("public_id", "n_notes", "label_fr", "label_en", "definition_fr", "definition_en"),
    ),
    "argument": Source(
        rows=versions_for,
        show=hits.show_arguments,
        columns=(
            *("argument__public_id", "status"),
            *("argument__theme__public_id", "argument__theme__label_fr", "argument__theme__label_en"),
        ),
    ),
    "note": Source(
        rows=lambda reader: Note.objects.visible_to(reader),
        show=hits.show_notes,
        columns=(
            *("public_id", "account__name", "kind", "heard_on"),
            *("author_id", "author__name", "author__role", "author__team_id"),
        ),
    ),
    "idea": Source(
        rows=wordings_for,
        show=hits.showing("idea"),
        columns=("idea__public_id", "idea__status"),
        has_texts=True,
    ),
    "plan": Source(
        rows=lambda reader: ActionPlan.objects.visible_to(reader),
        show=hits.showing("plan"),
        columns=("public_id", "status"),
    ),
    "launch": Source(
        rows=lambda reader: Launch.objects.visible_to(reader),
        show=hits.showing("launch"),
        columns=("public_id", "status", "launch_on"),
    ),
    "message": Source(
        rows=lambda reader: StrategyMessageText.objects.filter(message__in=StrategyMessage.objects.visible_to(reader)),
        show=hits.showing("message"),
        columns=("message__public_id", "message__status"),
        has_texts=True,
    ),
    "meeting": Source(
        rows=lambda reader: Meeting.objects.visible_to(reader),
        show=hits.show_meetings,
        columns=("public_id", "held_on", "series__language"),
    ),
    "request": Source(
        rows=lambda reader: MarketingRequest.objects.visible_to(reader),
        show=hits.showing("request"),
        columns=("public_id", "status", "needed_on"),
    ),
    "deliverable": Source(
        rows=types_for,
        show=hits.show_deliverables,
        columns=("public_id", "name_fr", "name_en"),
    ),
}
