"""Measure how often a quote that "may contradict" a claim does, on pairs invented for it in French and English.

Usage: ``python bench/contrary.py``. The pairs marked ``tune`` were looked at while the cues were written; those marked
``held`` were written before them and not looked at since. Same hand on both sides: take the figures as the best case.
"""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

from intervals import wilson
from liant.loop.argue.contrary import cues_against, read_said

DATA = Path(__file__).parent / "data" / "contrary.tsv"
RESULT = Path(__file__).parent / "results" / "contrary.json"


def main() -> None:
    """Print precision and recall of each part, with their intervals, and the time of one pair."""
    with DATA.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    results = {}
    for split in ("tune", "held"):
        part = [row for row in rows if row["split"] == split]
        begun = time.perf_counter()
        found = [
            bool(cues_against(read_said(r["claim"], r["language"]), read_said(r["quote"], r["language"]))) for r in part
        ]
        spent = (time.perf_counter() - begun) / len(part)
        truth = [row["contrary"] == "1" for row in part]
        hits = sum(f and t for f, t in zip(found, truth, strict=True))
        n_found, n_true = sum(found), sum(truth)
        precision, recall = wilson(hits, n_found), wilson(hits, n_true)
        results[split] = {
            "pairs": len(part),
            "precision": [hits, n_found, *(round(x, 2) for x in precision)],
            "recall": [hits, n_true, *(round(x, 2) for x in recall)],
            "microseconds_a_pair": round(spent * 1e6),
        }
        print(
            f"{split}: {len(part)} pairs; flagged rightly {hits} of {n_found} ({precision[0]:.0%} to {precision[1]:.0%}); "
            f"found {hits} of {n_true} ({recall[0]:.0%} to {recall[1]:.0%}); {spent * 1e6:.0f} µs a pair"
        )
        if split == "tune":
            for row, f, t in zip(part, found, truth, strict=True):
                if f != t:
                    print(f"  {'false alarm' if f else 'missed'}: {row['claim']} | {row['quote']}")
    RESULT.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
