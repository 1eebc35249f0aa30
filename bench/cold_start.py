"""Measure a cold start: seconds from ``liant serve`` to the first page it answers, and the memory it then holds.

Run: ``python bench/cold_start.py [--runs N]``. On an empty folder, where tables are created and the set-up page answers;
and on the folder of the demonstration, where the choice of a role does, then Today as a seller. Beside them: how long
Python takes to start and import Django alone. Printed and written to ``bench/results/cold_start.json``.
Must: 4 s and 200 MiB at most, in every run.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from served import Browser, environment, served

RESULTS = Path(__file__).parent / "results" / "cold_start.json"
LIMIT_SECONDS, LIMIT_MIB = 4.0, 200


def resident_mib(pid: int) -> float:
    """Return what a process holds in memory."""
    said = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return int(said.stdout) / 1024


def start_once(data_dir: Path, mode: str, page: str) -> tuple[float, float, float]:
    """Start on a folder; return the seconds to the first page, the memory then, and after a few pages more."""
    began = time.perf_counter()
    with served(data_dir, mode=mode) as (process, port):
        browser = Browser(port)
        browser.wait()
        status, body, _took = browser.ask(page)
        seconds = time.perf_counter() - began
        if status != 200 or b"<html" not in body:
            raise SystemExit(f"{page} answered {status}.")
        first = resident_mib(process.pid)
        if mode == "demo":
            browser.sign_in(body.decode().partition('name="person" value="')[2].partition('"')[0])
            for path in ("/today", "/listen", "/themes", "/arguments", "/accounts", "/deals"):
                browser.ask(path)
        return seconds, first, resident_mib(process.pid)


def floor_seconds(data_dir: Path) -> float:
    """Time Python with Django imported, and nothing else."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", "import django.core.handlers.wsgi, django.db.models, django.forms, django.template"],
        env=environment(data_dir, "local"),
        check=True,
    )
    return time.perf_counter() - began


def summary(folder: str, runs: list[tuple[float, float, float]]) -> dict[str, object]:
    """Put the runs on one folder together; the worst of them is what is held to the limit."""
    return {
        "folder": folder,
        "runs": len(runs),
        "median_seconds": round(statistics.median(run[0] for run in runs), 2),
        "worst_seconds": round(max(run[0] for run in runs), 2),
        "first_page_mib": round(max(run[1] for run in runs)),
        "after_pages_mib": round(max(run[2] for run in runs)),
        "limit_seconds": LIMIT_SECONDS,
        "limit_mib": LIMIT_MIB,
    }


def main() -> None:
    """Start several times on both folders, print the figures and keep them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    n_runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo = folder / "demo"
        subprocess.run(
            [sys.executable, "-c", "from liant.cli import main; main()", "demo", "--no-serve", "--data-dir", str(demo)],
            env=environment(demo, "demo"),
            stdout=subprocess.DEVNULL,
            check=True,
        )
        floor = statistics.median(floor_seconds(folder) for _ in range(n_runs))
        results = [
            summary("empty", [start_once(folder / f"empty-{i}", "local", "/set-up") for i in range(n_runs)]),
            summary("demo", [start_once(demo, "demo", "/demo") for _ in range(n_runs)]),
        ]
    print(f"Python with Django imported: {floor:.2f} s")
    print(
        f"{'folder':8}{'median s':>10}{'worst s':>10}{'limit s':>9}{'first MiB':>11}{'later MiB':>11}{'limit MiB':>11}"
    )
    for row in results:
        print(
            f"{row['folder']:8}{row['median_seconds']:10}{row['worst_seconds']:10}{LIMIT_SECONDS:9}"
            f"{row['first_page_mib']:11}{row['after_pages_mib']:11}{LIMIT_MIB:11}"
        )
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        json.dumps({"python_and_django_seconds": round(floor, 2), "starts": results}, indent=2) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
