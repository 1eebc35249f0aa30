"""Measure the whole way from texts to named themes on many notes, beside the cost of reading their words once.

Run: ``python bench/themes_scale.py [--sizes 10000 100000 1000000] [--seeds N]``. The notes are those of the
demonstration's generator. A tenth of its topics is made rare: five notes each in 20,000, which only a second look at the
misfits can find. Each run has a process of its own. Floors, in the same process and on the same notes: the tokeniser
alone, and ``text.lower().split()`` with the words counted. Memory is the peak above that before the fit, texts loaded.
Medians over seeds, printed and written to ``bench/results/themes_scale.json``. Must: a million notes in at most 10 times
the tokenising floor and 1 GiB.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import re
import statistics
import time
from collections import Counter
from pathlib import Path

RESULTS = Path(__file__).parent / "results" / "themes_scale.json"
RARE_IN, RARE_NOTES = 20_000, 5


def write_notes(n: int, seed: int) -> tuple[list[str], list[str], list[str], set[str]]:
    """Write notes: texts, languages, planted topics, and which of these are rare."""
    from liant.demo.topics import TOPICS
    from liant.demo.wording import write_note

    rng = random.Random(seed)
    topics = rng.sample(TOPICS, len(TOPICS))
    rare, common = topics[: len(topics) // 10], topics[len(topics) // 10 :]
    weights = [1 / (rank + 6) ** 0.75 for rank in range(len(common))]
    n_rare = max(1, n // RARE_IN) * RARE_NOTES
    drawn = [topic for topic in rare for _ in range(n_rare)]
    drawn += rng.choices(common, weights=weights, k=n - len(drawn))
    rng.shuffle(drawn)
    texts, languages = [], []
    for topic in drawn:
        language = "en" if rng.random() < 0.3 else "fr"
        phrasings = topic.en if language == "en" else topic.fr
        n_said = rng.choices((1, 2, 3), weights=(12, 6, 2))[0]
        texts.append(write_note(rng.sample(phrasings, k=n_said), language, rng))
        languages.append(language)
    return texts, languages, [topic.key for topic in drawn], {topic.key for topic in rare}


def count_found(topics: list[str], themes: list[int], rare: set[str]) -> int:
    """Count the rare topics that have a theme of their own: half of its notes there, and half of that theme."""
    sizes = Counter(themes)
    by_topic: dict[str, Counter[int]] = {}
    for topic, theme in zip(topics, themes, strict=True):
        if topic in rare and theme >= 0:
            by_topic.setdefault(topic, Counter())[theme] += 1
    found = 0
    for counts in by_topic.values():
        theme, n = counts.most_common(1)[0]
        found += n * 2 >= counts.total() and n * 2 >= sizes[theme]
    return found


def memory_mib(key: str) -> float:
    """Read this process's memory: ``VmRSS`` now, ``VmHWM`` at its highest."""
    found = re.search(rf"{key}:\s+(\d+)", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


def run(n: int, seed: int, answers: multiprocessing.Queue) -> None:
    """Group once, in this process alone."""
    from sklearn.metrics import adjusted_mutual_info_score

    from liant.loop.themes import fit_themes
    from liant.loop.themes.tokens import tokenise_notes

    texts, languages, topics, rare = write_notes(n, seed)
    fit_themes(texts[:1_000], languages[:1_000], seed=seed)  # warm
    before = time.process_time()
    tokenise_notes(texts, languages)
    floor = time.process_time() - before
    before = time.process_time()
    words: Counter[str] = Counter()
    for text in texts:
        words.update(text.lower().split())
    naive = time.process_time() - before
    del words
    held = memory_mib("VmRSS")
    # The highest memory so far is that of the floors: it starts again from here.
    Path("/proc/self/clear_refs").write_text("5")
    wall, cpu = time.perf_counter(), time.process_time()
    found = fit_themes(texts, languages, seed=seed)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = memory_mib("VmHWM") - held
    themes = found.grouping.fine.tolist()
    answers.put(
        {
            "ami": float(adjusted_mutual_info_score(topics, themes)),
            "themes": found.n_themes,
            "unassigned": sum(theme < 0 for theme in themes) / n,
            "rare_found": count_found(topics, themes, rare),
            "rare": len(rare),
            "cpu_seconds": cpu,
            "wall_seconds": wall,
            "floor_seconds": floor,
            "split_seconds": naive,
            "over_floor": cpu / floor,
            "over_split": cpu / naive,
            "peak_mib": peak,
        }
    )


def main() -> None:
    """Run every size with every seed, print the medians and keep them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    results = []
    for n in options.sizes:
        runs = []
        for seed in range(options.seeds):
            answers: multiprocessing.Queue = context.Queue()
            process = context.Process(target=run, args=(n, seed, answers))
            process.start()
            runs.append(answers.get(timeout=3_600))
            process.join()
        middle = {key: round(statistics.median(found[key] for found in runs), 3) for key in runs[0]}
        results.append({"notes": n, "seeds": len(runs), **middle})
        if n == options.sizes[0]:
            print("".join(f"{key:>14}" for key in results[0]))
        print("".join(f"{value:>14}" for value in results[-1].values()), flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
