"""Read one client on one page: figures on one side, concepts on the other, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from liant.loop.values.roles import MARKETING, Role
from liant.loop.values.stages import Stage
from liant.queries.client_concepts import Heard, Need, UsedHere, WorksElsewhere, heard_at, needs_of, said_at
from liant.queries.client_figures import Answers, ClientFigures, answers_at, client_figures
from liant.queries.visits import VisitAt, visits_at
from liant.store.models import Account, Person

#: Themes, deals and closed deals that fit on a printed page.
N_NEEDS, N_OPEN, N_CLOSED = 4, 6, 5


@dataclass(frozen=True, kw_only=True)
class MonthOfClient:
    """What changed at an account in thirty days, among what one may read; ``n_won`` and ``n_lost`` are 0 for marketing."""

    n_notes: int
    n_before: int
    new_needs: tuple[Need, ...]
    n_won: int
    n_lost: int


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """The one act that the page proposes: ``capture``, ``deal``, ``argue`` or ``theme``, on the object named."""

    act: str
    public_id: str
    label: str


@dataclass(frozen=True, kw_only=True)
class ClientView:
    """An account as one reader sees it."""

    figures: ClientFigures
    answers: Answers
    needs: tuple[Need, ...]
    n_more_needs: int
    heard: Heard
    used: tuple[UsedHere, ...]
    works: tuple[WorksElsewhere, ...]
    month: MonthOfClient
    step: NextStep
    visits: tuple[VisitAt, ...]


def client_view(reader: Person, account: Account, *, today: date) -> ClientView:
    """Gather an account's two sides, in thirteen queries whatever the number of rows."""
    figures = client_figures(reader, account, today=today)
    needs = needs_of(reader, account)
    heard = heard_at(reader, account, today=today)
    used, works = said_at(reader, account)
    return ClientView(
        figures=figures,
        answers=answers_at(reader, account, today=today),
        needs=needs[:N_NEEDS],
        n_more_needs=max(0, len(needs) - N_NEEDS),
        heard=heard,
        used=used,
        works=works,
        month=month_of(figures, needs, heard, today),
        step=next_step(reader, account, figures, needs),
        visits=visits_at(reader, account),
    )


def month_of(figures: ClientFigures, needs: tuple[Need, ...], heard: Heard, today: date) -> MonthOfClient:
    """Tell what changed over the last thirty days; a need is new when an older note could have told it and none did."""
    start = today - timedelta(days=30)
    lately = [deal.line for deal in figures.closed if deal.line.closed_on and deal.line.closed_on > start]
    return MonthOfClient(
        n_notes=heard.n_month,
        n_before=heard.n_before,
        new_needs=tuple(need for need in needs if need.first_on > start) if heard.n_notes > heard.n_month else (),
        n_won=sum(line.stage == Stage.WON for line in lately),
        n_lost=sum(line.stage == Stage.LOST for line in lately),
    )


def next_step(reader: Person, account: Account, figures: ClientFigures, needs: tuple[Need, ...]) -> NextStep:
    """Propose one act: marketing answers the need heard most, a manager opens the nearest deal, a seller notes."""
    if reader.role in MARKETING and needs:
        unanswered = next((need for need in needs if not need.is_answered), None)
        if unanswered is not None and reader.role == Role.MARKETER:
            return NextStep(act="argue", public_id=unanswered.public_id, label=unanswered.label)
        first = unanswered or needs[0]
        return NextStep(act="theme", public_id=first.public_id, label=first.label)
    if reader.role == Role.SALES_MANAGER and figures.opened:
        return NextStep(act="deal", public_id=figures.opened[0].public_id, label=figures.opened[0].name)
    return NextStep(act="capture", public_id=account.public_id, label=account.name)
