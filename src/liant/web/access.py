"""Who may reach what: the one place that opens or closes a page or an object.

Two gates. The first is the route: each address declares, per method, the roles that may call it; an undeclared address
answers nobody. The second is the object: a view gets rows only from the guards below, which answer an object that may not
be seen exactly like one that does not exist.

One file although it is long: whoever checks who may see what reads it from end to end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from liant.loop.values.roles import MARKETING, SALES, Role
from liant.queries.meet import with_series
from liant.queries.objects import KINDS
from liant.store.models import (
    Absence,
    Account,
    ActionPlan,
    AdjustmentProposal,
    AgendaItem,
    ArbitrationWindow,
    Argument,
    ArgumentUse,
    Booking,
    Brainstorm,
    BrainstormGroup,
    BrainstormItem,
    BroadTheme,
    Clock,
    Closure,
    CoAuthor,
    Contest,
    ContraryQuote,
    CreditContest,
    Deliverable,
    ImportRun,
    Launch,
    Lead,
    MarketingRequest,
    Meeting,
    MeetingOutcome,
    ModelDraft,
    Note,
    Opportunity,
    Person,
    PlanSearch,
    PlanStep,
    ProposedWords,
    RefinedIdea,
    StrategyMessage,
    Theme,
    ThreadMessage,
    UrgentCall,
    Visit,
)
from liant.store.models.plan import workers_for

ALL = frozenset(Role)
WORKING = SALES | MARKETING
ADMIN = frozenset({Role.ADMIN})
INVITING = frozenset({Role.ADMIN, Role.SALES_MANAGER})
SELLING = SALES
PLANNING = MARKETING | {Role.SALES_MANAGER}
WRITING = MARKETING
HOSTING = MARKETING | {Role.SALES_MANAGER}
CLOSING = ADMIN | {Role.MARKETING_DIRECTOR}
REFEREEING = MARKETING | {Role.SALES_MANAGER}
DIRECTING = frozenset({Role.MARKETING_DIRECTOR})
MANAGING = frozenset({Role.SALES_MANAGER})
NOBODY: frozenset[Role] = frozenset()

Row = TypeVar("Row", bound=Model)
View = Callable[..., HttpResponseBase]


class PersonRequest(HttpRequest):
    """A request past the first gate: somebody is signed in, and the clock has been read."""

    user: Person
    now: datetime
    today: date


@dataclass(frozen=True, kw_only=True)
class Route:
    """Declare an address.

    Attributes
    ----------
    path : Django path, without the leading slash.
    view : the callable; None for an address served by a library (sign-in).
    name : its name for ``{% url %}``.
    rights : roles by method; a method not named is refused.
    relation : in words, which objects the person reaches there ("own", "own teams", "published").
    public : open to people who are not signed in.
    modes : the start modes in which it exists; empty for all.
    """

    path: str
    view: View | None
    name: str
    rights: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    relation: str = "any"
    public: bool = False
    modes: frozenset[str] = frozenset()


def get(roles: frozenset[Role]) -> dict[str, frozenset[Role]]:
    """Open an address to reading."""
    return {"GET": roles}


def post(roles: frozenset[Role]) -> dict[str, frozenset[Role]]:
    """Open an address to writing only."""
    return {"POST": roles}


def get_post(roles: frozenset[Role], write: frozenset[Role] | None = None) -> dict[str, frozenset[Role]]:
    """Open an address to reading and writing."""
    return {"GET": roles, "POST": roles if write is None else write}


def one_or_404(rows: QuerySet[Row], public_id: str) -> Row:
    """Return the row of this public id among those given, else the same 404 as for an id that never was."""
    return first_or_404(rows.filter(public_id=public_id))


def first_or_404(rows: QuerySet[Row]) -> Row:
    """Return the first row, else the same 404."""
    row = rows.first()
    if row is None:
        raise Http404
    return row


def access_note(person: Person, public_id: str) -> Note:
    """Return a note that this person may read (marketing gets it masked by the query that shows it)."""
    return one_or_404(
        Note.objects.visible_to(person).select_related("author", "team", "account", "opportunity"), public_id
    )


def access_own_note(person: Person, public_id: str) -> Note:
    """Return a note that this person wrote."""
    return one_or_404(Note.objects.filter(author=person), public_id)


def access_account(person: Person, public_id: str) -> Account:
    """Return an account that this person may open."""
    return one_or_404(Account.objects.visible_to(person).select_related("owner", "team"), public_id)


def access_opportunity(person: Person, public_id: str) -> Opportunity:
    """Return a deal whose figures this person may read."""
    rows = Opportunity.objects.visible_to(person).select_related("owner", "team", "account", "product")
    return one_or_404(rows.prefetch_related("competitors"), public_id)


def access_theme(person: Person, public_id: str) -> Theme:
    """Return a theme, or the one it was merged into."""
    theme = one_or_404(Theme.objects.visible_to(person), public_id)
    while theme.merged_into is not None:
        theme = theme.merged_into
    return theme


def access_broad_theme(person: Person, public_id: str) -> BroadTheme:
    """Return a broad theme: they are open to whoever works here."""
    return one_or_404(BroadTheme.objects.visible_to(person), public_id)


def access_argument(person: Person, public_id: str) -> Argument:
    """Return an argument that this person may read: any for marketing, published ones for sales."""
    return one_or_404(Argument.objects.visible_to(person).select_related("owner", "theme"), public_id)


def access_better_argument(person: Person, public_id: str) -> Argument:
    """Return what replaces an argument withdrawn since, when that one was for this person, who may read the other."""
    return first_or_404(Argument.objects.visible_to(person).replacing(public_id, person))


def access_co_writing(person: Person, public_id: str) -> CoAuthor:
    """Return one's own invitation to a draft: the only way in for a seller, to that draft and no other."""
    rows = CoAuthor.objects.visible_to(person).filter(person=person)
    return one_or_404(rows.select_related("argument", "invited_by"), public_id)


