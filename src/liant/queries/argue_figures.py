"""Count the figures that a claim may hold, and say which have changed since they were written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import formats, translation
from django.utils.translation import gettext, gettext_lazy

from liant.loop.argue.figures import Figure, FigureAsk, FigureCode, has_changed, read_ask
from liant.loop.values.money import band_of
from liant.loop.values.stages import CLOSED_STAGES, Reason, Stage
from liant.store.models import (
    Competitor,
    CountedFigure,
    Evidence,
    Note,
    Opportunity,
    OutcomeReason,
    Person,
    Theme,
    VersionStatus,
)


def count_figure(ask: FigureAsk, *, today: date) -> Figure:
    """Count one figure over its last months; one or two queries.

    It is the same for every reader: counts over the whole company, and money only as a band.
    """
    since = today - timedelta(days=30 * ask.months)
    if ask.code in (FigureCode.NOTES_ON_THEME, FigureCode.ACCOUNTS_ON_THEME):
        return count_notes(ask, since, today)
    if ask.code == FigureCode.OPEN_ON_THEME:
        return band_open(ask)
    if ask.code == FigureCode.LOST_FOR:
        lost = Opportunity.objects.filter(stage=Stage.LOST.value, closed_on__gt=since, closed_on__lte=today)
        first = OutcomeReason.objects.filter(is_primary=True, opportunity__in=lost)
        found = first.aggregate(n=Count("id"), value=Count("id", filter=Q(reason=ask.about)))
        return Figure(ask=ask, value=found["value"], n=found["n"])
    closed = Opportunity.objects.filter(stage__in=CLOSED_STAGES, closed_on__gt=since, closed_on__lte=today)
    if ask.code == FigureCode.WON_AGAINST:
        closed = closed.filter(competitors__public_id=ask.about)
    else:
        closed = closed.filter(pk__in=deals_of(ask.about))
    found = closed.aggregate(n=Count("id"), value=Count("id", filter=Q(stage=Stage.WON.value)))
    return Figure(ask=ask, value=found["value"], n=found["n"])


def count_notes(ask: FigureAsk, since: date, today: date) -> Figure:
    """Count notes or accounts that speak of a theme, out of all that spoke; shared notes only."""
    counted = "id" if ask.code == FigureCode.NOTES_ON_THEME else "account"
    notes = Note.objects.filter(is_shared=True, heard_on__gt=since, heard_on__lte=today)
    found = notes.aggregate(
        n=Count(counted, distinct=True),
        value=Count(counted, distinct=True, filter=Q(membership__theme__public_id=ask.about)),
    )
    return Figure(ask=ask, value=found["value"], n=found["n"])


def band_open(ask: FigureAsk) -> Figure:
    """Band the open money of the deals where a theme was heard, in the currency that most of them are in."""
    rows = (
        Opportunity.objects.open()
        .filter(pk__in=deals_of(ask.about))
        .values("currency")
        .annotate(cents=Sum("amount_cents"), n=Count("id"))
        .order_by("-n", "currency")
    )
    first = rows.first()
    if first is None:
        return Figure(ask=ask, value=0, n=0)
    low, high = band_of(first["cents"] or 0)
    return Figure(ask=ask, value=low, high=high, n=first["n"], currency=first["currency"])


def deals_of(theme_id: str) -> QuerySet[Note, int | None]:
    """Find the deals in which a theme was heard."""
    heard = Note.objects.filter(is_shared=True, membership__theme__public_id=theme_id, opportunity__isnull=False)
    return heard.values_list("opportunity", flat=True)


@dataclass(frozen=True, kw_only=True)
class FigureToCite:
    """A figure that a claim may hold, in words."""

    key: str
    text: str
    n: int


#: The reasons as people say them.
REASONS = {
    Reason.PRICE.value: gettext_lazy("Price"),
    Reason.PRODUCT.value: gettext_lazy("Product"),
    Reason.TIMING.value: gettext_lazy("Timing"),
    Reason.COMPETITOR.value: gettext_lazy("Competitor"),
    Reason.NO_DECISION.value: gettext_lazy("No decision"),
    Reason.RELATION.value: gettext_lazy("Relationship"),
    Reason.SERVICE.value: gettext_lazy("Service"),
    Reason.OTHER.value: gettext_lazy("Other"),
}


def reasons_in(language: str) -> dict[str, str]:
    """Say the reasons in a language."""
    with translation.override(language):
        return {reason: str(words) for reason, words in REASONS.items()}


def theme_in(language: str, theme: Theme) -> str:
    """Name a theme in a language, else in the other one."""
    first, second = (theme.label_fr, theme.label_en) if language == "fr" else (theme.label_en, theme.label_fr)
    return first or second


def names_of(language: str, asks: Iterable[FigureAsk]) -> dict[str, str]:
    """Name what figures are about, by public id or code, in a language; two queries at most."""
    names = reasons_in(language)
    about = {ask.about for ask in asks if ask.code != FigureCode.LOST_FOR}
    if not about:
        return names
    names |= {theme.public_id: theme_in(language, theme) for theme in Theme.objects.filter(public_id__in=about)}
    if about - names.keys():
        names |= dict(Competitor.objects.filter(public_id__in=about).values_list("public_id", "name"))
    return names


def figures_to_cite(
    reader: Person, theme: Theme | None, competitor: Competitor | None, *, today: date
) -> tuple[FigureToCite, ...]:
    """List the figures that a writer may put into a claim: those of the theme, of the competitor, of the lost deals.

    Notes
    -----
    A dozen queries at most; what too little stands behind is left out.
    """
    asks = []
    if theme is not None:
        asks += [
            FigureAsk(code=code, about=theme.public_id, months=12)
            for code in (
                FigureCode.ACCOUNTS_ON_THEME,
                FigureCode.NOTES_ON_THEME,
                FigureCode.WON_ON_THEME,
                FigureCode.OPEN_ON_THEME,
            )
        ]
    if competitor is not None:
        asks.append(FigureAsk(code=FigureCode.WON_AGAINST, about=competitor.public_id, months=12))
    asks.append(FigureAsk(code=FigureCode.LOST_FOR, about=Reason.PRICE.value, months=12))
    counted = [figure for ask in asks if (figure := count_figure(ask, today=today)).is_shown]
    names = reasons_in(reader.language)
    if theme is not None:
        names[theme.public_id] = theme_in(reader.language, theme)
    if competitor is not None:
        names[competitor.public_id] = competitor.name
    return tuple(
        FigureToCite(key=figure.ask.key, text=say_figure(figure, names, reader.language), n=figure.n)
        for figure in counted
    )


def figures_in_words(reader: Person, keys: Iterable[str], *, today: date) -> dict[str, str]:
    """Say what figures given by key come to today, in the reader's language.

    Raises
    ------
    Invalid : ``argue.bad_figure_ask``.
    """
    asks = [read_ask(key) for key in keys]
    names = names_of(reader.language, asks)
    return {ask.key: say_figure(count_figure(ask, today=today), names, reader.language) for ask in asks}


def written_figure(evidence: Evidence) -> Figure:
    """Read a counted figure as it was written into a claim."""
    value = evidence.figure_value or 0
    return Figure(
        ask=read_ask(evidence.figure_key),
        value=value,
        n=evidence.figure_n or 0,
        high=band_of(value)[1] if evidence.figure_currency else None,
        currency=evidence.figure_currency,
    )


def now_counted() -> dict[str, Subquery]:
    """Read, in the query that loads evidence, what each counted figure came to when it was last counted."""
    rows = CountedFigure.objects.filter(key=OuterRef("figure_key"))
    return {f"now_{name}": Subquery(rows.values(name)) for name in ("value", "n", "currency")}


def changed_to(evidence: Any) -> Figure | None:
    """Say what a counted figure loaded with :func:`now_counted` comes to, when that is something else than was written."""
    if not evidence.figure_key or evidence.now_value is None:
        return None
    now = Figure(
        ask=read_ask(evidence.figure_key),
        value=evidence.now_value,
        n=evidence.now_n,
        high=band_of(evidence.now_value)[1] if evidence.now_currency else None,
        currency=evidence.now_currency,
    )
    return now if has_changed(written_figure(evidence), now) else None


@dataclass(frozen=True, kw_only=True)
class FigureChange:
    """A figure of a published argument that says something else today."""

    public_id: str  #: of the argument
    title: str
    was: str
    now: str


def changes_of(owner: Person, *, limit: int = 3) -> tuple[FigureChange, ...]:
    """List the figures of an owner's published arguments that have changed, the oldest argument first; three queries."""
    same = CountedFigure.objects.filter(
        key=OuterRef("figure_key"), value=OuterRef("figure_value"), n=OuterRef("figure_n")
    )
    rows = (
        Evidence.objects.exclude(figure_key="")
        .filter(
            ~Exists(same),
            claim__argument_version__status=VersionStatus.PUBLISHED.value,
            claim__argument_version__argument__owner=owner,
        )
        .annotate(**now_counted())
        .select_related("claim__argument_version__argument")
        .order_by("claim__argument_version__argument", "id")[:CHANGES_READ]
    )
    found = [(row, now) for row in rows if (now := changed_to(row)) is not None][:limit]
    names = names_of(owner.language, [now.ask for _row, now in found])
    return tuple(
        FigureChange(
            public_id=row.claim.argument_version.argument.public_id,
            title=row.claim.argument_version.title,
            was=row.figure,
            now=say_figure(now, names, owner.language),
        )
        for row, now in found
    )


