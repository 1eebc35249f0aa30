"""Keep what a fit learnt, and place notes met later."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from liant.loop.themes.cluster import assign
from liant.loop.themes.embed import FloatArray, Space, encode_one, encode_tokens
from liant.loop.themes.fit import Fit
from liant.loop.themes.given import GivenSpace, encode_given
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
    space : encodes the notes met later: from their words, or from their vectors.
    model : name of the encoder whose vectors the fit was given; empty when it learnt its own.
    themes : (n_themes,) keys of the themes, chosen by the caller.
    centres : (n_themes, dim) float32, rows of norm 1.
    floors : (n_themes,) float32, likeness below which a note is a misfit of that theme.
    """

    space: Space | GivenSpace
    model: str
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


def keep_state(fit: Fit, themes: Sequence[str], *, model: str = "") -> bytes:
    """Write what a fit learnt as bytes: no code is in them, and none runs when they are read.

    Parameters
    ----------
    themes : keys of the fine themes, in their order.
    model : name of the encoder that gave the vectors; empty when the fit learnt its own.
    """
    space, stream = fit.space, io.BytesIO()
    languages = sorted(space.centre_by_language)
    learnt: dict[str, Any] = (
        {"directions": space.directions}
        if isinstance(space, GivenSpace)
        else {"stems": np.array("\n".join(space.stems)), "idf": space.idf, "ppmi": space.ppmi, "lsa": space.lsa}
    )
    np.savez_compressed(
        stream,
        model=np.array(model),
        languages=np.array("\n".join(languages)),
        language_centres=np.stack([space.centre_by_language[language] for language in languages]),
        themes=np.array("\n".join(themes)),
        centres=fit.grouping.centres,
        floors=measure_floors(fit),
        **learnt,
    )
    return stream.getvalue()


def read_state(raw: bytes) -> State:
    """Read what ``keep_state`` wrote."""
    with np.load(io.BytesIO(raw), allow_pickle=False) as kept:
        languages = str(kept["languages"]).split("\n")
        centres = dict(zip(languages, kept["language_centres"], strict=True))
        space = (
            GivenSpace(centre_by_language=centres, directions=kept["directions"])
            if "directions" in kept
            else Space(
                stems=tuple(str(kept["stems"]).split("\n")),
                idf=kept["idf"],
                ppmi=kept["ppmi"],
                lsa=kept["lsa"],
                centre_by_language=centres,
            )
        )
        return State(
            space=space,
            # Those kept before encoders could be plugged in name none.
            model=str(kept["model"]) if "model" in kept else "",
            themes=tuple(str(kept["themes"]).split("\n")),
            centres=kept["centres"],
            floors=kept["floors"],
        )


def place_notes(texts: Sequence[str], languages: Sequence[str], state: State, *, n_nearest: int = 3) -> list[Placement]:
    """Place notes by their words: O(n x n_themes x dim).

    Returns
    -------
    one placement per note, in order, with at most ``n_nearest`` themes each.

    Raises
    ------
    TypeError : when the fit was given vectors: its notes are placed by :func:`place_vectors`.
    """
    if not isinstance(state.space, Space):
        raise TypeError("these themes were found by given vectors")
    if len(texts) == 1:
        return [place_note(texts[0], languages[0], state, n_nearest=n_nearest)]
    notes = tokenise_notes(texts, languages)
    known = measure_known(notes, state.space)
    return _place(encode_tokens(notes, state.space), known >= KNOWN_SHARE, state, n_nearest)


def place_vectors(
    vectors: FloatArray, languages: Sequence[str], state: State, *, n_nearest: int = 3
) -> list[Placement]:
    """Place notes by their vectors, those of the encoder that the fit was given: see :func:`place_notes`.

    Parameters
    ----------
    vectors : (n_notes, dim); a row of zeros goes nowhere.
    """
    if not isinstance(state.space, GivenSpace):
        raise TypeError("these themes were found by the words of the notes")
    is_known = np.array([row.any() for row in vectors], dtype=np.bool_)
    return _place(encode_given(vectors, languages, state.space), is_known, state, n_nearest)


def _place(vectors: FloatArray, is_known: NDArray[np.bool_], state: State, n_nearest: int) -> list[Placement]:
    groups, likeness, margins = assign(vectors, state.centres)
    nearest = np.argsort(-(vectors @ state.centres.T), axis=1, kind="stable")[:, :n_nearest]
    belongs = (groups >= 0) & is_known & (likeness >= state.floors[groups])
    return [
        Placement(
            theme=state.themes[group] if fits else None,
            nearest=tuple(state.themes[number] for number in near) if group >= 0 else (),
            margin=float(margin),
        )
        for group, fits, margin, near in zip(
            groups.tolist(), belongs.tolist(), margins.tolist(), nearest.tolist(), strict=True
        )
    ]


def place_note(text: str, language: str, state: State, *, n_nearest: int = 3) -> Placement:
    """Place one note by its words, at once: see :func:`place_notes`."""
    if not isinstance(state.space, Space):
        raise TypeError("these themes were found by given vectors")
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
