"""Small builders: what a test does not name, it does not depend on."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time

from liant.loop.listen.notes import find_quotes
from liant.loop.plan.availability import monday_of
from liant.loop.values.roles import MARKETING, SALES, Role
from liant.loop.values.stages import NoteKind, Stage
from liant.store import models as store

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 12)
_numbers = itertools.count(1)


def a_team(side: str = "sales", name: str = "") -> store.Team:
    return store.Team.objects.create(name=name or f"Team {next(_numbers)}", side=side)


def a_person(role: Role = Role.SELLER, team: store.Team | None = None, **values) -> store.Person:
    if team is None and role in SALES | MARKETING:
        team = a_team("sales" if role in SALES else "marketing")
    number = next(_numbers)
    values = {"name": f"Person {number}", "email": f"p{number}@company.example", "language": "en", **values}
    person = store.Person(role=role.value, team=team, created_at=NOW, **values)
    person.set_unusable_password()
    person.save()
    if role == Role.SALES_MANAGER:
        team.managers.add(person)
    return person


def an_account(owner: store.Person | None = None, **values) -> store.Account:
    number = next(_numbers)
    values = {"name": f"Account {number}", "external_id": f"A{number}", "source": "test", **values}
    return store.Account.objects.create(owner=owner, team=owner.team if owner else None, created_at=NOW, **values)


def a_deal(owner: store.Person, account: store.Account | None = None, **values) -> store.Opportunity:
    number = next(_numbers)
    values = {
        "name": f"Deal {number}",
        "external_id": f"D{number}",
        "source": "test",
        "amount_cents": 1_000_000,
        "stage": Stage.PROPOSAL.value,
        "opened_on": date(2026, 1, 5),
        "expected_close_on": date(2026, 4, 1),
        **values,
    }
    return store.Opportunity.objects.create(
        owner=owner, team=owner.team, account=account or an_account(owner), created_at=NOW, **values
    )


def a_note(author: store.Person, text: str = "The client says « too slow to start »", **values) -> store.Note:
    values = {"kind": NoteKind.OBJECTION.value, "language": "en", "heard_on": TODAY, "created_at": NOW, **values}
    note = store.Note.objects.create(author=author, team=author.team, text=text, **values)
    store.Quote.objects.bulk_create(
        store.Quote(note=note, start=p.start, end=p.end, voice=p.voice.value) for p in find_quotes(text)
    )
    return note


def a_theme(notes=(), **values) -> store.Theme:
    values = {"label_en": "Slow start", "label_fr": "Démarrage lent", "born_at": NOW, "rank": 1, **values}
    theme = store.Theme.objects.create(weekly_counts=[0] * 26, n_notes=len(notes), **values)
    store.ThemeNote.objects.bulk_create(
        store.ThemeNote(theme=theme, note=note, centrality_rank=i) for i, note in enumerate(notes)
    )
    return theme


def a_card(quotes=(), **values):
    from liant.actions.argue import CardText, ClaimText

    values = {
        "title": "Six weeks",
        "situation": "« It takes a year. »",
        "reply": "Show the plan.",
        "not_to_say": "",
        "language": "en",
        "stage": "",
        "segment": "",
        "competitor": None,
        "review_on": date(2026, 6, 1),
        "claims": (ClaimText(text="Clients ask for a calendar.", is_opinion=not quotes, quotes=tuple(quotes)),),
        **values,
    }
    return CardText(**values)


def an_argument(writer: store.Person, notes=(), theme=None, *, published: bool = True, **values) -> store.Argument:
    from liant.actions import argue

    quotes = [store.Quote.objects.filter(note=note).select_related("note")[0] for note in notes]
    argument = argue.draft_argument(actor=writer, card=a_card(quotes, **values), theme=theme, now=NOW)
    if published:
        argue.publish_argument(actor=writer, argument=argument, now=NOW)
    return argument


def a_launch(marketer: store.Person, pilots=(), **values) -> store.Launch:
    """A launch in preparation, with one item due by its day and the pilots given."""
    from liant.actions import launch as act
    from liant.loop.launch.templates import Template

    values = {
        "name": "Co-branded card",
        "goal": "Thirty clients ask for it.",
        "pains": "They pay first.",
        "product": None,
        "segment": "",
        "launch_on": date(2026, 6, 2),
        **values,
    }
    launch = act.start_launch(
        actor=marketer,
        brief=act.BriefText(**values),
        template=Template.BLANK,
        titles={},
        today=TODAY,
        now=NOW,
    )
    store.LaunchStep.objects.create(launch=launch, title="The pitch is written", due_on=date(2026, 5, 5))
    for pilot in pilots:
        act.invite_pilot(actor=marketer, launch=launch, person=pilot, now=NOW)
    return launch


def a_visit(marketer: store.Person, seller: store.Person, *, agreed: bool = True, **values) -> store.Visit:
    """A marketer proposes to go with a seller, who agrees; on the first afternoon of the tests unless said otherwise."""
    from liant.actions.visits import Slot, accept_visit, propose_visit

    account = values.pop("account", None) or an_account(seller)
    values = {"theme": None, "slot": Slot(on=TODAY, half=1), **values}
    visit = propose_visit(actor=marketer, marketer=marketer, seller=seller, account=account, now=NOW, **values)
    if agreed:
        accept_visit(actor=seller, visit=visit, now=NOW)
    visit.refresh_from_db()
    return visit


def a_lead(marketer: store.Person, seller: store.Person, **values) -> store.Lead:
    """Somebody met at a fair, handed over to a seller."""
    from liant.actions.leads import hand_lead
    from liant.loop.leads.leads import LeadText

    text = LeadText(company=values.pop("company", "Cycles Nord"), words="They asked for a price per site.")
    return hand_lead(actor=marketer, seller=seller, text=text, **{"account": None, "now": NOW, **values})


def a_contest(author: store.Person, argument: store.Argument, **values) -> store.CreditContest:
    """Somebody says to have refined an argument."""
    values = {"person": author, "act": "refine", "counts": True, "text": "I did this too.", "at": NOW, **values}
    return store.CreditContest.objects.create(kind="argument", object_id=argument.public_id, author=author, **values)


def an_import(
    actor: store.Person | None = None, content: str = "name,city\nCycles Nord,Lille\n", kind: str = "accounts", **given
) -> store.ImportRun:
    """A file given by an administrator and looked at, in the state in which its page asks how to read it."""
    from liant.actions import import_files as files_act
    from liant.actions import imports as act
    from liant.loop.listen.imports.headers import Kind
    from liant.queries.imports import FileSettings

    raw = content if isinstance(content, bytes) else content.encode()
    run = files_act.keep_file(actor=actor, kind=Kind(kind), file_name="export.csv", chunks=[raw], now=NOW)
    act.look_at_run(run, FileSettings(**given))
    return run


def a_meeting(host: store.Person, *others: store.Person, **values) -> store.Meeting:
    """A weekly meeting with one item, under which something to do is written down."""
    from liant.actions import meet, meet_agenda, meet_outcomes
    from liant.loop.meet.agenda import Purpose
    from liant.loop.meet.recurrence import DayOff, Rhythm

    values = {
        "title": "Weekly talk",
        "rhythm": Rhythm.WEEKLY,
        "day_off": DayOff.MOVE,
        "first_on": date(2026, 3, 17),
        "starts_at": time(9),
        "minutes": 45,
        **values,
    }
    meeting = meet.set_up_meeting(actor=host, plan=meet.Plan(**values), people=others, now=NOW)
    item = meet_agenda.add_item(
        actor=host, meeting=meeting, title="The fair in May", purpose=Purpose.DECIDE, minutes=5, owner=None, now=NOW
    )
    meet_outcomes.write_outcome(
        actor=host,
        meeting=meeting,
        item=item,
        kind=store.OutcomeKind.FOLLOW_UP,
        text="Book the stand",
        owner=others[0],
        due_on=date(2026, 3, 20),
        now=NOW,
    )
    return meeting


def a_company() -> store.Company:
    return store.Company.objects.create(id=1, name="Company", created_at=NOW)


def one_of_each() -> dict[Role, store.Person]:
    """A company with one person per role; the seller and the manager share a team."""
    a_company()
    sales, marketing = a_team("sales"), a_team("marketing")
    return {role: a_person(role, sales if role in SALES else marketing if role in MARKETING else None) for role in Role}


def an_idea(marketer: store.Person, notes=(), **values) -> store.RefinedIdea:
    """An idea refined from notes, in one wording."""
    from liant.actions import refine
    from liant.loop.refine.ideas import Wording

    wording = Wording(**{"title": "Lend sensors", "text": "Lend two sensors while the order arrives.", **values})
    return refine.refine_notes(actor=marketer, notes=list(notes), theme=None, wordings={"en": wording}, now=NOW)


def a_plan(owner: store.Person, *steps, idea=None, **serves) -> store.ActionPlan:
    """A plan whose steps are given as dicts; one of two half-days when none is."""
    from liant.actions.refine_plans import PlanText, Serves, draft_plan

    text = PlanText(title="Lend sensors", purpose="No order waits.", steps=tuple(a_step(**s) for s in steps or ({},)))
    return draft_plan(actor=owner, text=text, serves=Serves(idea=idea, **serves), now=NOW)


def a_step(**values):
    from liant.actions.refine_plans import StepText

    values = {"what": "Ask the depot", "who": None, "starts_on": None, "due_on": None, "cost_half_days": 2, **values}
    return StepText(**{"public_id": "", **values})


def a_round(host: store.Person, guests=(), *written: str, dots_each: int = 3) -> store.Brainstorm:
    """A round in silence; each guest in turn writes one of the ideas given."""
    from liant.actions.refine_rounds import open_round, write_item

    held = open_round(actor=host, question="What saves a week?", guests=guests, dots_each=dots_each, now=NOW)
    for author, text in zip(itertools.cycle(guests), written, strict=False):
        write_item(actor=author, brainstorm=held, text=text, now=NOW)
    return held


def a_type(**values) -> store.Deliverable:
    """A type of work of four half-days in two weeks."""
    values = {"name_fr": "Étude", "name_en": "Study", "half_days": 4, "lead_weeks": 2, "position": 99, **values}
    return store.Deliverable.objects.create(**values)


def a_request(
    actor: store.Person, title: str = "A case study in the food industry", **values
) -> store.MarketingRequest:
    """A request to marketing, for the team of whoever asks unless an account is given."""
    from liant.actions.arbitrate import Serves, ask_request
    from liant.loop.arbitrate.requests import Ask, Need

    serves = {key: values.pop(key) for key in ("account", "opportunity", "theme", "is_for_company") if key in values}
    deliverable = values.pop("deliverable", None) or a_type()
    need = Need(values.pop("need", Need.IMPORTANT))
    ask = Ask(**{"title": title, "details": "", "needed_on": None, **values})
    return ask_request(
        actor=actor, deliverable=deliverable, ask=ask, serves=Serves(**serves), need=need, today=TODAY, now=NOW
    )


def accepted(request: store.MarketingRequest) -> store.MarketingRequest:
    """The same request, as a decision left it."""
    store.MarketingRequest.objects.filter(pk=request.pk).update(status="accepted", accepted_at=NOW)
    request.refresh_from_db()
    return request


def a_co_author(marketer: store.Person, seller: store.Person, argument: store.Argument | None = None) -> store.CoAuthor:
    """A seller invited to a draft."""
    from liant.actions import argue_together

    draft = argument or an_argument(marketer, published=False)
    return argue_together.invite_co_author(actor=marketer, argument=draft, person=seller, now=NOW)


def a_booking(person: store.Person, request: store.MarketingRequest, **values) -> store.Booking:
    """The only step of a request, given to somebody for two weeks from this one."""
    monday = monday_of(datetime.now(UTC).date())
    values = {"step": 0, "skill": "", "first_on": monday, "weeks": 2, "tenths": 140, **values}
    return store.Booking.objects.create(person=person, request=request, **values)


def better_plans(clock=lambda: datetime.now(UTC)) -> store.PlanSearch:
    """Three offers on the calendar as it stands."""
    from liant.actions import plan_offers

    search = plan_offers.ask_offers(actor=None, now=clock())
    plan_offers.find_offers(search, clock=clock)
    search.refresh_from_db()
    return search


def a_decision(director: store.Person, *, half_days: int = 10, weeks: int = 0) -> store.ArbitrationWindow:
    """What waits, decided with so many half-days, in the week of ``TODAY`` or some weeks later."""
    from dataclasses import replace
    from datetime import timedelta

    from liant.actions import arbitrate_decide as act
    from liant.queries.arbitrate_cycle import load_cycle, policy_now

    now = NOW + timedelta(weeks=weeks)
    policy, version = policy_now()
    week = replace(policy, week_half_days=half_days, buffer_percent=0)
    act.set_policy(actor=director, policy=week, version=version, now=now)
    fingerprint = load_cycle(now).fingerprint
    return act.publish_window(actor=director, fingerprint=fingerprint, today=TODAY + timedelta(weeks=weeks), now=now)


def a_proposal(manager: store.Person, request: store.MarketingRequest, **values) -> store.AdjustmentProposal:
    """A manager's word against the rule: put it in, unless told otherwise."""
    from liant.actions.arbitrate_propose import propose_adjustment

    said = {"is_forced": True, "reason": "They sign in May.", "now": NOW, **values}
    return propose_adjustment(actor=manager, request=request, **said)
