"""Every address with every role: what the manifest says is what happens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import transaction

from liant.actions import argue, plan_time, refine_rounds
from liant.actions.arbitrate_propose import answer_proposal
from liant.actions.argue_messages import MessageDraft, MessageText, draft_message, publish_message
from liant.actions.audience import EVERYBODY
from liant.actions.threads import write_message
from liant.loop.plan.availability import Span
from liant.loop.values.roles import Role
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
    Claim,
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
    Note,
    Opportunity,
    Person,
    PlanSearch,
    PlanStep,
    Quote,
    RefinedIdea,
    StrategyMessage,
    ThreadMessage,
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
    a_visit,
    an_account,
    an_argument,
    an_idea,
    an_import,
    better_plans,
    one_of_each,
)

pytestmark = pytest.mark.django_db

#: Tokens and nonces differ from page to page, whatever the page says.
DRAWN_ANEW = re.compile(r'value="[\w-]{20,}"|"X-CSRFToken": "[\w-]+"')


STRATEGY_MESSAGE_PAGES = {
    "message",
    "edit_strategy_message",
    "publish_message",
    "close_message",
    "acknowledge_message",
    "message_readers",
    "remind_of_message",
    "message_readers_file",
}


@pytest.fixture
def company():
    people = one_of_each()
    deal = a_deal(people[Role.SELLER])
    note = a_note(people[Role.SELLER], opportunity=deal, account=deal.account)
    theme = a_theme([note])
    argument = an_argument(people[Role.MARKETER], [note], theme)
    a_contest(people[Role.SELLER], argument)
    a_co_author(people[Role.MARKETER], people[Role.SELLER])
    for verdict in (Verdict.USED, Verdict.WRONG):
        argue.use_argument(
            actor=people[Role.SELLER], argument=argument, opportunity=deal, verdict=verdict, now=datetime.now(UTC)
        )
    draft = MessageDraft(texts=(MessageText(language="en", title="Industry first", body="Three reasons."),))
    message = draft_message(actor=people[Role.MARKETER], draft=draft, now=NOW)
    publish_message(actor=people[Role.MARKETER], message=message, audience=EVERYBODY, acknowledge_half_days=10, now=NOW)
    ContraryQuote.objects.create(
        claim=Claim.objects.earliest("id"), quote=Quote.objects.get(), cues=["negation"], found_at=NOW
    )
    a_plan(people[Role.MARKETER], idea=an_idea(people[Role.MARKETER], [note]))
    held = a_round(people[Role.SALES_MANAGER], [people[Role.SELLER]], "Send the list first")
    refine_rounds.end_silence(actor=people[Role.SALES_MANAGER], brainstorm=held, now=NOW)
    an_import(people[Role.ADMIN])
    a_launch(people[Role.MARKETER], [people[Role.SELLER]])
    a_request(people[Role.SELLER])
    a_booking(people[Role.MARKETER], MarketingRequest.objects.get())
    a_visit(people[Role.MARKETER], people[Role.SELLER])
    better_plans()
    span = Span(first=(TODAY, 0), last=(TODAY, 1))
    plan_time.add_absence(actor=people[Role.MARKETER], person=people[Role.MARKETER], span=span, now=NOW)
    plan_time.close_company(actor=people[Role.ADMIN], first_on=TODAY, last_on=TODAY, now=NOW)
    a_lead(people[Role.MARKETER], people[Role.SELLER])
    proposal = a_proposal(people[Role.SALES_MANAGER], MarketingRequest.objects.get())
    answer_proposal(
        actor=people[Role.MARKETING_DIRECTOR], proposal=proposal, is_accepted=False, answer="Not now.", now=NOW
    )
    a_decision(people[Role.MARKETING_DIRECTOR])
    a_meeting(people[Role.MARKETER], people[Role.SELLER])
    write_message(actor=people[Role.SELLER], kind="note", public_id=note.public_id, text="Which site?", now=NOW)
    return people


def object_for(name: str) -> str:
    if name == "why_late":
        return MarketingRequest.objects.get().public_id
    if "offer" in name:
        return PlanSearch.objects.get().public_id
    if "booking" in name:
        return Booking.objects.get().public_id
    if name == "remove_absence":
        return Absence.objects.get().public_id if Absence.objects.exists() else "0" * 14
    if name == "open_company":
        return Closure.objects.first().public_id if Closure.objects.exists() else "0" * 14
    if name in ("move_item", "remove_item"):
        item = AgendaItem.objects.first()
        return item.public_id if item is not None else "0" * 14
    if name in ("edit_outcome", "finish_follow_up"):
        return MeetingOutcome.objects.get().public_id
    if "meeting" in name or name in (
        "minutes",
        "mark_absent",
        "take_proposed",
        "add_item",
        "write_outcome",
        "outcomes",
    ):
        return Meeting.objects.latest("id").public_id
    if name in ("edit_message", "withdraw_message"):
        return ThreadMessage.objects.get().public_id
    if name in ("thread", "thread_people", "note", "edit_note", "move_note", "triage_note", "untriage_note"):
        return Note.objects.get().public_id
    if name == "account":
        return Account.objects.first().public_id
    if name in ("deal", "lose", "use_argument"):
        return Opportunity.objects.get().public_id
    if "launch" in name:
        return Launch.objects.get().public_id
    if "visit" in name:
        return Visit.objects.latest("id").public_id
    if "clock" in name:
        return Clock.objects.first().public_id
    if "lead" in name:
        return Lead.objects.get().public_id
    if "proposal" in name:
        return AdjustmentProposal.objects.get().public_id
    if "request" in name or name == "propose_adjustment":
        return MarketingRequest.objects.get().public_id
    if name == "decision":
        return ArbitrationWindow.objects.get().public_id
    if "deliverable" in name:
        return Deliverable.objects.first().public_id
    if "import" in name or name == "set_aside":
        return ImportRun.objects.get().public_id
    if "idea" in name:
        return RefinedIdea.objects.get().public_id
    if name in ("withdraw_round_item", "move_round_item"):
        return BrainstormItem.objects.first().public_id
    if name in ("name_round_group", "round_dot"):
        return BrainstormGroup.objects.first().public_id
    if "round" in name:
        return Brainstorm.objects.get().public_id
    if "plan" in name:
        return ActionPlan.objects.get().public_id
    if name == "do_step":
        return PlanStep.objects.get().public_id
    if "theme" in name:
        return Note.objects.get().membership.theme.public_id
    if name in ("comment_use", "take_back_use"):
        return ArgumentUse.objects.latest("id").public_id
    if name in STRATEGY_MESSAGE_PAGES:
        return StrategyMessage.objects.get().public_id
    if name == "set_aside_contrary":
        return ContraryQuote.objects.get().public_id
    if name in ("credit", "name_me", "contest_credit"):
        return Argument.objects.earliest("id").public_id
    if name == "ask_model":
        return Note.objects.get().membership.theme.public_id
    if name in ("co_writing", "withdraw_words"):
        return CoAuthor.objects.get().public_id
    if name == "decide_words":
        return Argument.objects.earliest("id").public_id
    if name == "credit_contest":
        return CreditContest.objects.get().public_id
    if "contest" in name:
        return Contest.objects.get().public_id
    if "argument" in name:
        return Argument.objects.earliest("id").public_id
    return Person.objects.first().public_id


def path_of(route) -> str:
    path = "/" + route.path.replace("<str:public_id>", object_for(route.name) if "public_id" in route.path else "")
    if "<str:argument_id>" in path:
        path = path.replace("<str:argument_id>", Argument.objects.earliest("id").public_id)
    path = path.replace("<str:kind>", "argument" if path.startswith("/credit") else "note")
    path = path.replace("<str:status>", "ready")
    return path.replace("<str:verdict>", "used").replace("<str:extension>", "csv")


@contextmanager
def taken_back() -> Iterator[None]:
    """Undo what is done inside: one company serves every address, and each finds it as it was made."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_what_is_public_was_meant_to_be() -> None:
    pages = {route.name for route in manifest.routes() if route.public and route.view is not None}
    # The doors of the demonstration are declared where it runs.
    assert pages | {"demo_sign_in"} == {"home", "set_up", "language", "demo_sign_in", "stop_mail", "calendar_feed"}


