"""An administrator's way through an import, page by page."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liant.jobs.imports import import_file
from liant.loop.values.roles import Role
from liant.store.models import Account, ImportRun, Opportunity, SavedMapping
from tests.builders import a_person, an_import, one_of_each

pytestmark = pytest.mark.django_db

DEALS = (
    b"Deal ID,Deal Name,Stage,Amount,Close Date\n1,<script>alert(1)</script>,Won,12.5,03/04/2026\n2,{{7*7}},Au DG,x,\n"
)


@pytest.fixture
def admin(visit):
    person = one_of_each()[Role.ADMIN]
    client = visit(person)
    numbers = iter(range(1_000))

    def send(path: str, data: dict[str, object] | None = None):
        return client.post(path, {**(data or {}), "_nonce": f"n{next(numbers)}"})

    client.send = send
    return client


def work() -> None:
    """Do what the background worker would."""
    run = ImportRun.objects.latest("id")
    import_file.call(run.public_id)


def give(admin, content: bytes = DEALS, kind: str = "opportunities", name: str = "../../x.csv"):
    return admin.send("/settings/imports", {"kind": kind, "file": SimpleUploadedFile(name, content)})


def test_from_the_file_to_the_rows_set_aside(admin) -> None:
    answer = give(admin)
    page = answer["Location"]
    html = admin.get(page).content.decode()
    assert "x.csv" in html
    assert ".." not in re.sub(r"<[^>]+>", "", html)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html
    assert "{{7*7}}" in html
    assert "Dates such as 03/04/2026" in html
    chosen = {
        "column-0": "external_id",
        "column-1": "name",
        "column-2": "stage",
        "column-3": "amount",
        "column-4": "close_on",
        "stage-0": "negotiation",
        "mapping_name": "Weekly",
        "do": "check",
    }
    refused = admin.send(f"{page}/settings", chosen)
    assert refused.status_code == 422
    assert "the day (dmy)" in refused.content.decode()
    assert admin.send(f"{page}/settings", {**chosen, "date_order": "dmy", "decimal": "."}).status_code == 302
    assert "every 1s" in admin.get(page).content.decode()
    assert admin.get(f"{page}/progress").status_code == 200
    work()
    assert admin.get(f"{page}/progress")["HX-Refresh"] == "true"
    assert Opportunity.objects.count() == 0
    html = admin.get(page).content.decode()
    assert "What would change" in html
    assert "Line 3, column “Amount”" in html
    assert admin.send(f"{page}/start").status_code == 302
    work()
    assert Opportunity.objects.get().name == "<script>alert(1)</script>"
    html = admin.get(page).content.decode()
    assert "“x” is not a number" in html
    assert "1 new, 0 changed, 1 set aside" in html
    answer = admin.get(f"{page}/set-aside")
    assert answer["Content-Disposition"].startswith("attachment;")
    table = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "{{7*7}}" in table
    assert "Amount" in table
    assert SavedMapping.objects.get().name == "Weekly"
    assert "Weekly" in admin.get("/settings/imports").content.decode()


def test_the_reasons_are_in_the_readers_language(admin) -> None:
    run = an_import(content="Deal ID,Deal Name,Amount\n1,A,x\n", kind="opportunities")
    person = a_person(Role.ADMIN, language="fr")
    admin.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = f"/settings/imports/{run.public_id}"
    admin.send(f"{page}/start")
    work()
    assert "Ligne 2, colonne «\u202fAmount\u202f»" in admin.get(page).content.decode()
    table = b"".join(admin.get(f"{page}/set-aside").streaming_content).decode()
    assert "n’est pas un nombre" in table


def test_a_refused_file_says_why_and_keeps_nothing(admin) -> None:
    answer = give(admin, b"%PDF-1.4")
    assert answer.status_code == 422
    assert "The file is not a table" in answer.content.decode()
    assert ImportRun.objects.count() == 0


def test_a_form_without_a_file_says_so(admin) -> None:
    answer = admin.send("/settings/imports", {"kind": "accounts"})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()


def test_two_columns_cannot_fill_one_field(admin) -> None:
    page = give(admin, b"name,city\nA,Lille\n", "accounts")["Location"]
    answer = admin.send(f"{page}/settings", {"column-0": "name", "column-1": "name", "do": "check"})
    assert answer.status_code == 422
    assert "fill the field “Name”" in answer.content.decode()


def test_a_file_can_be_forgotten_until_it_is_imported(admin) -> None:
    page = give(admin, b"name,city\nA,Lille\n", "accounts")["Location"]
    assert admin.send(f"{page}/discard").status_code == 302
    assert ImportRun.objects.count() == 0
    page = give(admin, b"name,city\nA,Lille\n", "accounts")["Location"]
    admin.send(f"{page}/start")
    work()
    assert Account.objects.filter(name="A").exists()
    assert admin.send(f"{page}/discard").status_code == 409
    assert admin.send(f"{page}/start").status_code == 409
    assert admin.send(f"{page}/settings", {"do": "check"}).status_code == 409


def test_stopping_before_the_job_begins_imports_nothing(admin) -> None:
    page = give(admin, b"name,city\nA,Lille\n", "accounts")["Location"]
    admin.send(f"{page}/start")
    admin.send(f"{page}/cancel")
    work()
    assert ImportRun.objects.get().status == "cancelled"
    assert "Go on" in admin.get(page).content.decode()
    admin.send(f"{page}/start")
    work()
    assert ImportRun.objects.get().status == "done"


def test_a_body_above_the_limit_is_refused_by_its_announced_length(admin) -> None:
    for path, length in (("/settings/imports", 600 * 10**6), ("/capture", 5 * 10**6)):
        answer = admin.generic("POST", path, b"x", content_type="text/plain", headers={"Content-Length": str(length)})
        assert answer.status_code == 413, path
        assert "Nothing was read" in answer.content.decode()