#: Figures of one owner looked at for changes that matter.
CHANGES_READ = 60


def say_figure(figure: Figure, names: Mapping[str, str], language: str) -> str:
    """Write a figure as a sentence of its own in a language, with its n and its period."""
    ask = figure.ask
    with translation.override(language):
        values = {
            "value": formats.number_format(figure.value, 0, force_grouping=True),
            "n": formats.number_format(figure.n, 0, force_grouping=True),
            "about": names.get(ask.about, ask.about),
            "months": ask.months,
            "low": say_amount(figure.value, figure.currency),
            "high": say_amount(figure.high or 0, figure.currency),
        }
        if ask.code == FigureCode.OPEN_ON_THEME and figure.high is None:
            return gettext("more than %(low)s in the %(n)s open deals where “%(about)s” was heard") % values
        return templates()[ask.code] % values


def templates() -> dict[FigureCode, str]:
    """Give the sentence of each figure in the language of the moment."""
    return {
        FigureCode.NOTES_ON_THEME: gettext("%(value)s notes of %(n)s in %(months)s months speak of “%(about)s”"),
        FigureCode.ACCOUNTS_ON_THEME: gettext("%(value)s accounts of %(n)s in %(months)s months spoke of “%(about)s”"),
        FigureCode.WON_ON_THEME: gettext(
            "%(value)s deals won of the %(n)s closed in %(months)s months where “%(about)s” was heard"
        ),
        FigureCode.WON_AGAINST: gettext(
            "%(value)s deals won of the %(n)s closed in %(months)s months against %(about)s"
        ),
        FigureCode.LOST_FOR: gettext(
            "%(value)s deals of the %(n)s lost in %(months)s months were lost first of all for this: %(about)s"
        ),
        FigureCode.OPEN_ON_THEME: gettext(
            "between %(low)s and %(high)s in the %(n)s open deals where “%(about)s” was heard"
        ),
    }


def say_amount(cents: int, currency: str) -> str:
    """Write the end of a band, always a whole amount."""
    return f"{formats.number_format(cents // 100, 0, force_grouping=True)}\u202f{currency}"