@pytest.mark.parametrize("role", list(Role))
def test_addresses_open_to_the_declared_roles_and_to_nobody_else(role: Role, company, visit) -> None:
    wrong = []
    for route in manifest.routes():
        if route.public:
            continue
        with taken_back():
            path, client = path_of(route), visit(company[role])
            for method in ("GET", "POST"):
                answer = getattr(client, method.lower())(path, headers={"Idempotency-Key": method})
                # Past the gate, 404 can still come from the guard of an object that this role may not see.
                allowed = role in route.rights.get(method, frozenset())
                if answer.status_code not in ((200, 204, 302, 404, 409, 422) if allowed else (404,)):
                    wrong.append(f"{method} {path} ({route.name}): {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_sends_whoever_is_not_signed_in_to_sign_in(company, visit) -> None:
    answers = {route.name: visit().get(path_of(route)) for route in manifest.routes() if not route.public}
    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code != 302} == {}
    places = {name: answer["Location"] for name, answer in answers.items()}
    assert {name: place for name, place in places.items() if not place.startswith("/account/login/?next=/")} == {}


@pytest.mark.parametrize("role", list(Role))
def test_absent_and_forbidden_answer_alike(role: Role, company, visit) -> None:
    client = visit(company[role])
    hidden = a_deal(a_person()).public_id
    pages = [client.get(f"/deals/{public_id}") for public_id in (hidden, "00000000000000")]
    assert {page.status_code for page in pages} == {404}
    bodies = {DRAWN_ANEW.sub("", page.content.decode()) for page in pages}
    assert len(bodies) == 1


