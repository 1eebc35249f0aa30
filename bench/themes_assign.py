"""Measure how long it takes to place one note behind its capture, in process.

Run: ``python bench/themes_assign.py [--notes N]``. A state is learnt on the demonstration's notes at full size; other notes
of the same generator are then placed one by one, each timed alone, after a hundred that warm up; beside the clock, the
processor's own time, which other work on the machine does not lengthen. Printed and written to
``bench/results/themes_assign.json``. Must: p50 at most 0.1 ms, p99 at most 1 ms.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np

from liant.loop.themes import fit_themes
from liant.loop.themes.state import keep_state, place_note, read_state
from themes import demo_set
from themes_scale import write_notes

RESULTS = Path(__file__).parent / "results" / "themes_assign.json"
WARM_UP = 100


def main() -> None:
    """Place notes one by one, print the quantiles and keep them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=10_000)
    options = parser.parse_args()
    texts, _topics, languages = demo_set()
    fit = fit_themes(texts, languages)
    state = read_state(keep_state(fit, [str(theme) for theme in range(fit.n_themes)]))
    new_texts, new_languages, _new_topics, _rare = write_notes(options.notes + WARM_UP, seed=7)
    seconds, on_processor, placed = [], [], 0
    for text, language in zip(new_texts, new_languages, strict=True):
        before, before_on_processor = time.perf_counter(), time.thread_time()
        placement = place_note(text, language, state)
        on_processor.append(time.thread_time() - before_on_processor)
        seconds.append(time.perf_counter() - before)
        placed += placement.theme is not None
    p50, p99 = (float(value) * 1_000 for value in np.quantile(seconds[WARM_UP:], (0.5, 0.99)))
    cpu50, cpu99 = (float(value) * 1_000 for value in np.quantile(on_processor[WARM_UP:], (0.5, 0.99)))
    row = {
        "notes": options.notes,
        "learnt_on": len(texts),
        "themes": fit.n_themes,
        "p50_ms": round(p50, 4),
        "p99_ms": round(p99, 4),
        "p50_processor_ms": round(cpu50, 4),
        "p99_processor_ms": round(cpu99, 4),
        "placed_share": round(placed / len(new_texts), 3),
    }
    print(row)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(row, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
