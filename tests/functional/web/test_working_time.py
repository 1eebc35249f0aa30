"""Pages of working time."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liant.loop.values.roles import Role
from liant.store.models import Absence, Closure, WorkPattern
from tests.functional.web import forms

pytestmark = pytest.mark.django_db

ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART;VALUE=DATE:20990302\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Surgery\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


send = partial(forms.send, follow=True)


def test_a_marketer_says_the_usual_week(people, visit) -> None:
    marketer = people[Role.MARKETER]
    client, page = visit(marketer), f"/calendar/people/{people[Role.MARKETER].public_id}"
    assert page in client.get("/me").content.decode()
    fields = {"half_days": ["0", "1", "2"], "skills": ["writing", "web"], "percent": "60", "version": "0"}
    assert "Saved" in send(client, page, **fields).content.decode()
    pattern = WorkPattern.objects.get(person=marketer)
    assert (pattern.half_days, pattern.skills, pattern.percent) == ([0, 1, 2], ["writing", "web"], 60)
    late = send(client, page, **{**fields, "percent": "70"})
    assert late.status_code == 409
    assert 'value="70"' in late.content.decode()
    empty = send(client, page, percent="60", version="1")
    assert empty.status_code == 422
    assert "at least one half-day" in empty.content.decode()
    assert send(client, page, **{**fields, "percent": "many"}).status_code == 422


def test_absences_are_typed_read_and_taken_back(people, visit) -> None:
    seller = people[Role.SELLER]
    client, page = visit(seller), f"/calendar/people/{seller.public_id}"
    away = {"first_on": "2099-05-04", "first_half": "1", "last_on": "2099-05-05", "last_half": "0"}
    assert "From noon on" in send(client, f"{page}/absences", **away).content.decode()
    backwards = send(client, f"{page}/absences", **{**away, "last_on": "2099-05-03"})
    assert backwards.status_code == 422
    assert "ends before it begins" in backwards.content.decode()
    assert send(client, f"{page}/absences", **{**away, "first_on": "soon"}).status_code == 422
    wrong = SimpleUploadedFile("a.ics", b"hello")
    assert "not a calendar" in send(client, f"{page}/absences/file", calendar=wrong).content.decode()
    assert "No file was chosen" in send(client, f"{page}/absences/file").content.decode()
    answer = send(client, f"{page}/absences/file", calendar=SimpleUploadedFile("a.ics", ICS.encode()))
    assert "0 absences read" in answer.content.decode()  # it begins in seventy years
    row = Absence.objects.get()
    send(client, f"/calendar/absences/{row.public_id}/remove")
    assert not Absence.objects.exists()


def test_nobody_else_reads_the_hours_of_somebody(people, visit) -> None:
    page = f"/calendar/people/{people[Role.MARKETER].public_id}"
    for role in (Role.SELLER, Role.SALES_MANAGER):
        assert visit(people[role]).get(page).status_code == 404
        assert people[Role.MARKETER].name not in visit(people[role]).get("/calendar/people").content.decode()
    director = visit(people[Role.MARKETING_DIRECTOR])
    assert people[Role.MARKETER].name in director.get("/calendar/people").content.decode()
    assert director.get(page).status_code == 200


def test_a_director_says_when_the_company_is_closed(people, visit) -> None:
    client = visit(people[Role.MARKETING_DIRECTOR])
    assert "public holidays" in client.get("/calendar/closures").content.decode()
    assert "2099" in send(client, "/calendar/closures", first_on="2099-08-10", last_on="2099-08-14").content.decode()
    assert send(client, "/calendar/closures", first_on="2099-08-10", last_on="2099-08-01").status_code == 422
    send(client, f"/calendar/closures/{Closure.objects.get().public_id}/open")
    assert not Closure.objects.exists()
