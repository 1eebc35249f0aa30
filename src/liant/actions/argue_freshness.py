"""Look for recent quotes that may contradict the claims of published arguments, and set aside those that do not."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Prefetch

from liant.actions.argue import check_marketing
from liant.actions.ledger import record
from liant.loop.argue.contrary import Said, cues_against, read_said
from liant.queries.clocks import day_in_company
from liant.store.models import Claim, ContraryQuote, Evidence, Person, Quote, VersionStatus

#: How far back a quote is still recent.
RECENT = timedelta(days=180)
#: Latest quotes of a theme that are read against its claims.
MAX_QUOTES = 400


def look_for_contrary(*, now: datetime, theme_id: str = "", note_id: str = "") -> int:
    """Keep, for published claims, the quotes that may contradict them; return how many are kept.

    A quote counts when it was heard in the claim's theme in the last 180 days, after everything that the claim cites, from
    a note that its author shares. What somebody set aside stays aside. Run again on the same notes, nothing changes.

    Parameters
    ----------
    theme_id, note_id : public ids; only the claims of arguments that answer this theme, or the theme of this note.

    Notes
    -----
    Some 0.1 ms a quote and a claim; three queries a theme, besides what is written.
    """
    claims = Claim.objects.filter(
        argument_version__status=VersionStatus.PUBLISHED.value, argument_version__argument__theme__isnull=False
    )
    if theme_id:
        claims = claims.filter(argument_version__argument__theme__public_id=theme_id)
    if note_id:
        claims = claims.filter(argument_version__argument__theme__memberships__note__public_id=note_id)
    claims = claims.select_related("argument_version__argument").order_by("id")
    claims = claims.prefetch_related(Prefetch("evidence", Evidence.objects.select_related("note")))
    by_theme: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        theme = claim.argument_version.argument.theme_id
        if theme is not None:
            by_theme[theme].append(claim)
    return sum(look_in_theme(theme, found, now) for theme, found in by_theme.items())


def look_in_theme(theme_id: int, claims: list[Claim], now: datetime) -> int:
    """Read the recent quotes of one theme against its claims, in one transaction."""
    quotes = (
        Quote.objects.filter(
            note__membership__theme=theme_id,
            note__is_shared=True,
            note__heard_on__gte=day_in_company(now) - RECENT,
        )
        .select_related("note")
        .order_by("-note__heard_on", "-id")[:MAX_QUOTES]
    )
    read = [(quote, read_said(quote.note.text[quote.start : quote.end], quote.note.language)) for quote in quotes]
    with transaction.atomic():
        return sum(keep_contrary(claim, read, now) for claim in claims)


def keep_contrary(claim: Claim, quotes: list[tuple[Quote, Said]], now: datetime) -> int:
    """Write the quotes that may contradict one claim, and forget those that no longer do."""
    cited = [evidence.note for evidence in claim.evidence.all() if evidence.note is not None]
    since = max((note.heard_on for note in cited), default=None)
    said = read_said(claim.text, claim.argument_version.language)
    found = {
        quote.pk: cues
        for quote, heard in quotes
        if (since is None or quote.note.heard_on > since) and (cues := cues_against(said, heard))
    }
    kept = ContraryQuote.objects.filter(claim=claim, set_aside_at=None)
    kept.exclude(quote__in=found).delete()
    ContraryQuote.objects.bulk_create(
        [
            ContraryQuote(claim=claim, quote_id=key, cues=[cue.value for cue in cues], found_at=now)
            for key, cues in found.items()
        ],
        ignore_conflicts=True,
    )
    return len(found)


def set_aside_contrary(*, actor: Person, contrary: ContraryQuote, now: datetime) -> None:
    """Say that a quote does not contradict its claim: it is not shown again. Marketing only; done twice, once.

    Writes ``argument.contrary_set_aside``.
    """
    check_marketing(actor)
    with transaction.atomic():
        changed = ContraryQuote.objects.filter(pk=contrary.pk, set_aside_at=None).update(
            set_aside_by=actor, set_aside_at=now
        )
        if changed:
            argument = contrary.claim.argument_version.argument
            record(actor, "argument.contrary_set_aside", "argument", argument.public_id, now)
