"""Read arguments: the card as a seller sees it, its evidence masked by rights, its credit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Prefetch, Q, Subquery, When

from liant.loop.argue.credit import Cited, credit_cited
from liant.loop.argue.figures import Figure
from liant.loop.argue.freshness import Freshness, State, worst_of
from liant.loop.refine.credit import NOTE, Event
from liant.loop.values.roles import MARKETING, SALES, Role
from liant.queries.argue_figures import changed_to, names_of, say_figure
from liant.queries.argue_freshness import ContraryView, contrary_of, freshness_of, with_evidence
from liant.queries.argue_life import LifeView, MyUse, view_life, with_audience, with_life
from liant.queries.credit import Credit, credits_of
from liant.queries.ledger import name_for
from liant.queries.listen import QuoteView, view_quote
from liant.queries.themes import label_for
from liant.store.models import (
    Argument,
    ArgumentUse,
    ArgumentVersion,
    Claim,
    Note,
    Person,
    Quote,
    Theme,
    VersionStatus,
)
from liant.store.models.argue import ArgumentQuerySet


@dataclass(frozen=True, kw_only=True)
class FigureView:
    """A figure that a claim cites, with its n and its day."""

    text: str
    n: int
    on: date
    #: Of a figure that Liant counts, as ``code:about:months``; empty when somebody typed it.
    key: str = ""
    #: What it comes to now, when it says something else than was written.
    changed: Figure | None = None
    #: The same in the reader's words; told on the argument's own page only.
    now: str = ""


@dataclass(frozen=True, kw_only=True)
class ClaimView:
    """A claim with what it rests on; ``freshness`` is None for an opinion that nothing contradicts."""

    public_id: str
    text: str
    is_opinion: bool
    origin: str
    quotes: tuple[QuoteView, ...]
    figures: tuple[FigureView, ...]
    freshness: Freshness | None
    n_contrary: int
    #: Told on the argument's own page only.
    contrary: tuple[ContraryView, ...] = ()
    #: The seller whose words it is in; told on the argument's own page only.
    worded_by: str = ""


@dataclass(frozen=True, kw_only=True)
class UseCounts:
    """What came of an argument: counts with the deals and sellers behind them, never a bare rate."""

    n_used: int
    n_did_not_work: int
    n_wrong: int
    n_deals: int
    n_sellers: int


@dataclass(frozen=True, kw_only=True)
class ArgumentView:
    """An argument as one reader sees it."""

    public_id: str
    number: int
    version: int
    status: str
    language: str
    title: str
    situation: str
    reply: str
    not_to_say: str
    competitor: str
    competitor_id: str
    segment: str
    stage: str
    owner: str
    review_on: date
    published_at: datetime | None
    theme_id: str
    theme_label: str
    claims: tuple[ClaimView, ...]
    freshness: State | None
    credit: Credit
    uses: UseCounts
    life: LifeView
    #: Of the one that it was withdrawn for: its public id and its title.
    replaced_by: tuple[str, str] | None = None
    why: tuple[str, ...] = ()
    #: The words to begin with, in a deal: a client's own, of this account if any, the latest.
    key_quote: QuoteView | None = None
    my_use: MyUse | None = None
    #: Sellers whose words stand outside the claims, by part; told on the argument's own page only.
    worded_by: Mapping[str, str] = field(default_factory=dict)
    #: Words of sellers that wait for marketing's answer; told to marketing on the argument's own page only.
    n_words: int = 0


def version_for(reader: Person, argument: Argument) -> ArgumentVersion | None:
    """Choose the version that a reader sees: the latest for marketing, the published one for sales."""
    versions = sorted(argument.versions.all(), key=lambda v: -v.number)
    if reader.role in MARKETING:
        return versions[0] if versions else None
    return next((v for v in versions if v.status == VersionStatus.PUBLISHED.value), None)


def with_parts():  # type: ignore[no-untyped-def]  # the stubs cannot express a nested prefetch
    """Load versions with their claims, evidence, quotes and authors in a constant number of queries."""
    claims = with_evidence(Claim.objects.order_by("position"))
    versions = ArgumentVersion.objects.select_related("competitor", "written_by").prefetch_related(
        Prefetch("claims", queryset=claims)
    )
    return Prefetch("versions", queryset=versions)


def view_arguments(reader: Person, keys: Sequence[int], *, today: date) -> tuple[ArgumentView, ...]:
    """Turn arguments, by key, into what a reader sees: some ten queries whatever their number; order kept."""
    by_key = {row.pk: row for row in loaded(Argument.objects.filter(pk__in=keys), reader)}
    return view_rows(reader, [by_key[key] for key in keys if key in by_key], today=today)


def loaded(rows: ArgumentQuerySet, reader: Person) -> Any:
    """Load what the view of an argument needs, in four queries whatever the number of arguments."""
    parts = rows.select_related("owner", "theme", "replaced_by").prefetch_related(with_parts())  # type: ignore[no-untyped-call]
    better = ArgumentVersion.objects.filter(argument=OuterRef("replaced_by")).order_by("-number")
    return with_life(parts.annotate(replaced_by_title=Subquery(better.values("title")[:1])), reader)


def view_rows(reader: Person, rows: Sequence[Argument], *, today: date) -> tuple[ArgumentView, ...]:
    """Turn loaded arguments into what a reader sees, those without a version of theirs left out; two queries."""
    uses = use_counts([row.pk for row in rows])
    versions = [(row, version_for(reader, row)) for row in rows]
    shown = [(row, version) for row, version in versions if version is not None]
    # What is published is credited already; what is being written shows whose it will be.
    drafts = [version for _row, version in shown if version.published_at is None]
    also = {event: person for version in drafts for event, person in cited_by(version).items()}
    credit = credits_of(reader, "argument", [row.public_id for row, _version in shown], also=also)
    return tuple(
        view_argument(reader, row, version, uses.get(row.pk, NO_USE), credit[row.public_id], today)
        for row, version in shown
    )


NO_USE = UseCounts(n_used=0, n_did_not_work=0, n_wrong=0, n_deals=0, n_sellers=0)


def view_argument(
    reader: Person,
    argument: Argument,
    version: ArgumentVersion,
    uses: UseCounts,
    credit: Credit,
    today: date,
) -> ArgumentView:
    """Assemble one view from loaded rows."""
    claims = tuple(view_claim(reader, claim, today) for claim in version.claims.all())
    return ArgumentView(
        public_id=argument.public_id,
        number=version.number,
        version=version.version,
        status=version.status,
        language=version.language,
        title=version.title,
        situation=version.situation,
        reply=version.reply,
        not_to_say=version.not_to_say,
        competitor=version.competitor.name if version.competitor else "",
        competitor_id=version.competitor.public_id if version.competitor else "",
        segment=version.segment,
        stage=version.stage,
        owner=name_for(reader, argument.owner),
        review_on=version.review_on,
        published_at=version.published_at,
        theme_id=argument.theme.public_id if argument.theme else "",
        theme_label=label_for(reader, argument.theme) if argument.theme else "",
        claims=claims,
        freshness=worst_of(claim.freshness for claim in claims),
        credit=credit,
        uses=uses,
        life=view_life(reader, argument, version, today=today),
        replaced_by=(
            (argument.replaced_by.public_id, vars(argument)["replaced_by_title"])
            if argument.replaced_by is not None and version.status == VersionStatus.RETIRED
            else None
        ),
    )


def view_claim(reader: Person, claim: Claim, today: date) -> ClaimView:
    """Show a claim with its quotes as far as the reader may read them: who spoke is masked by ``view_quote``."""
    quotes, figures = [], []
    for evidence in claim.evidence.all():
        if evidence.note is not None:
            quote = evidence.quote or Quote(note=evidence.note, start=0, end=len(evidence.note.text), voice="seller")
            quotes.append(view_quote(quote, evidence.note, reader))
        elif evidence.figure_n is not None and evidence.figure_on is not None:
            figures.append(
                FigureView(
                    text=evidence.figure,
                    n=evidence.figure_n,
                    on=evidence.figure_on,
                    key=evidence.figure_key,
                    changed=changed_to(evidence),
                )
            )
    return ClaimView(
        public_id=claim.public_id,
        text=claim.text,
        is_opinion=claim.is_opinion,
        origin=claim.origin,
        quotes=tuple(quotes),
        figures=tuple(figures),
        freshness=freshness_of(claim, today=today),
        n_contrary=vars(claim)["n_contrary"],
    )


def cited_by(version: ArgumentVersion) -> dict[Event, Person]:
    """Say what publishing a version credits whom with: everybody whose notes it cites, and those whom they echo.

    Notes
    -----
    No query for a version loaded by ``with_parts``, but one for each link of a chain of echoes past the first.
    """
    voices = {}
    claims = []
    for claim in version.claims.all():
        notes = []
        for evidence in claim.evidence.all():
            note = evidence.note
            while note is not None:
                if note.author is not None:
                    voices[note.author.pk] = note.author
                    notes.append(
                        Cited(heard_on=note.heard_on, note=note.pk, public_id=note.public_id, author=note.author.pk)
                    )
                note = note.seconds
        claims.append(notes)
    argument, at = ("argument", version.argument.public_id), version.published_at or version.created_at
    return {
        Event(person=note.author, act=act, object=argument, at=at, basis=(NOTE, note.public_id)): voices[note.author]
        for act, note in credit_cited(claims)
    }


def use_counts(argument_ids: Sequence[int]) -> dict[int, UseCounts]:
    """Count what came of arguments, in one query."""
    rows = (
        ArgumentUse.objects.filter(argument__in=argument_ids)
        .values("argument_id")
        .annotate(
            used=Count("id", filter=Q(verdict="used")),
            failed=Count("id", filter=Q(verdict="did_not_work")),
            wrong=Count("id", filter=Q(verdict="wrong")),
            deals=Count("opportunity", distinct=True),
            sellers=Count("person", distinct=True),
        )
        .order_by()
    )
    return {
        row["argument_id"]: UseCounts(
            n_used=row["used"],
            n_did_not_work=row["failed"],
            n_wrong=row["wrong"],
            n_deals=row["deals"],
            n_sellers=row["sellers"],
        )
        for row in rows
    }


def arguments_for(
    reader: Person, *, today: date, search: str = "", status: str = "", first: int = 0, limit: int = 30
) -> tuple[ArgumentView, ...]:
    """List the arguments that a reader may read, latest first; sales sees published ones only."""
    rows = Argument.objects.visible_to(reader)
    matching = ArgumentVersion.objects.all()
    if reader.role in SALES:
        matching = matching.filter(status=VersionStatus.PUBLISHED.value)
    if status:
        matching = matching.filter(status=status)
    if search:
        matching = matching.filter(
            Q(title__icontains=search) | Q(situation__icontains=search) | Q(reply__icontains=search)
        )
    if search or status:
        rows = rows.filter(pk__in=matching.values("argument"))
    keys = list(rows.order_by("-id").values_list("pk", flat=True)[first : first + limit])
    return view_arguments(reader, keys, today=today)


def argument_view(reader: Person, argument: Argument, *, today: date) -> ArgumentView:
    """Show one argument, with whom it is for."""
    view = view_arguments(reader, [argument.pk], today=today)[0]
    contrary = contrary_of(reader, argument, view.number) if any(claim.n_contrary for claim in view.claims) else {}
    names = names_of(
        reader.language, [figure.changed.ask for claim in view.claims for figure in claim.figures if figure.changed]
    )
    return replace(
        view,
        life=with_audience(view.life, view.public_id),
        claims=tuple(
            replace(
                claim,
                contrary=contrary.get(claim.public_id, ()),
                figures=tuple(with_words(figure, names, reader.language) for figure in claim.figures),
            )
            for claim in view.claims
        ),
    )


def with_words(figure: FigureView, names: Mapping[str, str], language: str) -> FigureView:
    """Say beside a figure that has changed what it comes to now."""
    return replace(figure, now=say_figure(figure.changed, names, language)) if figure.changed is not None else figure


def arguments_of_theme(reader: Person, theme: Theme, *, today: date, limit: int = 6) -> tuple[ArgumentView, ...]:
    """List the arguments that answer a theme."""
    # Those of the themes merged into it too.
    rows = Argument.objects.visible_to(reader).filter(Q(theme=theme) | Q(theme__merged_into=theme)).order_by("-id")
    return view_rows(reader, list(loaded(rows, reader)[:limit]), today=today)


def may_replace(reader: Person, argument: Argument, *, limit: int = 200) -> tuple[tuple[str, str], ...]:
    """List the published arguments that may replace one, those on its theme first: (public id, title).

    For the director, and for its owner, who withdraws it when it is found to be wrong.
    """
    if reader.role != Role.MARKETING_DIRECTOR and reader.pk != argument.owner_id:
        return ()
    rows = ArgumentVersion.objects.filter(status=VersionStatus.PUBLISHED.value).exclude(argument=argument)
    on_theme = Case(When(argument__theme=argument.theme, then=0), default=1, output_field=IntegerField())
    return tuple(
        rows.annotate(place=on_theme).order_by("place", "title").values_list("argument__public_id", "title")[:limit]
    )


def quotes_to_cite(reader: Person, theme: Theme | None, note_ids: Sequence[str], *, limit: int = 24) -> list[QuoteView]:
    """List the quotes that a writer may cite: those of the notes named, then the theme's, client's words first."""
    notes = Note.objects.visible_to(reader)
    wanted = Q(note__public_id__in=note_ids)
    if theme is not None:
        wanted |= Q(note__membership__theme=theme)
    rows = (
        Quote.objects.filter(wanted, note__in=notes)
        .select_related("note__author", "note__account", "note__membership")
        .annotate(named=Count("id", filter=Q(note__public_id__in=note_ids)))
        .order_by("-named", "voice", "note__membership__centrality_rank", "id")[:limit]
    )
    return [view_quote(quote, quote.note, reader) for quote in rows]


def quotes_named(reader: Person, public_ids: Iterable[str]) -> dict[str, Quote]:
    """Find quotes by public id, among the notes that a reader may read."""
    rows = Quote.objects.filter(public_id__in=list(public_ids), note__in=Note.objects.visible_to(reader))
    return {row.public_id: row for row in rows.select_related("note")}
