"""The lines of a person's day: what they tell, why, and what is remembered of them, on the page and by mail."""

from __future__ import annotations

import re
from datetime import timedelta
from statistics import mean

import pytest
from django.utils import translation

from liant.actions.brief import choose_seconds, dismiss_line, forget_told, remember_told
from liant.actions.notices import tell
from liant.actions.outbox import choose_mail
from liant.jobs.mail import post
from liant.loop.brief.memory import REMEMBERED_DAYS
from liant.loop.brief.rank import WORDS_A_SECOND, Urgency
from liant.loop.notices.channels import Channel, Topic
from liant.loop.values.errors import Invalid
from liant.loop.values.roles import Role
from liant.queries.brief import Line, brief_for
from liant.queries.brief_stories import candidates_for
from liant.queries.outbox import preference_of
from liant.store.models import BriefLine, Mail, MailEnd, Person
from liant.web.brief_words import heading, reason, say
from liant.web.mail import read_stop_token
from tests.builders import NOW, TODAY, a_deal, a_note, a_person, a_theme, an_argument
from tests.integration.test_outbox import TOMORROW, bodies, server  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    return a_person(language="en", time_zone="Europe/Paris")


@pytest.fixture
def marketer():
    return a_person(Role.MARKETER)


def lines(person: Person, days: int = 0) -> tuple[Line, ...]:
    return brief_for(person, today=TODAY + timedelta(days=days), now=NOW + timedelta(days=days))


def look(person: Person, days: int = 0) -> list[str]:
    """Look at the page of a day; return the kinds of its lines."""
    found = lines(person, days)
    remember_told(
        person=person,
        cover_by_fact={line.fact: line.cover for line in found},
        today=TODAY + timedelta(days=days),
    )
    return [line.kind for line in found]


def helped(seller: Person, marketer: Person, label: str = "Slow start", **deal):
    """An argument answers what was heard in a deal of the seller's that closes soon."""
    own = a_deal(seller, **deal)
    theme = a_theme([a_note(seller, opportunity=own, account=own.account)], label_en=label)
    heard = a_note(a_person(team=seller.team), "« too slow »")
    return own, theme, an_argument(marketer, [heard], theme)


def test_what_was_read_yesterday_is_not_told_today_and_looking_twice_changes_nothing(seller, marketer) -> None:
    helped(seller, marketer)
    assert look(seller) == look(seller) == ["helps"]
    assert look(seller, 1) == []
    assert look(seller, 13) == []
    assert look(seller, 14) == ["helps"]


def test_what_waits_is_told_every_day(seller) -> None:
    a_deal(seller, expected_close_on=TODAY - timedelta(days=3))
    assert [look(seller, days) for days in range(3)] == [["overdue"]] * 3


def test_each_line_says_for_what_it_is_told(seller, marketer) -> None:
    own, _theme, _argument = helped(seller, marketer)
    a_deal(seller, expected_close_on=TODAY - timedelta(days=3))
    overdue, helps = lines(seller)
    assert (heading(overdue.urgency), overdue.followed) == ("Waiting for you", None)
    assert heading(helps.urgency) == "May help you"
    assert reason(helps.followed) == f"For you: 1 deal that you follow is open at {own.account.name}."


def test_a_theme_that_one_speaks_of_a_lot_is_the_reason(seller, marketer) -> None:
    _own, theme, _argument = helped(seller, marketer)
    for n in range(20):
        theme.memberships.create(note=a_note(seller), centrality_rank=n + 1)
    (line,) = lines(seller)
    assert reason(line.followed) == "For you: 21 notes of yours or of your deals are about “Slow start”."
    assert line.followed.url == f"/themes/{theme.public_id}"


def test_a_marketer_follows_what_their_arguments_answer(marketer, seller) -> None:
    theme = a_theme([a_note(seller)])
    an_argument(marketer, [a_note(seller)], theme, review_on=TODAY)
    (line,) = lines(marketer)
    assert line.kind == "review_due"
    assert line.cover[f"theme:{theme.public_id}"] > 0


def test_marketing_follows_the_themes_that_weigh_most(seller) -> None:
    director = a_person(Role.MARKETING_DIRECTOR)
    a_theme([a_note(seller)], rank=2)
    (line,) = lines(director)
    assert reason(line.followed) == "For you: “Slow start” is number 2 of the themes, by what is at stake."


def test_a_line_set_aside_hides_no_other_news_of_the_same_object(seller) -> None:
    note = a_note(seller)
    tell([seller], "answered", "note", note.public_id, NOW)
    (line,) = lines(seller)
    dismiss_line(actor=seller, fact=line.fact, today=TODAY, now=NOW)
    assert lines(seller) == ()
    tell([seller], "answered", "note", note.public_id, NOW + timedelta(days=2))
    assert look(seller, 2) == ["answered"]


def test_a_shorter_time_tells_fewer_lines_but_all_that_waits(seller, marketer) -> None:
    for n in range(4):
        helped(seller, marketer, label=f"Theme {n}")
    assert len(lines(seller)) == 4
    choose_seconds(actor=seller, seconds=20)
    assert 0 < len(lines(seller)) < 4
    assert sum(line.seconds for line in lines(seller)) <= 20
    for _ in range(3):
        a_deal(seller, expected_close_on=TODAY - timedelta(days=3))
    assert [line.kind for line in lines(seller)] == ["overdue"] * 3


@pytest.mark.parametrize("seconds", [0, 30, 3600])
def test_a_time_that_is_not_offered_is_refused(seller, seconds: int) -> None:
    with pytest.raises(Invalid) as refused:
        choose_seconds(actor=seller, seconds=seconds)
    assert refused.value.code == "brief.bad_seconds"


