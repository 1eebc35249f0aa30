"""A launch from its brief to its pitch: who may do what when, and whose words stay whose."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from liant.actions import launch as act
from liant.actions import launch_board as board
from liant.actions import launch_pitch as pitch
from liant.actions import launch_steps as steps
from liant.loop.launch.readiness import Gap
from liant.loop.launch.status import LaunchStatus
from liant.loop.launch.templates import TEMPLATES, Template
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries import launch as query
from liant.queries.brief import brief_for
from liant.queries.launch_board import board_view, pitch_view
from liant.store.models import BoardColumn, Launch, LaunchLine, LaunchStep, Quote
from liant.web.launch_words import STEPS
from tests.builders import NOW, TODAY, a_launch, a_note, a_person, a_team, a_theme, one_of_each

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def marketer():
    return a_person(Role.MARKETER, name="Marie Marketer")


@pytest.fixture
def pilot():
    return a_person(name="Paul Pilot")


@pytest.fixture
def launch(marketer, pilot):
    return a_launch(marketer, [pilot])


def brief_of(launch: Launch, **values) -> act.BriefText:
    values = {
        "name": launch.name,
        "goal": launch.goal,
        "pains": launch.pains,
        "product": launch.product,
        "segment": launch.segment,
        "launch_on": launch.launch_on,
        **values,
    }
    return act.BriefText(**values)


def told(person) -> list[str]:
    return [line.kind for line in brief_for(person, today=TODAY, now=LATER)]


def texts(reader, launch) -> list[str]:
    return [line.text for line in pitch_view(reader, launch, works_on_it=True).lines]


def make_ready(marketer, launch) -> None:
    board.pin_figure(
        actor=marketer, launch=launch, figure="9 of 12", n=12, on=TODAY, column=BoardColumn.PROVES, now=NOW
    )
    pitch.write_line(actor=marketer, launch=launch, text="Who pays the part?", now=NOW)
    steps.finish_step(actor=marketer, step=launch.steps.get(), is_done=True, now=NOW)


def test_a_template_fills_the_checklist_back_from_the_day(marketer) -> None:
    day = date(2026, 9, 1)
    for template in Template:
        launch = act.start_launch(
            actor=marketer,
            brief=act.BriefText(name="Card", goal="", pains="", product=None, segment="", launch_on=day),
            template=template,
            titles={code: str(words) for code, words in STEPS.items()},
            today=TODAY,
            now=NOW,
        )
        assert launch.steps.count() == len(TEMPLATES[template])
        assert all(TODAY <= step.due_on <= day + timedelta(weeks=4) for step in launch.steps.all())
    assert {step.code for template in TEMPLATES.values() for step in template} == set(STEPS)


def test_only_marketing_leads_a_launch_by_whatever_path(launch, marketer, pilot) -> None:
    step = launch.steps.get()
    line = pitch.write_line(actor=pilot, launch=launch, text="Mine.", now=NOW)
    pin = board.pin_figure(actor=marketer, launch=launch, figure="x", n=1, on=TODAY, column=BoardColumn.LIVES, now=NOW)
    text = steps.StepText(title="x", owner=None, due_on=TODAY)
    for actor in (pilot, a_person(Role.SALES_MANAGER), a_person(Role.ADMIN)):
        for refused in (
            lambda a: act.start_launch(
                actor=a, brief=brief_of(launch), template=Template.BLANK, titles={}, today=TODAY, now=NOW
            ),
            lambda a: act.edit_brief(actor=a, launch=launch, brief=brief_of(launch), version=1, now=NOW),
            lambda a: act.invite_pilot(actor=a, launch=launch, person=pilot, now=NOW),
            lambda a: act.release_pilot(actor=a, launch=launch, person=pilot, now=NOW),
            lambda a: act.move_launch(actor=a, launch=launch, target=LaunchStatus.READY, today=TODAY, now=NOW),
            lambda a: steps.add_step(actor=a, launch=launch, step=text, now=NOW),
            lambda a: steps.edit_step(actor=a, step=step, text=text, version=1, now=NOW),
            lambda a: steps.remove_step(actor=a, step=step, now=NOW),
            lambda a: board.pin_theme(actor=a, launch=launch, theme=a_theme(), column=BoardColumn.LIVES, now=NOW),
            lambda a: board.move_pin(actor=a, pin=pin, column=BoardColumn.ASKS, now=NOW),
            lambda a: board.unpin(actor=a, pin=pin, now=NOW),
            lambda a: pitch.accept_line(actor=a, line=line, now=NOW),
            lambda a: pitch.decline_line(actor=a, line=line, reason="No.", now=NOW),
            lambda a: pitch.move_line(actor=a, line=line, is_up=True, now=NOW),
        ):
            with pytest.raises(Forbidden):
                refused(actor)


def test_pilots_and_their_managers_open_it_and_nobody_else_in_sales(launch, pilot, visit) -> None:
    manager = a_person(Role.SALES_MANAGER, pilot.team)
    colleague, stranger = a_person(team=pilot.team), a_person(Role.SALES_MANAGER)
    for person, is_open in ((pilot, True), (manager, True), (colleague, False), (stranger, False)):
        for page in ("", "/board", "/pitch"):
            answer = visit(person).get(f"/launches/{launch.public_id}{page}")
            assert answer.status_code == (200 if is_open else 404), (person, page)
        assert bool(query.launches_for(person, today=TODAY)) == is_open
    assert Launch.objects.visible_to(a_person(Role.ADMIN)).count() == 0


def test_an_invitation_is_told_until_the_first_proposal(launch, pilot, marketer) -> None:
    assert told(pilot) == ["pilot"]
    pitch.write_line(actor=pilot, launch=launch, text="Who pays the part?", now=LATER)
    assert told(pilot) == []
    assert told(marketer) == ["launch_proposal"]


def test_a_pilot_let_go_reads_no_more_and_keeps_their_line(launch, pilot, marketer, visit) -> None:
    line = pitch.write_line(actor=pilot, launch=launch, text="Who pays the part?", now=NOW)
    pitch.accept_line(actor=marketer, line=line, now=NOW)
    act.release_pilot(actor=marketer, launch=launch, person=pilot, now=NOW)
    assert visit(pilot).get(f"/launches/{launch.public_id}").status_code == 404
    assert told(pilot) == []
    with pytest.raises(Forbidden):
        pitch.write_line(actor=pilot, launch=launch, text="Again.", now=NOW)
    (kept,) = pitch_view(marketer, launch, works_on_it=True).lines
    assert [author.who for author in kept.authors] == ["Paul Pilot"]


def test_only_sellers_who_may_sign_in_are_invited(launch, marketer) -> None:
    for person in (a_person(Role.SALES_MANAGER), a_person(Role.MARKETER), a_person(is_active=False)):
        with pytest.raises(Invalid) as refusal:
            act.invite_pilot(actor=marketer, launch=launch, person=person, now=NOW)
        assert refusal.value.code == "launch.not_a_seller"


def test_invited_twice_is_invited_once(launch, marketer, pilot) -> None:
    act.invite_pilot(actor=marketer, launch=launch, person=pilot, now=NOW)
    assert launch.pilots.count() == 1


def test_a_brief_changed_meanwhile_is_a_conflict_that_loses_neither(launch, marketer, visit) -> None:
    act.edit_brief(actor=marketer, launch=launch, brief=brief_of(launch, goal="Theirs."), version=1, now=NOW)
    with pytest.raises(Conflict) as refusal:
        act.edit_brief(actor=marketer, launch=launch, brief=brief_of(launch, goal="Mine."), version=1, now=NOW)
    assert refusal.value.code == "launch.changed"
    form = {"name": "Card", "goal": "Mine.", "launch_on": "2026-06-02", "version": "1", "_nonce": "n"}
    answer = visit(marketer).post(f"/launches/{launch.public_id}/edit", form)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Mine." in page
    assert "Theirs." in page


def test_a_line_needs_a_pilot_or_marketing_and_something_to_say(launch, pilot) -> None:
    for person in (a_person(), a_person(Role.SALES_MANAGER, pilot.team)):
        with pytest.raises(Forbidden) as refusal:
            pitch.write_line(actor=person, launch=launch, text="Me too.", now=NOW)
        assert refusal.value.code == "launch.not_pilot"
    for text in ("  ", "x" * 401):
        with pytest.raises(Invalid):
            pitch.write_line(actor=pilot, launch=launch, text=text, now=NOW)


def test_a_proposal_is_taken_in_under_its_authors_name_and_they_are_told(launch, pilot, marketer) -> None:
    line = pitch.write_line(actor=pilot, launch=launch, text="Who pays  the part?", now=NOW)
    assert texts(marketer, launch) == []
    pitch.accept_line(actor=marketer, line=line, now=LATER)
    (shown,) = pitch_view(marketer, launch, works_on_it=True).lines
    assert (shown.text, [(a.who, a.side) for a in shown.authors]) == ("Who pays the part?", [("Paul Pilot", "sales")])
    assert told(pilot) == ["line_accepted"]
    assert told(marketer) == []
    with pytest.raises(Conflict) as refusal:
        pitch.accept_line(actor=marketer, line=line, now=LATER)
    assert refusal.value.code == "launch.decided_already"


def test_credit_survives_every_rewording(launch, pilot, marketer) -> None:
    other = a_person(name="Olga Other")
    act.invite_pilot(actor=marketer, launch=launch, person=other, now=NOW)
    first = pitch.write_line(actor=pilot, launch=launch, text="Who pays?", now=NOW)
    pitch.accept_line(actor=marketer, line=first, now=NOW)
    second = pitch.write_line(actor=marketer, launch=launch, text="Who pays the part?", replaces=first, now=NOW)
    third = pitch.write_line(actor=other, launch=launch, text="Who pays the part, and when?", replaces=second, now=NOW)
    assert texts(marketer, launch) == ["Who pays the part?"]
    pitch.accept_line(actor=marketer, line=third, now=NOW)
    (line,) = pitch_view(pilot, launch, works_on_it=True).lines
    assert [author.who for author in line.authors] == ["You", "Marie Marketer", "Olga Other"]
    assert line.earlier == ("Who pays the part?", "Who pays?")
    counted = {p.name: p.n_accepted for p in query.work_view(marketer, launch, today=TODAY).pilots}
    assert counted == {"Paul Pilot": 1, "Olga Other": 1}


def test_a_wording_of_a_line_replaced_meanwhile_is_refused(launch, pilot, marketer) -> None:
    first = pitch.write_line(actor=marketer, launch=launch, text="One.", now=NOW)
    mine = pitch.write_line(actor=pilot, launch=launch, text="Mine.", replaces=first, now=NOW)
    pitch.write_line(actor=marketer, launch=launch, text="Two.", replaces=first, now=NOW)
    with pytest.raises(Conflict) as refusal:
        pitch.accept_line(actor=marketer, line=mine, now=NOW)
    assert refusal.value.code == "launch.line_changed"
    # It waits among the proposals, to be taken up or answered.
    assert [p.text for p in pitch_view(marketer, launch, works_on_it=True).proposals] == ["Mine."]


def test_a_line_is_left_out_with_a_reason_that_its_author_reads(launch, pilot, marketer) -> None:
    other = a_person()
    act.invite_pilot(actor=marketer, launch=launch, person=other, now=NOW)
    line = pitch.write_line(actor=pilot, launch=launch, text="It is free.", now=NOW)
    with pytest.raises(Invalid) as refusal:
        pitch.decline_line(actor=marketer, line=line, reason="  ", now=NOW)
    assert refusal.value.code == "launch.no_reason"
    pitch.decline_line(actor=marketer, line=line, reason="Not signed yet.", now=LATER)
    assert told(pilot) == ["line_declined"]
    left = {p: [x.answer for x in pitch_view(p, launch, works_on_it=True).left_out] for p in (pilot, marketer, other)}
    assert left == {pilot: ["Not signed yet."], marketer: ["Not signed yet."], other: []}


def test_a_line_of_the_pitch_can_be_taken_out_and_lines_change_places(launch, marketer) -> None:
    a, b, c = (pitch.write_line(actor=marketer, launch=launch, text=text, now=NOW) for text in "abc")
    pitch.move_line(actor=marketer, line=c, is_up=True, now=NOW)
    pitch.move_line(actor=marketer, line=a, is_up=True, now=NOW)
    assert texts(marketer, launch) == ["a", "c", "b"]
    pitch.decline_line(actor=marketer, line=c, reason="Said twice.", now=NOW)
    pitch.move_line(actor=marketer, line=a, is_up=False, now=NOW)
    assert texts(marketer, launch) == ["b", "a"]
    assert b.position == 2


def test_whoever_does_not_work_on_it_reads_roles_and_no_proposal(launch, pilot, marketer) -> None:
    for text, is_in in (("In.", True), ("Waits.", False)):
        line = pitch.write_line(actor=pilot, launch=launch, text=text, now=NOW)
        if is_in:
            pitch.accept_line(actor=marketer, line=line, now=NOW)
    seen = pitch_view(a_person(), launch, works_on_it=False)
    assert [[author.who for author in line.authors] for line in seen.lines] == [["A seller"]]
    assert (seen.proposals, seen.left_out, seen.lines[0].earlier) == ((), (), ())


def test_the_board_keeps_provenance_and_masks_it(launch, marketer, pilot) -> None:
    author = a_person(name="Alice Author")
    note = a_note(author, "He said « it takes six weeks to be paid »")
    quote = Quote.objects.get(note=note)
    board.pin_quote(actor=marketer, launch=launch, quote=quote, column=BoardColumn.LIVES, now=NOW)
    for reader, who, has_link in ((marketer, "A seller", True), (pilot, "A seller", False), (author, "You", True)):
        (pin,) = board_view(reader, launch)[0].pins
        assert (pin.quote.text, pin.quote.who, bool(pin.quote.url)) == ("it takes six weeks to be paid", who, has_link)


def test_words_taken_back_by_their_author_are_no_longer_shown(launch, marketer, pilot) -> None:
    note = a_note(a_person(), "He said « it takes six weeks to be paid »")
    board.pin_quote(
        actor=marketer, launch=launch, quote=Quote.objects.get(note=note), column=BoardColumn.LIVES, now=NOW
    )
    note.is_shared = False
    note.save()
    for reader in (marketer, pilot):
        (pin,) = board_view(reader, launch)[0].pins
        assert (pin.kind, pin.quote) == ("taken_back", None)


def test_words_that_are_not_shared_are_not_pinned(launch, marketer, visit) -> None:
    quote = Quote.objects.get(note=a_note(a_person(), is_shared=False))
    with pytest.raises(Forbidden):
        board.pin_quote(actor=marketer, launch=launch, quote=quote, column=BoardColumn.LIVES, now=NOW)
    form = {"quote": quote.public_id, "column": "lives", "_nonce": "n"}
    assert visit(marketer).post(f"/launches/{launch.public_id}/board/pin", form).status_code == 404
    assert launch.pins.count() == 0


def test_a_piece_of_evidence_is_pinned_once_moved_and_taken_off(launch, marketer) -> None:
    theme = a_theme([a_note(a_person())])
    pin = board.pin_theme(actor=marketer, launch=launch, theme=theme, column=BoardColumn.LIVES, now=NOW)
    with pytest.raises(Conflict) as refusal:
        board.pin_theme(actor=marketer, launch=launch, theme=theme, column=BoardColumn.ASKS, now=NOW)
    assert refusal.value.code == "launch.pinned_already"
    board.move_pin(actor=marketer, pin=pin, column=BoardColumn.PROVES, now=NOW)
    assert [len(column.pins) for column in board_view(marketer, launch)] == [0, 0, 0, 1]
    board.unpin(actor=marketer, pin=pin, now=NOW)
    assert launch.pins.count() == 0
    with pytest.raises(Invalid) as bad:
        board.pin_figure(actor=marketer, launch=launch, figure="9", n=0, on=TODAY, column=BoardColumn.LIVES, now=NOW)
    assert bad.value.code == "launch.bad_figure"


def test_an_item_given_is_told_and_closed_when_it_is_done(launch, marketer, pilot) -> None:
    pitch.write_line(actor=pilot, launch=launch, text="x", now=NOW)
    text = steps.StepText(title="Try it", owner=pilot, due_on=date(2026, 5, 1))
    step = steps.add_step(actor=marketer, launch=launch, step=text, now=LATER)
    assert told(pilot) == ["launch_step"]
    steps.finish_step(actor=pilot, step=step, is_done=True, now=LATER)
    assert told(pilot) == []
    step.refresh_from_db()
    assert step.done_by == pilot


def test_an_item_is_finished_by_its_owner_or_marketing(launch, marketer, pilot) -> None:
    step = launch.steps.get()
    with pytest.raises(Forbidden) as refusal:
        steps.finish_step(actor=pilot, step=step, is_done=True, now=NOW)
    assert refusal.value.code == "launch.not_your_step"
    for is_done in (True, True, False):
        steps.finish_step(actor=marketer, step=step, is_done=is_done, now=NOW)
        step.refresh_from_db()
        assert (step.done_at is not None) == is_done


def test_an_item_goes_to_somebody_inside_and_its_edit_carries_a_version(launch, marketer, pilot) -> None:
    step = launch.steps.get()
    outside = steps.StepText(title="x", owner=a_person(), due_on=TODAY)
    with pytest.raises(Invalid) as refusal:
        steps.edit_step(actor=marketer, step=step, text=outside, version=1, now=NOW)
    assert refusal.value.code == "launch.not_inside"
    text = steps.StepText(title="Theirs", owner=pilot, due_on=TODAY)
    steps.edit_step(actor=marketer, step=step, text=text, version=1, now=NOW)
    with pytest.raises(Conflict) as changed:
        steps.edit_step(actor=marketer, step=step, text=text, version=1, now=NOW)
    assert changed.value.code == "launch.step_changed"
    steps.remove_step(actor=marketer, step=step, now=NOW)
    assert not LaunchStep.objects.filter(launch=launch).exists()
    assert "launch_step" not in told(pilot)


def test_is_ready_when_nothing_is_missing_and_not_before(launch, marketer) -> None:
    assert query.work_view(marketer, launch, today=TODAY).readiness.gaps == (Gap.EVIDENCE, Gap.PITCH, Gap.STEPS)
    with pytest.raises(Invalid) as refusal:
        act.move_launch(actor=marketer, launch=launch, target=LaunchStatus.READY, today=TODAY, now=NOW)
    assert refusal.value.code == "launch.not_ready"
    make_ready(marketer, launch)
    act.move_launch(actor=marketer, launch=launch, target=LaunchStatus.READY, today=TODAY, now=NOW)
    act.move_launch(actor=marketer, launch=launch, target=LaunchStatus.PREPARING, today=TODAY, now=NOW)
    with pytest.raises(Conflict) as skipped:
        act.move_launch(actor=marketer, launch=launch, target=LaunchStatus.CLOSED, today=TODAY, now=NOW, learnt="x")
    assert skipped.value.code == "launch.not_now"


def test_the_timeline_has_a_mark_for_every_item(launch, marketer) -> None:
    for timeline in query.work_view(marketer, launch, today=TODAY).timelines:
        assert [state for _mark, state in timeline.rows] == ["open"]
    late = query.work_view(marketer, launch, today=date(2026, 5, 6))
    assert [step.state for step in late.steps] == ["late"]


def test_every_role_gets_the_page_that_the_pitch_is_written_on(launch, pilot, marketer, visit) -> None:
    people = one_of_each()
    address = f"/launches/{launch.public_id}/pitch"
    visit(pilot).post(address, {"text": "Who pays the part?", "_nonce": "a"})
    assert LaunchLine.objects.get().status == "proposed"
    refused = visit(pilot).post(address, {"text": " ", "_nonce": "b"})
    assert refused.status_code == 422
    assert visit(people[Role.SELLER]).post(address, {"text": "Me too.", "_nonce": "c"}).status_code == 404
    form = {"line": LaunchLine.objects.get().public_id, "act": "accept", "_nonce": "d"}
    assert visit(pilot).post(f"{address}/decide", form).status_code == 404
    assert visit(marketer).post(f"{address}/decide", form).status_code == 302
    assert LaunchLine.objects.get().status == "accepted"


def test_a_team_is_not_enough_to_read_a_launch(launch, pilot) -> None:
    other_team = a_team()
    manager = a_person(Role.SALES_MANAGER, other_team)
    assert not Launch.objects.visible_to(manager).exists()
    other_team.members.add(pilot)
    assert Launch.objects.visible_to(manager).exists()
