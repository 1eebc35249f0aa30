"""Keep what a fit learnt, and place notes met later."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from liant.loop.themes.cluster import assign
from liant.loop.themes.embed import FloatArray, Space, encode
from liant.loop.themes.fit import Fit

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
    theme : the theme it belongs to; None for a misfit, or a note without a known word.
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
    vectors = encode(texts, languages, state.space)
    groups, likeness, margins = assign(vectors, state.centres)
    nearest = np.argsort(-(vectors @ state.centres.T), axis=1, kind="stable")[:, :n_nearest]
    return [
        Placement(
            theme=state.themes[group] if group >= 0 and like >= state.floors[group] else None,
            nearest=tuple(state.themes[number] for number in near) if group >= 0 else (),
            margin=float(margin),
        )
        for group, like, margin, near in zip(
            groups.tolist(), likeness.tolist(), margins.tolist(), nearest.tolist(), strict=True
        )
    ]
