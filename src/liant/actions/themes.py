"""Ask for a refresh of the themes; rename one."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from liant.actions.ledger import record
from liant.loop.themes.weigh import Weight
from liant.loop.values.errors import Conflict, Invalid
from liant.loop.values.stages import OPEN_STAGES
from liant.store.mapping.search_texts import index_objects
from liant.store.models import Opportunity, Person, RefreshStatus, Theme, ThemeRefresh, Weighed

#: A refresh that has been running for longer was killed: another one may start.
STALE_AFTER = timedelta(hours=1)


#: What a weight writes on a theme.
WEIGHED = ("n_notes", "n_accounts", "n_sellers", "n_open_deals", "stake_cents", "weekly_counts", "trend")


def open_amounts(deals: QuerySet[Opportunity]) -> dict[int, tuple[str, int]]:
    """Read the currency and the cents of the deals that are open, by key."""
    rows = deals.filter(stage__in=OPEN_STAGES).values_list("id", "currency", "amount_cents")
    return {pk: (currency, cents or 0) for pk, currency, cents in rows}


def lay_on(theme: Weighed, weight: Weight) -> None:
    """Lay a weight on a theme, to be saved by the caller."""
    theme.n_notes, theme.n_accounts, theme.n_sellers = weight.n_notes, weight.n_accounts, weight.n_sellers
    theme.n_open_deals, theme.stake_cents = weight.n_open_deals, weight.stake_cents
    theme.weekly_counts = list(weight.weekly)
    theme.trend = asdict(weight.trend) if weight.trend is not None else None


def queue_refresh(*, now: datetime) -> None:
    """Note that a refresh was asked for, so that pages say so until it is over; asked for twice, it is noted once."""
    with transaction.atomic():
        if not ThemeRefresh.objects.filter(
            status=RefreshStatus.QUEUED.value, created_at__gt=now - STALE_AFTER
        ).exists():
            ThemeRefresh.objects.create(status=RefreshStatus.QUEUED.value, created_at=now)


def request_refresh(*, actor: Person | None, seed: int, now: datetime) -> ThemeRefresh:
    """Reserve the one running refresh.

    Raises
    ------
    Conflict : ``themes.running`` when another one runs.
    """
    with transaction.atomic():
        ThemeRefresh.objects.filter(status=RefreshStatus.RUNNING.value, started_at__lt=now - STALE_AFTER).update(
            status=RefreshStatus.FAILED.value, error="themes.stopped", finished_at=now
        )
        # This run answers whoever was waiting for one.
        ThemeRefresh.objects.filter(status=RefreshStatus.QUEUED.value).delete()
    try:
        with transaction.atomic():
            return ThemeRefresh.objects.create(
                status=RefreshStatus.RUNNING.value, seed=seed, created_at=now, started_at=now
            )
    except IntegrityError as error:
        raise Conflict(
            "The themes are already being refreshed.", code="themes.running", hint="Look again in a minute."
        ) from error


def cancel_refresh(*, now: datetime) -> None:
    """Stop the search for themes, asked for or under way: it ends at its next step and changes nothing.

    Marketing only (the route's business). Without one, nothing happens.
    """
    ThemeRefresh.objects.filter(status__in=(RefreshStatus.QUEUED.value, RefreshStatus.RUNNING.value)).update(
        status=RefreshStatus.CANCELLED.value, finished_at=now
    )


def take_up_refreshes(*, now: datetime, stale_after: timedelta) -> bool:
    """Give up the refreshes that were killed; tell whether there was one, which should begin again."""
    killed = ThemeRefresh.objects.filter(status=RefreshStatus.RUNNING.value, started_at__lte=now - stale_after)
    return bool(killed.update(status=RefreshStatus.FAILED.value, error="themes.stopped", finished_at=now))


def rename_theme(*, actor: Person, theme: Theme, label_fr: str, label_en: str, version: int, now: datetime) -> None:
    """Name a theme; a refresh leaves the name alone from then on. Marketing only (the route's business).

    Raises
    ------
    Invalid : ``themes.no_label`` without a name in either language, ``themes.long_label`` above 120 characters.
    Conflict : ``themes.changed`` when somebody else renamed it since it was shown.
    """
    fr, en = " ".join(label_fr.split()), " ".join(label_en.split())
    if not fr and not en:
        raise Invalid("A theme needs a name.", code="themes.no_label", hint="Write it in French, in English, or both.")
    if max(len(fr), len(en)) > 120:
        raise Invalid("The name is longer than 120 characters.", code="themes.long_label", hint="Shorten it.")
    with transaction.atomic():
        changed = Theme.objects.filter(pk=theme.pk, version=version).update(
            label_fr=fr, label_en=en, label_is_pinned=True, version=F("version") + 1
        )
        if not changed:
            raise Conflict(
                "Somebody renamed this theme while you were writing “%(mine)s”: it is now called “%(theirs)s”.",
                code="themes.changed",
                hint="Open it again and rename it if yours is better.",
                params={"mine": fr or en, "theirs": str(Theme.objects.get(pk=theme.pk))},
            )
        index_objects("theme", [theme.pk])
        record(actor, "theme.renamed", "theme", theme.public_id, now)


def define_theme(*, actor: Person, theme: Theme, definition_fr: str, definition_en: str, now: datetime) -> None:
    """Say what a theme is about, in one language or both; empty takes it away. Marketing only (the route's business).

    Writes ``theme.defined``.

    Raises
    ------
    Invalid : ``themes.long_definition`` above 600 characters.
    """
    fr, en = " ".join(definition_fr.split()), " ".join(definition_en.split())
    if max(len(fr), len(en)) > 600:
        raise Invalid(
            "The definition is longer than 600 characters.", code="themes.long_definition", hint="Two sentences do."
        )
    with transaction.atomic():
        Theme.objects.filter(pk=theme.pk).update(definition_fr=fr, definition_en=en)
        index_objects("theme", [theme.pk])
        record(actor, "theme.defined", "theme", theme.public_id, now)
