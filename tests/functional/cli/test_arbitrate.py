"""``liant arbitrate select`` on real files: the decision, its reasons in two languages, one sentence for what is wrong."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

import liant.cli

CASE: dict[str, Any] = {
    "capacity": 40,
    "shares": {"clients": 50, "sales": 30, "strategy": 20},
    "voices": [
        {"id": "dupont", "name": "Dupont SA", "college": "clients", "weekly": 1},
        {"id": "west", "name": "West", "college": "sales", "weekly": 1},
        {"id": "growth", "college": "strategy"},
    ],
    "requests": [
        {"id": "208", "title": "Case study", "cost": 15, "needs": {"dupont": 3, "west": 1}, "needed_on": "2026-03-12"},
        {"id": "281", "title": "Data sheet", "cost": 5.5, "needs": {"dupont": 2, "west": 2}},
        {"id": "300", "title": "Fair", "cost": 20, "needs": {"dupont": 1, "west": 1}},
        {"id": "301", "cost": 8, "needs": {"growth": 1}},
    ],
}
ELECTION = """META
key;value
num_projects;3
budget;100
vote_type;approval
PROJECTS
project_id;cost;name
1;60;Trees
2;40.50;Benches
3;50;Lights
VOTES
voter_id;vote
a;1,3
b;1
c;2
d;2,3
"""


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Call the command as a shell does; return its exit code."""
    monkeypatch.setattr(sys, "argv", ["liant", "arbitrate", "select", *arguments])
    try:
        liant.cli.main()
    except SystemExit as leave:
        return int(leave.code or 0)
    return 0


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE), encoding="utf-8")
    return path


def test_prints_the_decision(case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, str(case)) == 0
    assert json.loads(capsys.readouterr().out) == {
        "rule": "mes",
        "chosen": ["208", "281", "301"],
        "capacity": 40,
        "spent": 28.5,
        "explanations": {},
    }


def test_explains_each_answer_in_facts(
    case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, str(case), "--explain") == 0
    explanations = json.loads(capsys.readouterr().out)["explanations"]
    assert sum(explanations["208"]["payments"].values()) == pytest.approx(15)
    no = explanations["300"]
    assert (no["chosen"], no["reason"], no["owned"], no["spent_on"]) == (
        False,
        "too_dear",
        11.5,
        {"208": 15, "281": 5.5},
    )
    assert no["ways_out"] == {"at_cost": 11.5, "if_withdrawn": ["208"], "in_weeks": 5}


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        (
            "en",
            "  Not chosen.\n  It costs 20; Dupont SA and West own 11.5 together.\n  They paid for “#208",
        ),
        (
            "fr",
            "  Non retenue.\n  Elle coûte 20\u202f; Dupont SA et West n’ont ensemble que 11,5.\n  Ses voix ont payé «",
        ),
    ],
)
def test_writes_the_decision_and_prints_it_in_words(
    case: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lang: str,
    sentence: str,
) -> None:
    out = tmp_path / "out.json"
    assert run(monkeypatch, str(case), "--explain", "--lang", lang, "--out", str(out)) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"{case}: 3 of 4 requests chosen, 28.5 of 40 taken.")
    assert sentence in printed
    assert json.loads(out.read_text(encoding="utf-8"))["chosen"] == ["208", "281", "301"]


@pytest.mark.parametrize(
    ("rule", "chosen"), [("mes", ["2", "3"]), ("greedy", ["1"]), ("max", ["2", "3"]), ("nash", ["2", "3"])]
)
def test_reads_an_election_by_every_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], rule: str, chosen: list[str]
) -> None:
    path = tmp_path / "town.pb"
    path.write_text(ELECTION, encoding="utf-8")
    assert run(monkeypatch, str(path), "--rule", rule) == 0
    decision = json.loads(capsys.readouterr().out)
    assert sorted(decision["chosen"]) == chosen
    assert decision["capacity"] == 100


def test_counts_points_times_cost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "points.pb"
    path.write_text(
        "META\nkey;value\nbudget;10\nvote_type;cumulative\nPROJECTS\nproject_id;cost\n1;10\n2;10\n"
        "VOTES\nvoter_id;vote;points\na;1,2;1,3\nb;1,2;1,1\n",
        encoding="utf-8",
    )
    assert run(monkeypatch, str(path), "--rule", "greedy") == 0
    assert json.loads(capsys.readouterr().out)["chosen"] == ["2"]


def test_reads_the_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ELECTION.encode())))
    assert run(monkeypatch, "-") == 0
    assert json.loads(capsys.readouterr().out)["chosen"] == ["2", "3"]


