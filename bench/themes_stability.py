"""Measure how far themes last: 40 % of the notes, then six batches of 10 %, on sets with true topics.

Run: ``uv run --group bench python bench/themes_stability.py FILE [FILE ...] [--seeds N]`` (CSV or gzipped CSV with columns
``text`` and ``label``). A fifth of the topics comes late: none of their notes is in the first 40 %. After each batch, all
notes so far are grouped again from the themes of the last time (``warm``), and from nothing (``refit``); both keep
identities by matching. Once with vectors learnt on the notes so far (``own``), once with vectors given (``LSA``, learnt on
all notes). Churn: share of the notes grouped the last time whose theme changed its id. Purity of late topics: mean share of
the largest late topic in the theme that holds most of it. Medians over seeds, printed and written to
``bench/results/themes_stability.json``. Must: churn at most 18 % with own vectors and 10 % with given ones, AMI at least
that of the refit minus .01.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_mutual_info_score

from liant.loop.themes import fit_themes, match_themes
from themes import learn_lsa, read_set

RESULTS = Path(__file__).parent / "results" / "themes_stability.json"
FIRST, N_BATCHES, LATE = 0.4, 6, 0.2


def order_notes(labels: Sequence[str], seed: int) -> tuple[list[int], set[str]]:
    """Draw the order in which notes arrive; late topics only after the first part."""
    rng = np.random.default_rng(seed)
    topics = sorted(set(labels))
    late = set(rng.choice(topics, round(LATE * len(topics)), replace=False).tolist())
    shuffled = rng.permutation(len(labels)).tolist()
    early = [row for row in shuffled if labels[row] not in late]
    first = early[: round(FIRST * len(labels))]
    rest = [row for row in shuffled if row not in set(first)]
    return first + rest, late


def name_groups(groups: NDArray[np.int64], rows: Sequence[int], old: dict[int, str], born: int) -> dict[int, str]:
    """Give each note the lasting id of its theme."""
    tracking = match_themes(old, [(row, int(g)) for row, g in zip(rows, groups.tolist(), strict=True) if g >= 0])
    names = dict(tracking.theme_by_group)
    for group in sorted(set(groups.tolist()) - {-1} - set(names)):
        names[group] = f"{born}-{group}"
    return {row: names[g] for row, g in zip(rows, groups.tolist(), strict=True) if g >= 0}


def purity_of_late(labels: Sequence[str], theme_by_row: dict[int, str], late: set[str]) -> float:
    """Tell how well the topics that came late have a theme of their own."""
    by_topic: dict[str, dict[str, int]] = {}
    size: dict[str, int] = {}
    for row, theme in theme_by_row.items():
        size[theme] = size.get(theme, 0) + 1
        if labels[row] in late:
            counts = by_topic.setdefault(labels[row], {})
            counts[theme] = counts.get(theme, 0) + 1
    return statistics.mean(
        n / size[theme] for n, theme in (max((n, t) for t, n in c.items()) for c in by_topic.values())
    )


def run(path: Path, seed: int) -> list[dict[str, object]]:
    """Follow one set, warm and refitted."""
    texts, labels, _languages = read_set(path)
    order, late = order_notes(labels, seed)
    cuts = [round((FIRST + i * (1 - FIRST) / N_BATCHES) * len(order)) for i in range(N_BATCHES + 1)]
    results: list[dict[str, object]] = []
    given = learn_lsa(texts, seed)
    for vectors, way in ((None, "warm"), (None, "refit"), (given, "warm"), (given, "refit")):
        known: dict[int, str] = {}
        churns, seconds, ami = [], 0.0, 0.0
        for step, cut in enumerate(cuts):
            rows = order[:cut]
            start = None
            if way == "warm" and known:
                numbers = {theme: i for i, theme in enumerate(sorted(set(known.values())))}
                start = np.array([numbers[known[row]] if row in known else -1 for row in rows], dtype=np.int64)
            began = time.process_time()
            found = fit_themes(
                [texts[row] for row in rows],
                ["en"] * cut,
                seed=seed,
                start=start,
                vectors=None if vectors is None else vectors[rows],
            )
            seconds += time.process_time() - began
            fresh = name_groups(found.grouping.fine, rows, known, step)
            if known:
                churns.append(sum(fresh.get(row) != theme for row, theme in known.items()) / len(known))
            known = fresh
            ami = float(adjusted_mutual_info_score([labels[row] for row in rows], found.grouping.fine))
        results.append(
            {
                "set": path.name.partition(".")[0],
                "vectors": "own" if vectors is None else "LSA",
                "way": way,
                "seed": seed,
                "churn_mean": round(statistics.mean(churns), 3),
                "churn_worst": round(max(churns), 3),
                "ami_end": round(ami, 3),
                "themes": len(set(known.values())),
                "late_purity": round(purity_of_late(labels, known, late), 3),
                "cpu_seconds": round(seconds, 1),
            }
        )
    return results


def by_way(runs: Sequence[dict[str, object]]) -> dict[tuple[object, ...], list[dict[str, object]]]:
    """Gather the runs that differ by their seed alone."""
    found: dict[tuple[object, ...], list[dict[str, object]]] = {}
    for row in runs:
        found.setdefault((row["set"], row["vectors"], row["way"]), []).append(row)
    return found


def middle_of(rows: Sequence[dict[str, object]]) -> dict[str, object]:
    """Take the median of each figure over the seeds."""
    figures = [key for key, value in rows[0].items() if isinstance(value, (int, float)) and key != "seed"]
    middle = {key: round(statistics.median(float(str(row[key])) for row in rows), 3) for key in figures}
    return {**{key: rows[0][key] for key in ("set", "vectors", "way")}, "seeds": len(rows), **middle}


def main() -> None:
    """Follow each set with each seed, print the figures and keep them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    runs = [row for path in options.files for seed in range(options.seeds) for row in run(path, seed)]
    results = [middle_of(rows) for rows in by_way(runs).values()]
    columns = list(results[0])
    print("".join(f"{column:>15}" for column in columns))
    for row in results:
        print("".join(f"{row[column]!s:>15}" for column in columns), flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
