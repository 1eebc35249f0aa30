"""Gather words that several people said alike, so that a page shows each thing once."""

from __future__ import annotations

from collections.abc import Sequence

from liant.loop.listen.imports.cells import fold

#: Texts that share this part of their runs of three letters are the same words, a slip or an accent apart.
ALIKE = 0.6
#: A text that holds this part of what is being typed may be about the same thing: a person looks.
NEAR = 0.45


def gather_alike(texts: Sequence[str], *, limit: int = 60) -> list[list[int]]:
    """Group texts that hold the same words, the largest group first.

    Parameters
    ----------
    texts : the best one to stand for its group first.
    limit : different texts compared with one another; those met least, then those met last, are left out.

    Returns
    -------
    positions by group: the first stands for the others. Groups of the same size keep the order of the texts.

    Notes
    -----
    Texts that differ by case, accents and signs alone are found in O(n); the Jaccard similarity of the sets of three
    letters joins what typing slips made different, in O(limit²).
    """
    same: dict[str, list[int]] = {}
    for position, text in enumerate(texts):
        same.setdefault(fold(text), []).append(position)
    groups: list[tuple[frozenset[str], list[int]]] = []
    for letters, positions in sorted(same.items(), key=lambda item: (-len(item[1]), item[1][0]))[:limit]:
        runs = runs_of(letters)
        for others, members in groups:
            if len(runs & others) >= ALIKE * len(runs | others):
                members += positions
                break
        else:
            groups.append((runs, positions.copy()))
    return sorted((members for _runs, members in groups), key=lambda members: (-len(members), members[0]))


def find_near(typed: str, texts: Sequence[str], *, limit: int = 3) -> list[int]:
    """Find the texts that hold most of what is being typed, whatever its case and accents: a hint, not a verdict.

    Parameters
    ----------
    typed : what is being written; under five letters and figures nothing is near.

    Returns
    -------
    positions of at most ``limit`` texts, the nearest first; equally near ones keep the order of the texts.

    Notes
    -----
    The share of its runs of three letters found in the other text: a short text finds the long one that begins as it
    does. O(letters of all texts).
    """
    letters = fold(typed)
    if len(letters) < 5:
        return []
    wanted = runs_of(letters)
    shares = [(len(wanted & runs_of(fold(text))) / len(wanted), position) for position, text in enumerate(texts)]
    near = sorted((-share, position) for share, position in shares if share >= NEAR)
    return [position for _share, position in near[:limit]]


def runs_of(letters: str) -> frozenset[str]:
    """Cut folded letters into their runs of three."""
    return frozenset(letters[i : i + 3] for i in range(max(len(letters) - 2, 1)))
