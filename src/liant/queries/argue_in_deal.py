"""Choose the arguments for a deal, and the deals for an argument: the rule of ``suit_arguments`` both ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Count, F, Q

from liant.loop.argue.suit import Candidate, Situation, suit_arguments
from liant.loop.values.roles import SALES
from liant.loop.values.stages import Voice
from liant.queries.argue import ArgumentView, ClaimView, view_arguments
from liant.queries.argue_life import deals_aimed_at, uses_of_mine
from liant.queries.crm import DealLine, view_deal_line
from liant.queries.listen import QuoteView
from liant.store.models import Argument, ArgumentVersion, Note, Opportunity, Person, VersionStatus


def arguments_for_deal(
    reader: Person, deal: Opportunity, *, today: date, limit: int = 3, named: str = ""
) -> tuple[ArgumentView, ...]:
    """Choose the published arguments that suit a deal now, each with why and with what the reader last said of it.

    Parameters
    ----------
    named : public id of an argument that the reader came for: it, or the one that replaces it, stands first, whatever
        else suits.
    """
    if deal.stage in ("won", "lost"):
        return ()
    heard = (
        Note.objects.filter(membership__isnull=False)
        .filter(Q(opportunity=deal) | Q(account_id=deal.account_id, account__isnull=False))
        .values_list("membership__theme_id")
        .annotate(here=Count("id", filter=Q(opportunity=deal)), n=Count("id"))
        .order_by()
    )
    counts = list(heard)
    withdrawn = Argument.objects.filter(Q(uses__opportunity=deal) | Q(public_id=named), replaced_by__isnull=False)
    better = {public_id: by for public_id, by in withdrawn.values_list("public_id", "replaced_by") if by is not None}
    situation = Situation(
        themes={theme: here for theme, here, _n in counts if here},
        account_themes={theme: n for theme, here, n in counts if not here},
        competitors=frozenset(rival.pk for rival in deal.competitors.all()),
        stage=deal.stage,
        segment=deal.account.segment if deal.account else "",
        better=frozenset(better.values()),
    )
    published = ArgumentVersion.objects.filter(
        status=VersionStatus.PUBLISHED.value, argument__in=Argument.objects.offered_to(reader, today)
    ).values_list("argument_id", "argument__theme_id", "competitor_id", "stage", "segment", "argument__public_id")
    rows = list(published)
    aimed = deals_aimed_at()
    candidates = [
        Candidate(
            key=pk,
            theme=theme,
            competitor=competitor,
            stage=narrowed(stage, aimed.get(public_id, NOWHERE)[1], deal.stage),
            segment=narrowed(segment, aimed.get(public_id, NOWHERE)[0], situation.segment),
        )
        for pk, theme, competitor, stage, segment, public_id in rows
    ]
    why_by_key = {s.key: s.why for s in suit_arguments(candidates, situation, limit=len(candidates))}
    wanted = [row[0] for row in rows if row[-1] == named or row[0] == better.get(named)]
    keys = (wanted + [key for key in why_by_key if key not in wanted])[:limit]
    mine = uses_of_mine(reader, deal, keys, today=today)
    return tuple(
        replace(
            view,
            why=tuple(reason.value for reason in why_by_key.get(key, ())),
            key_quote=key_quote(view.claims, deal.account.name if deal.account else ""),
            my_use=mine.get(key),
        )
        for key, view in zip(keys, view_arguments(reader, keys, today=today), strict=True)
    )


def key_quote(claims: Sequence[ClaimView], account_name: str) -> QuoteView | None:
    """Choose the words that a seller begins with: those of a client, rather of this account, rather the latest."""
    said = [quote for claim in claims for quote in claim.quotes if quote.voice == Voice.CLIENT]
    if not said:
        return None
    here = [quote for quote in said if account_name and quote.account_name == account_name]
    return max(here or said, key=lambda quote: (quote.heard_on, quote.public_id))


#: An audience that names neither segment nor stage.
NOWHERE: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


def narrowed(own: str, aimed: frozenset[str], here: str) -> str:
    """Say what a card asks of a deal: what its audience names, if anything, in place of what the card itself names."""
    return own if not aimed else here if here in aimed else min(aimed)


def deals_for_argument(reader: Person, argument: Argument, *, today: date, limit: int = 5) -> tuple[DealLine, ...]:
    """List a seller's open deals that the published argument suits, nearest close first: the rule of ``suit_arguments``.

    Notes
    -----
    One query for the wording, one for the deals.
    """
    if reader.role not in SALES:
        return ()
    offered = Argument.objects.filter(pk=argument.pk).offered_to(reader, today)
    version = ArgumentVersion.objects.filter(status=VersionStatus.PUBLISHED.value, argument__in=offered).first()
    if version is None:
        return ()
    deals = Opportunity.objects.visible_to(reader).open()
    if version.competitor_id is not None:
        deals = deals.filter(competitors=version.competitor_id)
    elif argument.theme_id is not None:
        heard = Note.objects.filter(membership__theme=argument.theme_id)
        deals = deals.filter(
            Q(pk__in=heard.filter(opportunity__isnull=False).values("opportunity"))
            | Q(account__in=heard.filter(account__isnull=False).values("account"))
        )
    else:
        return ()
    segments, stages = deals_aimed_at().get(argument.public_id, NOWHERE)
    if stages or version.stage:
        deals = deals.filter(stage__in=stages or {version.stage})
    if segments:
        deals = deals.filter(account__segment__in=segments)
    elif version.segment:
        deals = deals.filter(account__segment__iexact=version.segment)
    nearest = deals.select_related("account", "owner").order_by(F("expected_close_on").asc(nulls_last=True), "id")
    return tuple(view_deal_line(row, reader, today) for row in nearest[:limit])