def test_what_was_told_is_forgotten_after_two_months(seller) -> None:
    remember_told(person=seller, cover_by_fact={"old": {}}, today=TODAY - timedelta(days=REMEMBERED_DAYS + 1))
    remember_told(person=seller, cover_by_fact={"new": {}}, today=TODAY)
    assert forget_told(today=TODAY) == 1
    assert list(BriefLine.objects.values_list("fact", flat=True)) == ["new"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_time_to_read_is_that_of_the_words_shown(seller, marketer, language: str) -> None:
    Person.objects.filter(pk=seller.pk).update(language=language)
    seller.refresh_from_db()
    helped(seller, marketer)
    a_deal(seller, expected_close_on=TODAY - timedelta(days=3))
    for code in ("answered", "mentioned", "confirmed"):
        tell([seller], code, "note", a_note(seller).public_id, NOW, data={"by": marketer.public_id})
    with translation.override(language):
        found = [(line.seconds, say(line)) for line in lines(seller)]
    shown = [len(f"{words.text} {words.why} {words.action}".split()) / WORDS_A_SECOND for _seconds, words in found]
    assert mean(seconds for seconds, _words in found) == pytest.approx(mean(shown), rel=0.3)


def test_the_digest_tells_the_day_once_in_the_readers_hour_zone_and_language(server, marketer) -> None:  # noqa: F811
    seller = a_person(language="fr", time_zone="America/Guadeloupe")
    choose_mail(actor=seller, digest_hour=7, channel_by_topic={}, now=NOW)
    post(NOW)
    helped(seller, marketer)
    seven_there = TOMORROW.replace(hour=11)
    post(seven_there - timedelta(minutes=1))
    assert [m for m in server.messages if m["To"] == seller.email] == []
    for minute in range(3):
        post(seven_there + timedelta(minutes=minute))
    (message,) = [m for m in server.messages if m["To"] == seller.email]
    assert message["Subject"] == "1 nouvelle pour vous, vendredi 13 mars"
    for body in bodies(message):
        assert "Bonjour" in body
        assert "« Six weeks »" in body.replace("\u202f", " ")
    assert look(seller, 2) == [], "what was mailed is not told again on the page"


def test_what_only_waits_still_sends_no_mail_the_second_day(server, seller) -> None:  # noqa: F811
    a_deal(seller, expected_close_on=TODAY - timedelta(days=3))
    post(NOW)
    for days in (0, 3, 4):  # Friday, Monday, Tuesday
        post(TOMORROW + timedelta(days=days))
    assert len(server.messages) == 1
    assert Mail.objects.filter(person=seller).latest("id").end == MailEnd.NOTHING_LEFT


def test_each_kind_in_a_digest_is_stopped_by_its_own_link(server, seller, marketer, visit) -> None:  # noqa: F811
    helped(seller, marketer)
    tell([seller], "answered", "note", a_note(seller).public_id, NOW, data={"by": marketer.public_id})
    post(NOW)
    post(TOMORROW)
    (message,) = [m for m in server.messages if m["To"] == seller.email]
    text, _html = bodies(message)
    links = dict(re.findall(r"Stop “([^”]+)”: https://liant\.company\.example(/mail/stop/\S+)", text))
    assert set(links) == {"Threads", "Your day"}
    answer = visit(enforce_csrf_checks=True).post(links["Your day"], {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    channels = preference_of(seller).channel_by_topic
    assert [topic for topic, channel in channels.items() if channel == Channel.OFF] == [Topic.BRIEF]
    helped(seller, marketer, label="Another")
    post(TOMORROW + timedelta(days=3))
    assert len([m for m in server.messages if m["To"] == seller.email]) == 1
    whole = re.search(r"(/mail/stop/\S+)>", message["List-Unsubscribe"])[1].rpartition("/")[2]
    assert set(read_stop_token(whole)[1]) == {*Topic} - {Topic.MENTIONS}


def test_what_goes_at_once_is_not_told_again_by_the_digest(server, seller) -> None:  # noqa: F811
    colleague = a_person(team=seller.team)
    note = a_note(seller)
    tell([seller], "mentioned", "note", note.public_id, NOW, data={"by": colleague.public_id})
    for moment in (NOW, TOMORROW):
        post(moment)
    assert len(server.messages) == 1


def test_the_page_shows_the_time_the_reasons_and_keeps_what_one_gives(seller, marketer, visit) -> None:
    a_deal(seller, expected_close_on=TODAY - timedelta(days=3))
    client = visit(seller)
    page = client.get("/today").content.decode()
    assert "seconds to read" in page
    assert '<h2 class="brief-part">Waiting for you</h2>' in page
    assert 'value="60" checked' in page
    assert client.post("/today/seconds", {"seconds": "20", "_nonce": "1"})["Location"] == "/today"
    assert 'value="20" checked' in client.get("/today").content.decode()
    assert client.post("/today/seconds", {"seconds": "x", "_nonce": "2"}).status_code == 422


def test_an_empty_day_says_so_in_one_line(seller, visit) -> None:
    assert "Nothing new for you today." in visit(seller).get("/today").content.decode()


def test_every_candidate_names_its_fact_within_the_column(seller, marketer) -> None:
    helped(seller, marketer)
    a_deal(seller, expected_close_on=TODAY - timedelta(days=3))
    found = candidates_for(seller, today=TODAY, now=NOW)
    assert {c.urgency for c in found} >= {Urgency.DUE, Urgency.USEFUL}
    assert max(len(c.fact) for c in found) <= BriefLine._meta.get_field("fact").max_length
