"""Ideas, plans, launches, messages, meetings and requests are found as their pages may be read, once written."""

from __future__ import annotations

from datetime import date, time

import pytest

from liant.actions import (
    arbitrate,
    arbitrate_work,
    argue_messages,
    launch_pitch,
    meet,
    meet_agenda,
    meet_outcomes,
    refine,
    refine_plans,
    search,
)
from liant.actions.audience import EVERYBODY
from liant.loop.meet.agenda import Purpose
from liant.loop.meet.recurrence import DayOff, Rhythm
from liant.loop.refine.ideas import Wording
from liant.loop.values.roles import Role
from liant.queries.search import SOURCES, search_for
from liant.store.models import AgendaItem, Launch, MeetingOutcome, OutcomeKind
from tests.builders import (
    NOW,
    a_deal,
    a_launch,
    a_meeting,
    a_note,
    a_person,
    a_plan,
    a_request,
    a_step,
    a_theme,
    a_type,
    accepted,
    an_account,
    an_argument,
    an_idea,
    one_of_each,
)

pytestmark = pytest.mark.django_db

WORK = ("idea", "plan", "launch", "message", "meeting")


@pytest.fixture
def people():
    return one_of_each()


def kinds(reader, text: str) -> set[str]:
    return {group.kind for group in search_for(reader, text)}


def titles(reader, text: str) -> list[str]:
    return ["".join(part.text for part in hit.title) for group in search_for(reader, text) for hit in group.hits]


def a_message(marketer, **texts: tuple[str, str]):
    written = tuple(argue_messages.MessageText(language=at, title=t, body=b) for at, (t, b) in texts.items())
    return argue_messages.draft_message(actor=marketer, draft=argue_messages.MessageDraft(texts=written), now=NOW)


def publish(marketer, message) -> None:
    argue_messages.publish_message(
        actor=marketer, message=message, audience=EVERYBODY, acknowledge_half_days=None, now=NOW
    )


def test_each_kind_is_found_by_the_roles_that_may_open_it(people) -> None:
    """The words of each object are found by those whose page answers, and by nobody else."""
    marketer, seller, manager = people[Role.MARKETER], people[Role.SELLER], people[Role.SALES_MANAGER]
    stranger = a_person()
    an_idea(marketer, [a_note(seller, is_shared=False)], title="Valmont", text="Lend two.")
    a_plan(marketer)
    a_launch(marketer, [seller], name="Valmont card")
    a_message(marketer, en=("Valmont first", "Where we go."))
    a_meeting(manager, marketer, title="Valmont weekly")
    expected = {
        seller: {"idea", "launch"},
        manager: {"idea", "launch", "meeting"},
        marketer: {"idea", "launch", "message", "meeting"},
        people[Role.MARKETING_DIRECTOR]: {"idea", "launch", "message", "meeting"},
        people[Role.ADMIN]: set(),
        stranger: set(),
    }
    assert {person: kinds(person, "valmont") for person in expected} == expected
    # A plan is read by whoever works.
    assert {person for person in expected if "plan" in kinds(person, "sensors")} == {*expected} - {people[Role.ADMIN]}


def test_a_seller_who_is_only_told_of_a_launch_finds_what_its_page_says(people) -> None:
    marketer, seller = people[Role.MARKETER], people[Role.SELLER]
    pilot = a_person()
    launch = a_launch(marketer, [pilot], name="Card", goal="Thirty clients", pains="Receipts everywhere")
    launch_pitch.write_line(actor=marketer, launch=launch, text="It pays the parking.", now=NOW)
    proposed = launch_pitch.write_line(actor=pilot, launch=launch, text="It frightens the accountant.", now=NOW)
    assert kinds(pilot, "parking") == {"launch"}
    assert kinds(seller, "parking") == set()
    launch_pitch.accept_line(actor=marketer, line=proposed, now=NOW)
    assert kinds(marketer, "accountant") == {"launch"}
    launch_pitch.decline_line(actor=marketer, line=proposed, reason="Not signed.", now=NOW)
    Launch.objects.filter(pk=launch.pk).update(status="launched")
    assert kinds(seller, "parking") == kinds(seller, "receipts") == {"launch"}
    assert kinds(seller, "thirty") == kinds(marketer, "accountant") == set()


