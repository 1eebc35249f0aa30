"""Name themes with words that set them apart, as people write them, one name per language."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from liant.loop.themes.glossary import words_of
from liant.loop.themes.noun_phrases import holds_only_things, measure_shape, write_phrase
from liant.loop.themes.phrases import Lexicon, list_phrases
from liant.loop.themes.stop_words import VAGUE
from liant.loop.themes.word_kinds import guess_kind
from liant.loop.themes.words import fold

#: Notes that name a theme, at most, the most central first: the fringe of a large theme blurs its name.
NOTES_PER_THEME = 120
#: A phrase must be in this share of a theme's notes to name it.
PHRASE_SHARE = 0.04
#: Beyond this, a word sets a theme apart enough: what counts is how often it is said.
MAX_LIFT = 2.3
#: The more words a phrase holds the more it says: its words' scores are summed over their number to this power.
LENGTH_POWER = 0.6
#: A run of words that stay together says more than one that met by chance.
TOGETHER_POWER = 0.4
#: A phrase that stands inside a longer one this often is but a piece of it.
PIECE_SHARE = 0.7
#: Below this, a run of words is no name of a thing.
LEAST_SHAPE = 0.4
#: A phrase is varied when heard in at least so many sentences, evenly spread, the second when it tells a quality; else that
#: part of its score is left.
VARIED, VARIED_QUALITY = 1.6, 3.0
ONE_WORD, ONE_SAYING, ONE_QUALITY = 0.8, 0.9, 0.7
#: A phrase around the best word replaces it from this part of its score, and of the ways it is said.
AROUND, AROUND_WAYS = 0.5, 0.25
#: From this part of the word's score, and of the notes that hold it, it does so in any case; for the name of a product,
#: which says too little alone, from the last.
EQUAL, EQUAL_COUNT, KNOWN_PART = 0.64, 0.3, 0.2
#: A word, or a phrase, that speaks of less than this share of the notes is completed by the next best one …
COVERED_BY_WORD, COVERED_BY_PHRASE = 0.8, 0.4
#: … when that scores at least this part of the first.
SECOND_PART = 0.4
MAX_LETTERS = 44
#: Below so many notes, or this share of its theme, the words of another language name a theme better, translated.
FEW_NOTES, FEW_SHARE = 5, 0.08

Key = tuple[str, ...]
#: By phrase, best first: its score, and how it is written.
Terms = dict[Key, tuple[float, str]]


@dataclass(frozen=True, kw_only=True)
class Name:
    """What a theme is called in one language, from ``n`` of its notes.

    Attributes
    ----------
    stems : of its best words, the best first; names of products as written.
    """

    text: str
    n: int
    stems: Key = ()


@dataclass(kw_only=True)
class ThemeWords:
    """What the notes of one theme say, gathered while they are read."""

    n_notes: int
    #: By phrase: notes that hold it; how it is written; what stands around it.
    counts: Counter[Key] = field(default_factory=Counter)
    surfaces: dict[Key, dict[str, int]] = field(default_factory=dict)
    around: dict[Key, dict[tuple[str, str], int]] = field(default_factory=dict)
    #: By stem: the notes that hold it.
    rows_by_stem: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def read(self, row: int, text: str, words: Lexicon) -> set[Key]:
        """Read one note; return the phrases in it."""
        keys: set[Key] = set()
        for key, surface, neighbours in list_phrases(text, words):
            around = self.around.setdefault(key, {})
            around[neighbours] = around.get(neighbours, 0) + 1
            if key not in keys:
                keys.add(key)
                surfaces = self.surfaces.setdefault(key, {})
                surfaces[surface] = surfaces.get(surface, 0) + 1
                if len(key) == 1:
                    self.rows_by_stem[key[0]].add(row)
        self.counts.update(keys)
        return keys

    def count_ways(self, key: Key) -> float:
        """Count the ways a phrase is said: the same sentence heard a hundred times counts for ten."""
        return math.fsum(math.sqrt(n) for n in self.around[key].values())

    def is_varied(self, key: Key, least: float = VARIED) -> bool:
        """Tell whether a phrase is heard in so many sentences, rather than in one that comes back."""
        counts = self.around[key].values()
        return sum(counts) ** 2 >= least * sum(n * n for n in counts)

    def rows_of(self, key: Key) -> set[int]:
        """Find the notes that hold any word of a phrase."""
        return set().union(*(self.rows_by_stem[stem] for stem in key))


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
    Score of a word: p(w | theme) · log(p(w | theme) / p(w)), against the notes of the same language; a phrase sums those
    of its words, and is worth what it has of the form of a noun phrase.
    """
    is_language = np.array(languages, dtype=object) == language
    rows = _choose_rows(is_language, themes, centrality)
    n_by_theme = np.bincount(themes[is_language & (themes >= 0)])
    words = Lexicon(language=language, proper=frozenset(name for name in known_names if " " not in name))
    background: Counter[Key] = Counter()
    said: dict[int, ThemeWords] = {}
    for theme, members in rows.items():
        said[theme] = ThemeWords(n_notes=len(members))
        for row in members:
            background.update(said[theme].read(row, texts[row], words))
    n_notes = sum(map(len, rows.values()))
    names: dict[int, Name] = {}
    taken: set[str] = set()
    for theme, members in rows.items():
        word_scores = _score_words(said[theme], background, n_notes)
        terms = _score_phrases(said[theme], word_scores, words)
        text, keys = _compose(terms, said[theme], taken, known_names)
        text = text or _first_words(texts[row] for row in members)
        taken.add(fold(text))
        stems = dict.fromkeys(words.write(stem) if stem in words.proper else stem for key in keys for stem in key)
        names[theme] = Name(text=text[:1].upper() + text[1:], n=int(n_by_theme[theme]), stems=tuple(stems))
    return names


