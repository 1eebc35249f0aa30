"""``liant themes fit`` on real files: figures, rows, and one clear sentence for what it cannot read."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pytest

import liant.cli
from tests.unit.loop.themes.notes import make_notes


@pytest.fixture
def notes_file(tmp_path: Path) -> Path:
    texts, subjects = make_notes(40)
    path = tmp_path / "notes.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["subject", "text", "lang"])
        writer.writerows(zip(subjects, texts, ["fr"] * len(texts), strict=True))
    return path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Call the command as a shell does; return its exit code."""
    monkeypatch.setattr(sys, "argv", ["liant", "themes", "fit", *arguments])
    try:
        liant.cli.main()
    except SystemExit as leave:
        return int(leave.code or 0)
    return 0


def test_prints_the_figures(
    notes_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, str(notes_file), "--text", "text") == 0
    printed = capsys.readouterr().out
    assert printed.startswith("160 notes, ")
    assert "peak memory" in printed


def test_writes_one_row_per_note(notes_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.csv"
    assert run(monkeypatch, str(notes_file), "--text", "text", "--lang", "lang", "--out", str(out)) == 0
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert [row["row"] for row in rows] == [str(number) for number in range(1, 161)]
    assert all(row["id"].isdigit() and row["label"] and -2 <= float(row["margin"]) <= 2 for row in rows)


def test_same_seed_same_rows(notes_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outs = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for out in outs:
        run(monkeypatch, str(notes_file), "--text", "text", "--seed", "5", "--out", str(out))
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_prints_json(notes_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, str(notes_file), "--text", "text", "--resolution", "1", "--json") == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["notes"] == 160
    assert summary["themes"] == len(summary["found"])
    assert sum(theme["notes"] for theme in summary["found"]) == 160 - summary["unassigned"]
    assert {"cpu_seconds", "wall_seconds", "peak_mib", "seed"} <= set(summary)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_reads_what_spreadsheets_write(
    notes_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, delimiter: str
) -> None:
    rows = list(csv.reader(notes_file.open(encoding="utf-8", newline="")))
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    path = tmp_path / "other.csv.gz"
    path.write_bytes(gzip.compress(written.getvalue().encode(encoding)))
    outs = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for file, out in zip((notes_file, path), outs, strict=True):
        assert run(monkeypatch, str(file), "--text", "text", "--out", str(out)) == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_reads_one_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "one.csv"
    path.write_text("text\nDélai de livraison trop long\n", encoding="utf-8")
    assert run(monkeypatch, str(path), "--text", "text") == 0
    assert capsys.readouterr().out.startswith("1 notes, 1 themes")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"body,lang\nprix,fr\n", "has no column “text”; it has: body, lang."),
        (b"", "is empty."),
        (b"\n\n\n", "is empty."),
        (b"text\n", "has a header and no note."),
        (b'text\nprix\n"remise\nretard\n', "the row that begins on line 3 has a quote out of place"),
        (b"text\n" + b"a" * 10_000_001, "longer than 10 MB"),
        (b"text\n\x00\x01\x02\x89PNG", "is not a text file"),
        (b"\x1f\x8b\x08broken", "is a damaged gzip file."),
        (b"text\nprix haut\nhaut prix\n", "all hold the same words: there is nothing to group."),
        ("text\n…\n€ !\n".encode(), "holds a word."),
    ],
)
def test_says_in_one_sentence_what_is_wrong(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
    sentence: str,
) -> None:
    path = tmp_path / "notes.csv"
    path.write_bytes(content)
    assert run(monkeypatch, str(path), "--text", "text") == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert sentence in printed.err
    assert len(printed.err.splitlines()) == 1


def test_says_that_there_is_no_such_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, str(tmp_path / "absent.csv"), "--text", "text") == 2
    assert "cannot be read: no such file or directory." in capsys.readouterr().err


def test_says_that_it_cannot_write(
    notes_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "no" / "out.csv"
    assert run(monkeypatch, str(notes_file), "--text", "text", "--out", str(out)) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_reads_the_standard_input_and_loads_no_web_framework(notes_file: Path) -> None:
    script = (
        "import sys; sys.argv = ['liant', 'themes', 'fit', '-', '--text', 'text', '--out', '-']\n"
        "from liant.cli import main\nmain()\n"
        "assert not any(name.split('.')[0] in ('django', 'sqlite3', 'psycopg') for name in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=notes_file.read_bytes(),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONWARNINGS": ""},
    )
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    assert len(rows) == 160
    assert done.stderr.decode().startswith("160 notes")


def test_skips_blank_lines_and_keeps_short_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("\n\nid;text;lang\n1;prix trop haut;fr\n2\n3;retard de livraison;FR;extra\n", encoding="utf-8")
    assert run(monkeypatch, str(path), "--text", "text", "--lang", "lang", "--json") == 0
    summary = json.loads(capsys.readouterr().out)
    assert (summary["notes"], summary["unassigned"]) == (3, 1)