def test_an_idea_and_a_message_are_found_once_in_either_language_by_their_latest_words(people) -> None:
    marketer, seller = people[Role.MARKETER], people[Role.SELLER]
    words = {"fr": Wording(title="Prêt de capteurs", text="Deux."), "en": Wording(title="Prêt of sensors", text="Two.")}
    idea = refine.refine_notes(actor=marketer, notes=[a_note(seller)], theme=None, wordings=words, now=NOW)
    message = a_message(marketer, fr=("Cap sur le prêt", "Un an."), en=("Course to the prêt", "One year."))
    assert [group.n for group in search_for(marketer, "prêt")] == [1, 1]
    assert titles(marketer, "sensors") == ["Prêt of sensors"]
    again = {"en": Wording(title="Lend probes", text="Two.")}
    refine.rewrite_idea(actor=marketer, idea=idea, wordings=again, version=idea.version, now=NOW)
    assert titles(marketer, "sensors") == []
    assert titles(marketer, "probes") == ["Lend probes"]
    draft = argue_messages.MessageDraft(
        texts=(argue_messages.MessageText(language="fr", title="Au large", body="Là."),)
    )
    argue_messages.edit_message(actor=marketer, message=message, draft=draft, version=message.version, now=NOW)
    assert titles(marketer, "course") == []
    assert titles(marketer, "large") == ["Au large"]
    assert kinds(seller, "large") == set()
    publish(marketer, message)
    assert titles(seller, "large") == ["Au large"]


def test_a_plan_is_found_by_what_came_of_it(people) -> None:
    marketer = people[Role.MARKETER]
    plan = a_plan(marketer)
    refine_plans.drop_plan(
        actor=marketer, plan=plan, reason="The depot burnt", next_step="Rent some", version=plan.version, now=NOW
    )
    assert kinds(marketer, "burnt") == {"plan"}


def test_a_plan_is_found_by_its_steps_as_they_stand(people) -> None:
    marketer = people[Role.MARKETER]
    plan = a_plan(marketer, {"what": "Ask the depot"}, {"what": "Sign the loan"})
    assert kinds(people[Role.SELLER], "depot") == kinds(marketer, "loan") == {"plan"}
    text = refine_plans.PlanText(title=plan.title, purpose="", steps=(a_step(what="Rent two probes"),))
    refine_plans.change_plan(actor=marketer, plan=plan, text=text, version=plan.version, now=NOW)
    assert kinds(marketer, "depot") == set()
    assert kinds(marketer, "probes") == {"plan"}


def test_a_request_is_found_by_those_who_may_open_it(people) -> None:
    seller, manager, marketer = people[Role.SELLER], people[Role.SALES_MANAGER], people[Role.MARKETER]
    request = a_request(seller, "A film", details="In three shifts")
    stranger = a_person()
    expected = {
        seller: {"request"},
        manager: {"request"},
        marketer: {"request"},
        people[Role.MARKETING_DIRECTOR]: {"request"},
        stranger: set(),
        a_person(Role.SALES_MANAGER): set(),
        people[Role.ADMIN]: set(),
    }
    for words in ("film", "shifts"):
        assert {person: kinds(person, words) for person in expected} == expected
    arbitrate.join_request(
        actor=stranger, request=request, serves=arbitrate.Serves(), need=arbitrate.Need.USEFUL, now=NOW
    )
    assert kinds(stranger, "shifts") == {"request"}


def test_a_request_is_found_by_how_it_ended(people) -> None:
    seller, marketer = people[Role.SELLER], people[Role.MARKETER]
    made, left = accepted(a_request(seller, "A film")), a_request(seller, "A stand")
    arbitrate_work.deliver_request(actor=marketer, request=made, where="Shared cupboard", actual_half_days=2, now=NOW)
    arbitrate.withdraw_request(actor=seller, request=left, reason="They chose Fixio", now=NOW)
    assert titles(seller, "cupboard") == ["A film"]
    assert titles(seller, "fixio") == ["A stand"]
    arbitrate.ask_again(actor=seller, request=left, now=NOW)
    assert titles(seller, "fixio") == []


def test_a_type_of_work_is_found_in_either_language_while_it_is_offered(people) -> None:
    seller, marketer = people[Role.SELLER], people[Role.MARKETER]
    text = arbitrate_work.DeliverableText(
        name_fr="Témoignage", name_en="Testimony", half_days=2, lead_weeks=1, skills=()
    )
    made = arbitrate_work.write_deliverable(actor=marketer, deliverable=None, text=text, version=0, now=NOW)
    hit = search_for(seller, "temoignage")[0].hits[0]
    assert ("".join(part.text for part in hit.title), hit.url) == (
        "Testimony",
        f"/requests/new?deliverable={made.public_id}",
    )
    assert kinds(people[Role.ADMIN], "testimony") == set()
    arbitrate_work.retire_deliverable(actor=marketer, deliverable=made, is_retired=True, now=NOW)
    assert kinds(seller, "testimony") == set()