def name_in_languages(
    texts: Sequence[str],
    languages: Sequence[str],
    themes: NDArray[np.int64],
    wanted: Sequence[str],
    *,
    centrality: NDArray[np.int64] | None = None,
    known_names: frozenset[str] = frozenset(),
) -> dict[str, dict[int, Name]]:
    """Name each theme in each language wanted, by the words of another one where its own notes are too few.

    See :func:`name_themes`. A theme is absent from a language that neither its notes nor the glossary can name it in.
    """
    names = {
        language: name_themes(texts, languages, themes, language, centrality=centrality, known_names=known_names)
        for language in wanted
    }
    totals = np.bincount(themes[themes >= 0])
    translated: dict[str, dict[int, Name]] = {}
    for language in wanted:
        taken = {fold(name.text) for name in names[language].values()}
        translated[language] = dict(names[language])
        for theme, total in enumerate(totals.tolist()):
            own = names[language].get(theme)
            if own and own.n >= FEW_NOTES and own.n >= FEW_SHARE * total:
                continue
            others = (names[other][theme] for other in wanted if other != language and theme in names[other])
            best = max(others, key=lambda name: name.n, default=None)
            text = _translate(best, language, taken) if best and best.n > (own.n if own else 0) else ""
            if text:
                taken.add(fold(text))
                translated[language][theme] = Name(text=text[:1].upper() + text[1:], n=own.n if own else 0)
    return translated


def _translate(name: Name, language: str, taken: set[str]) -> str:
    """Say the best words of a name in another language, two at most, as far as the glossary knows them."""
    known = words_of(language)
    things = {stem: word for stem, word in known.items() if guess_kind(word, language)[0] > 0.5}
    # Stems are lower case: what has a capital is the name of a product, the same in every language.
    said = [things.get(stem, stem) for stem in name.stems if stem in things or stem != stem.lower()]
    for text in (", ".join(said[:2]), ", ".join(said[:3])):
        if text and fold(text) not in taken:
            return text
    return ""


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


def _score_words(said: ThemeWords, background: Counter[Key], n_all: int) -> dict[str, float]:
    """Score the words that a theme says more than others do."""
    scores: dict[str, float] = {}
    for key, count in said.counts.items():
        if len(key) > 1:
            continue
        lift = math.log((count + 0.5) / (said.n_notes + 1)) - math.log((background[key] + 0.5) / (n_all + 1))
        if n_all == said.n_notes:
            lift = 1.0  # nothing to set apart: the most frequent phrase is the name
        if lift > 0:
            scores[key[0]] = said.count_ways(key) / said.n_notes * min(lift, MAX_LIFT)
    return scores


