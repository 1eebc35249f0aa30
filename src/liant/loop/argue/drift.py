"""How far the two language versions of an argument have moved apart since somebody last found that they say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

#: Name of the part that is a claim; the others stand once in a card.
CLAIM = "claim"


class Drift(StrEnum):
    """Say what happened to a part since the two versions were found to say the same."""

    SAME = "same"
    TO_TRANSLATE = "to_translate"  # the translation still has the words of the original, or none
    TO_CONFIRM = "to_confirm"  # translated, and nobody has said yet that both say the same
    ORIGINAL_CHANGED = "original_changed"
    TRANSLATION_CHANGED = "translation_changed"
    BOTH_CHANGED = "both_changed"
    ONLY_TRANSLATION = "only_translation"  # the original does not say it, or no more


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a card: ``title``, ``situation``, ``reply``, ``not_to_say``, or a ``claim`` for each sentence."""

    name: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A part in both languages, as they stood when somebody found that they say the same."""

    name: str
    original: str
    translation: str


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A part in both languages today, with what stood there when they said the same; empty where nothing stands."""

    name: str
    original: str
    translation: str
    was_original: str
    was_translation: str
    drift: Drift


def pair_up(original: Sequence[Part], translation: Sequence[Part]) -> tuple[Pair, ...]:
    """Say of two versions that they say the same: parts by name, claims in their order; those left over are alone."""
    left = list(translation)
    pairs = []
    for part in original:
        other = next((each for each in left if each.name == part.name), None)
        if other is not None:
            left.remove(other)
        pairs.append(Pair(name=part.name, original=part.text, translation=other.text if other is not None else ""))
    return (*pairs, *(Pair(name=part.name, original="", translation=part.text) for part in left))


def compare(aligned: Sequence[Pair], original: Sequence[Part], translation: Sequence[Part]) -> tuple[Compared, ...]:
    """Compare two versions, in the order of the original; what only the translation says comes last.

    A sentence is followed by its words, wherever it moved. What is left over on both sides is taken in order: a rewritten
    sentence keeps its place more often than not.

    Notes
    -----
    Cost O(n_claims^2), a dozen at most.
    """
    now_original, new_original = follow([(pair.name, pair.original) for pair in aligned], original)
    now_translation, new_translation = follow([(pair.name, pair.translation) for pair in aligned], translation)
    found = {}
    for place, pair in enumerate(aligned):
        first, second = now_original[place], now_translation[place]
        if (first is None or not original[first].text) and (second is None or not translation[second].text):
            continue
        row = compare_part(
            pair,
            "" if first is None else original[first].text,
            "" if second is None else translation[second].text,
        )
        found[row] = len(original) if first is None else first
    added = pair_up([original[i] for i in new_original], [translation[i] for i in new_translation])
    places = {original[i].text: i for i in new_original}
    for pair in added:
        if pair.original or pair.translation:
            fresh = Pair(name=pair.name, original="", translation="")
            found[compare_part(fresh, pair.original, pair.translation)] = places.get(pair.original, len(original))
    return tuple(sorted(found, key=found.__getitem__))


def follow(was: Sequence[tuple[str, str]], now: Sequence[Part]) -> tuple[list[int | None], list[int]]:
    """Find where each part that was there stands now, None when nowhere; and what was not there before."""
    left = list(range(len(now)))
    places: list[int | None] = [None] * len(was)
    for is_exact in (True, False):
        for i, (name, text) in enumerate(was):
            if places[i] is not None or (name == CLAIM and not text):
                continue
            here = next((j for j in left if now[j].name == name and (not is_exact or now[j].text == text)), None)
            if here is not None:
                places[i] = here
                left.remove(here)
    return places, left


def compare_part(was: Pair, original: str, translation: str) -> Compared:
    """Say how one part drifted."""
    first, second = original != was.original, translation != was.translation
    if not original:
        drift = Drift.ONLY_TRANSLATION
    elif not translation or translation == original:
        drift = Drift.TO_TRANSLATE
    elif not was.original and not was.translation:
        drift = Drift.TO_CONFIRM
    elif first and second:
        drift = Drift.BOTH_CHANGED
    elif first:
        drift = Drift.ORIGINAL_CHANGED
    else:
        drift = Drift.TRANSLATION_CHANGED if second else Drift.SAME
    return Compared(
        name=was.name,
        original=original,
        translation=translation,
        was_original=was.original,
        was_translation=was.translation,
        drift=drift,
    )
