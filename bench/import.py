"""Measure the import of a million deals and a million notes beside what reading and writing alone would take.

Run: ``python bench/import.py [--rows N]``. For each file: the real ``liant import`` into an empty SQLite database, in a
process of its own (wall seconds, rows per second, peak memory); then, on the same file, DuckDB reading it into memory,
and SQLite inserting in one transaction the same rows as Liant stores them: same tables, keys and indexes, without the
ledger, whose events the import writes besides. As a third figure, SQLite inserting the raw cells into a bare table.
Printed and written to ``bench/results/import.json``. Must: at most 6 times the sum of the two, and 500 MiB; beside it,
the ratio to the bare table, for which no limit is set.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import duckdb

RESULTS = Path(__file__).parent / "results" / "import.json"
LIMIT_RATIO, LIMIT_MIB = 6.0, 500
STAGES = ("Prospecting", "Qualification", "Proposal", "Negotiation", "Closed Won", "Closed Lost")
WORDS = (
    "le client trouve que le délai de livraison est trop long et demande une remise sur le volume annuel the customer "
    "says that the price is too high compared with last year and wants a shorter contract avec un interlocuteur unique"
).split()


def write_deals(path: Path, n: int) -> None:
    """Write invented deals as a CRM exports them."""
    rng, day = random.Random(1), date(2023, 1, 2)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            "Record ID,Deal Name,Associated Company,Amount,Deal Stage,Create Date,Close Date,Deal owner,Product".split(
                ","
            )
        )
        for i in range(n):
            opened = day + timedelta(days=rng.randrange(1_000))
            writer.writerow(
                (
                    f"D{i:07d}",
                    f"Contrat {i} flotte",
                    f"Entreprise {rng.randrange(5_000)}",
                    f"{rng.randrange(500, 900_000)}.{rng.randrange(100):02d}",
                    rng.choice(STAGES),
                    opened.isoformat(),
                    (opened + timedelta(days=rng.randrange(20, 300))).isoformat(),
                    f"Vendeur {rng.randrange(200)}",
                    f"Produit {rng.randrange(20)}",
                )
            )


def write_notes(path: Path, n: int) -> None:
    """Write invented notes."""
    rng, day = random.Random(2), date(2023, 1, 2)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Note ID", "Note", "Author", "Company", "Date", "Type"])
        for i in range(n):
            text = " ".join(rng.choices(WORDS, k=rng.randrange(8, 30)))
            if i % 4 == 0:
                text = f"{text} « {' '.join(rng.choices(WORDS, k=6))} »"
            writer.writerow(
                (
                    f"N{i:07d}",
                    text,
                    f"Vendeur {rng.randrange(200)}",
                    f"Entreprise {rng.randrange(5_000)}",
                    (day + timedelta(days=rng.randrange(1_000))).isoformat(),
                    rng.choice(("Besoin", "Objection", "Idea", "Setback")),
                )
            )


def liant(data_dir: Path, *arguments: str) -> tuple[float, dict[str, object]]:
    """Run a command as people do; return its wall seconds and what it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LIANT_")}
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", "from liant.cli import main; main()", *arguments, "--data-dir", str(data_dir)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return time.perf_counter() - started, json.loads(done.stdout) if done.stdout.startswith("{") else {}


def peers(path: Path, folder: Path) -> tuple[float, float]:
    """Time DuckDB reading the file, and SQLite inserting its rows in one transaction into a table without index."""
    started = time.perf_counter()
    with duckdb.connect() as memory:
        memory.execute("SET threads = 1")
        memory.execute("CREATE TABLE t AS SELECT * FROM read_csv(?, all_varchar = true)", [str(path)])
        read_seconds = time.perf_counter() - started
        rows = memory.execute("SELECT * FROM t").fetchall()
    with sqlite3.connect(folder / "peer.sqlite3") as database:
        database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        places = ",".join("?" * len(rows[0]))
        database.execute(f"CREATE TABLE t ({','.join(f'c{i} TEXT' for i in range(len(rows[0])))})")
        started = time.perf_counter()
        database.executemany(f"INSERT INTO t VALUES ({places})", rows)
        database.commit()
        write_seconds = time.perf_counter() - started
    return read_seconds, write_seconds


def floor(data_dir: Path, folder: Path, tables: list[str]) -> float:
    """Time SQLite inserting the stored rows into the same tables, keys and indexes included, in one transaction."""
    source = sqlite3.connect(data_dir / "liant.sqlite3")
    target = sqlite3.connect(folder / "floor.sqlite3")
    target.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;")
    seconds = 0.0
    for table in tables:
        for kind in ("table", "index"):
            for (sql,) in source.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = ? AND sql IS NOT NULL", (table, kind)
            ):
                target.execute(sql)
        target.commit()
        rows = source.execute(f"SELECT * FROM {table}").fetchall()
        places = ",".join("?" * len(rows[0]))
        started = time.perf_counter()
        target.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
        target.commit()
        seconds += time.perf_counter() - started
        del rows
    source.close()
    target.close()
    (folder / "floor.sqlite3").unlink()
    return seconds


def measure(kind: str, path: Path, tables: list[str], data_dir: Path, folder: Path) -> dict[str, object]:
    """Measure one kind of file."""
    seconds, said = liant(data_dir, "import", kind, str(path), "--json")
    n = int(said["rows"])  # type: ignore[call-overload]
    again_seconds, again = liant(data_dir, "import", kind, str(path), "--json")
    read_seconds, write_seconds = peers(path, folder)
    floor_seconds = floor(data_dir, folder, tables)
    (folder / "peer.sqlite3").unlink()
    return {
        "kind": kind,
        "rows": n,
        "file_mib": round(path.stat().st_size / 2**20, 1),
        "new": said["n_new"],
        "set_aside": said["n_set_aside"],
        "seconds": round(seconds, 1),
        "rows_per_second": round(n / seconds),
        "peak_mib": said["peak_mib"],
        "again_seconds": round(again_seconds, 1),
        "again_unchanged": again["n_unchanged"],
        "duckdb_read_seconds": round(read_seconds, 2),
        "sqlite_insert_seconds": round(floor_seconds, 1),
        "ratio": round(seconds / (read_seconds + floor_seconds), 2),
        "limit_ratio": LIMIT_RATIO,
        "sqlite_bare_insert_seconds": round(write_seconds, 2),
        "ratio_bare": round(seconds / (read_seconds + write_seconds), 2),
        "limit_mib": LIMIT_MIB,
    }


def main() -> None:
    """Measure both files, print the figures and keep them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    n = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data_dir = folder / "data"
        write_deals(folder / "deals.csv", n)
        write_notes(folder / "notes.csv", n)
        liant(data_dir, "migrate")
        results = [
            measure(
                "opportunities", folder / "deals.csv", ["store_opportunity", "store_stagechange"], data_dir, folder
            ),
            measure("notes", folder / "notes.csv", ["store_note", "store_quote"], data_dir, folder),
        ]
    for row in results:
        print(json.dumps(row, indent=2))
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
