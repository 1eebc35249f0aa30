"""Count again the figures that claims hold."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, OuterRef, Q, Subquery

from liant.loop.argue.figures import read_ask
from liant.queries.argue_figures import count_figure
from liant.queries.clocks import day_in_company
from liant.store.models import CountedFigure, Evidence, VersionStatus

#: A figure is counted again this often, and so many of them at once, the longest uncounted first.
COUNT_EVERY = timedelta(hours=1)
AT_ONCE = 40
#: What is read or being written; the figures of what was replaced or withdrawn are left as they were.
ALIVE = (VersionStatus.DRAFT.value, VersionStatus.REVIEW.value, VersionStatus.PUBLISHED.value)


def count_figures_again(now: datetime) -> int:
    """Count the figures whose last count is older than ``COUNT_EVERY``, or that never were; return how many.

    Notes
    -----
    One query when nothing is due; two or three for each figure counted, however many claims hold it. Done twice at once,
    the same is written twice.
    """
    counted_at = CountedFigure.objects.filter(key=OuterRef("figure_key")).values("counted_at")
    due = (
        Evidence.objects.exclude(figure_key="")
        .filter(claim__argument_version__status__in=ALIVE)
        .annotate(counted_at=Subquery(counted_at))
        .filter(Q(counted_at=None) | Q(counted_at__lte=now - COUNT_EVERY))
        .order_by(F("counted_at").asc(nulls_first=True), "figure_key")
        .values_list("figure_key", "counted_at")
        .distinct()[:AT_ONCE]
    )
    keys = [key for key, _counted_at in due]
    today = day_in_company(now)
    figures = [count_figure(read_ask(key), today=today) for key in keys]
    CountedFigure.objects.bulk_create(
        [
            CountedFigure(key=each.ask.key, value=each.value, n=each.n, currency=each.currency, counted_at=now)
            for each in figures
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["value", "n", "currency", "counted_at"],
    )
    return len(figures)