def test_only_equal_shares_explains_itself(
    case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, str(case), "--rule", "max", "--explain") == 2
    assert "explains itself" in capsys.readouterr().err


def test_swaps_find_a_plan_worth_more_without_an_explanation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "town.pb"
    path.write_text(ELECTION.replace("budget;100", "budget;130"), encoding="utf-8")
    assert run(monkeypatch, str(path), "--swaps") == 0
    assert sorted(json.loads(capsys.readouterr().out)["chosen"]) == ["1", "3"]
    assert run(monkeypatch, str(path), "--swaps", "--explain") == 2
    assert "has no explanation" in capsys.readouterr().err


def changed(**fields: Any) -> str:
    """Write the case with fields of the document, or of its first request, changed."""
    document = json.loads(json.dumps(CASE))
    for field, value in fields.items():
        (document if field in ("capacity", "shares", "voices", "requests", "extra") else document["requests"][0])[
            field
        ] = value
    return json.dumps(document)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "something is out of place on line 1"),
        ("[" * 100_000, "nested too deep"),
        ("[1]", "In the document, “” must be given as an object."),
        ("{}", "In the document, “capacity” must be given as number."),
        (changed(capacity=-1), "“capacity” must be given as 0 or more"),
        (changed(capacity="40"), "“capacity” must be given as number"),
        (changed(capacity=float("nan")), "“capacity” must be given as number"),
        (changed(extra=1), "In the document, “extra” is not a field."),
        (changed(cost=-3), "In requests[1], “cost” must be given as more than 0."),
        (changed(cost=1.234), "two decimals at most"),
        (changed(cost=True), "In requests[1], “cost” must be given as number."),
        (changed(needs={"nobody": 1}), "Request 208 is backed by nobody, which is not among the voices."),
        (changed(needs={"west": 0}), "a need is more than 0"),
        (changed(needs={"west": "much"}), "“needs.west” must be given as number"),
        (changed(needed_on="12/03/2026"), "“needed_on” must be given as 2026-03-12"),
        (changed(standing="maybe"), "“standing” must be given as open | promised | forced | forbidden"),
        (changed(id="281"), "281 is there twice."),
        (changed(shares={"clients": "half"}), "In shares, “clients” must be given as number."),
        ("", "The file has no section META"),
        ("key;value\n", "Line 1 comes before any section"),
        (ELECTION.replace("PROJECTS\n", "PROJECTS\nproject_id;cost\nVOTES\n", 1), "no section PROJECTS"),
        (ELECTION.replace("budget;100\n", ""), "META says nothing of budget."),
        (ELECTION.replace("project_id;cost;name", "project_id;price;name"), "Line 8 has nothing in the column “cost”."),
        (ELECTION.replace("1;60;", "1;-60;"), "Line 8 gives “-60” as cost"),
        (ELECTION.replace("1;60;", "1;lots;"), "Line 8 gives “lots” as cost"),
        (ELECTION.replace("1;60;", "1;0;"), "Request 1 costs 0"),
        (ELECTION.replace("1;60;Trees", "1;60;Trees;x"), "Line 8 has 4 cells, and its section PROJECTS 3 columns."),
        (ELECTION.replace("c;2\n", "c;9\n"), "Line 15 votes for 9, which is not among the projects."),
        (ELECTION.replace("approval", "ordinal"), "Line 5 says that votes are “ordinal”"),
        (ELECTION.replace("approval", "scoring"), "Line 13 names 2 projects and gives 1 numbers of points."),
        (ELECTION.replace("key;value", "ky;value"), "Line 3 has nothing in the column “key”."),
        (ELECTION.replace("Trees", '"' + "Trees" * 30_000), "a quote out of place"),
        ("a\x00b", "is not a text file."),
    ],
)
def test_says_in_one_sentence_what_is_wrong(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: str,
    sentence: str,
) -> None:
    path = tmp_path / "wrong"
    path.write_text(content, encoding="utf-8")
    assert run(monkeypatch, str(path)) == 2
    said = capsys.readouterr().err
    assert said.startswith("liant: ")
    assert sentence in said
    assert "Traceback" not in said


def test_says_which_file_cannot_be_read_or_written(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "absent.pb") == 2
    assert capsys.readouterr().err == "liant: absent.pb cannot be read: no such file or directory.\n"
    assert run(monkeypatch, str(case), "--out", str(tmp_path / "no" / "out.json")) == 2
    assert "cannot be written: no such file or directory." in capsys.readouterr().err
