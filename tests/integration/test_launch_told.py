"""A launch told to sellers: who reads it from when, who says so, whose it is, what its first results allow to say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from liant.actions import argue, audience
from liant.actions import launch as act
from liant.actions import launch_board as board
from liant.actions import launch_pitch as pitch
from liant.actions import launch_steps as steps
from liant.actions import launch_told as told_act
from liant.actions.audience import EVERYBODY, Audience
from liant.loop.launch.status import LaunchStatus
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import Role
from liant.queries.brief import brief_for
from liant.queries.launch_board import pitch_view
from liant.queries.launch_credit import credit_of_launch
from liant.queries.launch_results import results_view
from liant.store.models import BoardColumn, Contribution, Launch, Product, Quote, Verdict
from tests.builders import NOW, TODAY, a_deal, a_launch, a_note, a_person, a_team, a_theme, an_account, an_argument

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=3)


@pytest.fixture
def marketer():
    return a_person(Role.MARKETER, name="Marie Marketer")


@pytest.fixture
def pilot():
    return a_person(name="Paul Pilot")


@pytest.fixture
def note():
    return a_note(a_person(name="Alice Author"), "He said « it takes six weeks to be paid »")


@pytest.fixture
def theme(note):
    return a_theme([note])


@pytest.fixture
def launch(marketer, pilot, note, theme):
    """A launch that is ready, with a line of its pilot, one quote and one theme on the board."""
    launch = a_launch(marketer, [pilot])
    quote = Quote.objects.select_related("note").get(note=note)
    board.pin_quote(actor=marketer, launch=launch, quote=quote, column=BoardColumn.LIVES, now=NOW)
    board.pin_theme(actor=marketer, launch=launch, theme=theme, column=BoardColumn.ASKS, now=NOW)
    line = pitch.write_line(actor=pilot, launch=launch, text="Who pays the part?", now=NOW)
    pitch.accept_line(actor=marketer, line=line, now=NOW)
    steps.finish_step(actor=marketer, step=launch.steps.get(), is_done=True, now=NOW)
    act.move_launch(actor=marketer, launch=launch, target=LaunchStatus.READY, today=TODAY, now=NOW)
    return launch


def launch_it(marketer, launch, *teams, half_days=10, now=NOW) -> int:
    return told_act.launch_to(
        actor=marketer,
        launch=launch,
        audience=Audience(teams=teams) if teams else EVERYBODY,
        acknowledge_half_days=half_days,
        today=TODAY,
        now=now,
    )


def told(person) -> list[str]:
    return [line.kind for line in brief_for(person, today=TODAY, now=LATER)]


def test_sellers_get_a_404_until_it_is_launched_to_their_team(launch, marketer, visit) -> None:
    team, other_team = a_team(), a_team()
    inside, manager, outside = a_person(team=team), a_person(Role.SALES_MANAGER, team), a_person(team=other_team)
    page = f"/launches/{launch.public_id}"
    assert [visit(p).get(page).status_code for p in (inside, manager, outside)] == [404, 404, 404]
    launch_it(marketer, launch, team)
    assert [visit(p).get(page).status_code for p in (inside, manager, outside)] == [200, 200, 404]
    # What prepared it stays with those who prepared it.
    for part in ("/board", "/pitch", "/results"):
        assert visit(inside).get(page + part).status_code == 404
    body = visit(inside).get(page).content.decode()
    assert "Who pays the part?" in body
    assert "Paul Pilot" not in body


def test_only_marketing_launches_and_only_what_is_ready(launch, marketer, pilot) -> None:
    for actor in (pilot, a_person(Role.SALES_MANAGER), a_person(Role.ADMIN)):
        with pytest.raises(Forbidden):
            launch_it(actor, launch)
    with pytest.raises(Invalid) as refusal:
        act.move_launch(actor=marketer, launch=launch, target=LaunchStatus.LAUNCHED, today=TODAY, now=NOW)
    assert refusal.value.code == "launch.no_audience"
    pitch.write_line(actor=pilot, launch=launch, text="One more?", now=NOW)
    with pytest.raises(Invalid) as waiting:
        launch_it(marketer, launch)
    assert waiting.value.code == "launch.not_ready"
    assert Launch.objects.get().status == LaunchStatus.READY
    preparing = a_launch(marketer)
    with pytest.raises(Conflict):
        launch_it(marketer, preparing)


def test_its_audience_is_asked_and_says_so_in_one_tap(launch, marketer, visit) -> None:
    seller, outside = a_person(), a_person()
    assert launch_it(marketer, launch, seller.team) == 1
    assert told(seller) == ["acknowledge"]
    (line,) = brief_for(seller, today=TODAY, now=LATER)
    visit(seller).post(line.answer_url, {"from": "today", "_nonce": "a"})
    assert told(seller) == []
    assert visit(outside).post(line.answer_url, {"_nonce": "b"}).status_code == 404
    with pytest.raises(Conflict):
        audience.acknowledge(actor=outside, kind="launch", public_id=launch.public_id, now=LATER)


def test_nobody_is_asked_when_nobody_is_to_be(launch, marketer) -> None:
    seller = a_person()
    assert launch_it(marketer, launch, half_days=None) == 0
    assert told(seller) == []


def test_names_of_readers_are_for_their_own_manager_alone(launch, marketer, visit) -> None:
    seller = a_person(name="Sophie Seller")
    managers = [a_person(Role.SALES_MANAGER, seller.team), a_person(Role.SALES_MANAGER)]
    # Names are kept for ninety days of the clock that the page reads.
    launch_it(marketer, launch, now=datetime.now(UTC))
    page = f"/launches/{launch.public_id}/readers"
    seen = {p: "Sophie Seller" in visit(p).get(page).content.decode() for p in (*managers, marketer)}
    assert list(seen.values()) == [True, False, False]
    assert visit(seller).get(page).status_code == 404
    assert "Sophie Seller" in visit(managers[0]).get(f"{page}.csv").content.decode()
    assert visit(marketer).get(f"{page}.csv").status_code == 404
    assert visit(managers[0]).post(f"{page}/remind", {"_nonce": "r"}).status_code == 302


def test_what_was_launched_stays_as_sellers_read_it(launch, marketer, pilot, visit) -> None:
    launch_it(marketer, launch)
    with pytest.raises(Conflict) as refusal:
        pitch.write_line(actor=pilot, launch=launch_again(launch), text="Too late.", now=LATER)
    assert refusal.value.code == "launch.told"
    with pytest.raises(Conflict):
        board.pin_figure(
            actor=marketer, launch=launch_again(launch), figure="x", n=1, on=TODAY, column=BoardColumn.ASKS, now=LATER
        )
    answer = visit(marketer).post(f"/launches/{launch.public_id}/status/preparing", {"_nonce": "p"})
    assert answer.status_code == 409


def launch_again(launch: Launch) -> Launch:
    return Launch.objects.get(pk=launch.pk)


def test_is_closed_with_what_was_learnt(launch, marketer, visit) -> None:
    launch_it(marketer, launch)
    address = f"/launches/{launch.public_id}/status/closed"
    assert visit(marketer).post(address, {"learnt": " ", "_nonce": "a"}).status_code == 422
    assert visit(marketer).post(address, {"learnt": "Start with the part.", "_nonce": "b"}).status_code == 302
    closed = launch_again(launch)
    assert (closed.status, closed.learnt) == (LaunchStatus.CLOSED, "Start with the part.")
    assert "Start with the part." in visit(a_person()).get(f"/launches/{launch.public_id}").content.decode()


def test_whoever_made_it_is_credited_the_day_it_is_launched(launch, marketer, pilot, note) -> None:
    before = credit_of_launch(marketer, launch, now=NOW)
    assert not Contribution.objects.filter(kind="launch").exists()
    launch_it(marketer, launch)
    kept = Contribution.objects.filter(kind="launch", object_id=launch.public_id)
    assert {(row.person, row.act) for row in kept} == {(note.author, "originate"), (pilot, "co_write")}
    after = credit_of_launch(marketer, launch_again(launch), now=LATER)
    assert [part.share for part in after.parts] == [part.share for part in before.parts]
    assert sum(part.share for part in after.parts) == 1


def test_credit_survives_a_rewording_by_marketing(launch, marketer, pilot) -> None:
    act.move_launch(actor=marketer, launch=launch, target=LaunchStatus.PREPARING, today=TODAY, now=NOW)
    line = launch.lines.get()
    pitch.write_line(actor=marketer, launch=launch_again(launch), text="Who pays, and when?", replaces=line, now=NOW)
    act.move_launch(actor=marketer, launch=launch, target=LaunchStatus.READY, today=TODAY, now=NOW)
    launch_it(marketer, launch)
    acts = {(row.person, row.act) for row in Contribution.objects.filter(kind="launch").exclude(act="originate")}
    assert acts == {(pilot, "co_write"), (marketer, "refine")}
    (shown,) = pitch_view(pilot, launch_again(launch), works_on_it=True).lines
    assert [author.who for author in shown.authors] == ["You", "Marie Marketer"]


def test_there_are_no_results_before_it_is_launched(launch, marketer) -> None:
    assert results_view(marketer, launch) is None


def test_concludes_from_five_closed_deals_of_its_audience_led_by_five_sellers(launch, marketer) -> None:
    team = a_team()
    launch_it(marketer, launch, team)
    running = launch_again(launch)
    for n in range(1, 6):
        seller = a_person(team=team)
        a_deal(seller, stage="won" if n % 2 else "lost", closed_on=TODAY + timedelta(days=n))
        # Of another team, closed before, still open: none of these counts.
        a_deal(a_person(), stage="won", closed_on=TODAY + timedelta(days=n))
        a_deal(seller, stage="won", closed_on=TODAY - timedelta(days=1))
        a_deal(seller)
        found = results_view(marketer, running).deals
        assert (found.n_won, found.n_closed, found.n_missing) == ((3, 5, 0) if n == 5 else (None, None, 5 - n))


def test_the_deals_of_one_seller_are_never_told(launch, marketer) -> None:
    seller = a_person()
    launch_it(marketer, launch)
    for _ in range(8):
        a_deal(seller, stage="won", closed_on=TODAY)
    found = results_view(marketer, launch_again(launch)).deals
    assert (found.n_won, found.n_closed) == (None, None)


def test_counts_the_deals_of_its_segments_and_its_product(launch, marketer) -> None:
    Launch.objects.update(product=Product.objects.create(name="Parts"))
    running = launch_again(launch)
    audience_ = Audience(segments=("Industry",))
    told_act.launch_to(
        actor=marketer, launch=running, audience=audience_, acknowledge_half_days=None, today=TODAY, now=NOW
    )
    for segment, product in (("Industry", running.product), ("Health", running.product), ("Industry", None)):
        for _ in range(5):
            seller = a_person()
            place = an_account(seller, segment=segment)
            a_deal(seller, place, stage="won", closed_on=TODAY, product=product)
    assert results_view(marketer, launch_again(launch)).deals.n_closed == 5


def test_uses_and_notes_since_the_launch_are_those_of_its_themes(launch, marketer, theme) -> None:
    seller = a_person()
    argument = an_argument(marketer, theme=theme)
    other = an_argument(marketer)
    launch_it(marketer, launch)
    deal = a_deal(seller)
    for used in (argument, other):
        argue.use_argument(actor=seller, argument=used, opportunity=deal, verdict=Verdict.USED, now=LATER)
    for days, in_theme in ((1, True), (1, False), (-30, True)):
        heard = a_note(seller, f"They pay {days} {in_theme}", heard_on=TODAY + timedelta(days=days))
        if in_theme:
            theme.memberships.create(note=heard, centrality_rank=9)
    found = results_view(marketer, launch_again(launch))
    assert (found.uses.n_used, found.uses.n_deals, found.uses.n_sellers) == (1, 1, 1)
    # The remark of the board was heard on the very day.
    assert found.n_notes == 2