def access_proposed_words(person: Person, public_id: str) -> ProposedWords:
    """Return words proposed for a draft: any for marketing, for a seller those of an invitation that is open."""
    rows = ProposedWords.objects.filter(co_author__in=CoAuthor.objects.visible_to(person))
    return one_or_404(rows.select_related("co_author__argument"), public_id)


def access_model_draft(person: Person, public_id: str) -> ModelDraft:
    """Return a draft that this person asked of a language model."""
    return one_or_404(ModelDraft.objects.visible_to(person).select_related("theme", "argument"), public_id)


def access_own_use(person: Person, public_id: str) -> ArgumentUse:
    """Return a use of an argument that this person said."""
    return one_or_404(ArgumentUse.objects.filter(person=person).select_related("argument", "opportunity"), public_id)


def access_contest(person: Person, public_id: str) -> Contest:
    """Return the contest of an argument that this person reads, or that this person opened."""
    rows = Contest.objects.visible_to(person).select_related("argument__owner", "argument_version", "answered_by")
    return one_or_404(rows, public_id)


def access_idea(person: Person, public_id: str) -> RefinedIdea:
    """Return an idea that this person may read: any for marketing, those of a note one may read for sales."""
    return one_or_404(RefinedIdea.objects.visible_to(person).select_related("owner", "theme"), public_id)


def access_launch(person: Person, public_id: str) -> Launch:
    """Return a launch that this person may open."""
    return one_or_404(Launch.objects.visible_to(person).select_related("owner", "product"), public_id)


def access_worked_launch(person: Person, public_id: str) -> Launch:
    """Return a launch that this person works on: marketing, its pilots, their managers."""
    return one_or_404(Launch.objects.worked_on_by(person).select_related("owner", "product"), public_id)


def access_message(person: Person, public_id: str) -> StrategyMessage:
    """Return a strategy message that this person may read: any for marketing, those published to them for sales."""
    return one_or_404(StrategyMessage.objects.visible_to(person).select_related("owner"), public_id)


def access_contrary_quote(person: Person, public_id: str) -> ContraryQuote:
    """Return a quote that may contradict a claim, for whoever writes arguments and reads its note."""
    rows = ContraryQuote.objects.filter(
        claim__argument_version__argument__in=Argument.objects.visible_to(person),
        quote__note__in=Note.objects.visible_to(person),
    )
    return one_or_404(rows.select_related("claim__argument_version__argument"), public_id)


def access_plan(person: Person, public_id: str) -> ActionPlan:
    """Return an action plan: they are open to whoever works here."""
    return one_or_404(ActionPlan.objects.visible_to(person).select_related("owner", "idea__theme", "theme"), public_id)


def access_step(person: Person, public_id: str) -> PlanStep:
    """Return a step of a plan that this person may read; who may say that it is done is the action's business."""
    rows = PlanStep.objects.filter(plan__in=ActionPlan.objects.visible_to(person))
    return one_or_404(rows.select_related("plan"), public_id)


