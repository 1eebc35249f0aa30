"""Pages of the joint visits: declining and moving, by the one of the two who is asked, and by nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from liant.actions.visits import Slot
from liant.loop.values.roles import Role
from liant.queries.visits_proposed import free_together
from liant.store.models import Visit
from tests.builders import a_person, a_visit
from tests.functional.web.forms import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit_asked(people) -> Visit:
    """A visit that waits for the seller, on one of the half-days when both are free."""
    today = datetime.now(UTC).date()
    on, half = free_together(people[Role.MARKETER], people[Role.SELLER], today=today)[0]
    slot = Slot(on=on, half=half)
    return a_visit(people[Role.MARKETER], people[Role.SELLER], agreed=False, slot=slot)


def read(client, path: str) -> str:
    return client.get(path).content.decode()


def other_half_day(people, visit: Visit) -> str:
    today = datetime.now(UTC).date()
    free = free_together(people[Role.MARKETER], people[Role.SELLER], today=today)
    on, half = next(slot for slot in free if slot != (visit.on, visit.half))
    return f"{on.isoformat()}:{half}"


def test_whoever_is_asked_declines_with_a_word_that_the_other_reads(people, visit, visit_asked) -> None:
    path = f"/rhythm/visits/{visit_asked.public_id}"
    seller = visit(people[Role.SELLER])
    assert f"{path}/decline" in read(seller, path)
    refused = send(seller, f"{path}/decline", word=" ")
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    visit_asked.refresh_from_db()
    assert visit_asked.status == "asked"
    assert send(seller, f"{path}/decline", word="Their plant is closed.")["Location"] == "/rhythm/visits"
    page = read(visit(people[Role.MARKETER]), path)
    assert "Their plant is closed." in page
    assert f"{path}/decline" not in page
    assert "Their plant is closed." in read(visit(people[Role.MARKETER]), "/notices")
    assert send(seller, f"{path}/decline", word="Again.").status_code == 409
    assert send(seller, f"{path}/accept").status_code == 409


def test_another_half_day_asks_the_other_one(people, visit, visit_asked) -> None:
    path = f"/rhythm/visits/{visit_asked.public_id}"
    seller, marketer = visit(people[Role.SELLER]), visit(people[Role.MARKETER])
    wanted = other_half_day(people, visit_asked)
    assert f'value="{wanted}"' in read(seller, path)
    assert send(seller, f"{path}/move", version="1", slot=wanted)["Location"] == path
    visit_asked.refresh_from_db()
    assert f"{visit_asked.on.isoformat()}:{visit_asked.half}" == wanted
    assert f"{path}/accept" in read(marketer, path)
    assert f"{path}/accept" not in read(seller, path)
    assert send(marketer, f"{path}/accept").status_code == 302
    visit_asked.refresh_from_db()
    assert visit_asked.status == "agreed"


def test_a_move_to_no_day_a_day_off_or_from_an_old_page_changes_nothing(people, visit, visit_asked) -> None:
    path, client = f"/rhythm/visits/{visit_asked.public_id}/move", visit(people[Role.SELLER])
    before = (visit_asked.on, visit_asked.half)
    sunday = visit_asked.on + timedelta(days=6 - visit_asked.on.weekday())
    wanted = other_half_day(people, visit_asked)
    assert send(client, path, version="1", slot="soon").status_code == 422
    assert send(client, path, version="1", slot=f"{sunday.isoformat()}:0").status_code == 422
    refused = send(client, path, version="7", slot=wanted)
    assert refused.status_code == 409
    assert 'role="alert"' in refused.content.decode()
    visit_asked.refresh_from_db()
    assert (visit_asked.on, visit_asked.half, visit_asked.status) == (*before, "asked")


def test_only_the_two_decline_and_move(people, visit, visit_asked) -> None:
    path = f"/rhythm/visits/{visit_asked.public_id}"
    wanted = other_half_day(people, visit_asked)
    for person in (a_person(), people[Role.SALES_MANAGER], people[Role.MARKETING_DIRECTOR], people[Role.ADMIN]):
        client = visit(person)
        assert send(client, f"{path}/decline", word="No.").status_code == 404
        assert send(client, f"{path}/move", version="1", slot=wanted).status_code == 404
        assert f"{path}/decline" not in read(client, path)
    visit_asked.refresh_from_db()
    assert visit_asked.status == "asked"
