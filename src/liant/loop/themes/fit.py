"""The whole way from texts to named themes, without a database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

import numpy as np
from threadpoolctl import threadpool_limits

from liant.loop.themes.cluster import (
    BROAD,
    FINE,
    GRAPH_LIMIT,
    Grouping,
    IntArray,
    assign,
    average_groups,
    average_rows,
    find_communities,
    hold_pins,
    join_languages,
    link_neighbours,
    merge_communities,
    number_groups,
    sample_rows,
)
from liant.loop.themes.embed import FloatArray, Space, encode_tokens, learn_space
from liant.loop.themes.given import GivenSpace, encode_given, learn_given
from liant.loop.themes.label import Name, name_in_languages
from liant.loop.themes.rare import APART, find_misfits, find_rare
from liant.loop.themes.tokens import TokenisedNotes, find_distinct, select_notes, tokenise_notes

#: Distinct notes that word vectors are learnt on, at most.
LEARN_LIMIT = 100_000
_BLOCK = 50_000


class Step(StrEnum):
    """Name what a fit is at, in order."""

    READ = "read"
    LEARN = "learn"
    GROUP = "group"
    NAME = "name"


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit:
    """Hold what a fit found.

    Attributes
    ----------
    space : encodes a note met later, from its words or, when vectors were given, from its vector.
    grouping : themes and margins of the notes.
    centrality : (n_notes,) int64, rank inside the theme, 0 most central; -1 for a note without theme.
    names : by language, "fr" and "en" always there, then by fine theme; a theme without a note in a language is
        absent there.
    n_distinct : distinct bags of words.
    languages : one per note, never "und" while another note tells its own.
    """

    space: Space | GivenSpace
    grouping: Grouping
    centrality: IntArray
    names: dict[str, dict[int, Name]]
    n_distinct: int
    languages: tuple[str, ...]

    @property
    def n_themes(self) -> int:
        """Number of fine themes."""
        return len(self.grouping.centres)

    @property
    def representatives(self) -> IntArray:
        """Most central note of each fine theme: (n_themes,) int64."""
        rows = np.flatnonzero(self.centrality == 0)
        found = np.empty(self.n_themes, dtype=np.int64)
        found[self.grouping.fine[rows]] = rows
        return found


def fit_themes(
    texts: Sequence[str],
    languages: Sequence[str],
    *,
    seed: int = 0,
    resolution: float = FINE,
    start: IntArray | None = None,
    pins: IntArray | None = None,
    known_names: frozenset[str] = frozenset(),
    vectors: FloatArray | None = None,
    at_step: Callable[[Step], None] = lambda _step: None,
) -> Fit:
    """Group and name notes.

    Parameters
    ----------
    texts : as written.
    languages : "fr", "en" or "und", one per text.
    resolution : higher for finer themes; the broad level is always cut at the same one.
    start : (n_notes,) themes of the last fit, -1 for a new note: the search sets out from them, so that themes last.
    pins : (n_notes,) groups that people fixed, -1 for a free note: notes of one pin stay together, two pins apart.
    known_names : folded names of products and competitors, which do not make a theme's name alone.
    vectors : (n_notes, dim) vectors of the notes from elsewhere; None to learn them on the notes themselves.
    at_step : called when each step begins; what it raises ends the fit.

    Notes
    -----
    Same notes and same seed give the same themes, whatever the order of the notes. Cost O(m² dim) for m distinct notes
    up to ``GRAPH_LIMIT``, then O(n x n_themes x dim).
    """
    # One thread: several wait for each other by spinning, ten times the work where the machine does something else too, and
    # a fit runs beside the pages.
    with threadpool_limits(limits=1, user_api="blas"):
        at_step(Step.READ)
        notes = tokenise_notes(texts, languages)
        distinct = find_distinct(notes)
        rng = np.random.default_rng(seed)
        nodes = select_notes(notes, distinct.rows)
        at_step(Step.LEARN)
        space: Space | GivenSpace
        encode_rows: Callable[[IntArray], FloatArray]
        if vectors is None:
            space = learn_space(select_notes(nodes, sample_rows(len(nodes), LEARN_LIMIT, rng)), seed=seed)
            encode_rows = partial(_encode_rows, nodes, space)
        else:
            space = learn_given(vectors, notes.languages)
            given = encode_given(vectors, notes.languages, space)[distinct.rows]
            encode_rows = given.__getitem__

        def look_again(rows: IntArray) -> list[IntArray]:
            return find_rare(nodes, rows, vectors=None if vectors is None else encode_rows(rows), seed=seed, rng=rng)

        at_step(Step.GROUP)
        node_grouping = group_rows(
            encode_rows,
            distinct.counts,
            nodes.languages,
            look_again=look_again,
            resolution=resolution,
            seed=seed,
            rng=rng,
            start=_vote(start, distinct.group_by_note, len(nodes)),
            pins=_vote(pins, distinct.group_by_note, len(nodes)),
        )
        grouping = _spread(node_grouping, distinct.group_by_note)
        centrality = rank_centrality(grouping, distinct.group_by_note)
        at_step(Step.NAME)
        return Fit(
            space=space,
            grouping=grouping,
            centrality=centrality,
            names=name_in_languages(
                texts,
                notes.languages,
                grouping.fine,
                sorted({"fr", "en", *notes.languages}),
                centrality=centrality,
                known_names=known_names,
            ),
            n_distinct=len(nodes),
            languages=notes.languages,
        )


def _encode_rows(nodes: TokenisedNotes, space: Space, rows: IntArray) -> FloatArray:
    return encode_tokens(select_notes(nodes, rows), space)


def group_rows(
    encode_rows: Callable[[IntArray], FloatArray],
    counts: IntArray,
    languages: Sequence[str],
    *,
    look_again: Callable[[IntArray], list[IntArray]],
    resolution: float,
    seed: int,
    rng: np.random.Generator,
    start: IntArray | None = None,
    pins: IntArray | None = None,
) -> Grouping:
    """Group distinct notes by their vectors.

    Parameters
    ----------
    encode_rows : gives the vectors of some rows, (n, dim) float32, rows of norm 1 or 0: those of all rows need not fit in
        memory.
    counts : (n_rows,) notes that each row stands for.
    languages : (n_rows,) language of each.
    look_again : finds the groups of their own among the rows at the edge of their themes.
    """
    n = len(counts)
    sample = _with_pins(sample_rows(n, GRAPH_LIMIT, rng), pins)
    vectors = encode_rows(sample)
    drawn = vectors.any(axis=1)
    sample, vectors = sample[drawn], vectors[drawn]
    if len(sample) == 0:
        none = np.full(n, -1, dtype=np.int64)
        zeros = np.zeros(n, dtype=np.float32)
        empty = np.empty(0, dtype=np.int64)
        return Grouping(fine=none, broad=none, centres=vectors, broad_by_fine=empty, similarity=zeros, margin=zeros)
    # Damped: a stock phrase pasted five hundred times is one thing said, though not a rare one.
    weights = (1 + np.log(counts[sample])).astype(np.float32)
    graph = link_neighbours(vectors, weights)
    communities = find_communities(graph, resolution, seed, _complete_start(start, sample, vectors, weights))
    if pins is not None:
        communities = hold_pins(vectors, communities, pins[sample])
    spoken = [languages[row] for row in sample.tolist()]
    communities = join_languages(vectors, communities, spoken, weights, None if pins is None else pins[sample])
    communities = number_groups(communities, counts[sample])
    centres = average_groups(vectors, communities, int(communities.max()) + 1, weights)
    fixed = np.full(n, -1, dtype=np.int64)
    if pins is not None:
        for pin in np.unique(pins[sample][pins[sample] >= 0]).tolist():
            fixed[pins == pin] = communities[pins[sample] == pin][0]
    fixed[sample] = communities
    fine, similarity, margin = _measure(encode_rows, centres, fixed, np.arange(n))
    broad_by_old = merge_communities(graph, communities, min(BROAD, resolution))
    free = find_misfits(fine, similarity)
    rare = look_again(free[pins[free] < 0] if pins is not None else free)
    found = np.concatenate([centres[:0], *(average_rows(encode_rows(rows)) for rows in rare)])
    apart = np.flatnonzero((found @ centres.T).max(axis=1, initial=-1) <= APART)
    if len(apart):
        rare, found = [rare[number] for number in apart.tolist()], found[apart]
        # A rare theme belongs to the broad theme of the one it is most like.
        broad_by_old = np.append(broad_by_old, broad_by_old[(found @ centres.T).argmax(axis=1)])
        for number, rows in enumerate(rare, start=len(centres)):
            fixed[rows] = number
        centres = np.concatenate([centres, found])
        # Only those at the edge of their themes may leave for a rare one: the others keep their likeness and margin.
        fine[free], similarity[free], margin[free] = _measure(encode_rows, centres, fixed, free)
    # Those outside the sample have joined: number again by the notes, and the centres with them.
    fine_numbers = number_groups(fine, counts)
    order = np.empty(len(centres), dtype=np.int64)
    order[fine_numbers[fine >= 0]] = fine[fine >= 0]
    broad_nodes = np.where(fine >= 0, broad_by_old[fine], -1)
    broad = number_groups(broad_nodes, counts)
    broad_by_fine = np.empty(len(centres), dtype=np.int64)
    broad_by_fine[fine_numbers[fine >= 0]] = broad[fine >= 0]
    return Grouping(
        fine=fine_numbers,
        broad=broad,
        centres=centres[order],
        broad_by_fine=broad_by_fine,
        similarity=similarity,
        margin=margin,
    )


def _with_pins(sample: IntArray, pins: IntArray | None) -> IntArray:
    """Add one node of each pin that the sample missed: what a person put together has a group of its own."""
    if pins is None:
        return sample
    numbers, first = np.unique(pins, return_index=True)
    missed = first[(numbers >= 0) & ~np.isin(numbers, pins[sample])]
    return np.union1d(sample, missed)


def _measure(
    encode_rows: Callable[[IntArray], FloatArray], centres: FloatArray, fixed: IntArray, nodes: IntArray
) -> tuple[IntArray, FloatArray, FloatArray]:
    """Assign nodes, block by block, so that memory does not grow with the vectors."""
    blocks = [nodes[first : first + _BLOCK] for first in range(0, len(nodes), _BLOCK)]
    parts = [assign(encode_rows(rows), centres, fixed[rows]) for rows in blocks]
    return (
        np.concatenate([part[0] for part in parts]),
        np.concatenate([part[1] for part in parts]),
        np.concatenate([part[2] for part in parts]),
    )


def _complete_start(
    start: IntArray | None, sample: IntArray, vectors: FloatArray, weights: FloatArray
) -> IntArray | None:
    """Send the nodes that the last fit did not know to the nearest of its themes."""
    if start is None or not np.any(start[sample] >= 0):
        return None
    numbers, compact = np.unique(start[sample], return_inverse=True)
    compact = compact.astype(np.int64) - int(numbers[0] < 0)
    centres = average_groups(vectors, compact, int(compact.max()) + 1, weights)
    return assign(vectors, centres, compact)[0]


def _vote(labels: IntArray | None, group_by_note: IntArray, n_groups: int) -> IntArray | None:
    """Give each group of identical notes the label most of them bear, the smallest among equals, -1 if none does."""
    if labels is None:
        return None
    voted = np.full(n_groups, -1, dtype=np.int64)
    known = (labels >= 0) & (group_by_note >= 0)
    pairs, counts = np.unique(np.stack([group_by_note[known], labels[known]]), axis=1, return_counts=True)
    # Ascending counts, then descending labels: the last write of each group is its winner.
    order = np.lexsort((-pairs[1], counts))
    voted[pairs[0][order]] = pairs[1][order]
    return voted


def _spread(grouping: Grouping, group_by_note: IntArray) -> Grouping:
    """Give every note what was found for its bag of words."""
    has_words = group_by_note >= 0

    def of_notes(values: IntArray) -> IntArray:
        return np.where(has_words, np.append(values, -1)[group_by_note], -1)

    def measure_of_notes(values: FloatArray) -> FloatArray:
        return np.append(values, np.float32(0))[group_by_note].astype(np.float32)

    return Grouping(
        fine=of_notes(grouping.fine),
        broad=of_notes(grouping.broad),
        centres=grouping.centres,
        broad_by_fine=grouping.broad_by_fine,
        similarity=measure_of_notes(grouping.similarity),
        margin=measure_of_notes(grouping.margin),
    )


def rank_centrality(grouping: Grouping, group_by_note: IntArray) -> IntArray:
    """Rank notes inside their theme by likeness to its centre: (n_notes,) int64, 0 most central, -1 for no theme."""
    ranks = np.full(len(grouping.fine), -1, dtype=np.int64)
    member = np.flatnonzero(grouping.fine >= 0)
    likeness = np.round(grouping.similarity[member], 5)
    order = member[np.lexsort((member, group_by_note[member], -likeness, grouping.fine[member]))]
    themes = grouping.fine[order]
    first = np.searchsorted(themes, themes, side="left")
    ranks[order] = np.arange(len(order)) - first
    return ranks