def access_round(person: Person, public_id: str) -> Brainstorm:
    """Return a round that this person hosts or is invited to."""
    return one_or_404(Brainstorm.objects.visible_to(person).select_related("host"), public_id)


def access_round_group(person: Person, public_id: str) -> BrainstormGroup:
    """Return a group of a round that this person takes part in."""
    rows = BrainstormGroup.objects.filter(brainstorm__in=Brainstorm.objects.visible_to(person))
    return one_or_404(rows.select_related("brainstorm"), public_id)


def access_round_item(person: Person, public_id: str) -> BrainstormItem:
    """Return an item that this person may read: one's own, and all of them once the silence is over."""
    rows = BrainstormItem.objects.filter(brainstorm__in=Brainstorm.objects.visible_to(person))
    readable = rows.filter(Q(author=person) | Q(group__isnull=False))
    return one_or_404(readable.select_related("brainstorm", "group"), public_id)


def access_import(person: Person, public_id: str) -> ImportRun:
    """Return a run of an import; only administrators import."""
    return one_or_404(ImportRun.objects.all() if person.role == Role.ADMIN else ImportRun.objects.none(), public_id)


def access_credit_contest(person: Person, public_id: str) -> CreditContest:
    """Return a contest on a credit: one's own, one about oneself, or one to decide."""
    rows = CreditContest.objects.visible_to(person).select_related("author", "person", "decided_by")
    return one_or_404(rows, public_id)


def access_contest_to_decide(person: Person, public_id: str) -> CreditContest:
    """Return a contest on a credit that this person may decide."""
    return one_or_404(CreditContest.objects.decidable_by(person), public_id)


def access_person(person: Person, public_id: str) -> Person:
    """Return a person whom an administrator manages."""
    rows: QuerySet[Person] = Person.objects.filter(id__isnull=person.role != Role.ADMIN)
    return one_or_404(rows, public_id)


def access_object(person: Person, kind: str, public_id: str) -> Model:
    """Return an object of any kind that people talk about (``queries/objects.py``), under the rights of its page."""
    if kind == "theme":
        return access_theme(person, public_id)
    if kind not in KINDS:
        raise Http404
    rows: QuerySet[Model] = KINDS[kind].rows(person)
    return one_or_404(rows, public_id)


def access_clock(person: Person, public_id: str) -> Clock:
    """Return a promise about an object that this person may read."""
    rows: QuerySet[Clock] = Clock.objects.filter(id__isnull=person.role not in WORKING)
    clock = one_or_404(rows.select_related("owed_by", "waited_by"), public_id)
    access_object(person, clock.kind, clock.object_id)
    return clock


def access_lead(person: Person, public_id: str) -> Lead:
    """Return a lead that this person may read: own, own teams for a manager, all for marketing."""
    rows = Lead.objects.visible_to(person).select_related("account", "handed_by", "seller")
    return one_or_404(rows, public_id)


def access_seller(public_id: str) -> Person:
    """Return somebody who sells and may sign in: whoever hands something over chooses among them."""
    rows: QuerySet[Person] = Person.objects.able().filter(role__in=[role.value for role in SALES])
    return one_or_404(rows, public_id)


def access_marketer(public_id: str) -> Person:
    """Return somebody in marketing who may sign in."""
    rows: QuerySet[Person] = Person.objects.able().filter(role__in=[role.value for role in MARKETING])
    return one_or_404(rows, public_id)


def access_visit(person: Person, public_id: str) -> Visit:
    """Return a joint visit that this person may read: own, own teams for a manager, all for a marketing director."""
    rows = Visit.objects.visible_to(person).select_related("account", "theme", "marketer", "seller")
    return one_or_404(rows, public_id)


def access_request(person: Person, public_id: str) -> MarketingRequest:
    """Return a request to marketing that this person may read: own, own teams for a manager, all for marketing."""
    rows = MarketingRequest.objects.visible_to(person).select_related("deliverable", "asked_by", "theme")
    return one_or_404(rows, public_id)


def access_joinable_request(person: Person, public_id: str) -> MarketingRequest:
    """Return a request that this person may join: any that still waits, for whoever works here."""
    rows = MarketingRequest.objects.joinable() if person.role in WORKING else MarketingRequest.objects.none()
    return one_or_404(rows.select_related("deliverable"), public_id)


