"""Time our grouping beside BERTopic's on the same vectors, both warm, at 10,000 and 100,000 notes.

Run: ``uv run --group bench python bench/themes_time.py [--sizes 10000 100000] [--seeds N]``. The notes are those of
``themes_scale.py``; both engines get LSA vectors (TF-IDF, 96 dimensions) that are not timed, and each run has a process of
its own, warmed up on 1,000 notes. What is timed is the whole way from texts and vectors to named groups. Medians over
seeds, printed and written to ``bench/results/themes_time.json``. Must: a third of BERTopic's time at 10,000 notes, a
fiftieth at 100,000.
"""

from __future__ import annotations

import argparse
import json
import statistics
from pathlib import Path

from themes import learn_lsa, measure
from themes_scale import write_notes

RESULTS = Path(__file__).parent / "results" / "themes_time.json"
OURS, PEER = "ours, LSA", "BERTopic, LSA"
MUST = {10_000: 1 / 3, 100_000: 1 / 50}


def main() -> None:
    """Time both engines at each size, print the medians and keep them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 100_000])
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    results: list[dict[str, object]] = []
    print(f"{'notes':>8} {'engine':15}{'AMI':>7}{'themes':>8}{'CPU s':>9}{'wall s':>9}{'MiB':>7}")
    for n in options.sizes:
        seconds: dict[str, tuple[float, float]] = {}
        for name in (OURS, PEER):
            runs = []
            for seed in range(options.seeds):
                texts, languages, topics, _rare = write_notes(n, seed)
                runs.append(measure(name, seed, (texts, topics, languages), learn_lsa(texts, seed)))
            middle = {key: statistics.median(found[key] for found in runs) for key in runs[0]}
            seconds[name] = middle["cpu_seconds"], middle["wall_seconds"]
            row = {"notes": n, "engine": name, "seeds": options.seeds}
            results.append({**row, **{key: round(value, 3) for key, value in middle.items()}})
            print(
                f"{n:8} {name:15}{middle['ami']:7.3f}{middle['themes']:8.0f}{middle['cpu_seconds']:9.2f}"
                f"{middle['wall_seconds']:9.2f}{middle['peak_mib']:7.0f}",
                flush=True,
            )
        cpu, wall = (theirs / ours for ours, theirs in zip(seconds[OURS], seconds[PEER], strict=True))
        results.append({"notes": n, "times_faster_cpu": round(cpu, 1), "times_faster_wall": round(wall, 1)})
        limit = f"; must be {1 / MUST[n]:.0f}" if n in MUST else ""
        print(f"{n:8} ours is {cpu:.1f} times faster in processor time, {wall:.1f} on the clock{limit}", flush=True)
    # A size that was not run keeps what it had.
    kept = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else []
    results += [row for row in kept if row["notes"] not in options.sizes]
    results.sort(key=lambda row: int(str(row["notes"])))
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
