"""Keep what a fit learnt, and place notes met later."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from liant.loop.themes.cluster import assign
from liant.loop.themes.embed import FloatArray, Space, encode_one, encode_tokens
from liant.loop.themes.fit import Fit
from liant.loop.themes.tokens import TokenisedNotes, number_stems, tokenise_notes

#: A note belongs nowhere yet when less than this share of what it says, weighted by rarity, was ever said before.
KNOWN_SHARE = 0.5
#: A note further from its theme than this share of the notes that made it belongs to none yet.
MISFIT_SHARE = 0.05


@dataclass(frozen=True, kw_only=True, eq=False)
class State:
    """What it takes to place a note.

    Attributes
    ----------
    themes : (n_themes,) keys of the themes, chosen by the caller.
    centres : (n_themes, dim) float32, rows of norm 1.
    floors : (n_themes,) float32, likeness below which a note is a misfit of that theme.
    """

    space: Space
    themes: tuple[str, ...]
    centres: FloatArray
    floors: FloatArray


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Where a note may go.

    Attributes
    ----------
    theme : the theme it belongs to; None for a misfit, or a note of mostly unknown words.
    nearest : the nearest themes, the first one first; empty without a known word.
    margin : likeness to the nearest centre minus that to the second, in [0, 2].
    """

    theme: str | None
    nearest: tuple[str, ...]
    margin: float


def measure_floors(fit: Fit) -> FloatArray:
    """Find the likeness under which a note would be among the 5 % worst of its theme: (n_themes,) float32.

    The notes that made the theme are its own yardstick: a broad theme forgives more than a tight one.
    """
    floors = np.zeros(fit.n_themes, dtype=np.float32)
    for theme in range(fit.n_themes):
        floors[theme] = np.quantile(fit.grouping.similarity[fit.grouping.fine == theme], MISFIT_SHARE)
    return floors


def keep_state(fit: Fit, themes: Sequence[str]) -> bytes:
    """Write what a fit learnt as bytes: no code is in them, and none runs when they are read.

    Raises
    ------
    ValueError : for a fit on given vectors, which cannot encode another note.
    """
    space, stream = fit.space, io.BytesIO()
    if space is None:
        raise ValueError("a fit on given vectors has learnt no space")
    languages = sorted(space.centre_by_language)
    np.savez_compressed(
        stream,
        stems=np.array("\n".join(space.stems)),
        idf=space.idf,
        ppmi=space.ppmi,
        lsa=space.lsa,
        languages=np.array("\n".join(languages)),
        language_centres=np.stack([space.centre_by_language[language] for language in languages]),
        themes=np.array("\n".join(themes)),
        centres=fit.grouping.centres,
        floors=measure_floors(fit),
    )
    return stream.getvalue()


def read_state(raw: bytes) -> State:
    """Read what ``keep_state`` wrote."""
    with np.load(io.BytesIO(raw), allow_pickle=False) as kept:
        languages = str(kept["languages"]).split("\n")
        return State(
            space=Space(
                stems=tuple(str(kept["stems"]).split("\n")),
                idf=kept["idf"],
                ppmi=kept["ppmi"],
                lsa=kept["lsa"],
                centre_by_language=dict(zip(languages, kept["language_centres"], strict=True)),
            ),
            themes=tuple(str(kept["themes"]).split("\n")),
            centres=kept["centres"],
            floors=kept["floors"],
        )


def place_notes(texts: Sequence[str], languages: Sequence[str], state: State, *, n_nearest: int = 3) -> list[Placement]:
    """Place notes: O(n x n_themes x dim).

    Returns
    -------
    one placement per note, in order, with at most ``n_nearest`` themes each.
    """
    if len(texts) == 1:
        return [place_note(texts[0], languages[0], state, n_nearest=n_nearest)]
    notes = tokenise_notes(texts, languages)
    vectors, known = encode_tokens(notes, state.space), measure_known(notes, state.space)
    groups, likeness, margins = assign(vectors, state.centres)
    nearest = np.argsort(-(vectors @ state.centres.T), axis=1, kind="stable")[:, :n_nearest]
    return [
        Placement(
            theme=state.themes[group] if group >= 0 and like >= state.floors[group] and share >= KNOWN_SHARE else None,
            nearest=tuple(state.themes[number] for number in near) if group >= 0 else (),
            margin=float(margin),
        )
        for group, like, margin, near, share in zip(
            groups.tolist(), likeness.tolist(), margins.tolist(), nearest.tolist(), known.tolist(), strict=True
        )
    ]


def place_note(text: str, language: str, state: State, *, n_nearest: int = 3) -> Placement:
    """Place one note, at once: see :func:`place_notes`."""
    vector, share = encode_one(text, language, state.space)
    if not vector.any() or not state.themes:
        return Placement(theme=None, nearest=(), margin=0.0)
    likeness = state.centres @ vector
    nearest = np.argsort(-likeness, kind="stable")[: max(2, n_nearest)].tolist()
    best = nearest[0]
    belongs = likeness[best] >= state.floors[best] and share >= KNOWN_SHARE
    return Placement(
        theme=state.themes[best] if belongs else None,
        nearest=tuple(state.themes[number] for number in nearest[:n_nearest]),
        margin=float(likeness[best] - (likeness[nearest[1]] if len(nearest) > 1 else 0)),
    )


def measure_known(notes: TokenisedNotes, space: Space) -> FloatArray:
    """Tell how much of each note was said before: (n,) float32 in [0, 1], words weighted by idf, unknown ones as rarest."""
    numbers = number_stems(notes, space.number_by_stem)
    weights = np.where(numbers >= 0, np.append(space.idf, 0)[numbers], space.rarest)
    rows = np.repeat(np.arange(len(notes)), np.diff(notes.starts))
    total = np.bincount(rows, weights=weights, minlength=len(notes))
    known = np.bincount(rows, weights=weights * (numbers >= 0), minlength=len(notes))
    return np.divide(known, total, out=np.zeros(len(notes)), where=total > 0).astype(np.float32)