def access_window(person: Person, public_id: str) -> ArbitrationWindow:
    """Return a published decision, for whoever takes part in the arbitration."""
    rows: QuerySet[ArbitrationWindow] = ArbitrationWindow.objects.filter(id__isnull=person.role not in REFEREEING)
    return one_or_404(rows.select_related("decided_by"), public_id)


def access_open_call(person: Person, public_id: str) -> UrgentCall:
    """Return the call that waits for an answer about a request that this person may read."""
    request = access_request(person, public_id)
    call = UrgentCall.objects.filter(request=request, answered_at=None).select_related("request").first()
    if call is None:
        raise Http404
    return call


def access_candidate(person: Person, public_id: str) -> MarketingRequest:
    """Return a request that the room shows this person: any that waits for a decision, for whoever is in the room."""
    rows = MarketingRequest.objects.joinable() if person.role in REFEREEING else MarketingRequest.objects.none()
    return one_or_404(rows, public_id)


def access_proposal(person: Person, public_id: str) -> AdjustmentProposal:
    """Return what a manager proposes: own, or about what own teams ask; all for marketing."""
    return one_or_404(AdjustmentProposal.objects.visible_to(person).select_related("request"), public_id)


def access_deliverable(person: Person, public_id: str) -> Deliverable:
    """Return a type of work: they are open to whoever works here."""
    rows: QuerySet[Deliverable] = Deliverable.objects.filter(id__isnull=person.role not in WORKING)
    return one_or_404(rows, public_id)


def access_worker(person: Person, public_id: str) -> Person:
    """Return somebody whose working time this person may read: oneself, or whoever one manages."""
    return one_or_404(workers_for(person), public_id)


def access_absence(person: Person, public_id: str) -> Absence:
    """Return an absence of somebody whose working time this person may read."""
    rows = Absence.objects.filter(person__in=workers_for(person)).select_related("person")
    return one_or_404(rows, public_id)


def access_booking(person: Person, public_id: str) -> Booking:
    """Return a booked step of a promised request, for marketing."""
    rows = Booking.objects.filter(request__in=MarketingRequest.objects.visible_to(person).open())
    rows = rows if person.role in MARKETING else rows.none()
    return one_or_404(rows.select_related("person", "request__deliverable"), public_id)


def access_offers(person: Person, public_id: str) -> PlanSearch:
    """Return a search for better plans, for marketing."""
    return one_or_404(PlanSearch.objects.filter(id__isnull=person.role not in MARKETING), public_id)


def access_closure(person: Person, public_id: str) -> Closure:
    """Return days on which the company is closed, for whoever decides it."""
    rows: QuerySet[Closure] = Closure.objects.filter(id__isnull=person.role not in CLOSING)
    return one_or_404(rows, public_id)


def access_meeting(person: Person, public_id: str) -> Meeting:
    """Return a meeting that this person may read, with its series and who comes."""
    return one_or_404(with_series(Meeting.objects.visible_to(person)), public_id)


def access_own_meeting(person: Person, public_id: str) -> Meeting:
    """Return a meeting at which this person sits."""
    return one_or_404(with_series(Meeting.objects.held_by(person)), public_id)


def access_hosted_meeting(person: Person, public_id: str) -> Meeting:
    """Return a meeting that this person hosts."""
    return one_or_404(with_series(Meeting.objects.filter(series__host=person)), public_id)


def access_item(person: Person, public_id: str) -> AgendaItem:
    """Return an item of the agenda of a meeting at which this person sits."""
    item = one_or_404(AgendaItem.objects.all(), public_id)
    item.meeting = access_own_meeting(person, item.meeting.public_id)
    return item


def access_outcome(person: Person, public_id: str) -> MeetingOutcome:
    """Return something written down in a meeting at which this person sits, or that this person has to do."""
    rows = MeetingOutcome.objects.select_related("owner", "meeting__series__host")
    outcome = one_or_404(rows, public_id)
    if outcome.owner_id != person.pk:
        outcome.meeting = access_own_meeting(person, outcome.meeting.public_id)
    return outcome


def access_own_message(person: Person, public_id: str) -> ThreadMessage:
    """Return a message that this person wrote, on an object that this person may still read."""
    message = one_or_404(ThreadMessage.objects.filter(author=person).select_related("author"), public_id)
    access_object(person, message.kind, message.object_id)
    return message
