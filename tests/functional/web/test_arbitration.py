"""Pages of the arbitration: the room, the answers and why, past decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest

from liant.actions import arbitrate_decide as act
from liant.actions.arbitrate import Serves, join_request
from liant.cli.arbitrate import wording_in
from liant.loop.arbitrate.requests import Need
from liant.loop.arbitrate.sentences import answer_of
from liant.loop.arbitrate.shares import choose
from liant.loop.arbitrate.why import Why
from liant.loop.values.roles import Role
from liant.queries.arbitrate_cycle import load_cycle, policy_now
from liant.queries.arbitrate_trace import read_trace
from liant.queries.plan_time import working_time_view
from liant.store.models import Adjustment, AdjustmentProposal, ArbitrationPolicy, ArbitrationWindow, MarketingRequest
from liant.web.why_words import half_days_of
from tests.builders import (
    NOW,
    TODAY,
    a_decision,
    a_person,
    a_proposal,
    a_request,
    a_team,
    a_type,
    accepted,
    an_account,
)
from tests.functional.web.forms import send

pytestmark = pytest.mark.django_db

SHARES = {"clients": "25", "prospects": "25", "partners": "10", "sales": "25", "strategy": "15"}


def read(client, path: str, **headers) -> str:
    return client.get(path, headers=headers).content.decode()


def test_whoever_asked_reads_who_paid_and_what_is_left(people, visit) -> None:
    seller = people[Role.SELLER]
    account = an_account(seller, name="Cycles Nord", kind="client")
    request = a_request(seller, deliverable=a_type(half_days=4), account=account)
    a_decision(people[Role.MARKETING_DIRECTOR], half_days=12)
    page = read(visit(seller), f"/requests/{request.public_id}")
    assert "Chosen in W11." in page
    assert "are paid by Cycles Nord" in page
    assert f"the team {seller.team.name}" in page
    assert "You have left" in page or "Borrowed on the weeks to come" in page
    assert "Checked: nobody was wronged." in page


def test_whoever_is_left_out_reads_what_it_costs_and_three_ways_out(people, visit) -> None:
    seller, director = people[Role.SELLER], people[Role.MARKETING_DIRECTOR]
    small = a_request(seller, "A small one", deliverable=a_type(half_days=3), need=2)
    big = a_request(seller, "A big one", deliverable=a_type(half_days=9), need=2)
    a_decision(director, half_days=11)
    client = visit(seller)
    assert "Chosen in W11." in read(client, f"/requests/{small.public_id}")
    page = read(client, f"/requests/{big.public_id}")
    assert "Not chosen in W11; it stays in the next decision." in page
    assert "It costs 9 half-days" in page
    assert "They paid for “A small one” (3)." in page
    assert "it is made in" in page
    assert "without buying anything else" in page
    assert "priority" not in page
    assert f"/requests/{big.public_id}" in read(client, "/notices")


def test_the_page_says_what_the_command_line_says(people, visit) -> None:
    seller, director = people[Role.SELLER], people[Role.MARKETING_DIRECTOR]
    a_request(seller, "A small one", deliverable=a_type(half_days=3))
    big = a_request(seller, "A big one", deliverable=a_type(half_days=9))
    window = a_decision(director, half_days=11)
    election, rule = read_trace(window.trace)
    outcome = choose(election, rule)
    titles = dict(MarketingRequest.objects.values_list("public_id", "title"))
    voices = {f"team:{seller.team.public_id}": f"the team {seller.team.name}"}
    page = unescape(read(visit(seller), f"/requests/{big.public_id}"))
    wording = replace(wording_in("en", 1), amount=half_days_of)
    found = Why(election, outcome, weekly_credits=window.trace["credits"]).explain(big.public_id)
    answer = answer_of(found, wording, room=outcome.capacity - outcome.spent, requests=titles, voices=voices)
    said = wording.say(replace(answer, wait=""))
    assert len(said.sentences) == 3 - (len(said.ways) > 2)
    for sentence in (*said.sentences, *(way.text for way in said.ways)):
        assert sentence in page


def test_an_account_of_another_team_is_not_named(people, visit) -> None:
    seller = people[Role.SELLER]
    theirs = a_person(team=a_team())
    request = a_request(theirs, account=an_account(theirs, name="Secret Steel", kind="client"))
    join_request(actor=seller, request=request, serves=Serves(), need=Need.USEFUL, now=NOW)
    a_decision(people[Role.MARKETING_DIRECTOR], half_days=12)
    page = read(visit(seller), f"/requests/{request.public_id}")
    assert "Secret Steel" not in page
    assert "a client (" in page
    assert "Secret Steel" in read(visit(theirs), f"/requests/{request.public_id}")


def test_a_signed_decision_is_read_with_its_reason_and_its_name(people, visit) -> None:
    seller, director = people[Role.SELLER], people[Role.MARKETING_DIRECTOR]
    request = a_request(seller)
    path = f"/referee/requests/{request.public_id}"
    client = visit(director)
    assert send(client, path, wish="forced", reason=" ").status_code == 422
    assert send(client, path, wish="forbidden", reason="It exists already.").status_code == 302
    assert "It exists already." in read(client, "/referee")
    assert send(client, path, wish="none").status_code == 302
    assert not Adjustment.objects.exists()
    send(client, path, wish="forced", reason="The fair is in May.")
    a_decision(director)
    page = read(visit(seller), f"/requests/{request.public_id}")
    assert f"{director.name} wanted it whatever the rule says: “The fair is in May.”" in page


def test_the_room_answers_while_shares_move_and_keeps_nothing(people, visit) -> None:
    seller = people[Role.SELLER]
    request = a_request(
        seller, "For a client", deliverable=a_type(half_days=10), account=an_account(seller, kind="client")
    )
    client = visit(people[Role.SALES_MANAGER])
    asked = "&".join(f"{key}={value}" for key, value in {**SHARES, "half_days": "0"}.items())
    live = read(client, f"/referee?live=1&{asked}", **{"HX-Request": "true"})
    assert "<html" not in live
    assert "You are trying other shares" in live
    assert "goes out" in live
    assert request.title in live
    assert not ArbitrationPolicy.objects.exists()
    whole = read(client, f"/referee?{asked}")
    assert "<html" in whole
    assert "You are trying other shares" in whole
    assert "Publish the answers" not in whole
    assert "You are trying other shares" not in read(client, "/referee?clients=many")


def test_a_director_keeps_shares_as_they_were_shown(people, visit) -> None:
    a_request(people[Role.SELLER])
    client = visit(people[Role.MARKETING_DIRECTOR])
    tried = {**SHARES, "clients": "50", "half_days": "30"}
    assert send(client, "/referee/shares", version="0", **tried).status_code == 302
    policy, version = policy_now()
    assert (policy.week_half_days, version, sum(policy.percent_by_college.values())) == (30, 1, 100)
    assert send(client, "/referee/shares", version="0", **tried).status_code == 409
    assert send(client, "/referee/shares", version="1").status_code == 302


def test_a_director_sets_what_is_kept_back_and_the_calendar_follows(people, visit) -> None:
    director, marketer = people[Role.MARKETING_DIRECTOR], people[Role.MARKETER]
    a_request(people[Role.SELLER])
    client = visit(director)
    assert "what nobody foresees" in read(client, "/referee")
    before = working_time_view(director, marketer, today=TODAY).weeks[1].hours
    sent = {**SHARES, "half_days": "30", "buffer_percent": "40", "reserve_weeks": "3"}
    assert send(client, "/referee/shares", version="0", **sent).status_code == 302
    policy, _version = policy_now()
    assert (policy.buffer_percent, policy.reserve_weeks) == (40, 3)
    after = working_time_view(director, marketer, today=TODAY).weeks[1].hours
    assert after == pytest.approx(before * 60 / 85, abs=0.1)
    # Shares that are sent alone leave it as it is.
    assert send(client, "/referee/shares", version="1", **SHARES, half_days="30").status_code == 302
    assert policy_now()[0].buffer_percent == 40
    too_much = send(client, "/referee/shares", version="2", **{**sent, "buffer_percent": "90"})
    assert too_much.status_code == 422
    assert "At most half of the time is kept back" in too_much.content.decode()
    asked = "&".join(f"{key}={value}" for key, value in {**sent, "buffer_percent": "90"}.items())
    assert "You are trying other shares" not in read(client, f"/referee?{asked}")
    assert policy_now()[0].buffer_percent == 40


def test_what_is_published_is_what_was_read(people, visit) -> None:
    a_request(people[Role.SELLER], "Asked first")
    client = visit(people[Role.MARKETING_DIRECTOR])
    fingerprint = read(client, "/referee").partition('name="fingerprint" value="')[2].partition('"')[0]
    a_request(people[Role.SELLER], "Asked meanwhile")
    refused = send(client, "/referee/publish", fingerprint=fingerprint)
    assert refused.status_code == 409
    fresh = refused.content.decode().partition('name="fingerprint" value="')[2].partition('"')[0]
    answer = send(client, "/referee/publish", fingerprint=fresh)
    assert answer.status_code == 302
    assert answer["Location"] == f"/referee/decisions/{ArbitrationWindow.objects.get().public_id}"
    page = read(client, answer["Location"])
    assert "Asked meanwhile" in page
    assert "The price of fairness" in page
    assert "nobody was wronged" in read(client, "/referee/decisions")
    assert "This week is decided." in read(client, "/referee") or "No request waits" in read(client, "/referee")


def test_a_manager_reads_the_names_of_what_others_ask_and_opens_own_teams_only(people, visit) -> None:
    far = a_request(a_person(team=a_team()), "Asked elsewhere")
    own = a_request(people[Role.SELLER], "Asked at home")
    a_decision(people[Role.MARKETING_DIRECTOR])
    client = visit(people[Role.SALES_MANAGER])
    page = read(client, f"/referee/decisions/{ArbitrationWindow.objects.get().public_id}")
    assert "Asked elsewhere" in page
    assert f"/requests/{far.public_id}" not in page
    assert f"/requests/{own.public_id}" in page
    assert client.get("/referee/decisions/00000000000000").status_code == 404


def test_sellers_have_no_room(people, visit) -> None:
    assert visit(people[Role.SELLER]).get("/referee").status_code == 404


def test_a_closed_week_is_not_decided_again_from_the_room(people, visit) -> None:
    director = people[Role.MARKETING_DIRECTOR]
    a_request(people[Role.SELLER], deliverable=a_type(half_days=60))
    today = datetime.now(UTC).date()
    act.publish_window(actor=director, fingerprint=load_cycle(NOW).fingerprint, today=today, now=NOW)
    page = read(visit(director), "/referee")
    assert "This week is decided." in page
    assert "Publish the answers" not in page


def test_a_director_says_yes_once_what_gives_way_is_named(people, visit) -> None:
    seller, director = people[Role.SELLER], visit(people[Role.MARKETING_DIRECTOR])
    request = a_request(seller, deliverable=a_type(half_days=8))
    promised = accepted(a_request(a_person(team=a_team()), "Promised", deliverable=a_type(half_days=9)))
    path = f"/requests/{request.public_id}/urgent"
    client = visit(seller)
    assert path in read(client, f"/requests/{request.public_id}")
    assert send(client, path, reason=" ").status_code == 422
    assert send(client, path, reason="They sign on Friday.").status_code == 302
    assert "They sign on Friday." in read(director, "/referee")
    page = read(director, path)
    assert "Promised" in page
    assert send(director, f"{path}/answer", wish="grant", answer="Yes.").status_code == 422
    fields = {"wish": "grant", "answer": "The plant closes in May.", "displaced": promised.public_id}
    assert send(director, f"{path}/answer", **fields).status_code == 302
    assert send(director, f"{path}/answer", **fields).status_code == 404
    said = read(client, f"/requests/{request.public_id}")
    assert "Accepted out of turn." in said
    assert "The plant closes in May." in said
    assert "Promised" in said


def test_a_marketer_calls_nothing_urgent(people, visit) -> None:
    request = a_request(people[Role.SELLER])
    client = visit(people[Role.MARKETER])
    assert send(client, f"/requests/{request.public_id}/urgent", reason="x").status_code == 404


def test_a_manager_proposes_in_the_room_after_reading_what_gives_way(people, visit) -> None:
    manager, director = visit(people[Role.SALES_MANAGER]), visit(people[Role.MARKETING_DIRECTOR])
    a_request(people[Role.SELLER], "At home", deliverable=a_type(half_days=40))
    far = a_request(a_person(team=a_team()), "Elsewhere", deliverable=a_type(half_days=4), details="The secret plant.")
    path = f"/requests/{far.public_id}/propose"
    assert path in read(manager, "/referee")
    page = read(manager, path)
    assert "Propose to leave it out" in page
    assert "What it changes" in page
    assert far.backers.get().team.name in page
    assert "The secret plant." not in page
    assert send(manager, path, wish="out", reason=" ").status_code == 422
    assert send(manager, path, wish="out", reason="Ours blocks a deal.").status_code == 302
    room = read(director, "/referee")
    assert "Ours blocks a deal." in room
    assert "First answer what managers propose" in room
    assert 'name="fingerprint"' not in room
    proposed = f"/referee/proposals/{AdjustmentProposal.objects.get().public_id}"
    assert proposed in read(director, "/notices")
    assert "What it changes" in read(director, proposed)
    assert send(director, f"{proposed}/answer", wish="refuse", answer="").status_code == 422
    assert send(director, f"{proposed}/answer", wish="refuse", answer="Theirs has waited longer.").status_code == 302
    assert send(director, f"{proposed}/answer", wish="accept").status_code == 409
    assert proposed in read(manager, "/notices")
    page = read(manager, proposed)
    assert "Not taken up." in page
    assert "Theirs has waited longer." in page
    assert f"/requests/{far.public_id}" not in page


def test_what_a_manager_proposes_elsewhere_is_not_read_by_another(people, visit) -> None:
    elsewhere = a_request(a_person(team=a_team()), "Elsewhere")
    proposal = a_proposal(a_person(Role.SALES_MANAGER, a_team()), elsewhere, reason="A word in private.")
    path = f"/referee/proposals/{proposal.public_id}"
    manager = visit(people[Role.SALES_MANAGER])
    assert manager.get(path).status_code == 404
    assert send(manager, f"{path}/withdraw").status_code == 404
    assert "A word in private." not in read(manager, "/referee")
    assert "A word in private." in read(visit(people[Role.MARKETER]), path)
    accepted(elsewhere)
    assert manager.get(f"/requests/{elsewhere.public_id}/propose").status_code == 404
    assert visit(proposal.proposed_by).get(path).status_code == 404


def test_a_manager_takes_a_proposal_back_and_nobody_else_does(people, visit) -> None:
    proposal = a_proposal(people[Role.SALES_MANAGER], a_request(people[Role.SELLER]))
    path = f"/referee/proposals/{proposal.public_id}"
    other = a_person(Role.SALES_MANAGER, people[Role.SELLER].team)
    other.managed_teams.add(people[Role.SELLER].team)
    assert visit(other).get(path).status_code == 200
    assert send(visit(other), f"{path}/withdraw").status_code == 404
    assert "Take it back" in read(visit(people[Role.SALES_MANAGER]), path)
    assert send(visit(people[Role.SALES_MANAGER]), f"{path}/withdraw").status_code == 302
    assert not AdjustmentProposal.objects.exists()
