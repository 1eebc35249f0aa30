"""Look a second time at the notes that fit nowhere well: a few of them may speak of something of its own.

Among twenty thousand notes, five about the same new thing have no neighbours enough to make a community: they are spread
over the themes that their other words recall, at the edge of each. Taken out and grouped among themselves they meet.
"""

from __future__ import annotations

import numpy as np

from liant.loop.themes.cluster import (
    IntArray,
    find_communities,
    link_neighbours,
    sample_rows,
)
from liant.loop.themes.embed import FloatArray, encode_tokens, learn_space, unit_rows
from liant.loop.themes.tokens import TokenisedNotes, select_notes

#: Misfits that are grouped, at most.
LIMIT = 10_000
#: Share of each theme's notes, the least like it, that are looked at again.
EDGE_SHARE = 0.06
#: Misfits differ more among themselves than notes do: their groups are cut finer.
RESOLUTION = 6.0
#: Notes that a rare theme has at least.
MIN_NOTES = 4
#: A word of a group's own is in so many of its notes, and this part of all that is said with it is said there.
OWN_WORD_NOTES, OWN_WORD_PART = 3, 0.4
#: A group is a theme when this share of its notes holds a word of its own, …
OWN_SHARE = 0.6
#: … and its centre is no more like that of any theme: it is not another way of saying the same.
APART = 0.5


def find_misfits(themes: IntArray, similarity: FloatArray) -> IntArray:
    """List the notes at the edge of their theme: ascending rows.

    Parameters
    ----------
    themes : (n,) theme of each note, -1 for none.
    similarity : (n,) likeness to its centre.
    """
    order = np.lexsort((similarity, themes))
    order = order[themes[order] >= 0]
    sizes = np.bincount(themes[order])
    place = np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.sort(order[place < np.repeat(EDGE_SHARE * sizes, sizes)])


def find_rare(
    nodes: TokenisedNotes, misfits: IntArray, *, vectors: FloatArray | None, seed: int, rng: np.random.Generator
) -> list[IntArray]:
    """Find the groups of misfits that have words of their own.

    Parameters
    ----------
    misfits : rows of ``nodes``.
    vectors : (n_misfits, dim) vectors from elsewhere; None to learn others on the misfits alone, whose words weigh too
        little among those of all notes.

    Returns
    -------
    rows of each group, the largest group first.
    """
    if len(misfits) < MIN_NOTES:
        return []
    chosen = sample_rows(len(misfits), LIMIT, rng)
    rows = misfits[chosen]
    if vectors is None:
        notes = select_notes(nodes, rows)
        space = learn_space(notes, seed=seed)
        drawn = encode_tokens(notes, space)
    else:
        drawn = unit_rows(vectors[chosen] - vectors[chosen].mean(axis=0))
    known = drawn.any(axis=1)
    rows, drawn = rows[known], drawn[known]
    if len(rows) < MIN_NOTES:
        return []
    communities = find_communities(link_neighbours(drawn), RESOLUTION, seed)
    order = np.argsort(communities, kind="stable")
    groups = np.split(rows[order], np.flatnonzero(np.diff(communities[order])) + 1)
    n_said = np.bincount(nodes.stem_ids, minlength=len(nodes.stems))
    found = [np.sort(group) for group in groups if has_own_words(nodes, group, n_said)]
    return sorted(found, key=lambda group: (-len(group), int(group[0])))


def has_own_words(nodes: TokenisedNotes, group: IntArray, n_said: IntArray) -> bool:
    """Tell whether most notes of a group hold words of its own.

    Parameters
    ----------
    n_said : (n_stems,) times each stem is said in all notes.
    """
    if len(group) < MIN_NOTES:
        return False
    notes = select_notes(nodes, group)
    row_by_token = np.repeat(np.arange(len(notes)), np.diff(notes.starts))
    pairs = np.unique(row_by_token * len(nodes.stems) + notes.stem_ids)
    row, stem = np.divmod(pairs, len(nodes.stems))
    n_notes = np.bincount(stem, minlength=len(n_said))
    n_here = np.bincount(notes.stem_ids, minlength=len(n_said))
    own = (n_notes >= OWN_WORD_NOTES) & (n_here >= OWN_WORD_PART * n_said)
    return len(np.unique(row[own[stem]])) >= OWN_SHARE * len(group)
