"""Every readable page, for every role: at most twenty queries, and no more of them when there are more rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liant.actions import (
    arbitrate,
    arbitrate_propose,
    arbitrate_work,
    argue,
    argue_together,
    launch_board,
    launch_pitch,
    meet_agenda,
    meet_outcomes,
    plan_time,
    refine_rounds,
)
from liant.actions import launch as acts
from liant.actions.argue_messages import MessageDraft, MessageText, draft_message, publish_message
from liant.actions.audience import EVERYBODY
from liant.actions.search import rebuild_index
from liant.actions.threads import write_message
from liant.actions.visits import Slot
from liant.loop.arbitrate.requests import Need
from liant.loop.argue.wording import CardPart
from liant.loop.meet.agenda import Purpose
from liant.loop.plan.availability import Span
from liant.loop.values.roles import Role
from liant.loop.values.stages import Stage
from liant.store.models import (
    Account,
    ActionPlan,
    AdjustmentProposal,
    ArbitrationWindow,
    Argument,
    BoardColumn,
    Booking,
    Brainstorm,
    BriefLine,
    CoAuthor,
    Competitor,
    Contest,
    CreditContest,
    Deliverable,
    ImportRun,
    LanguageVersion,
    Launch,
    LaunchStep,
    Lead,
    MarketingRequest,
    Meeting,
    MeetingOutcome,
    ModelDraft,
    Note,
    Opportunity,
    OutcomeKind,
    Person,
    RefinedIdea,
    StrategyMessage,
    Theme,
    Verdict,
    Visit,
)
from liant.web import manifest
from tests.builders import (
    NOW,
    TODAY,
    a_booking,
    a_co_author,
    a_contest,
    a_deal,
    a_decision,
    a_launch,
    a_lead,
    a_meeting,
    a_note,
    a_person,
    a_plan,
    a_proposal,
    a_request,
    a_round,
    a_theme,
    a_type,
    a_visit,
    accepted,
    an_account,
    an_argument,
    an_idea,
    an_import,
    better_plans,
    one_of_each,
)

pytestmark = pytest.mark.django_db

LIMIT = 20
#: Where the object of an address with a parameter is found.
OBJECTS = {
    "listen": Note,
    "capture": Note,
    "themes": Theme,
    "ideas": RefinedIdea,
    "plans": ActionPlan,
    "rounds": Brainstorm,
    "arguments": Argument,
    "co-writing": CoAuthor,
    "model-drafts": ModelDraft,
    "arguments/messages": StrategyMessage,
    "accounts": Account,
    "contests": Contest,
    "credit/contests": CreditContest,
    "deals": Opportunity,
    "launches": Launch,
    "referee/proposals": AdjustmentProposal,
    "requests": MarketingRequest,
    "deliverables": Deliverable,
    "calendar/people": Person,
    "calendar/bookings": Booking,
    "referee/decisions": ArbitrationWindow,
    "calendar/why": MarketingRequest,
    "settings/people": Person,
    "meetings": Meeting,
    "outcomes": MeetingOutcome,
    "settings/imports": ImportRun,
    "leads": Lead,
    "rhythm/visits": Visit,
}

#: What is typed where a page answers to typing.
TYPED = {
    "thread_people": "?before=@pers",
    "attach": "?search=account",
    "similar": "?text=it+starts+too+slowly+for+us",
    "similar_requests": "?title=a+case+study",
    "search": "?q=slow",
    "suggest": "?q=slow",
}


@pytest.fixture
def company():
    people = one_of_each()
    account = an_account(people[Role.SELLER])
    deal = a_deal(people[Role.SELLER], account)
    note = a_note(people[Role.SELLER], "The client says « it starts too slowly »", opportunity=deal, account=account)
    theme = a_theme([note])
    argument = an_argument(people[Role.MARKETER], [note], theme)
    argue.use_argument(actor=people[Role.SELLER], argument=argument, opportunity=deal, verdict=Verdict.WRONG, now=NOW)
    other = an_argument(people[Role.MARKETER], [note], theme)
    LanguageVersion.objects.create(
        original=argument, translation=other, aligned_by=people[Role.MARKETER], aligned_at=NOW
    )
    a_plan(people[Role.MARKETER], idea=an_idea(people[Role.MARKETER], [note]), theme=theme, notes=(note,))
    a_round(people[Role.SALES_MANAGER], [people[Role.SELLER], people[Role.MARKETER]], "Send the list", "Ask first")
    refine_rounds.end_silence(actor=people[Role.SALES_MANAGER], brainstorm=Brainstorm.objects.get(), now=NOW)
    cited = [["Say the date.", [note.quotes.get().public_id]]]
    ModelDraft.objects.create(
        theme=theme, asked_by=people[Role.MARKETER], language="en", status="done", sentences=cited, asked_at=NOW
    )
    a_contest(people[Role.SELLER], argument)
    write_together(people[Role.MARKETER], people[Role.SELLER])
    tell(people)
    an_import(people[Role.ADMIN])
    a_launch(people[Role.MARKETER], [people[Role.SELLER]])
    a_lead(people[Role.MARKETER], people[Role.SELLER])
    a_request(people[Role.SELLER], opportunity=deal, account=account, deliverable=a_type(half_days=60))
    a_decision(people[Role.MARKETING_DIRECTOR], half_days=3)
    a_proposal(people[Role.SALES_MANAGER], MarketingRequest.objects.get())
    a_booking(people[Role.MARKETER], accepted(a_request(people[Role.SELLER], opportunity=deal, account=account)))
    a_visit(people[Role.MARKETER], people[Role.SELLER], account=account, theme=theme)
    better_plans()
    a_meeting(people[Role.MARKETER], people[Role.SALES_MANAGER])
    return people


def tell(people: dict[Role, Person]) -> None:
    """Publish a message to all of sales, carried by every argument."""
    text = MessageText(language="en", title="Industry first", body="Three reasons.")
    draft = MessageDraft(
        texts=(text,), arguments=tuple(Argument.objects.order_by("id")), themes=tuple(Theme.objects.order_by("id"))
    )
    marketer = people[Role.MARKETER]
    message = draft_message(actor=marketer, draft=draft, now=NOW)
    publish_message(actor=marketer, message=message, audience=EVERYBODY, acknowledge_half_days=10, now=NOW)


def grow(people: dict[Role, Person], n: int) -> None:
    """Add rows to every list, and to every list inside the pages of the first objects."""
    seller, manager, marketer = people[Role.SELLER], people[Role.SALES_MANAGER], people[Role.MARKETER]
    account, theme, first = Account.objects.earliest("id"), Theme.objects.earliest("id"), Note.objects.earliest("id")
    argument, deal = Argument.objects.earliest("id"), Opportunity.objects.earliest("id")
    StrategyMessage.objects.earliest("id").arguments.set(Argument.objects.all())
    StrategyMessage.objects.earliest("id").themes.set(Theme.objects.all())
    tell(people)
    for i in range(n):
        other = a_person(Role.SELLER, seller.team)
        own = a_deal(seller, account, stage=[Stage.PROPOSAL, Stage.NEGOTIATION][i % 2].value)
        own.competitors.add(Competitor.objects.create(name=f"Rival {i} of {len(people)} {Competitor.objects.count()}"))
        a_deal(other, an_account(other))
        notes = [
            a_note(author, f"They said « year {i} is too slow for us »", opportunity=place, account=account)
            for author, place in ((seller, deal), (seller, own), (other, deal), (manager, own))
        ]
        for note in notes:
            say(marketer, "note", note)
        say(other, "note", first)
        say(manager, "note", first)
        another = a_theme(notes[:2], rank=i + 2, label_en=f"Year {i}")
        grow_launch(marketer, seller, other, notes[0], another)
        theme.memberships.create(note=notes[2], centrality_rank=i + 1)
        theme.n_notes += 1
        theme.save(update_fields=["n_notes"])
        written = an_argument(marketer, notes[:2], another)
        write_together(marketer, seller)
        write_together(marketer, other, CoAuthor.objects.earliest("id").argument)
        card = an_argument(marketer, notes[2:3], theme, published=i % 2 == 0)
        argue.use_argument(actor=seller, argument=argument, opportunity=own, verdict=Verdict.USED, now=NOW)
        argue.use_argument(actor=other, argument=argument, opportunity=deal, verdict=Verdict.WRONG, now=NOW)
        argue.use_argument(actor=seller, argument=written, opportunity=deal, verdict=Verdict.DID_NOT_WORK, now=NOW)
        for kind, spoken_of in (
            ("launch", Launch.objects.earliest("id")),
            ("account", account),
            ("opportunity", deal),
            ("theme", theme),
            ("argument", argument),
        ):
            say(manager, kind, spoken_of)
        an_idea(marketer, notes)
        a_plan(marketer, {"who": seller, "due_on": TODAY}, {}, idea=an_idea(marketer, [first]), theme=theme)
        a_round(manager, [seller, marketer, other], "Another")
        group = Brainstorm.objects.earliest("id").groups.create(name=f"Group {i}")
        for author in (seller, other):
            group.items.create(brainstorm=group.brainstorm, author=author, text="Same", at=NOW)
        group.brainstorm.guests.create(person=other, dots_left=1)
        plan = ActionPlan.objects.earliest("id")
        plan.steps.create(position=i + 2, what="Send them", who=other)
        plan.notes.add(*notes)
        a_note(other, "What if we lent one?", kind="idea")
        grow_requests(seller, other, marketer, theme)
        grow_calendar(people)
        for who in (seller, other):
            a_lead(marketer, who, company=f"Company {i}", account=account)
        a_visit(a_person(Role.MARKETER), other, agreed=False)
        grow_meeting(manager, marketer, other, written)
        assert card.versions.count() == 1
        argue.use_argument(actor=other, argument=argument, opportunity=own, verdict=Verdict.USED, now=NOW)
        a_contest(other, argument)
        an_import(people[Role.ADMIN], content=f"name,city\nCycles {i},Lille\n")
    rebuild_index()


def grow_calendar(people: dict[Role, Person]) -> None:
    """Bring one more marketer, with absences of each, and one more day off of the company."""
    other = a_person(Role.MARKETER, people[Role.MARKETER].team)
    span = Span(first=(TODAY + timedelta(days=400), 0), last=(TODAY + timedelta(days=401), 1))
    for person in (*people.values(), other):
        plan_time.add_absence(actor=person, person=person, span=span, now=NOW)
    for place in range(3):
        request = accepted(a_request(people[Role.SELLER], f"Work {place}"))
        a_booking((people[Role.MARKETER], other)[place % 2], request, is_pinned=place == 0)
        a_visit(other, a_person(Role.SELLER), slot=Slot(on=TODAY + timedelta(days=7 * place), half=0))
    better_plans()
    closed_on = TODAY + timedelta(days=400)
    plan_time.close_company(actor=people[Role.ADMIN], first_on=closed_on, last_on=closed_on, now=NOW)


def grow_requests(seller: Person, other: Person, marketer: Person, theme: Theme) -> None:
    """Ask for more of the first type, deliver one, bring one more voice to the first request, and decide one more week.

    Then a manager proposes something about whatever waits.
    """
    first = MarketingRequest.objects.earliest("id")
    deal = a_deal(other)
    serves = arbitrate.Serves(account=deal.account, opportunity=deal)
    arbitrate.join_request(actor=other, request=first, serves=serves, need=Need.BLOCKS, now=NOW)
    a_request(seller, "Another case study", deliverable=first.deliverable, account=an_account(seller), theme=theme)
    made = accepted(a_request(other, "A study again", deliverable=first.deliverable))
    arbitrate_work.deliver_request(actor=marketer, request=made, where="Drive", actual_half_days=5, now=NOW)
    director = Person.objects.get(role=Role.MARKETING_DIRECTOR.value)
    a_request(seller, "Dear", deliverable=a_type(half_days=40), account=deal.account)
    for proposal in AdjustmentProposal.objects.open():
        arbitrate_propose.answer_proposal(actor=director, proposal=proposal, is_accepted=False, answer="No.", now=NOW)
    a_decision(director, half_days=3, weeks=ArbitrationWindow.objects.count())
    manager = Person.objects.get(role=Role.SALES_MANAGER.value)
    for request in MarketingRequest.objects.joinable():
        a_proposal(manager, request)


def write_together(marketer: Person, seller: Person, argument: Argument | None = None) -> None:
    """Invite a seller to a draft, with words that wait and words of each fate."""
    invited = a_co_author(marketer, seller, argument)
    fresh = [
        argue_together.propose_words(
            actor=seller, co_author=invited, part=CardPart.NEW_CLAIM, text=f"In my words, {i}.", now=NOW
        )
        for i in range(3)
    ]
    argue_together.take_words(actor=marketer, words=fresh[0], now=NOW)
    argue_together.decline_words(actor=marketer, words=fresh[1], reason="Not signed.", now=NOW)


def grow_launch(marketer: Person, seller: Person, other: Person, note: Note, theme: Theme) -> None:
    """Add to the first launch a pilot, evidence, lines in each state and an item; and start another one."""
    launch = Launch.objects.earliest("id")
    a_launch(marketer, [seller])
    acts.invite_pilot(actor=marketer, launch=launch, person=other, now=NOW)
    quote = note.quotes.select_related("note").first()
    launch_board.pin_quote(actor=marketer, launch=launch, quote=quote, column=BoardColumn.LIVES, now=NOW)
    launch_board.pin_theme(actor=marketer, launch=launch, theme=theme, column=BoardColumn.ASKS, now=NOW)
    lines = [launch_pitch.write_line(actor=other, launch=launch, text="It pays the part.", now=NOW) for _ in range(3)]
    launch_pitch.accept_line(actor=marketer, line=lines[0], now=NOW)
    launch_pitch.decline_line(actor=marketer, line=lines[1], reason="Not signed yet.", now=NOW)
    for writer in (seller, marketer):
        launch_pitch.write_line(actor=writer, launch=launch, text="In other words.", replaces=lines[0], now=NOW)
    LaunchStep.objects.create(launch=launch, title="Sheet", owner=other, due_on=NOW.date())


def grow_meeting(manager: Person, marketer: Person, other: Person, argument: Argument) -> None:
    """Bring more people to the first meeting, more items, more that is written down, and more that is proposed."""
    meeting = Meeting.objects.earliest("id")
    meeting.series.people.add(other)
    item = meet_agenda.add_item(
        actor=marketer, meeting=meeting, title="One more", purpose=Purpose.DISCUSS, minutes=1, owner=manager, now=NOW
    )
    for under in (item, None):
        for kind in OutcomeKind:
            meet_outcomes.write_outcome(
                actor=marketer,
                meeting=meeting,
                item=under,
                kind=kind,
                text="Said once more",
                owner=manager,
                due_on=NOW.date(),
                now=NOW,
            )
    argue.use_argument(
        actor=other, argument=argument, opportunity=a_deal(other), verdict=Verdict.WRONG, now=datetime.now(UTC)
    )


def say(actor: Person, kind: str, spoken_of) -> None:
    """Name a colleague in the thread of an object."""
    colleague = actor.team.members.exclude(pk=actor.pk).first() or actor
    write_message(
        actor=actor, kind=kind, public_id=spoken_of.public_id, text=f"Which site, @{colleague.name}?", now=NOW
    )


def pages_of(person: Person) -> dict[str, str]:
    """The readable addresses of a person, on the first object of each kind."""
    found = {}
    for route in manifest.routes():
        if route.public or route.view is None or person.role not in route.rights.get("GET", frozenset()):
            continue
        path = route.path.replace("<str:extension>", "csv")
        if path.startswith("credit/<str:kind>"):
            path = path.replace("<str:kind>", "argument")
            path = path.replace("<str:public_id>", Argument.objects.earliest("id").public_id)
        if "<str:kind>" in path:
            path = path.replace("<str:kind>", "note").replace("<str:public_id>", Note.objects.earliest("id").public_id)
        if "<" in path:
            parent = path.partition("/<")[0]
            path = path.replace("<str:public_id>", OBJECTS[parent].objects.earliest("id").public_id)
        found[route.name] = "/" + path + TYPED.get(route.name, "")
    return found


def count(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    assert answer.status_code in (200, 204, 302, 404), f"{path}: {answer.status_code}"
    return len(queries)


def count_all(company: dict[Role, Person], visit) -> dict[tuple[Role, str], int]:
    """Count the queries of each page of each role, as on a first look at a day: it remembers what it told."""
    BriefLine.objects.all().delete()
    counts = {}
    for role, person in company.items():
        client = visit(person)
        counts |= {(role, name): count(client, path) for name, path in pages_of(person).items()}
    return counts


@pytest.mark.long
def test_no_page_asks_more_when_there_are_more_rows(company, visit) -> None:
    # Twice: what a page tells of the week before is there from the start.
    grow(company, 2)
    grow(company, 2)
    # What is read once per process is not the page's.
    readers = {name: (person, path) for person in company.values() for name, path in pages_of(person).items()}
    for person, path in readers.values():
        visit(person).get(path)
    before = count_all(company, visit)
    grow(company, 6)
    after = count_all(company, visit)
    assert len(after) > 50
    assert {page: n for page, n in after.items() if n > LIMIT} == {}
    assert {page: (before[page], n) for page, n in after.items() if n > before[page]} == {}
