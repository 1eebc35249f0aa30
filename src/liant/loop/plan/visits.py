"""Which visits a seller and a marketer could make together, and how close teams are.

A proposal names the theme that waits for an answer at the account: people go because there is something to hear. Closeness
is told for two teams, with the share of people it rests on; it is never a figure about one person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from liant.loop.plan.grid import Grid, Spot
from liant.loop.plan.problem import Plan, Problem, Visit, VisitBooking

#: Visits tell closeness for half a year.
CLOSE_DAYS = 182
#: Fewer people than this in a team are not told apart: a figure would be about one of them.
SMALLEST_TEAM = 3


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A theme that waits for an answer at an account, and who sells there.

    Attributes
    ----------
    skill : that the marketer needs to hear it; empty when any will do.
    weight : what the theme weighs at this account, above 0.
    needs_travel : the account is far enough for a half-day of travel.
    """

    account: str
    theme: str
    seller: str
    weight: float
    skill: str = ""
    needs_travel: bool = False


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A visit that could be made, with its reason.

    Attributes
    ----------
    is_first : the two have not visited anybody together yet.
    """

    opening: Opening
    booking: VisitBooking
    half_days: int
    is_first: bool


@dataclass(frozen=True, kw_only=True)
class Made:
    """A visit that was made."""

    seller: str
    marketer: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Closeness:
    """How close two teams are.

    Attributes
    ----------
    n_visits : made together in the last half-year.
    n_sellers, n_marketers : people in the teams.
    n_sellers_met, n_marketers_met : of them, those who made at least one; None where the team is too small to tell.
    """

    sales_team: str
    marketing_team: str
    n_visits: int
    n_sellers: int
    n_marketers: int
    n_sellers_met: int | None
    n_marketers_met: int | None


def proposals(
    problem: Problem, plan: Plan, openings: Sequence[Opening], made: Iterable[Made], *, most: int
) -> tuple[Proposal, ...]:
    """Propose visits in half-days where both are free, the heaviest reasons first; the proposals fit together.

    At most one for an account, and no theme twice while another one could be proposed. Of the marketers who could come,
    one who has not visited with this seller is preferred, then the one with the fewest visits planned, then the earliest
    half-day. Same input, same proposals, in whatever order it is given. Cost O(openings x (openings + marketers x
    half-days)).
    """
    pairs = {(visit.seller, visit.marketer) for visit in made}
    visits = tuple(_visit(i, opening) for i, opening in enumerate(openings))
    grid = Grid(replace(problem, visits=(*problem.visits, *visits)))
    grid.load(plan)
    n_planned: dict[int, int] = defaultdict(int)
    for spot in grid.made:
        if spot is not None:
            n_planned[spot[0]] += 1
    people = problem.people

    def dislike(seller: str, spot: Spot) -> tuple[bool, int, int, str]:
        who = people[spot[0]].id
        return (seller, who) in pairs, n_planned[spot[0]], spot[1], who

    found: list[Proposal] = []
    accounts: set[str] = set()
    n_proposed: Counter[str] = Counter()
    waiting = set(range(len(openings)))
    while waiting and len(found) < most:
        i = min(waiting, key=lambda i: (n_proposed[openings[i].theme], *_order(openings[i])))
        waiting.remove(i)
        opening, v = openings[i], len(problem.visits) + i
        spots = grid.spots_of_visit(v) if opening.account not in accounts else ()
        if not spots:
            continue
        p, half_day = min(spots, key=partial(dislike, opening.seller))
        grid.put_visit(v, (p, half_day))
        n_planned[p] += 1
        accounts.add(opening.account)
        n_proposed[opening.theme] += 1
        found.append(
            Proposal(
                opening=opening,
                booking=VisitBooking(visit=visits[i].id, marketer=people[p].id, half_day=half_day),
                half_days=visits[i].half_days,
                is_first=(opening.seller, people[p].id) not in pairs,
            )
        )
    return tuple(found)


def closeness(
    sales_teams: dict[str, frozenset[str]],
    marketing_teams: dict[str, frozenset[str]],
    made: Iterable[Made],
    today: date,
) -> tuple[Closeness, ...]:
    """Tell for each sales team and each marketing team how many visits they made together, and over how many people.

    Ordered by the names of the teams, never by the figures.
    """
    recent = [visit for visit in made if today - timedelta(days=CLOSE_DAYS) < visit.on <= today]
    found = []
    for sales_team, sellers in sorted(sales_teams.items()):
        for marketing_team, marketers in sorted(marketing_teams.items()):
            both = [visit for visit in recent if visit.seller in sellers and visit.marketer in marketers]
            found.append(
                Closeness(
                    sales_team=sales_team,
                    marketing_team=marketing_team,
                    n_visits=len(both),
                    n_sellers=len(sellers),
                    n_marketers=len(marketers),
                    n_sellers_met=_covered(sellers, {visit.seller for visit in both}),
                    n_marketers_met=_covered(marketers, {visit.marketer for visit in both}),
                )
            )
    return tuple(found)


def _covered(team: frozenset[str], met: set[str]) -> int | None:
    return len(met) if len(team) >= SMALLEST_TEAM else None


def _order(opening: Opening) -> tuple[float, str, str, str]:
    return -opening.weight, opening.account, opening.theme, opening.seller


def _visit(i: int, opening: Opening) -> Visit:
    half_days = 2 if opening.needs_travel else 1
    return Visit(id=f"?{i}", seller=opening.seller, skill=opening.skill, weight=opening.weight, half_days=half_days)
