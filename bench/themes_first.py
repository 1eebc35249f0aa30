"""Measure the first version of themes on labelled sets of short texts.

Run: ``python bench/themes_first.py FILE [FILE ...]``; each FILE is a CSV, gzipped or not, with the columns text,
label and lang. Each set is grouped in a process of its own, so that its peak memory is its own. The figures are printed
and written to ``bench/results/themes_first.json``. AMI: agreement with the labels, 1 for the same groups, 0 for chance.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import multiprocessing
import resource
import time
from pathlib import Path

RESULTS = Path(__file__).parent / "results" / "themes_first.json"


def read_set(path: Path) -> tuple[list[str], list[str], list[str]]:
    """Read texts, labels and languages."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8"), newline="")))
    return [row["text"] for row in rows], [row["label"] for row in rows], [row.get("lang") or "und" for row in rows]


def measure(path: Path, seed: int) -> dict[str, object]:
    """Group one set and compare with its labels."""
    texts, labels, languages = read_set(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, cpu = time.perf_counter(), time.process_time()
    from liant.loop.themes import fit_themes

    found = fit_themes(texts, languages, seed=seed)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

    return {
        "set": path.name.removesuffix(".gz").removesuffix(".csv"),
        "notes": len(texts),
        "labels": len(set(labels)),
        "themes": found.n_themes,
        "broad_themes": len(set(found.grouping.broad_by_fine.tolist())),
        "unassigned": int((found.grouping.fine < 0).sum()),
        "ami": round(float(adjusted_mutual_info_score(labels, found.grouping.fine)), 4),
        "ari": round(float(adjusted_rand_score(labels, found.grouping.fine)), 4),
        "ami_broad": round(float(adjusted_mutual_info_score(labels, found.grouping.broad)), 4),
        "cpu_seconds": round(cpu, 2),
        "wall_seconds": round(wall, 2),
        "peak_mib": round(peak / 1024),
        "peak_above_texts_mib": round((peak - before) / 1024),
        "seed": seed,
    }


def main() -> None:
    """Measure every set for every seed, print a table, write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--seeds", type=int, default=3, help="number of seeds, from 0")
    options = parser.parse_args()
    results = []
    print(f"{'set':16}{'seed':>5}{'notes':>8}{'themes':>8}{'AMI':>8}{'broad':>8}{'CPU s':>8}{'wall s':>8}{'MiB':>7}")
    for path in options.files:
        for seed in range(options.seeds):
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                row = pool.apply(measure, (path, seed))
            results.append(row)
            print(
                f"{row['set']:16}{seed:5}{row['notes']:8}{row['themes']:8}{row['ami']:8.3f}{row['ami_broad']:8.3f}"
                f"{row['cpu_seconds']:8.1f}{row['wall_seconds']:8.1f}{row['peak_mib']:7}"
            )
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
