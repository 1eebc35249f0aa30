"""Measure what centring each language, and joining themes across languages, do to the demonstration's notes.

Run: ``python bench/themes_languages.py [--seeds N]``. Its topics were planted and written about in French and in English.
The same notes are grouped with own vectors in one run: as the product does; without joining themes across languages;
without taking off the mean of each language either. AMI with the planted topics (1 for the same groups, 0 for chance) and
with the language of the notes, at both levels. Medians over seeds, printed and written to
``bench/results/themes_languages.json``. Must: AMI with language at most .10 at the broad level, AMI with topics not lower
than without centring.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score

from liant.loop.themes import embed, fit, fit_themes
from themes import demo_set

RESULTS = Path(__file__).parent / "results" / "themes_languages.json"
MOST_LANGUAGE = 0.10


@contextmanager
def changed(*, centring: bool, joining: bool) -> Iterator[None]:
    """Leave a step out of the engine for a while."""
    centres: Callable[..., object] = embed._centres

    def no_centres(raw: np.ndarray, known: np.ndarray, notes: object) -> object:
        return {language: np.zeros_like(centre) for language, centre in centres(raw, known, notes).items()}

    def no_joining(_vectors: object, communities: np.ndarray, *_others: object) -> np.ndarray:
        return communities

    with (
        patch.object(embed, "_centres", centres if centring else no_centres),
        patch.object(fit, "join_languages", fit.join_languages if joining else no_joining),
    ):
        yield


WAYS = {
    "as it is": {"centring": True, "joining": True},
    "no joining": {"centring": True, "joining": False},
    "no joining, no centring": {"centring": False, "joining": False},
}


def main() -> None:
    """Group in each way, print the medians and keep them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    texts, topics, languages = demo_set()
    results: list[dict[str, object]] = []
    print(f"{'way':26}{'themes':>8}{'topics':>8}{'broad':>8}{'language':>10}{'broad':>8}")
    for way, steps in WAYS.items():
        runs: list[dict[str, float]] = []
        for seed in range(options.seeds):
            with changed(**steps):
                found = fit_themes(texts, languages, seed=seed)
            runs.append(
                {
                    "themes": found.n_themes,
                    "ami_topics": float(adjusted_mutual_info_score(topics, found.grouping.fine)),
                    "ami_topics_broad": float(adjusted_mutual_info_score(topics, found.grouping.broad)),
                    "ami_language": float(adjusted_mutual_info_score(languages, found.grouping.fine)),
                    "ami_language_broad": float(adjusted_mutual_info_score(languages, found.grouping.broad)),
                }
            )
        middle = {key: round(statistics.median(run[key] for run in runs), 3) for key in runs[0]}
        results.append({"set": "demo", "notes": len(texts), "way": way, "seeds": options.seeds, **middle})
        print(
            f"{way:26}{middle['themes']:8.0f}{middle['ami_topics']:8.3f}{middle['ami_topics_broad']:8.3f}"
            f"{middle['ami_language']:10.3f}{middle['ami_language_broad']:8.3f}",
            flush=True,
        )
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