def test_reads_parquet(notes_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "notes.parquet"
    duckdb.sql(f"COPY (FROM read_csv('{notes_file}')) TO '{copy}' (FORMAT parquet)")
    outputs = [tmp_path / "csv.out", tmp_path / "parquet.out"]
    for path, out in zip((notes_file, copy), outputs, strict=True):
        assert run(monkeypatch, str(path), "--text", "text", "--lang", "lang", "--out", str(out)) == 0
    assert outputs[0].read_text() == outputs[1].read_text()


def test_a_parquet_file_may_be_wrong_in_its_own_ways(
    notes_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "notes.parquet"
    duckdb.sql(f"COPY (FROM read_csv('{notes_file}')) TO '{copy}' (FORMAT parquet)")
    assert run(monkeypatch, str(copy), "--text", "comment") == 2
    assert "has no column “comment”; it has: subject, text, lang." in capsys.readouterr().err
    copy.write_bytes(copy.read_bytes()[:-50])
    assert run(monkeypatch, str(copy), "--text", "text") == 2
    assert "is a damaged Parquet file." in capsys.readouterr().err


def test_groups_by_the_vectors_given(notes_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _texts, subjects = make_notes(40)
    corners = {subject: number for number, subject in enumerate(dict.fromkeys(subjects))}
    rng = np.random.default_rng(0)
    vectors = np.eye(len(corners))[[corners[subject] for subject in subjects]] + rng.normal(0, 0.05, (len(subjects), 4))
    np.save(tmp_path / "v.npy", vectors)
    out = tmp_path / "out.csv"
    arguments = ["--text", "text", "--vectors", str(tmp_path / "v.npy"), "--resolution", "1", "--out", str(out)]
    assert run(monkeypatch, str(notes_file), *arguments) == 0
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert len({(row["id"], subject) for row, subject in zip(rows, subjects, strict=True)}) == len(
        {row["id"] for row in rows}
    ), "no theme holds two subjects"


@pytest.mark.parametrize(
    "wrong",
    [np.zeros((3, 4)), np.zeros(160), np.full((160, 4), np.nan), np.array([["a"] * 4] * 160), b"no numbers at all"],
)
def test_vectors_that_are_none_are_one_sentence(
    wrong, notes_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "v.npy"
    if isinstance(wrong, bytes):
        path.write_bytes(wrong)
    else:
        np.save(path, wrong)
    assert run(monkeypatch, str(notes_file), "--text", "text", "--vectors", str(path)) == 2
    assert "does not hold one row of numbers for each of the 160 notes." in capsys.readouterr().err


def call(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["liant", "themes", *arguments])
    try:
        liant.cli.main()
    except SystemExit as leave:
        return int(leave.code or 0)
    return 0


def ids_of(out: Path) -> dict[str, str]:
    return {row["row"]: row["id"] for row in csv.DictReader(out.open(encoding="utf-8"))}


def test_an_update_keeps_the_ids_and_tells_what_changed(
    notes_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    state, first, second = tmp_path / "state", tmp_path / "first.csv", tmp_path / "second.csv"
    shared = ("--text", "text", "--lang", "lang")
    assert call(monkeypatch, "fit", str(notes_file), *shared, "--state", str(state), "--out", str(first)) == 0
    with notes_file.open("a", encoding="utf-8") as stream:
        stream.writelines(f'gloves,"gants trop épais pour les boutons, {n} fois",fr\n' for n in range(25))
    capsys.readouterr()
    assert call(monkeypatch, "update", str(state), str(notes_file), *shared, "--out", str(second), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    before, after = ids_of(first), ids_of(second)
    assert sum(after[row] == theme for row, theme in before.items()) >= 0.9 * len(before)
    assert told["known"] == len(before)
    assert told["churn"] == pytest.approx(1 - sum(after[r] == t for r, t in before.items()) / len(before), abs=1e-3)
    assert not {after[str(row)] for row in range(161, 186)} & set(before.values())
    assert any(event["what"] == "born" for event in told["events"])
    assert call(monkeypatch, "update", str(state), str(notes_file), *shared) == 0
    assert "185 notes of the last time, 0.0% of them in another theme." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"), [(None, "cannot be read: no such file"), (b"x", "is not a state of themes")]
)
def test_an_update_without_a_state_says_so(
    content: bytes | None,
    said: str,
    notes_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    state = tmp_path / "state"
    if content is not None:
        state.write_bytes(content)
    assert call(monkeypatch, "update", str(state), str(notes_file), "--text", "text") == 2
    assert said in capsys.readouterr().err


def test_a_failed_update_leaves_the_state(
    notes_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "state"
    assert call(monkeypatch, "fit", str(notes_file), "--text", "text", "--state", str(state)) == 0
    kept = state.read_bytes()
    nowhere = str(tmp_path / "absent" / "out.csv")
    assert call(monkeypatch, "update", str(state), str(notes_file), "--text", "text", "--out", nowhere) == 2
    assert state.read_bytes() == kept
    assert "cannot be written" in capsys.readouterr().err
