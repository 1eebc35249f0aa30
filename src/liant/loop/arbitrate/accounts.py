"""Accounts over the weeks: what each voice has been credited and has spent, so that whoever waited comes first.

Every week each account is credited its part of the capacity. It holds thirteen weeks at most, and may spend four weeks
ahead. What the accounts cannot pay for is filled, all but a small reserve, by those who are owed most, and charged to them.

A week, in order: :func:`credit_week`, :func:`open_week`, :func:`liant.loop.arbitrate.shares.choose` with
:func:`owed_first`, :func:`settle_week`. A week that is closed is never decided again: what it promised stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor

from liant.loop.arbitrate.election import Election, Request, Voice
from liant.loop.arbitrate.shares import Outcome, Phase, Rule

#: Weeks of credit that an account holds at most: a quarter, enough to save for something large.
CAP_WEEKS = 13
#: Weeks of credit that an account may spend ahead.
LOAN_WEEKS = 4
#: Part of a week's capacity that the completion leaves for the next one.
RESERVE_WEEKS = 0.25
#: In the completion, a voice that is owed a full account counts this many times more...
OWED = 1.0
#: ... and one that has received nothing so far counts this many times.
EMPTY_HANDED = 5.0


@dataclass(frozen=True, kw_only=True)
class Account:
    """What one voice may spend.

    Attributes
    ----------
    weekly : units credited each week, 0 or more.
    balance : units; below zero when it spent ahead.
    has_received : a request that it stands behind was chosen once.
    """

    voice: str
    college: str
    weekly: float
    balance: float = 0.0
    has_received: bool = False

    @property
    def purse(self) -> float:
        """Return what it may spend this week, loan included."""
        return max(0.0, self.balance + LOAN_WEEKS * self.weekly)

    @property
    def owed_weeks(self) -> float:
        """Return the weeks of credit that it has not spent; 0 when it spent ahead."""
        return max(0.0, self.balance / self.weekly) if self.weekly else 0.0


def open_accounts(voices: Iterable[Voice]) -> tuple[Account, ...]:
    """Open an account for each voice; its endowment is what it is credited each week."""
    return tuple(Account(voice=voice.id, college=voice.college, weekly=voice.endowment) for voice in voices)


def credit_week(accounts: Iterable[Account]) -> tuple[Account, ...]:
    """Credit a week to every account, up to what it holds; what is above is lost to it."""
    return tuple(
        replace(
            account, balance=max(account.balance, min(account.balance + account.weekly, CAP_WEEKS * account.weekly))
        )
        for account in accounts
    )


def open_week(accounts: Iterable[Account], requests: Sequence[Request], capacity: int) -> Election:
    """Put what waits to the vote of the accounts.

    Parameters
    ----------
    capacity : units of the week and what the weeks before left, less what is promised unless the promises are among the
        requests.
    """
    return Election(
        capacity=capacity,
        voices=tuple(
            Voice(id=account.voice, college=account.college, weight=account.weekly, endowment=account.purse)
            for account in accounts
        ),
        requests=tuple(requests),
    )


def owed_first(accounts: Iterable[Account]) -> Rule:
    """Return the rule of a week: its completion serves first those who are owed most, and keeps a small reserve."""
    accounts = tuple(accounts)
    return Rule(
        keep=floor(RESERVE_WEEKS * sum(account.weekly for account in accounts)),
        fill_weights={
            account.voice: account.weekly
            * (1 + OWED * account.owed_weeks / CAP_WEEKS)
            * (1.0 if account.has_received else EMPTY_HANDED)
            for account in accounts
        },
    )


def settle_week(accounts: Iterable[Account], election: Election, outcome: Outcome) -> tuple[Account, ...]:
    """Charge a decision to the accounts.

    What the completion gave beyond their purses is charged to those behind the request, and what a director forced
    beyond the strategy share to the strategy, in proportion to weight and need: it is paid back by the weeks to come.
    """
    requests = {request.id: request for request in election.requests}
    charged = {voice.id: 0.0 for voice in election.voices}
    served: set[str] = set()
    for award in outcome.awards:
        if award.phase is Phase.PROMISED:
            continue
        request = requests[award.request]
        served |= request.need_by_voice.keys()
        for voice, amount in award.payments.items():
            charged[voice] += amount
        for voice, amount in share_given(election, request, award.phase, award.given).items():
            charged[voice] += amount
    return tuple(
        replace(
            account,
            balance=account.balance - charged.get(account.voice, 0.0),
            has_received=account.has_received or account.voice in served,
        )
        for account in accounts
    )


def share_given(election: Election, request: Request, phase: Phase, given: float) -> Mapping[str, float]:
    """Share what no purse paid among those who will pay it back."""
    pulls = (
        {voice.id: voice.weight for voice in election.voices if voice.college == election.strategy}
        if phase is Phase.FORCED
        else {
            voice.id: voice.weight * request.need_by_voice[voice.id]
            for voice in election.voices
            if voice.id in request.need_by_voice
        }
    )
    total = sum(pulls.values())
    return {voice: given * pull / total for voice, pull in pulls.items()} if total else {}
