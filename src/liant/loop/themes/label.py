"""Name themes with words that set them apart, as people write them, one name per language."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from liant.loop.themes.stop_words import DETERMINERS, LINKS, STOP_WORDS
from liant.loop.themes.words import fold, stem_words

#: Notes that name a theme, at most, the most central first: the fringe of a large theme blurs its name.
NOTES_PER_THEME = 200
#: A name holds at most so many words that carry meaning, and so many in all.
MAX_CONTENT_WORDS = 3
MAX_WORDS = 5
MAX_LETTERS = 44
MIN_LETTERS = 3
#: How much more a phrase says than a word of the same score, by number of words that carry meaning.
PHRASE_BONUS = (0.0, 1.0, 1.7, 1.9)
#: Share of the writings of a phrase above which the accented one is the right one: phones drop accents, none adds them.
ACCENTED_SHARE = 0.2
#: A phrase must be in this share of a theme's notes to name it.
PHRASE_SHARE = 0.04
#: A phrase around the best word replaces it from this share of its score.
AROUND = 0.4
#: A word that follows a determiner this often inside sentences is a noun.
NOUN_SHARE = 0.3
#: What is left of the score of a name that begins with a word that never does: a verb, most often.
ACT = 0.25
#: Above this, the first word of a phrase is enough of a thing to lead it.
HALF_THING = 0.6

#: Marks after which a capital means nothing.
SENTENCE_ENDS = frozenset(".!?:;-•*")

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*['’]?|\d\S*|[^\s]")
_ELISION = re.compile(r"^(?:l|d|j|n|s|c|m|t|qu|jusqu|lorsqu|puisqu|quelqu)['’]", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Name:
    """What a theme is called in one language, from ``n`` of its notes."""

    text: str
    n: int


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A run of words that may be a name.

    Attributes
    ----------
    key : stems of its words that carry meaning, in order: "délais de livraison" and "delai livraison" share one.
    surface : as written, lower case.
    """

    key: tuple[str, ...]
    surface: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word in lower case, as names see it: its stem, and whether it may begin or end one."""

    stem: str
    carries_meaning: bool


@dataclass(kw_only=True)
class Lexicon:
    """What is known of the words of a language while its notes are read."""

    language: str
    words: dict[str, Word] = field(default_factory=dict)
    #: Writings of each word inside sentences, where a capital means something.
    writings: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    #: By stem: times it was met inside a sentence, and after a determiner.
    n_met: Counter[str] = field(default_factory=Counter)
    n_determined: Counter[str] = field(default_factory=Counter)

    def look_up(self, lower: str) -> Word:
        """Look a lower-case word or mark up; each is worked out once."""
        word = self.words.get(lower)
        if word is None:
            folded = fold(lower)
            stops = STOP_WORDS.get(self.language, frozenset())
            means = lower[0].isalpha() and len(folded) >= MIN_LETTERS
            means = means and folded not in stops and folded.replace("’", "'") not in stops
            word = self.words[lower] = Word(stem_words([folded], self.language)[0], means)
        return word

    def learn(self, lower: str, writing: str, previous: str) -> None:
        """Learn from a word met inside a sentence, after another one."""
        self.writings[lower][writing] += 1
        stem = self.look_up(lower).stem
        self.n_met[stem] += 1
        self.n_determined[stem] += previous in DETERMINERS.get(self.language, frozenset())

    def names_a_thing(self, stem: str) -> float:
        """Tell how far a word behaves as a noun, in (0, 1]: a name says what it is about, not what somebody did."""
        if self.language not in DETERMINERS:
            return 1.0
        share = (self.n_determined[stem] + 0.5) / (self.n_met[stem] + 2)
        return ACT + (1 - ACT) * min(1.0, share / NOUN_SHARE)

    def write(self, word: str) -> str:
        """Give a lower-case word the capitals it has inside sentences ("SAP", "Berlin")."""
        writings = self.writings.get(word)
        if not writings:
            return word
        return min(writings, key=lambda writing: (-writings[writing], writing != word, writing))


def split_words(text: str) -> list[str]:
    """Split text into words and marks as written; a French elision ends its own word ("l'", "export")."""
    words: list[str] = []
    for token in _TOKEN.findall(text):
        if "'" not in token and "’" not in token:
            words.append(token)
            continue
        rest = token
        while match := _ELISION.match(rest):
            words.append(match.group().replace("’", "'"))
            rest = rest[match.end() :]
        if rest:
            words.append(rest.rstrip("'’") or rest)
    return words


def list_phrases(text: str, words: Lexicon) -> set[Phrase]:
    """List the candidate names in a note: runs of words that begin and end with one that carries meaning."""
    tokens = split_words(text)
    lower = [token.lower() for token in tokens]
    looked_up = [words.look_up(token) for token in lower]
    links = LINKS.get(words.language, frozenset())
    found: set[Phrase] = set()
    opens_sentence = True
    for first, token in enumerate(tokens):
        if token[0].isalpha() and not opens_sentence:
            words.learn(lower[first], token, lower[first - 1])
        opens_sentence = token in SENTENCE_ENDS or (opens_sentence and not token[0].isalpha())
        if not looked_up[first].carries_meaning:
            continue
        key: list[str] = []
        for last in range(first, min(first + MAX_WORDS, len(tokens))):
            if looked_up[last].carries_meaning:
                key.append(looked_up[last].stem)
                surface = " ".join(lower[first : last + 1]).replace("' ", "’").replace("'", "’")
                if len(key) > MAX_CONTENT_WORDS or len(surface) > MAX_LETTERS:
                    break
                if len(set(key)) == len(key):
                    found.add(Phrase(key=tuple(key), surface=surface))
            elif lower[last] not in links:
                break
    return found


def name_themes(
    texts: Sequence[str],
    languages: Sequence[str],
    themes: NDArray[np.int64],
    language: str,
    *,
    centrality: NDArray[np.int64] | None = None,
    known_names: frozenset[str] = frozenset(),
) -> dict[int, Name]:
    """Name each theme from its notes in one language.

    Parameters
    ----------
    themes : (n_notes,) theme of each note, -1 for none.
    centrality : (n_notes,) rank of each note inside its theme; the most central ones are read first.
    known_names : folded names of products and competitors: they may stand in a name, they do not make one alone.

    Returns
    -------
    name by theme, never empty; themes without a note in the language are absent. Names differ while the notes allow it.

    Notes
    -----
    Score of a phrase: p(w | theme) · log(p(w | theme) / p(w)), p counted in notes, against the notes of the same
    language, with a bonus for phrases. Ties go to the longer phrase, then to the alphabet.
    """
    is_language = np.array(languages, dtype=object) == language
    rows = _choose_rows(is_language, themes, centrality)
    n_by_theme = np.bincount(themes[is_language & (themes >= 0)])
    words = Lexicon(language=language)
    background: Counter[tuple[str, ...]] = Counter()
    counts: dict[int, Counter[tuple[str, ...]]] = {}
    surfaces: dict[int, dict[tuple[str, ...], Counter[str]]] = {}
    for theme, members in rows.items():
        counts[theme], surfaces[theme] = Counter(), defaultdict(Counter)
        for row in members:
            phrases = list_phrases(texts[row], words)
            keys = {phrase.key for phrase in phrases}
            background.update(keys)
            counts[theme].update(keys)
            for phrase in phrases:
                surfaces[theme][phrase.key][phrase.surface] += 1
    n_notes = sum(map(len, rows.values()))
    names: dict[int, Name] = {}
    taken: set[str] = set()
    for theme, members in rows.items():
        scores = _score_phrases(counts[theme], background, len(members), n_notes, words)
        writings = {key: _write_phrase(surfaces[theme][key], words) for key in scores}
        text = _compose(scores, writings, counts[theme], len(members), taken, known_names, words)
        text = text or _first_words(texts[members[0]])
        taken.add(fold(text))
        names[theme] = Name(text=text[:1].upper() + text[1:], n=int(n_by_theme[theme]))
    return names


def _choose_rows(
    is_language: NDArray[np.bool_], themes: NDArray[np.int64], centrality: NDArray[np.int64] | None
) -> dict[int, list[int]]:
    """Choose the notes that name each theme, themes in order, the most central notes first."""
    here = np.flatnonzero(is_language & (themes >= 0))
    rank = here if centrality is None else centrality[here]
    ordered = here[np.lexsort((here, rank, themes[here]))]
    numbers, first = np.unique(themes[ordered], return_index=True)
    cuts = zip(numbers.tolist(), np.split(ordered, first[1:]), strict=True) if len(ordered) else ()
    return {number: rows[:NOTES_PER_THEME].tolist() for number, rows in cuts}


def _score_phrases(
    counts: Counter[tuple[str, ...]], background: Counter[tuple[str, ...]], n_theme: int, n_all: int, words: Lexicon
) -> dict[tuple[str, ...], float]:
    """Score the phrases of a theme, best first."""
    floor = 1 if n_theme < 5 else 2
    scores: dict[tuple[str, ...], float] = {}
    for key, count in counts.items():
        if count < floor or (len(key) > 1 and count < PHRASE_SHARE * n_theme):
            continue
        lift = math.log((count + 0.5) / (n_theme + 1)) - math.log((background[key] + 0.5) / (n_all + 1))
        if n_all == n_theme:
            lift = 1.0  # nothing to set apart: the most frequent phrase is the name
        if lift > 0:
            scores[key] = count / n_theme * lift * PHRASE_BONUS[len(key)] * words.names_a_thing(key[0])
    return dict(sorted(scores.items(), key=lambda item: (-round(item[1], 9), -len(item[0]), item[0])))


def _compose(
    scores: dict[tuple[str, ...], float],
    writings: dict[tuple[str, ...], str],
    counts: Counter[tuple[str, ...]],
    n_theme: int,
    taken: set[str],
    known_names: frozenset[str],
    words: Lexicon,
) -> str:
    """Choose the name: the best phrase, a word completed by the next best, and another one when it is taken."""
    ranked = [key for key in scores if fold(writings[key]) not in known_names]
    if not ranked:
        return ""
    best = ranked[0]
    if len(best) == 1:
        # A phrase around the best word says the same thing more plainly, when enough notes hold it.
        around = (key for key in ranked if len(key) > 1 and best[0] in key and scores[key] >= AROUND * scores[best])
        best = next((key for key in around if key[0] == best[0] or words.names_a_thing(key[0]) > HALF_THING), best)
    others = [key for key in ranked if not set(key) & set(best)][:20]
    if others and (len(best) == 1 or counts[best] < 0.15 * n_theme) and scores[others[0]] >= 0.35 * scores[best]:
        completed = f"{writings[best]}, {writings[others[0]]}"
        if fold(completed) not in taken:
            return completed
    if fold(writings[best]) not in taken:
        return writings[best]
    for other in others:
        completed = f"{writings[best]}, {writings[other]}"
        if fold(completed) not in taken:
            return completed
    return writings[best]


def _write_phrase(surfaces: Counter[str], words: Lexicon) -> str:
    """Write a phrase as most people do, with the accents that phones drop and the capitals of proper names."""
    by_folded: dict[str, Counter[str]] = defaultdict(Counter)
    for surface, count in surfaces.items():
        by_folded[fold(surface)][surface] += count
    folded = min(by_folded, key=lambda form: (-by_folded[form].total(), len(form), form))
    forms = by_folded[folded]
    accented = {form: n for form, n in forms.items() if form != folded and n >= ACCENTED_SHARE * forms.total()}
    choice = min(accented or forms, key=lambda form: (-forms[form], form))
    return re.sub(r"[^\s’]+", lambda match: words.write(match.group()), choice)


def _first_words(text: str) -> str:
    """Fall back on the beginning of a note that holds nothing but function words."""
    return " ".join(word for word in re.findall(r"\w+", text)[:6])[:MAX_LETTERS] or text.strip()[:MAX_LETTERS]