def test_minutes_are_found_as_they_are_written_and_forgotten_when_changed(people) -> None:
    manager, marketer = people[Role.SALES_MANAGER], people[Role.MARKETER]
    meeting = a_meeting(manager, marketer)
    assert kinds(manager, "stand") == kinds(manager, "fair") == {"meeting"}
    outcome = MeetingOutcome.objects.get()
    meet_outcomes.edit_outcome(actor=manager, outcome=outcome, text="Book the hall", version=1, now=NOW)
    assert kinds(manager, "stand") == set()
    assert kinds(manager, "hall") == {"meeting"}
    meet_agenda.remove_item(actor=manager, item=AgendaItem.objects.get(), now=NOW)
    assert kinds(manager, "fair") == set()
    plan = meet.Plan(
        title="Friday talk",
        rhythm=Rhythm.WEEKLY,
        day_off=DayOff.MOVE,
        first_on=date(2026, 3, 20),
        starts_at=time(9),
        minutes=45,
    )
    series = meeting.series
    meet.change_meeting(actor=manager, series=series, plan=plan, people=[marketer], version=1, now=NOW)
    assert titles(marketer, "weekly") == []
    assert "Friday talk" in titles(marketer, "friday hall")


def test_a_page_where_every_kind_is_found_keeps_to_its_queries(people, django_assert_max_num_queries, client) -> None:
    marketer, seller, manager = people[Role.MARKETER], people[Role.SELLER], people[Role.SALES_MANAGER]
    for i in range(2):
        account = an_account(manager, name=f"Valmont {i}")
        a_deal(manager, account, name=f"Valmont deal {i}")
        note = a_note(manager, "Valmont waits", account=account)
        an_argument(marketer, [note], theme=a_theme([note], label_en=f"Valmont {i}"), title="Valmont")
        an_idea(marketer, [note], title=f"Valmont {i}", text="Lend.")
        refine_plans.draft_plan(
            actor=marketer,
            text=refine_plans.PlanText(title="Valmont", purpose="", steps=(a_step(),)),
            serves=refine_plans.Serves(),
            now=NOW,
        )
        a_launch(marketer, [seller], name=f"Valmont {i}")
        publish(marketer, a_message(marketer, en=(f"Valmont {i}", "Go.")))
        a_meeting(manager, marketer, title=f"Valmont {i}")
        a_request(seller, f"Valmont {i}", deliverable=a_type(name_fr=f"Valmont {i}", name_en=f"Valmont {i}"))
    search.rebuild_index()
    assert kinds(manager, "valmont") == set(SOURCES)
    client.force_login(manager)
    with django_assert_max_num_queries(20):
        assert client.get("/search?q=valmont").status_code == 200


#: What both engines answer: this file runs on SQLite, and again on PostgreSQL.
SAME = {"capteur": "i1 i2", "prêt": "i2 i1 w1", "pret de capt": "i1 i2", "salon": "w1 w2", "le salon de mai": "w1 w2"}


def test_both_engines_order_the_work_alike(people) -> None:
    manager, marketer = people[Role.SALES_MANAGER], people[Role.MARKETER]
    note = a_note(manager)
    names = {
        f"/ideas/{an_idea(marketer, [note], title=title, text=text).public_id}": f"i{i}"
        for i, (title, text) in enumerate((("Prêt de capteurs", "Deux."), ("Le prêt", "Des capteurs.")), 1)
    }
    first = a_meeting(manager, marketer, title="Salon")
    second = a_meeting(manager, marketer, title="Point", first_on=date(2026, 3, 18))
    for meeting, text in ((first, "Un prêt en mai"), (second, "Le salon attend")):
        meet_outcomes.write_outcome(
            actor=manager,
            meeting=meeting,
            item=None,
            kind=OutcomeKind.DECISION,
            text=text,
            owner=None,
            due_on=None,
            now=NOW,
        )
    meet_agenda.add_item(
        actor=manager, meeting=first, title="Mai", purpose=Purpose.DECIDE, minutes=5, owner=None, now=NOW
    )
    names |= {f"/meetings/{first.public_id}": "w1", f"/meetings/{second.public_id}": "w2"}
    answers = {
        query: " ".join(names[hit.url] for group in search_for(manager, query, kinds=WORK) for hit in group.hits)
        for query in SAME
    }
    assert answers == SAME
