"""Meetings held: proposed, filled, written down, closed, found again."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from liant.actions import argue, meet, meet_agenda, meet_outcomes
from liant.actions.threads import write_message
from liant.loop.meet.agenda import Purpose, Reason
from liant.loop.meet.recurrence import DayOff, Rhythm
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries.meet import meeting_view, people_of, proposal_view, with_series
from liant.queries.notices import view_notices
from liant.store.models import Clock, Contest, LaunchStep, Meeting, MeetingSeries, Notice, OutcomeKind, Verdict
from tests.builders import NOW, TODAY, a_deal, a_launch, a_note, a_person, a_theme, an_argument

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 3, 17)


@pytest.fixture
def team():
    """Marketing and sales around a table: a director, a marketer, a manager; a seller of the team who does not come."""
    manager = a_person(Role.SALES_MANAGER, name="Mona Chef")
    marketer = a_person(Role.MARKETER, name="Iris Plume")
    return {
        "manager": manager,
        "marketer": marketer,
        "seller": a_person(team=manager.team, name="Nadia Roche"),
        "director": a_person(Role.MARKETING_DIRECTOR, marketer.team, name="Odile Cap"),
        "stranger": a_person(Role.SALES_MANAGER, name="Sacha Loin"),
    }


def plan(**values) -> meet.Plan:
    values = {
        "title": "Point terrain et marketing",
        "rhythm": Rhythm.WEEKLY,
        "day_off": DayOff.MOVE,
        "first_on": TUESDAY,
        "starts_at": time(9, 0),
        "minutes": 45,
        **values,
    }
    return meet.Plan(**values)


def set_up(team, *others: str, host: str = "marketer", **values) -> Meeting:
    people = [team[who] for who in others or ("manager",)]
    return meet.set_up_meeting(actor=team[host], plan=plan(**values), people=people, now=NOW)


def loaded(meeting: Meeting) -> Meeting:
    return with_series(Meeting.objects.all()).get(pk=meeting.pk)


def write(actor, meeting, text: str = "On refait la fiche", kind: OutcomeKind = OutcomeKind.DECISION, **values):
    values = {"item": None, "owner": None, "due_on": None, "now": NOW, **values}
    return meet_outcomes.write_outcome(actor=actor, meeting=loaded(meeting), kind=kind, text=text, **values)


def promise(actor, meeting, owner, text: str = "Appeler le client", due_on: date = TUESDAY):
    return write(actor, meeting, text, OutcomeKind.FOLLOW_UP, owner=owner, due_on=due_on)


def told(person, code: str) -> int:
    return Notice.objects.filter(person=person, code=code, closed_at=None).count()


def test_a_meeting_is_set_up_with_its_first_time_and_those_who_come_are_told(team) -> None:
    meeting = set_up(team)
    assert meeting.held_on == TUESDAY
    assert meeting.starts_at.isoformat() == "2026-03-17T09:00:00+01:00"
    assert told(team["manager"], "meeting_set") == 1
    assert told(team["marketer"], "meeting_set") == 0


@pytest.mark.parametrize(
    ("values", "others"),
    [
        ({"title": " "}, ("manager",)),
        ({"minutes": 5}, ("manager",)),
        ({"minutes": 481}, ("manager",)),
        ({"first_on": TODAY - timedelta(days=1)}, ("manager",)),
        ({"first_on": TODAY + timedelta(days=2)}, ("manager",)),  # a Saturday
        ({}, ("marketer",)),
    ],
)
def test_a_meeting_that_nobody_could_hold_is_refused(team, values, others) -> None:
    with pytest.raises(Invalid):
        set_up(team, *others, **values)
    assert not Meeting.objects.exists()


def test_it_is_read_by_those_who_come_and_those_who_answer_for_them(team) -> None:
    meeting = set_up(team, "seller")
    readers = {who for who, person in team.items() if Meeting.objects.visible_to(person).exists()}
    assert readers == {"marketer", "seller", "manager", "director"}
    writers = {who for who, person in team.items() if Meeting.objects.held_by(person).exists()}
    assert writers == {"marketer", "seller"}
    with pytest.raises(Forbidden):
        write(team["director"], meeting)
    assert not Meeting.objects.visible_to(a_person(Role.ADMIN)).exists()


@pytest.fixture
def heard(team):
    """What the data could bring to the table."""
    seller, marketer = team["seller"], team["marketer"]
    note = a_note(seller)
    theme = a_theme([note], trend={"low": 1.4, "ratio": 2.0, "high": 3.0, "n": 12})
    contested = an_argument(marketer, [note], theme)
    argue.use_argument(actor=seller, argument=contested, opportunity=a_deal(seller), verdict=Verdict.WRONG, now=NOW)
    due = an_argument(marketer, [note], theme, review_on=TODAY - timedelta(days=3))
    write_message(
        actor=team["director"],
        kind="note",
        public_id=note.public_id,
        text="@Iris Plume, quel site ?",
        now=NOW - timedelta(days=4),
    )
    return {"theme": theme, "contested": contested, "due": due, "note": note}


def proposed(reader, meeting: Meeting):
    row = loaded(meeting)
    return proposal_view(reader, row, meeting_view(reader, row, today=TODAY), now=NOW)


def test_the_agenda_is_proposed_from_data_with_reason_owner_and_time(team, heard) -> None:
    found = proposed(team["marketer"], set_up(team))
    assert [(item.reason, item.ref.split(":")[1], item.owner, item.minutes) for item in found.items] == [
        ("contested", heard["contested"].public_id, "You", 10),
        ("review_due", heard["due"].public_id, "You", 5),
        ("unanswered", heard["note"].public_id, "You", 5),
        ("rising", heard["theme"].public_id, "", 10),
    ]
    assert found.items[-1].title == "Slow start"
    assert found.minutes_left == 15


def test_late_steps_and_late_answers_come_first(team, heard) -> None:
    launch = a_launch(team["marketer"], [team["seller"]])
    LaunchStep.objects.filter(launch=launch).delete()
    for title in ("Fiche", "Film"):
        LaunchStep.objects.create(launch=launch, title=title, due_on=TODAY - timedelta(days=2))
    Clock.objects.update(due_at=NOW - timedelta(days=5))
    found = proposed(team["marketer"], set_up(team)).items
    assert [(item.reason, item.ref.split(":")[0], item.n) for item in found[:2]] == [
        ("late_answer", "argument", 4),
        ("late_step", "launch", 2),
    ]
    assert "contested" not in {item.reason for item in found}, "its late answer is the more pressing reason"


def test_a_contest_that_was_answered_is_not_proposed(team, heard) -> None:
    contest = Contest.objects.get(argument=heard["contested"])
    contest.outcome, contest.answered_by, contest.answered_at = "confirmed", team["marketer"], NOW
    contest.save()
    assert "contested" not in {item.reason for item in proposed(team["marketer"], set_up(team)).items}


def test_nothing_is_proposed_that_one_of_them_may_not_read(team, heard) -> None:
    heard["note"].is_shared = False
    heard["note"].save(update_fields=["is_shared"])
    refs = {item.ref for item in proposed(team["marketer"], set_up(team)).items}
    assert f"note:{heard['note'].public_id}" not in refs
    assert f"argument:{heard['contested'].public_id}" in refs
    hidden = proposed(team["manager"], set_up(team, "seller", host="manager"))
    assert f"note:{heard['note'].public_id}" in {item.ref for item in hidden.items}


def test_what_is_taken_is_on_the_agenda_once_in_the_proposed_order(team, heard) -> None:
    meeting, marketer = set_up(team), team["marketer"]
    refs = [item.ref for item in proposed(marketer, meeting).items][:2]
    for _twice in range(2):
        meet_agenda.take_proposed(actor=marketer, meeting=loaded(meeting), refs=[*refs, "argument:nothing"], now=NOW)
    items = list(meeting.items.order_by("position"))
    assert [f"{item.kind}:{item.object_id}" for item in items] == refs
    assert [item.reason for item in items] == [Reason.CONTESTED, Reason.REVIEW_DUE]
    assert {item.owner for item in items} == {marketer}
    assert not {item.ref for item in proposed(marketer, meeting).items} & set(refs)


def add(team, meeting: Meeting, title: str = "Salon de mai", **values):
    values = {"actor": team["marketer"], "purpose": Purpose.INFORM, "minutes": 5, "owner": None, "now": NOW, **values}
    return meet_agenda.add_item(meeting=loaded(meeting), title=title, **values)


def test_items_are_added_by_hand_moved_and_removed(team) -> None:
    meeting = set_up(team)
    items = [add(team, meeting, title) for title in ("un", "deux", "trois")]
    meet_agenda.move_item(actor=team["manager"], item=items[2], by=-1)
    meet_agenda.move_item(actor=team["manager"], item=items[0], by=-1)
    assert list(meeting.items.order_by("position").values_list("title", flat=True)) == ["un", "trois", "deux"]
    written = write(team["manager"], meeting, item=items[0])
    meet_agenda.remove_item(actor=team["manager"], item=items[0], now=NOW)
    written.refresh_from_db()
    assert written.item is None, "what was written down stays with the meeting"


@pytest.mark.parametrize("values", [{"title": " "}, {"minutes": 0}, {"minutes": 46}])
def test_an_item_without_a_name_or_a_time_is_refused(team, values) -> None:
    with pytest.raises(Invalid):
        add(team, set_up(team), **values)


def test_two_who_write_at_once_both_keep_what_they_wrote(team) -> None:
    meeting = set_up(team)
    seen_by_both = loaded(meeting)
    for who, text in (("marketer", "On refait la fiche"), ("manager", "On garde la fiche")):
        meet_outcomes.write_outcome(
            actor=team[who],
            meeting=seen_by_both,
            item=None,
            kind=OutcomeKind.DECISION,
            text=text,
            owner=None,
            due_on=None,
            now=NOW,
        )
    view = meeting_view(team["manager"], loaded(meeting), today=TODAY)
    assert [(outcome.text, outcome.who) for outcome in view.others] == [
        ("On refait la fiche", "Iris Plume"),
        ("On garde la fiche", "You"),
    ]


def test_one_s_own_words_are_changed_with_their_version(team) -> None:
    outcome = write(team["marketer"], set_up(team))
    outcome.meeting = loaded(outcome.meeting)
    edit = {"outcome": outcome, "version": 1, "now": NOW}
    meet_outcomes.edit_outcome(actor=team["marketer"], text="On la retire", **edit)
    with pytest.raises(Conflict):
        meet_outcomes.edit_outcome(actor=team["marketer"], text="On la garde", **edit)
    with pytest.raises(Forbidden):
        meet_outcomes.edit_outcome(actor=team["manager"], text="À moi", **edit)


def test_a_promise_needs_somebody_who_comes_and_a_day(team) -> None:
    meeting = set_up(team)
    for missing in ({"owner": team["manager"]}, {"due_on": TUESDAY}):
        with pytest.raises(Invalid):
            write(team["marketer"], meeting, kind=OutcomeKind.FOLLOW_UP, **missing)
    with pytest.raises(Forbidden):
        promise(team["marketer"], meeting, team["stranger"])


def test_whoever_promised_is_told_in_one_notice_until_all_is_done(team) -> None:
    meeting, manager = set_up(team), team["manager"]
    first, second = (promise(team["marketer"], meeting, manager, due_on=TUESDAY + timedelta(days=n)) for n in (7, 3))
    (notice,) = view_notices(Notice.objects.filter(code="follow_up", closed_at=None), manager)
    assert notice.params["n"] == 2
    assert notice.params["on"] == "2026-03-20"
    with pytest.raises(Forbidden):
        meet_outcomes.finish_follow_up(actor=team["director"], outcome=first, is_done=True, now=NOW)
    meet_outcomes.finish_follow_up(actor=manager, outcome=second, is_done=True, now=NOW)
    assert told(manager, "follow_up") == 1
    meet_outcomes.finish_follow_up(actor=team["marketer"], outcome=first, is_done=True, now=NOW)
    assert told(manager, "follow_up") == 0
    meet_outcomes.finish_follow_up(actor=manager, outcome=first, is_done=False, now=NOW)
    assert told(manager, "follow_up") == 1


def test_closing_sends_the_minutes_and_the_next_time_begins_with_what_is_open(team) -> None:
    meeting, manager = set_up(team), team["manager"]
    add(team, meeting)
    write(manager, meeting)
    promise(team["marketer"], meeting, manager, "Rappeler Vernay")
    following = meet.close_meeting(actor=manager, meeting=loaded(meeting), now=NOW)
    assert following.held_on == TUESDAY + timedelta(days=7)
    assert told(team["marketer"], "minutes") == 1
    assert told(manager, "minutes") == 0, "whoever closes has read them"
    assert told(manager, "meeting_set") == 0
    again = meet.close_meeting(actor=manager, meeting=loaded(meeting), now=NOW)
    assert again == following
    assert Meeting.objects.count() == 2
    view = meeting_view(manager, loaded(following), today=TODAY)
    assert [outcome.text for outcome in view.follow_ups] == ["Rappeler Vernay"]
    assert view.follow_up_minutes == view.planned_minutes == 1


def test_a_closed_meeting_is_not_written_in_until_it_is_opened_again(team) -> None:
    meeting = set_up(team)
    meet.close_meeting(actor=team["manager"], meeting=loaded(meeting), now=NOW)
    for act in (write, lambda who, what: add(team, what)):
        with pytest.raises(Conflict):
            act(team["manager"], meeting)
    meet.reopen_meeting(actor=team["manager"], meeting=loaded(meeting), now=NOW)
    assert told(team["marketer"], "minutes") == 0
    write(team["manager"], meeting)


def test_a_meeting_comes_again_even_when_nobody_closed_the_last_one(team) -> None:
    set_up(team)
    set_up(team, title="Une fois", rhythm=Rhythm.ONCE)
    later = NOW + timedelta(days=20)
    for _twice in range(2):
        meet.plan_next_meetings(later)
    assert sorted(Meeting.objects.filter(series__rhythm="weekly").values_list("held_on", flat=True)) == [
        TUESDAY,
        date(2026, 4, 7),
    ]
    assert Meeting.objects.filter(series__rhythm="once").count() == 1


def change(team, meeting: Meeting, *others: str, actor: str = "marketer", version: int = 1, **values) -> None:
    series = MeetingSeries.objects.get(pk=meeting.series_id)
    people = [team[who] for who in others]
    meet.change_meeting(actor=team[actor], series=series, plan=plan(**values), people=people, version=version, now=NOW)


def test_its_host_changes_how_it_is_held_from_the_next_time_on(team) -> None:
    meeting = set_up(team)
    change(team, meeting, "manager", "seller", first_on=TUESDAY + timedelta(days=1), minutes=30)
    (moved,) = with_series(Meeting.objects.all())
    assert (moved.held_on, moved.minutes) == (TUESDAY + timedelta(days=1), 30)
    assert set(people_of(moved.series)) == {team["marketer"], team["manager"], team["seller"]}
    assert told(team["seller"], "meeting_set") == 1
    with pytest.raises(Conflict):
        change(team, meeting, "manager")
    with pytest.raises(Forbidden):
        change(team, meeting, "marketer", actor="manager", version=2)


def test_a_time_that_is_prepared_keeps_its_day_when_the_meeting_changes(team) -> None:
    meeting = set_up(team)
    add(team, meeting)
    change(team, meeting, "manager", first_on=TUESDAY + timedelta(days=1))
    assert Meeting.objects.filter(pk=meeting.pk, held_on=TUESDAY).exists()


def test_a_meeting_held_no_more_keeps_its_minutes(team) -> None:
    meeting = set_up(team)
    meet.close_meeting(actor=team["manager"], meeting=loaded(meeting), now=NOW)
    with pytest.raises(Forbidden):
        meet.end_series(actor=team["manager"], series=meeting.series, now=NOW)
    meet.end_series(actor=team["marketer"], series=meeting.series, now=NOW)
    meet.plan_next_meetings(NOW + timedelta(days=60))
    assert Meeting.objects.count() == 2
    assert Meeting.objects.visible_to(team["manager"]).exclude(closed_at=None).exists()


def test_people_who_meet_know_each_other_s_names_and_others_read_a_role(team) -> None:
    meeting = loaded(set_up(team, "manager", "seller"))
    names = {
        who: {person.name for person in meeting_view(team[who], meeting, today=TODAY).people}
        for who in ("marketer", "director")
    }
    assert names["marketer"] == {"You", "Mona Chef", "Nadia Roche"}
    assert names["director"] == {"Iris Plume", "A sales manager", "A seller"}
