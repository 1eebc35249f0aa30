"""Read what managers propose in the room, and what a word against the rule would change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from liant.loop.arbitrate.election import Standing
from liant.queries.arbitrate import RequestLine, request_rows, view_line
from liant.queries.arbitrate_cycle import Cycle, decide_cycle, load_cycle
from liant.queries.arbitrate_room import how, parts_of, teams_of
from liant.queries.ledger import name_for
from liant.store.models import AdjustmentProposal, MarketingRequest, Person

#: A difference smaller than this, in half-days, is none.
LEAST = 0.05


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A request whose answer changes; without an address when the reader may not open it."""

    line: RequestLine
    may_open: bool


@dataclass(frozen=True, kw_only=True)
class Change:
    """What somebody gets of the week, in half-days: by the rule, and with the change."""

    name: str  #: of a team, or the value of a ``College``
    before: float
    after: float

    @property
    def difference(self) -> float:
        """Return what is won; below zero, lost."""
        return self.after - self.before


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What putting one request in, or leaving it out, changes in the decision of the week.

    Attributes
    ----------
    by : how the request stands without the change, as in ``RoomLine``.
    is_chosen : it is chosen without the change.
    comes_in, goes_out : the other requests whose answer changes.
    interests, teams : those that win or lose something.
    """

    is_forced: bool
    by: str
    is_chosen: bool
    comes_in: tuple[Moved, ...]
    goes_out: tuple[Moved, ...]
    interests: tuple[Change, ...]
    teams: tuple[Change, ...]

    @property
    def is_nothing(self) -> bool:
        """Tell that the decision is the same."""
        return not (self.comes_in or self.goes_out or self.interests or self.teams)


def effect_of(
    reader: Person, request: MarketingRequest, *, is_forced: bool | None = None, today: date, now: datetime
) -> Effect:
    """Take the decision of the week twice, as it stands and with one request put in or left out; a dozen queries.

    Parameters
    ----------
    is_forced : put in, or left out; None for whichever changes the answer.
    """
    cycle = load_cycle(now)
    usual = decide_cycle(cycle, cycle.policy)
    key = request.public_id
    is_chosen = key in usual.outcome.chosen
    wish = not is_chosen if is_forced is None else is_forced
    changed = decide_cycle(with_standing(cycle, key, Standing.FORCED if wish else Standing.FORBIDDEN), cycle.policy)
    before, after = set(usual.outcome.chosen), set(changed.outcome.chosen)
    moved = (before ^ after) - {key}
    readable = MarketingRequest.objects.visible_to(reader).filter(pk=OuterRef("pk"))
    rows = request_rows(MarketingRequest.objects.filter(public_id__in=moved)).annotate(may_open=Exists(readable))
    lines = [Moved(line=view_line(row, reader, today), may_open=row.may_open) for row in rows.order_by("id")]
    return Effect(
        is_forced=wish,
        by=how(usual, key),
        is_chosen=is_chosen,
        comes_in=tuple(each for each in lines if each.line.public_id in after),
        goes_out=tuple(each for each in lines if each.line.public_id in before),
        interests=changes(
            [(part.college, part.half_days) for part in parts_of(usual, cycle.policy)],
            [(part.college, part.half_days) for part in parts_of(changed, cycle.policy)],
        ),
        teams=changes(
            [(team.name, team.half_days) for team in teams_of(usual)],
            [(team.name, team.half_days) for team in teams_of(changed)],
        ),
    )


def with_standing(cycle: Cycle, key: str, standing: Standing) -> Cycle:
    """Give one request of a cycle the standing that a signed word would give it."""
    requests = (replace(each, standing=standing) if each.id == key else each for each in cycle.requests)
    return replace(cycle, requests=tuple(requests))


def changes(before: Iterable[tuple[str, float]], after: Iterable[tuple[str, float]]) -> tuple[Change, ...]:
    """Keep those who win or lose, in the order given; the two lists name the same ones in the same order."""
    pairs = zip(before, after, strict=True)
    found = (Change(name=name, before=was, after=would) for (name, was), (_name, would) in pairs)
    return tuple(change for change in found if abs(change.difference) >= LEAST)


@dataclass(frozen=True, kw_only=True)
class ProposalView:
    """What a manager proposes, and what a director answered."""

    public_id: str
    request_id: str
    title: str
    language: str
    may_open: bool
    is_forced: bool
    reason: str
    who: str
    team: str
    at: datetime
    is_mine: bool
    is_open: bool
    is_accepted: bool
    answer: str
    answered_by: str


def proposals_open(reader: Person) -> tuple[ProposalView, ...]:
    """List the proposals that wait for an answer and that a reader may read, the oldest first, in one query."""
    return view_proposals(reader, AdjustmentProposal.objects.visible_to(reader).open().order_by("at", "id"))


def proposal_view(reader: Person, proposal: AdjustmentProposal) -> ProposalView:
    """Show one proposal."""
    return view_proposals(reader, AdjustmentProposal.objects.filter(pk=proposal.pk))[0]


def view_proposals(reader: Person, rows: QuerySet[AdjustmentProposal]) -> tuple[ProposalView, ...]:
    """Turn rows into what a reader sees."""
    readable = MarketingRequest.objects.visible_to(reader).filter(pk=OuterRef("request"))
    found = rows.annotate(may_open=Exists(readable)).select_related("request", "proposed_by__team", "answered_by")
    return tuple(
        ProposalView(
            public_id=row.public_id,
            request_id=row.request.public_id,
            title=row.request.title,
            language=row.request.language,
            may_open=row.may_open,
            is_forced=row.is_forced,
            reason=row.reason,
            who=name_for(reader, row.proposed_by),
            team=row.proposed_by.team.name if row.proposed_by.team is not None else "",
            at=row.at,
            is_mine=row.proposed_by_id == reader.pk,
            is_open=row.answered_at is None,
            is_accepted=row.is_accepted,
            answer=row.answer,
            answered_by=name_for(reader, row.answered_by) if row.answered_by is not None else "",
        )
        for row in found
    )