def _score_phrases(said: ThemeWords, word_scores: dict[str, float], words: Lexicon) -> Terms:
    """Score and write the phrases of a theme that may name it, best first."""
    floor = 1 if said.n_notes < FEW_NOTES else max(2.0, PHRASE_SHARE * said.n_notes)
    vague = VAGUE.get(words.language, frozenset())
    whole = _count_wholes(said)
    terms: Terms = {}
    for key, count in said.counts.items():
        is_piece = whole[key] >= PIECE_SHARE * count
        if count < floor or is_piece or not any(stem in word_scores for stem in key):
            continue
        writing = write_phrase(said.surfaces[key], words)
        shape = measure_shape(writing, words)
        if len(key) == 1:
            # A thing that is mostly spoken of as an act ("signed") is less of a name.
            forms = said.surfaces[key]
            usual = math.fsum(n * measure_shape(form, words) for form, n in forms.items()) / sum(forms.values())
            shape = 0 if fold(writing) in vague else (shape + usual) / 2
        if shape < LEAST_SHAPE:
            continue
        together = said.count_ways(key) / math.prod(said.count_ways((stem,)) for stem in key) ** (1 / len(key))
        score = sum(word_scores.get(stem, 0) for stem in key) / len(key) ** LENGTH_POWER
        score *= shape * together**TOGETHER_POWER
        if not holds_only_things(writing, words):
            # A quality heard in few sentences qualifies them, not the theme.
            score *= 1 if said.is_varied(key, VARIED_QUALITY) else ONE_QUALITY
        elif not said.is_varied(key):
            score *= ONE_WORD if len(key) == 1 else ONE_SAYING
        terms[key] = score, writing
    return dict(sorted(terms.items(), key=lambda item: (-round(item[1][0], 9), -len(item[0]), item[0])))


def _count_wholes(said: ThemeWords) -> Counter[Key]:
    """Count, for each pair of words, the notes that hold the commonest longer phrase it is a piece of."""
    whole: Counter[Key] = Counter()
    for key, count in said.counts.items():
        for piece in (key[1:], key[:-1]) if len(key) > 2 else ():
            whole[piece] = max(whole[piece], count)
    return whole


def _compose(terms: Terms, said: ThemeWords, taken: set[str], known_names: frozenset[str]) -> tuple[str, list[Key]]:
    """Choose the name: the best phrase, completed by the next best when it says too little or is taken.

    Returns
    -------
    name and the phrases it is made of; "" and none where no phrase is worth a name.
    """
    alone = [key for key in terms if fold(terms[key][1]) not in known_names]
    if not alone:
        return "", []
    first = next(iter(terms))
    best = _widen(first, terms, said, is_known=first != alone[0])
    is_known = fold(terms[best][1]) in known_names
    score, writing = terms[best]
    held = said.rows_of(best)
    # What the rest of the notes speak of completes a name best.
    worth = {
        key: terms[key][0] * math.sqrt(0.5 + len(said.rows_of(key) - held) / said.n_notes)
        for key in terms
        if not set(key) & set(best)
    }
    seconds = sorted(worth, key=lambda key: (-round(worth[key], 9), key))
    enough = COVERED_BY_WORD if len(best) == 1 else COVERED_BY_PHRASE
    says_little = len(held) < enough * said.n_notes and seconds and terms[seconds[0]][0] >= SECOND_PART * score
    if says_little or is_known or fold(writing) in taken:
        for second in seconds:
            for text, keys in _complete(best, second, terms, said):
                if fold(text) not in taken and len(text) <= MAX_LETTERS:
                    return text, keys
    if not is_known and fold(writing) not in taken:
        return writing, [best]
    free = next((key for key in alone if fold(terms[key][1]) not in taken), alone[0])
    return terms[free][1], [free]


def _complete(best: Key, second: Key, terms: Terms, said: ThemeWords) -> Iterator[tuple[str, list[Key]]]:
    """Put two phrases together, best way first: one that holds both, the second in its plainest form, as it is."""
    for both in terms:
        if len(both) > 1 and {*best, *second} <= set(both):
            yield terms[both][1], [both]
    for added in (_widen(second, terms, said), second):
        if not set(added) & set(best):
            yield f"{terms[best][1]}, {terms[added][1]}", [best, added]


def _widen(key: Key, terms: Terms, said: ThemeWords, *, is_known: bool = False) -> Key:
    """Find the phrase around a word that says the same thing more plainly, when it is more than a chance saying."""
    if len(key) > 1:
        return key
    ways = AROUND_WAYS * said.count_ways(key)
    for phrase, (score, _writing) in terms.items():
        if len(phrase) == 1 or key[0] not in phrase:
            continue
        part = score / terms[key][0]
        is_frequent = said.counts[phrase] >= EQUAL_COUNT * said.counts[key]
        if (part >= EQUAL and is_frequent) or (is_known and part >= KNOWN_PART):
            return phrase
        if part >= AROUND and said.count_ways(phrase) >= ways and said.is_varied(phrase):
            return phrase
    return key


def _first_words(texts: Iterable[str]) -> str:
    """Fall back on the beginning of the shortest note, where notes hold nothing that sets a theme apart."""
    # Never the first note: notes with the same words are equally central, and their order must not matter.
    shortest = min(texts, key=lambda text: (len(text), text))
    words = [word for word in shortest.split() if any(letter.isalnum() for letter in word)]
    return " ".join(words[:6])[:MAX_LETTERS].strip(" .,;:") or shortest.strip()[:MAX_LETTERS]
