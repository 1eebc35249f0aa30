"""Compare our themes with BERTopic and EVōC: agreement with true topics, processor time, memory, side by side in one run.

Run: ``uv run --group bench python bench/themes.py FILE [FILE ...] [--seeds N]`` (CSV or gzipped CSV with the
columns ``text``, ``label`` and, if any, ``lang``); the demonstration's notes, whose topics were planted, are a set more.
The peers get LSA vectors (TF-IDF, 96 dimensions), their usual choice without a pretrained model; so do we in one row
(``ours, LSA``), and our own vectors in another (``ours``). BERTopic runs with its defaults, then with its outliers
reassigned. Each run has a process of its own, warmed up on 1,000 notes before the clock starts; vectors given are not
timed, our own are. Medians over seeds, printed and written to ``bench/results/themes.json``.
Must: own vectors at least the better BERTopic on each set and .08 above on the mean; on the same vectors at least equal on
each set and .03 above on the mean. Times at 10,000 and 100,000 notes: ``themes_time.py``.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import multiprocessing
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

RESULTS = Path(__file__).parent / "results" / "themes.json"
ENGINES = ("ours", "ours, LSA", "BERTopic, LSA", "BERTopic reassigned, LSA", "EVoC, LSA")
WARM_UP, DIM = 1_000, 96
Notes = tuple[list[str], list[str], list[str]]


def read_set(path: Path) -> Notes:
    """Read texts, true topics and languages."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = list(csv.DictReader(raw.decode("utf-8").splitlines()))
    return [row["text"] for row in rows], [row["label"] for row in rows], [row.get("lang") or "und" for row in rows]


def demo_set() -> Notes:
    """Write the notes of the invented company, with the topics they were written about."""
    from datetime import date

    from liant.demo.generate import generate_company

    company = generate_company(seed=1, size="full", today=date(2026, 3, 31))
    texts = [note.text for note in company.notes]
    return texts, [str(topic) for topic in company.truth.topic_by_note], [note.language for note in company.notes]


def learn_lsa(texts: Sequence[str], seed: int) -> np.ndarray:
    """Learn the vectors that every engine gets alike."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    weights = TfidfVectorizer(sublinear_tf=True, min_df=2).fit_transform(texts)
    return normalize(TruncatedSVD(DIM, random_state=seed).fit_transform(weights)).astype(np.float32)


def engine(name: str, seed: int) -> Callable[[list[str], list[str], np.ndarray], Sequence[int]]:
    """Build the function that groups notes: texts, languages and vectors to the theme of each, -1 for none."""
    if name.startswith("ours"):
        from liant.loop.themes import fit_themes

        def ours(texts: list[str], languages: list[str], vectors: np.ndarray) -> Sequence[int]:
            given = vectors if "LSA" in name else None
            return fit_themes(texts, languages, seed=seed, vectors=given).grouping.fine.tolist()

        return ours
    if name.startswith("EVoC"):
        from evoc import EVoC

        return lambda _texts, _languages, vectors: EVoC(random_state=seed).fit_predict(vectors).tolist()
    from bertopic import BERTopic
    from umap import UMAP

    def bertopic(texts: list[str], _languages: list[str], vectors: np.ndarray) -> Sequence[int]:
        # Its default, with a seed: it has none of its own.
        umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False, random_state=seed)
        model = BERTopic(umap_model=umap, calculate_probabilities=False)
        topics, _probabilities = model.fit_transform(texts, vectors)
        if "reassigned" in name and -1 in topics:
            topics = model.reduce_outliers(texts, topics, strategy="embeddings", embeddings=vectors)
        return list(topics)

    return bertopic


def run(name: str, seed: int, notes: Notes, vectors: np.ndarray, answers: multiprocessing.Queue) -> None:
    """Group one set once, in this process alone."""
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

    texts, labels, languages = notes
    group = engine(name, seed)
    group(texts[:WARM_UP], languages[:WARM_UP], vectors[:WARM_UP])
    wall, cpu = time.perf_counter(), time.process_time()
    themes = group(texts, languages, vectors)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024  # type: ignore[index]
    answers.put(
        {
            "ami": float(adjusted_mutual_info_score(labels, themes)),
            "ari": float(adjusted_rand_score(labels, themes)),
            "themes": len(set(themes) - {-1}),
            "unassigned": sum(theme == -1 for theme in themes) / len(themes),
            "cpu_seconds": cpu,
            "wall_seconds": wall,
            "peak_mib": peak,
        }
    )
    if "joblib" in sys.modules:
        from joblib.externals.loky import get_reusable_executor

        # A peer's idle workers would keep this process, and the next run, waiting for five minutes.
        get_reusable_executor().shutdown(kill_workers=True)


def measure(name: str, seed: int, notes: Notes, vectors: np.ndarray) -> dict[str, float]:
    """Run in a new process, so that its memory and its warmth are its own."""
    # The vectors are given: nobody needs to ask a model hub for anything, and wait for its answer.
    os.environ["HF_HUB_OFFLINE"] = "1"
    # The peers in one thread, as ours: threads that wait for each other spin, and that counts as work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue = context.Queue()
    process = context.Process(target=run, args=(name, seed, notes, vectors, answers))
    process.start()
    found: dict[str, float] = answers.get(timeout=3_600)
    process.join()
    return found


def main() -> None:
    """Run every engine on every set, print the medians and keep them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    sets = {path.name.partition(".")[0]: read_set(path) for path in options.files} | {"demo": demo_set()}
    results: list[dict[str, object]] = []
    print(f"{'set':15}{'engine':27}{'AMI':>7}{'ARI':>7}{'themes':>8}{'none':>7}{'CPU s':>8}{'wall s':>8}{'MiB':>7}")
    for set_name, notes in sets.items():
        vectors = [learn_lsa(notes[0], seed) for seed in range(options.seeds)]
        for name in ENGINES:
            runs = [measure(name, seed, notes, vectors[seed]) for seed in range(options.seeds)]
            middle = {key: statistics.median(found[key] for found in runs) for key in runs[0]}
            row = {"set": set_name, "notes": len(notes[0]), "topics": len(set(notes[1])), "engine": name}
            results.append({**row, "seeds": len(runs), **{key: round(value, 3) for key, value in middle.items()}})
            print(
                f"{set_name:15}{name:27}{middle['ami']:7.3f}{middle['ari']:7.3f}{middle['themes']:8.0f}"
                f"{middle['unassigned']:7.2f}{middle['cpu_seconds']:8.1f}{middle['wall_seconds']:8.1f}"
                f"{middle['peak_mib']:7.0f}",
                flush=True,
            )
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
