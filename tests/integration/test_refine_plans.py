"""Action plans: made, followed, done or dropped, and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from liant.actions import refine_plans as act
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries import refine_plans as query
from liant.queries.brief import brief_for
from liant.queries.credit import credit_of
from liant.store.models import ActionPlan, Notice, PlanStep, RefinedIdea
from tests.builders import NOW, TODAY, a_deal, a_note, a_person, a_plan, a_step, a_theme, an_idea, one_of_each

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=2)


@pytest.fixture
def people():
    return one_of_each()


@pytest.fixture
def marketer(people):
    return people[Role.MARKETER]


@pytest.fixture
def seller(people):
    return people[Role.SELLER]


@pytest.fixture
def idea(marketer, seller):
    return an_idea(marketer, [a_note(seller, kind="idea")])


def told(person) -> set[str]:
    return set(Notice.objects.filter(person=person, closed_at=None).values_list("code", flat=True))


def text(*steps, title: str = "Lend sensors") -> act.PlanText:
    return act.PlanText(title=title, purpose="", steps=steps or (a_step(),))


def version() -> int:
    return ActionPlan.objects.get().version


def test_a_plan_makes_its_idea_planned_and_tells_whoever_spoke(marketer, seller, idea) -> None:
    plan = a_plan(marketer, {"cost_half_days": 3}, {"who": a_person(Role.MARKETER)}, idea=idea)
    assert RefinedIdea.objects.get().status == "planned"
    assert "planned" in told(seller)
    view = query.plan_view(seller, plan, today=TODAY)
    assert (view.line.progress.cost_half_days, view.line.progress.n_steps) == (5, 2)
    assert query.plan_serves(seller, plan).idea_title == "Lend sensors"
    assert not view.may_change


def test_credit_goes_from_the_idea_to_its_plan(marketer, seller, idea, people) -> None:
    plan = a_plan(people[Role.MARKETING_DIRECTOR], idea=idea)
    parts = credit_of(marketer, "plan", plan.public_id).parts
    assert {(part.side, part.acts) for part in parts} == {
        ("sales", ("originate",)),
        ("marketing", ("refine",)),
        ("marketing", ("co_write",)),
    }
    assert next(part for part in parts if part.is_first).side == "sales"


def test_whoever_spoke_first_may_be_given_a_step_without_being_named(marketer, seller, idea) -> None:
    a_plan(marketer, {"who": act.Doer.FIRST}, idea=idea)
    assert PlanStep.objects.get().who == seller
    assert "plan_step" in told(seller)
    assert "planned" not in told(seller)


@pytest.mark.parametrize(("role", "may"), [(Role.SELLER, False), (Role.ADMIN, False), (Role.SALES_MANAGER, True)])
def test_marketing_and_managers_make_plans(role, may: bool, people) -> None:
    if may:
        assert a_plan(people[role]).owner == people[role]
    else:
        with pytest.raises(Forbidden):
            a_plan(people[role])


def test_a_step_is_done_by_whoever_has_it(marketer, seller, idea) -> None:
    plan = a_plan(marketer, {"who": seller}, {}, idea=idea)
    first, second = PlanStep.objects.order_by("position")
    act.do_step(actor=seller, step=first, is_done=True, now=LATER)
    act.do_step(actor=seller, step=first, is_done=True, now=LATER + timedelta(days=1))
    first.refresh_from_db()
    assert first.done_at == LATER
    assert ActionPlan.objects.get().status == "under_way"
    for person in (seller, a_person(Role.SALES_MANAGER)):
        with pytest.raises(Forbidden):
            act.do_step(actor=person, step=second, is_done=True, now=LATER)
    act.do_step(actor=marketer, step=first, is_done=False, now=LATER)
    assert ActionPlan.objects.get().status == "planned"
    assert query.plan_view(seller, plan, today=TODAY).steps[0].may_do


def test_changing_a_plan_keeps_what_is_done_and_refuses_a_stale_version(marketer, seller) -> None:
    plan = a_plan(marketer, {"what": "Ask", "who": seller}, {"what": "Send"})
    first, second = PlanStep.objects.order_by("position")
    act.do_step(actor=marketer, step=first, is_done=True, now=NOW)
    steps = (a_step(what="Pack"), a_step(what="Ask again", public_id=first.public_id, who=act.Doer.SAME))
    act.change_plan(actor=marketer, plan=plan, text=text(*steps), version=version(), now=LATER)
    shown = query.plan_view(marketer, plan, today=TODAY).steps
    assert [(step.what, step.is_done) for step in shown] == [("Pack", False), ("Ask again", True)]
    assert not PlanStep.objects.filter(pk=second.pk).exists()
    assert PlanStep.objects.get(pk=first.pk).who == seller
    with pytest.raises(Conflict) as refusal:
        act.change_plan(actor=marketer, plan=plan, text=text(*steps), version=1, now=LATER)
    assert refusal.value.code == "refine.plan_changed"


def test_a_step_of_another_plan_is_not_taken_from_it(marketer) -> None:
    plan, other = a_plan(marketer), a_plan(marketer)
    stolen = other.steps.get()
    act.change_plan(
        actor=marketer, plan=plan, text=text(a_step(public_id=stolen.public_id)), version=plan.version, now=LATER
    )
    assert other.steps.get() == stolen
    assert plan.steps.count() == 1


def test_only_its_owner_and_marketing_change_a_plan(people, marketer, seller) -> None:
    plan = a_plan(people[Role.SALES_MANAGER])
    for outsider in (seller, a_person(Role.SALES_MANAGER)):
        for refused in (
            lambda who=outsider: act.change_plan(actor=who, plan=plan, text=text(), version=1, now=NOW),
            lambda who=outsider: act.finish_plan(actor=who, plan=plan, outcome="x", version=1, now=NOW),
            lambda who=outsider: act.drop_plan(actor=who, plan=plan, reason="a", next_step="b", version=1, now=NOW),
        ):
            with pytest.raises(Forbidden):
                refused()
    act.change_plan(actor=marketer, plan=plan, text=text(title="Now"), version=1, now=NOW)
    assert ActionPlan.objects.get().title == "Now"


def test_done_is_told_to_everybody_who_contributed_with_what_came_of_it(marketer, seller, idea) -> None:
    doer = a_person(Role.MARKETER)
    plan = a_plan(marketer, {"who": doer}, idea=idea)
    with pytest.raises(Invalid):
        act.finish_plan(actor=marketer, plan=plan, outcome="  ", version=version(), now=LATER)
    act.finish_plan(actor=marketer, plan=plan, outcome="Two deals saved", version=version(), now=LATER)
    assert RefinedIdea.objects.get().status == "done"
    assert told(doer) == {"plan_done"}
    assert "plan_done" in told(seller)
    assert "planned" not in told(seller)
    for refused in (
        lambda: act.change_plan(actor=marketer, plan=plan, text=text(), version=version(), now=LATER),
        lambda: act.do_step(actor=marketer, step=PlanStep.objects.get(), is_done=True, now=LATER),
    ):
        with pytest.raises(Conflict):
            refused()


def test_dropped_says_why_and_its_idea_waits_again(marketer, seller, idea) -> None:
    plan = a_plan(marketer, idea=idea)
    with pytest.raises(Invalid):
        act.drop_plan(actor=marketer, plan=plan, reason="", next_step="b", version=version(), now=LATER)
    act.drop_plan(actor=marketer, plan=plan, reason="No stock", next_step="In May", version=version(), now=LATER)
    assert RefinedIdea.objects.get().status == "refined"
    assert Notice.objects.get(person=seller, code="plan_dropped").data == {"reason": "No stock", "next": "In May"}


def test_the_database_refuses_a_plan_dropped_without_a_reason(marketer) -> None:
    a_plan(marketer)
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionPlan.objects.update(status="dropped")


def test_late_steps_show_in_the_day_of_whoever_has_them(marketer, seller) -> None:
    yesterday = TODAY - timedelta(days=1)
    plan = a_plan(marketer, {"who": seller, "due_on": yesterday}, {"what": "Nobody's", "due_on": yesterday})
    lines = {
        person: [line.params["step"] for line in brief_for(person, today=TODAY, now=NOW) if line.kind == "late_step"]
        for person in (seller, marketer)
    }
    assert lines == {seller: ["Ask the depot"], marketer: ["Nobody's"]}
    assert [p.public_id for p in query.plans_for(seller, today=TODAY, mine=True, late=True)] == [plan.public_id]
    assert query.plans_for(seller, today=yesterday, late=True) == ()
    act.finish_plan(actor=marketer, plan=plan, outcome="Done", version=version(), now=NOW)
    assert query.late_steps_of(seller, TODAY) == ()


def test_lists_by_status_and_by_part(marketer, seller) -> None:
    live, done = a_plan(marketer), a_plan(marketer, {"who": seller})
    act.finish_plan(actor=marketer, plan=done, outcome="Done", version=done.version, now=NOW)

    def listed(reader, **filters) -> list[str]:
        return [plan.public_id for plan in query.plans_for(reader, today=TODAY, **filters)]

    assert listed(marketer) == [live.public_id]
    assert listed(marketer, status="done") == [done.public_id]
    assert listed(marketer, status="") == [done.public_id, live.public_id]
    assert listed(seller, status="", mine=True) == [done.public_id]


def test_what_a_plan_serves_follows_its_own_rights(people, marketer, seller) -> None:
    manager, stranger = people[Role.SALES_MANAGER], a_person()
    note, deal = a_note(seller), a_deal(seller)
    plan = a_plan(manager, notes=(note,), opportunity=deal, theme=a_theme([note]))
    seen = {person: query.plan_serves(person, plan) for person in (manager, marketer, stranger)}
    assert {person: (view.deal_name, len(view.notes), view.n_hidden) for person, view in seen.items()} == {
        manager: (deal.name, 1, 0),
        marketer: ("", 1, 0),
        stranger: ("", 0, 1),
    }
    found = query.plans_for(stranger, today=TODAY, theme=plan.theme)
    assert [line.theme_label for line in found] == ["Slow start"]
