"""Group vectors: an exact graph of nearest neighbours, then communities in it, at two nested levels.

References
----------
Traag, Waltman, van Eck (2019), "From Louvain to Leiden", Sci. Rep. 9, equation 1: modularity with a resolution.
Clauset, Newman, Moore (2004), "Finding community structure in very large networks": greedy merging (broad level).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import graspologic_native
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from liant.loop.themes.embed import FloatArray, unit_rows

IntArray = NDArray[np.int64]

N_NEIGHBOURS = 15
#: Above this many distinct notes the graph is drawn on a sample; the others join the nearest centre.
GRAPH_LIMIT = 20_000
FINE = 3.0
BROAD = 1.0
#: Times the communities are improved after the first pass.
N_PASSES = 3
#: A theme speaks one language when this share of its notes does.
ONE_LANGUAGE = 0.85
#: Two themes of two languages are one when their centres are this alike, each is the likest to the other, and by so much.
MEETING, MEETING_LEAD = 0.25, 0.1
_BLOCK_CELLS = 2_000_000
_STRIP = 32


@dataclass(frozen=True, kw_only=True, eq=False)
class Grouping:
    """Hold a grouping of notes.

    Attributes
    ----------
    fine, broad : (n_notes,) int64, theme of each note, -1 for a note without a known word; every fine theme lies in one
        broad theme. Both are numbered by decreasing number of notes, then by words, never by the order of the input.
    centres : (n_fine, dim) float32, rows of norm 1.
    broad_by_fine : (n_fine,) int64.
    similarity : (n_notes,) float32 in [-1, 1], cosine to its own theme's centre; 0 for no theme.
    margin : (n_notes,) float32, that minus the cosine to the nearest other centre: negative for a note that its
        neighbours put in a theme whose centre is not the nearest. Equal to the similarity when there is one theme only.
    """

    fine: IntArray
    broad: IntArray
    centres: FloatArray
    broad_by_fine: IntArray
    similarity: FloatArray
    margin: FloatArray


def count_neighbours(n_nodes: int) -> int:
    """Choose how many neighbours link a note: 15, fewer in a small corpus where 15 would be nearly everybody."""
    return max(1, min(N_NEIGHBOURS, n_nodes - 1, max(4, n_nodes // 20)))


def find_neighbours(vectors: FloatArray, k: int) -> tuple[IntArray, FloatArray]:
    """Find the ``k`` most similar other rows of each row, exactly.

    Parameters
    ----------
    vectors : (n, dim) float32, rows of norm 1.
    k : from 1 to n - 1.

    Returns
    -------
    neighbours : (n, k) int64, and their cosines (n, k) float32; no order within a row.

    Notes
    -----
    Cost O(n² dim), memory O(block x n). Columns are dealt into strips, and a row's best k lie in the k strips with the
    highest maxima, so only those are searched. A strip's columns lie a stride apart: all maxima of a row are then taken at
    once, column against column.
    """
    n = len(vectors)
    n_strips = -(-n // _STRIP)
    padded = n_strips * _STRIP
    columns = np.zeros((vectors.shape[1], padded), dtype=np.float32)
    columns[:, :n] = vectors.T
    neighbours = np.empty((n, k), dtype=np.int64)
    cosines = np.empty((n, k), dtype=np.float32)
    block = max(1, _BLOCK_CELLS // padded)
    table = np.empty((block, padded), dtype=np.float32)
    for start in range(0, n, block):
        stop = min(start + block, n)
        rows = np.arange(stop - start)
        likeness = np.matmul(vectors[start:stop], columns, out=table[: len(rows)])
        likeness[rows, rows + start] = -2  # a note is not its own neighbour
        likeness[:, n:] = -3
        strips = likeness.reshape(len(rows), _STRIP, n_strips)
        best = _highest(strips.max(axis=1), min(k, n_strips))
        candidates = strips[rows[:, None], :, best].reshape(len(rows), -1)
        chosen = _highest(candidates, k)
        cosines[start:stop] = np.take_along_axis(candidates, chosen, axis=1)
        neighbours[start:stop] = np.take_along_axis(best, chosen // _STRIP, axis=1) + chosen % _STRIP * n_strips
    return neighbours, cosines


def _highest(values: FloatArray, k: int) -> IntArray:
    """Find the columns of the ``k`` highest values of each row, in no order."""
    return np.argpartition(values, values.shape[1] - k, axis=1)[:, -k:]


def link_neighbours(vectors: FloatArray, weights: FloatArray | None = None) -> sparse.csr_array:
    """Draw the graph of nearest neighbours: symmetric, (n, n) float64, indices sorted, no loop.

    Parameters
    ----------
    weights : (n,) how many notes a node stands for, damped; a link between heavy nodes is stronger.

    Notes
    -----
    A link weighs the cosine, twice when each is the other's neighbour; a link without any likeness is not drawn.
    """
    n = len(vectors)
    if n < 2:
        return sparse.csr_array((n, n), dtype=np.float64)
    neighbours, cosines = find_neighbours(vectors, count_neighbours(n))
    rows = np.repeat(np.arange(n), neighbours.shape[1])
    # Rounded: the last bits depend on the number of threads of the matrix product.
    strength = np.round(cosines.ravel().astype(np.float64), 5)
    kept = strength > 0
    rows, columns, strength = rows[kept], neighbours.ravel()[kept], strength[kept]
    if weights is not None:
        strength = strength * np.sqrt(weights[rows].astype(np.float64) * weights[columns])
    directed = sparse.coo_array((strength, (rows, columns)), shape=(n, n)).tocsr()
    graph = (directed + directed.T).tocsr()
    graph.sort_indices()
    return graph


def find_communities(graph: sparse.csr_array, resolution: float, seed: int, start: IntArray | None = None) -> IntArray:
    """Split a graph into communities of high modularity: (n,) int64; a node without link is alone in its own.

    Parameters
    ----------
    start : (n,) communities to set out from, ≥ 0; the search may leave, join and split them.
    """
    n = graph.shape[0]
    communities = np.arange(n, dtype=np.int64) + n  # numbers above those of the communities found
    linked = np.flatnonzero(np.diff(graph.indptr) > 0)
    if len(linked) == 0:
        return communities - n
    if start is None:
        _quality, found = graspologic_native.leiden_csr(
            graph.indptr.astype(np.int64),
            graph.indices.astype(np.int32),
            graph.data.astype(np.float64),
            n,
            resolution=resolution,
            iterations=N_PASSES,
            seed=seed,
        )
        for node in linked.tolist():
            communities[node] = found[node]
        return communities
    upper = sparse.triu(graph, k=1).tocoo()
    edges = [
        (str(row), str(column), weight)
        for row, column, weight in zip(upper.row.tolist(), upper.col.tolist(), upper.data.tolist(), strict=True)
    ]
    # The library wants numbers without gaps.
    compact = np.unique(start[linked], return_inverse=True)[1]
    _quality, named = graspologic_native.leiden(
        edges,
        starting_communities={str(node): int(c) for node, c in zip(linked.tolist(), compact.tolist(), strict=True)},
        resolution=resolution,
        iterations=N_PASSES,
        seed=seed,
    )
    for node, community in named.items():
        communities[int(node)] = community
    return communities


def merge_communities(graph: sparse.csr_array, communities: IntArray, resolution: float) -> IntArray:
    """Merge communities two by two while modularity gains: (n_communities,) int64, so nesting is exact.

    Parameters
    ----------
    communities : (n,) from 0 to n_communities - 1, none empty.
    """
    n_communities = int(communities.max()) + 1
    member = sparse.csr_array(
        (np.ones(len(communities)), (np.arange(len(communities)), communities)), shape=(len(communities), n_communities)
    )
    links = (member.T @ graph @ member).toarray()
    total = links.sum()
    merged = np.arange(n_communities, dtype=np.int64)
    if total == 0:
        return merged
    degrees = links.sum(axis=1)
    gain = links / total - resolution * np.outer(degrees, degrees) / total**2
    np.fill_diagonal(gain, -np.inf)
    while True:
        best = int(gain.argmax())
        kept, gone = sorted(divmod(best, n_communities))
        if not gain[kept, gone] > 1e-12:
            return np.unique(merged, return_inverse=True)[1].astype(np.int64)
        # The gain of a merger is additive: that of the union with a third is the sum of both.
        gain[kept] += gain[gone]
        gain[:, kept] = gain[kept]
        gain[gone] = gain[:, gone] = gain[kept, kept] = -np.inf
        merged[merged == gone] = kept


def join_languages(
    vectors: FloatArray,
    communities: IntArray,
    languages: Sequence[str],
    weights: FloatArray,
    pins: IntArray | None = None,
) -> IntArray:
    """Join the communities of two languages that speak of the same thing: each is clearly the likest to the other.

    Nearest neighbours share words, hence a language: two communities can say the same while hardly a note of one has a
    neighbour in the other. What their notes have in common shows in their centres, where chance words even out.

    Parameters
    ----------
    languages : (n,) one per node.
    pins : (n,) groups that people fixed, -1 for a free node: two communities that both hold pins stay two.
    """
    joined = communities.copy()
    for one, other in combinations(sorted(set(languages)), 2):
        codes = np.array([1 if language == one else -1 if language == other else 0 for language in languages])
        numbers, compact = np.unique(joined, return_inverse=True)
        totals = np.bincount(compact, weights=weights)
        mine, theirs = (
            np.flatnonzero(np.bincount(compact, weights=weights * (codes == code)) >= ONE_LANGUAGE * totals)
            for code in (1, -1)
        )
        if not len(mine) or not len(theirs):
            continue
        centres = average_groups(vectors, compact, len(numbers), weights)
        # Rounded: the last bits depend on the number of threads of the matrix product.
        table = np.round(centres[mine] @ centres[theirs].T, 5)
        for row, column in enumerate(table.argmax(axis=1).tolist()):
            likeness = table[row, column]
            rivals = np.concatenate([np.delete(table[row], column), np.delete(table[:, column], row)])
            if likeness < MEETING or likeness - rivals.max(initial=-1) < MEETING_LEAD:
                continue
            pair = numbers[mine[row]], numbers[theirs[column]]
            if pins is not None and all((pins[joined == number] >= 0).any() for number in pair):
                continue
            joined[joined == pair[1]] = pair[0]
    return joined


def hold_pins(vectors: FloatArray, communities: IntArray, pins: IntArray) -> IntArray:
    """Make communities respect what people decided: one pin, one community; two pins, two communities.

    Parameters
    ----------
    pins : (n,) number of the group a person fixed each node in, -1 for a free node.

    Notes
    -----
    A pinned group takes the community where most of it lies; free nodes of a community that two pins claim go to the
    nearer of the two.
    """
    held = communities.copy()
    owner: dict[int, list[int]] = {}
    next_number = int(communities.max(initial=-1)) + 1
    for pin in np.unique(pins[pins >= 0]).tolist():
        numbers, counts = np.unique(communities[pins == pin], return_counts=True)
        owner.setdefault(int(numbers[counts.argmax()]), []).append(pin)
    for community, claimants in sorted(owner.items()):
        targets = [community, *range(next_number, next_number + len(claimants) - 1)]
        next_number += len(claimants) - 1
        if len(claimants) > 1:
            free = np.flatnonzero((communities == community) & (pins < 0))
            centres = unit_rows(np.stack([vectors[pins == pin].mean(axis=0) for pin in claimants]))
            held[free] = np.array(targets)[(vectors[free] @ centres.T).argmax(axis=1)]
        for pin, target in zip(claimants, targets, strict=True):
            held[pins == pin] = target
    return held


def number_groups(labels: IntArray, weights: NDArray[np.int64]) -> IntArray:
    """Renumber groups 0, 1, ... by decreasing weight, then by first member; -1 stays -1."""
    present = np.unique(labels[labels >= 0])
    first = {label: int(np.flatnonzero(labels == label)[0]) for label in present.tolist()}
    size = {label: int(weights[labels == label].sum()) for label in present.tolist()}
    order = sorted(present.tolist(), key=lambda label: (-size[label], first[label]))
    number_by_label = {label: number for number, label in enumerate(order)}
    return np.array([number_by_label.get(label, -1) for label in labels.tolist()], dtype=np.int64)


def average_groups(vectors: FloatArray, labels: IntArray, n_groups: int, weights: FloatArray) -> FloatArray:
    """Average the vectors of each group: (n_groups, dim) float32, rows of norm 1."""
    member = np.flatnonzero(labels >= 0)
    indicator = sparse.csr_array((weights[member], (labels[member], member)), shape=(n_groups, len(labels)))
    return unit_rows(np.asarray(indicator @ vectors, dtype=np.float32))


def average_rows(vectors: FloatArray) -> FloatArray:
    """Average one group: (1, dim) float32, of norm 1."""
    return unit_rows(vectors.mean(axis=0, keepdims=True))


def sample_rows(n: int, limit: int, rng: np.random.Generator) -> IntArray:
    """Draw at most ``limit`` of ``n`` positions, ascending."""
    if n <= limit:
        return np.arange(n, dtype=np.int64)
    return np.sort(rng.choice(n, limit, replace=False)).astype(np.int64)


def assign(
    vectors: FloatArray, centres: FloatArray, own: IntArray | None = None
) -> tuple[IntArray, FloatArray, FloatArray]:
    """Send each vector to its nearest centre, or measure it against its own.

    Parameters
    ----------
    vectors : (n, dim) float32, rows of norm 1 or 0.
    centres : (n_groups, dim) float32, rows of norm 1.
    own : (n,) group each vector is in already; -1 lets it go to the nearest.

    Returns
    -------
    group : (n,) int64, -1 for a row of zeros or when there is no centre.
    similarity, margin : (n,) float32, as in :class:`Grouping`.

    Notes
    -----
    Cost O(n x n_groups x dim), in blocks.
    """
    n = len(vectors)
    group = np.full(n, -1, dtype=np.int64)
    similarity, margin = np.zeros(n, dtype=np.float32), np.zeros(n, dtype=np.float32)
    known = np.flatnonzero(vectors.any(axis=1)) if len(centres) else np.empty(0, dtype=np.int64)
    block = max(1, _BLOCK_CELLS // max(1, len(centres)))
    for start in range(0, len(known), block):
        rows = known[start : start + block]
        table = vectors[rows] @ centres.T
        here = np.arange(len(rows))
        best = table.argmax(axis=1)
        if own is not None:
            best = np.where(own[rows] >= 0, own[rows], best)
        group[rows], similarity[rows] = best, table[here, best]
        table[here, best] = -2
        margin[rows] = similarity[rows] - (table.max(axis=1) if table.shape[1] > 1 else 0)
    return group, similarity, margin