def test_an_address_that_nobody_declared_answers_nobody(company, visit) -> None:
    for person in company.values():
        assert visit(person).get("/account/signup/").status_code == 404


def test_a_write_without_its_key_is_refused(company, visit) -> None:
    answer = visit(company[Role.SELLER]).post("/capture", {"text": "heard", "kind": "need"})
    assert answer.status_code == 400
    assert Note.objects.count() == 1


def test_the_same_key_gives_the_same_answer_and_writes_once(company, visit) -> None:
    client = visit(company[Role.SELLER])
    answers = [client.post("/capture", {"text": "heard twice", "kind": "need", "_nonce": "k1"}) for _ in range(3)]
    assert {answer["Location"] for answer in answers} == {answers[0]["Location"]}
    assert Note.objects.filter(text="heard twice").count() == 1


def test_a_refused_form_may_be_sent_again_with_its_key(company, visit) -> None:
    client = visit(company[Role.SELLER])
    refused = client.post("/capture", {"text": "  ", "kind": "need", "_nonce": "k2"})
    assert refused.status_code == 422
    assert client.post("/capture", {"text": "now said", "kind": "need", "_nonce": "k2"}).status_code == 302


def test_forms_are_protected_against_forgery(company, visit) -> None:
    client = visit(company[Role.SELLER], enforce_csrf_checks=True)
    assert client.post("/capture", {"text": "x", "kind": "need", "_nonce": "k"}).status_code == 403


def test_a_change_of_role_ends_the_session_at_the_next_request(company, visit, now) -> None:
    from liant.actions.people import change_person

    seller = company[Role.SELLER]
    client = visit(seller)
    assert client.get("/today").status_code == 200
    change_person(
        actor=company[Role.ADMIN], person=seller, role=Role.SELLER, team=seller.team, is_active=False, now=now
    )
    assert client.get("/today").status_code == 302


def test_headers_promise_what_security_says(company, visit) -> None:
    answer = visit(company[Role.SELLER]).get("/today")
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    for directive in ("default-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"):
        assert directive in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_language_never_leads_elsewhere(back: str, visit, company) -> None:
    answer = visit(company[Role.SELLER]).post("/language", {"language": "fr", "back": back, "_nonce": "n"})
    assert answer["Location"] == "/"


def test_five_wrong_passwords_lock_the_door(company, visit) -> None:
    seller = company[Role.SELLER]
    seller.set_password("correct horse battery")
    seller.save()
    client = visit()
    form = {"login": seller.email, "password": "wrong"}
    codes = [client.post("/account/login/", form).status_code for _ in range(6)]
    assert codes[0] == 200
    assert codes[-1] in (403, 429)
    assert client.post("/account/login/", {**form, "password": "correct horse battery"}).status_code in (403, 429)


def test_signing_in_leads_to_the_page_asked_for(company, visit) -> None:
    seller = company[Role.SELLER]
    seller.set_password("correct horse battery")
    seller.save()
    form = {"login": seller.email, "password": "correct horse battery"}
    assert visit().post("/account/login/?next=/deals", form)["Location"] == "/deals"
    assert visit().post("/account/login/?next=https://evil.example/", form)["Location"] == "/today"


def test_a_manager_opens_the_accounts_where_the_team_sells_and_no_other(company, visit) -> None:
    manager = company[Role.SALES_MANAGER]
    elsewhere = an_account(a_person())
    page = f"/accounts/{elsewhere.public_id}"
    assert visit(manager).get(page).status_code == 404
    a_deal(company[Role.SELLER], elsewhere)
    assert visit(manager).get(page).status_code == 200
    assert visit(a_person(Role.SALES_MANAGER)).get(page).status_code == 404
