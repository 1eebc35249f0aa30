"""Read why a request was chosen or not, in names that the reader may know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from liant.loop.arbitrate.reasons import Reason
from liant.queries.arbitrate_cycle import COMPANY
from liant.queries.ledger import name_for
from liant.queries.themes import label_for
from liant.store.models import (
    Account,
    Adjustment,
    Award,
    HourAccount,
    MarketingRequest,
    Person,
    Team,
    Theme,
)


@dataclass(frozen=True, kw_only=True)
class VoiceName:
    """A voice as a reader may name it.

    Attributes
    ----------
    kind : ``account``, ``team``, ``theme`` or ``company``.
    name : empty for an account that the reader may not open; ``account_kind`` tells then what it is.
    is_mine : of the reader's own team or teams, or an account of theirs.
    """

    kind: str
    name: str
    account_kind: str = ""
    is_mine: bool = False


@dataclass(frozen=True, kw_only=True)
class Amount:
    """Half-days beside whose they are."""

    voice: VoiceName
    half_days: float


@dataclass(frozen=True, kw_only=True)
class Bought:
    """Another request that the voices paid for; without an address when the reader may not open it."""

    title: str
    public_id: str
    half_days: float


@dataclass(frozen=True, kw_only=True)
class Checks:
    """What was checked of a decision, and what other rules would have given."""

    is_clean: bool
    n_blocked: int
    n_askers: int
    plans: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, kw_only=True)
class WhyView:
    """Why, as one reader may read it.

    Attributes
    ----------
    payers : who paid what, most first; for a request left out, empty.
    given : half-days of its cost that nobody paid.
    room : half-days of the week that nothing took.
    backers : what each of its voices could still spend when the decision was taken.
    left : what each voice of the reader's own owns after it; below zero, it borrowed on the weeks to come.
    owned : what its voices can still spend together.
    at_cost, withdrawn, week_on : the three ways out; each is None or empty when it is none.
    """

    window_id: str
    week_on: date
    decided_at: datetime
    decided_by: str
    is_chosen: bool
    reason: str
    cost: int
    payers: tuple[Amount, ...]
    given: float
    room: int
    backers: tuple[Amount, ...]
    left: tuple[Amount, ...]
    owned: float
    bought: tuple[Bought, ...]
    at_cost: int | None
    withdrawn: tuple[Bought, ...]
    weeks: int | None
    from_on: date | None
    signed_by: str
    signed_reason: str
    checks: Checks


def why_view(reader: Person, request: MarketingRequest) -> WhyView | None:
    """Say why the last decision answered as it did; None while no decision has, in seven queries."""
    award = (
        Award.objects.filter(request=request).select_related("window__decided_by").order_by("-window__week_on").first()
    )
    if award is None:
        return None
    facts = award.facts
    window = award.window
    names = names_of({*facts["purses"], *facts["payments"]}, reader)
    titles = titles_for(reader, [*(key for key, _amount in facts["spent_on"]), *facts["if_withdrawn"]])
    is_signed = award.reason in (Reason.FORCED, Reason.FORBIDDEN)
    signed = Adjustment.objects.filter(request=request, window=window).select_related("signed_by")
    adjustment = signed.first() if is_signed else None
    weeks = facts["in_weeks"]
    mine = [voice for voice in facts["purses"] if names[voice].is_mine]
    own = HourAccount.objects.filter(window=window, voice__in=mine)
    return WhyView(
        window_id=window.public_id,
        week_on=window.week_on,
        decided_at=window.decided_at,
        decided_by=name_for(reader, window.decided_by),
        is_chosen=award.is_chosen,
        reason=award.reason,
        cost=award.cost,
        payers=amounts(facts["payments"], names),
        given=facts["given"],
        room=max(0, window.capacity - window.spent),
        backers=amounts(facts["purses"], names),
        left=amounts({row.voice: row.balance for row in own}, names),
        owned=sum(facts["purses"].values()),
        bought=tuple(bought(titles, key, amount) for key, amount in facts["spent_on"]),
        at_cost=facts["at_cost"],
        withdrawn=tuple(bought(titles, key, 0.0) for key in facts["if_withdrawn"]),
        weeks=weeks,
        from_on=window.week_on + timedelta(weeks=weeks) if weeks is not None else None,
        signed_by=name_for(reader, adjustment.signed_by) if adjustment else "",
        signed_reason=adjustment.reason if adjustment else "",
        checks=checks_view(window.checks),
    )


def checks_view(kept: Mapping[str, Any]) -> Checks:
    """Show what was checked of a decision, as it was kept."""
    return Checks(
        is_clean=kept["is_within_capacity"] and kept["is_paid_by_backers"] and not kept["n_claims"],
        n_blocked=kept["n_blocked"],
        n_askers=kept["n_askers"],
        plans=kept["plans"],
    )


def amounts(by_voice: Mapping[str, float], names: Mapping[str, VoiceName]) -> tuple[Amount, ...]:
    """Put names on amounts, most first."""
    ordered = sorted(by_voice.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Amount(voice=names[voice], half_days=amount) for voice, amount in ordered)


def bought(titles: Mapping[str, tuple[str, bool]], key: str, half_days: float) -> Bought:
    """Name another request."""
    title, may_open = titles.get(key, ("", False))
    return Bought(title=title, public_id=key if may_open else "", half_days=half_days)


def titles_for(reader: Person, public_ids: Iterable[str]) -> dict[str, tuple[str, bool]]:
    """Name requests, which whoever works here may read, and tell which ones this reader may open."""
    may_open = MarketingRequest.objects.visible_to(reader).filter(pk=OuterRef("pk"))
    rows = MarketingRequest.objects.filter(public_id__in=list(public_ids)).annotate(may_open=Exists(may_open))
    return {
        public_id: (title, is_open) for public_id, title, is_open in rows.values_list("public_id", "title", "may_open")
    }


def names_of(voices: Iterable[str], reader: Person) -> dict[str, VoiceName]:
    """Name voices to a reader, in three queries whatever their number."""
    wanted = sorted(voices)
    ids = {
        kind: [v.partition(":")[2] for v in wanted if v.startswith(f"{kind}:")] for kind in ("account", "team", "theme")
    }
    found = {COMPANY: VoiceName(kind="company", name="")}
    readable = Account.objects.visible_to(reader).filter(pk=OuterRef("pk"))
    accounts = Account.objects.filter(public_id__in=ids["account"]).annotate(is_readable=Exists(readable))
    for public_id, name, kind, owner, is_readable in accounts.values_list(
        "public_id", "name", "kind", "owner", "is_readable"
    ):
        found[f"account:{public_id}"] = VoiceName(
            kind="account",
            name=name if is_readable else "",
            account_kind=kind,
            is_mine=is_readable and owner == reader.pk,
        )
    managed = Team.objects.filter(managers=reader, pk=OuterRef("pk"))
    for team in Team.objects.filter(public_id__in=ids["team"]).annotate(is_managed=Exists(managed)):
        is_mine = team.is_managed or team.pk == reader.team_id
        found[f"team:{team.public_id}"] = VoiceName(kind="team", name=team.name, is_mine=is_mine)
    for theme in Theme.objects.filter(public_id__in=ids["theme"]):
        found[f"theme:{theme.public_id}"] = VoiceName(kind="theme", name=label_for(reader, theme))
    return found
