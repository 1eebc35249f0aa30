"""Tell whether a run of words has the form of a name, and write it as people do."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from liant.loop.themes.glossary import first_words
from liant.loop.themes.phrases import Lexicon
from liant.loop.themes.stop_words import PLAIN_LINKS, PREPOSITIONS, VAGUE
from liant.loop.themes.words import fold

#: Share of the writings of a phrase above which the accented one is the right one: phones drop accents, none adds them.
ACCENTED_SHARE = 0.2
#: What is left of the shape of a phrase about "a problem", "a case".
VAGUE_PART = 0.5
#: How far a word that is often a verb spoils an English phrase when it opens it, and further on.
ACT_AHEAD, ACT_INSIDE = 0.8, 0.5
#: What is left of the shape of one held together by another preposition than "of": half of them tell where or when.
LOOSE_LINK_PART = 0.8
#: How much more the first word of a line of the glossary is worth than the others, when all are heard.
PLAINEST = 2.0
#: How much more the plural of a word is worth than its singular.
PLURAL = 2.5


def measure_shape(phrase: str, words: Lexicon) -> float:
    """Tell how far a phrase has the form of a noun phrase of its language, in [0, 1]."""
    is_french = words.language == "fr"
    tokens = _split_phrase(phrase, words)
    means = [words.look_up(token).carries_meaning for token in tokens]
    prepositions, vague = (lists.get(words.language, frozenset()) for lists in (PREPOSITIONS, VAGUE))
    plain = PLAIN_LINKS.get(words.language, frozenset())
    shape = 1.0
    for place, token in enumerate(tokens):
        if not means[place]:
            if token.replace("’", "'") in prepositions - plain:
                shape *= LOOSE_LINK_PART
            continue
        thing, quality, act = words.kinds.tell(token)
        closes = place == len(tokens) - 1 or not means[place + 1]
        # What a phrase is about opens it in French and closes it in English, and is a thing.
        if closes if not is_french else place == 0:
            # In English a thing often qualifies another ("Studio project"): after a word it is still one.
            shape *= thing if is_french or place == 0 else thing + quality / 2
            # "A list of parts" is vaguer than "shopping list".
            goes_on = is_french or place < len(tokens) - 1
            shape *= VAGUE_PART if goes_on and fold(token) in vague else 1
        elif is_french:
            shape *= 1 - act
        else:
            # "shared account": before a thing, even a word that is often a verb may qualify it.
            shape *= 1 - act * (ACT_AHEAD if place == 0 else ACT_INSIDE)
    return shape


def holds_only_things(phrase: str, words: Lexicon) -> bool:
    """Tell whether each word that carries meaning in a phrase is rather a thing than a quality."""
    tokens = _split_phrase(phrase, words)
    kinds = [words.kinds.tell(token) for token in tokens if words.look_up(token).carries_meaning]
    return all(thing >= quality for thing, quality, _act in kinds)


def _split_phrase(phrase: str, words: Lexicon) -> list[str]:
    return (phrase.replace("’", "’ ") if words.language == "fr" else phrase).lower().split()


def write_phrase(surfaces: Mapping[str, int], words: Lexicon) -> str:
    """Write a phrase as most people do, as a thing, with the accents that phones drop and the capitals of names."""
    by_folded: dict[str, Counter[str]] = defaultdict(Counter)
    for surface, count in surfaces.items():
        by_folded[fold(surface)][surface] += count

    def worth(form: str) -> float:
        likeliest = min(by_folded[form], key=lambda surface: (-by_folded[form][surface], surface))
        # Of the words of one meaning, the plainest ("photo" rather than "image").
        part = PLAINEST if form.rstrip("sx") in plain else 1
        # A heading speaks of more than one ("Photos"), when notes do.
        part *= PLURAL if " " not in form and form.endswith(("s", "x")) and form[:-1] in by_folded else 1
        return by_folded[form].total() * round(measure_shape(likeliest, words), 1) * part

    plain = first_words(words.language)
    folded = min(by_folded, key=lambda form: (-round(worth(form), 9), len(form), form))
    forms = by_folded[folded]
    accented = {form: n for form, n in forms.items() if form != folded and n >= ACCENTED_SHARE * forms.total()}
    choice = min(accented or forms, key=lambda form: (-forms[form], form))
    return re.sub(r"[^\s’]+", lambda match: words.write(match.group()), choice)
