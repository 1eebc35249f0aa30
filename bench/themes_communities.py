"""Compare libraries of communities on the same graphs: agreement, time, determinism, and setting out from known groups.

Run: ``uv run --with scikit-network python bench/themes_communities.py FILE [FILE ...]``; each FILE is a CSV, gzipped or
not, with the columns ``text``, ``label`` and, if any, ``lang``. Own vectors and their graph of nearest neighbours are
made once, then handed to each way: Leiden of graspologic-native (what the product uses), Leiden and Louvain of
scikit-network, and k-means on the vectors (no graph), told the number of groups that the first found. Seconds of
processor, medians of three runs. ``same``: the same groups twice for one seed. ``churn``: share of the notes whose group
changes when a tenth of them arrives after the rest, groups matched; ``warm`` sets out from the earlier groups, which only
graspologic-native can. Printed and written to ``bench/results/themes_communities.json``.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_mutual_info_score

from liant.loop.themes import match_themes
from liant.loop.themes.cluster import FINE, find_communities, link_neighbours
from liant.loop.themes.embed import encode_tokens, learn_space
from liant.loop.themes.tokens import find_distinct, select_notes, tokenise_notes
from themes import read_set

RESULTS = Path(__file__).parent / "results" / "themes_communities.json"
SEED, RUNS, LATE, GRAPH_LIMIT = 0, 3, 0.1, 20_000
Groups = NDArray[np.int64]
Way = Callable[[sparse.csr_array, NDArray[np.float32]], Groups]


def graspologic(graph: sparse.csr_array, _vectors: NDArray[np.float32]) -> Groups:
    """Group as the product does."""
    return find_communities(graph, FINE, SEED)


def scikit_network(name: str) -> Way:
    """Build a way of scikit-network: Leiden or Louvain at the same resolution."""
    from sknetwork import clustering

    kind = getattr(clustering, name)

    def group(graph: sparse.csr_array, _vectors: NDArray[np.float32]) -> Groups:
        found = kind(resolution=FINE, random_state=SEED, shuffle_nodes=False).fit_predict(sparse.csr_matrix(graph))
        return np.asarray(found, dtype=np.int64)

    return group


def k_means(n_groups: int) -> Way:
    """Build k-means, told how many groups to find."""

    def group(_graph: sparse.csr_array, vectors: NDArray[np.float32]) -> Groups:
        return KMeans(n_groups, n_init=3, random_state=SEED).fit_predict(vectors).astype(np.int64)

    return group


def count_churn(old: Groups, new: Groups) -> float:
    """Tell the share of the notes whose group is another one, once the groups are matched."""
    names = {row: str(group) for row, group in enumerate(old.tolist())}
    matched = match_themes(names, list(enumerate(new.tolist()))).theme_by_group
    return float(np.mean([matched.get(group) != names[row] for row, group in enumerate(new[: len(old)].tolist())]))


def measure(path: Path) -> list[dict[str, object]]:
    """Make one set's graphs and hand them to each way."""
    texts, labels, languages = read_set(path)
    notes = tokenise_notes(texts, languages)
    rows = np.random.default_rng(SEED).permutation(find_distinct(notes).rows)[:GRAPH_LIMIT]
    nodes = select_notes(notes, rows)
    vectors = encode_tokens(nodes, learn_space(nodes, seed=SEED))
    early = vectors[: round((1 - LATE) * len(rows))]
    graph, early_graph = link_neighbours(vectors), link_neighbours(early)
    topics = [labels[row] for row in rows.tolist()]
    n_groups = len(np.unique(graspologic(graph, vectors)))
    ways: dict[str, Way] = {
        "graspologic-native, Leiden": graspologic,
        "scikit-network, Leiden": scikit_network("Leiden"),
        "scikit-network, Louvain": scikit_network("Louvain"),
        "k-means, told how many": k_means(n_groups),
    }
    results: list[dict[str, object]] = []
    for name, group in ways.items():
        seconds, found = [], []
        for _ in range(RUNS):
            before = time.process_time()
            found.append(group(graph, vectors))
            seconds.append(time.process_time() - before)
        old = group(early_graph, early)
        row: dict[str, object] = {
            "set": path.name.partition(".")[0],
            "nodes": len(rows),
            "way": name,
            "groups": len(np.unique(found[0])),
            "ami": round(float(adjusted_mutual_info_score(topics, found[0])), 3),
            "cpu_seconds": round(statistics.median(seconds), 2),
            "same": all(np.array_equal(found[0], other) for other in found),
            "churn": round(count_churn(old, found[0]), 3),
            "churn_warm": None,
        }
        if group is graspologic:
            # Late notes set out from the group of their nearest centre.
            centres = np.stack([early[old == number].mean(axis=0) for number in np.unique(old)])
            late = np.unique(old)[(vectors[len(early) :] @ centres.T).argmax(axis=1)]
            warm = find_communities(graph, FINE, SEED, np.concatenate([old, late]))
            row["churn_warm"] = round(count_churn(old, warm), 3)
        results.append(row)
        print("".join(f"{value!s:>28}" if key == "way" else f"{value!s:>15}" for key, value in row.items()), flush=True)
    return results


def main() -> None:
    """Measure each set, print the rows and keep them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args()
    results = [row for path in options.files for row in measure(path)]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
