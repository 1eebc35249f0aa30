"""Find in a note the runs of words that may name a theme, and learn how its words are written and used."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from liant.loop.themes.glossary import meanings_of
from liant.loop.themes.stop_words import ACRONYMS, ARTICLES, PREPOSITIONS, STOP_WORDS
from liant.loop.themes.word_kinds import WordKinds
from liant.loop.themes.words import fold, stem_words

#: A name holds at most so many words that carry meaning, and so many in all.
MAX_CONTENT_WORDS = 3
MAX_WORDS = 6
MAX_LETTERS = 40
MIN_LETTERS = 2

#: Marks after which a capital means nothing, and what went before has no part in what follows.
SENTENCE_ENDS = frozenset(".!?:;-•*")

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*['’]?|\d\S*|[^\s]")
_ELISION = re.compile(r"^(?:l|d|j|n|s|c|m|t|qu|jusqu|lorsqu|puisqu|quelqu)['’]", re.IGNORECASE)


class Phrase(NamedTuple):
    """A run of words that may be a name; made by the million, hence a plain tuple.

    Attributes
    ----------
    key : stems of its words that carry meaning, in order: "délais de livraison" and "delai livraison" share one.
    surface : as written, lower case.
    around : the words that carry meaning before and after it in its sentence, "" for none.
    """

    key: tuple[str, ...]
    surface: str
    around: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Word:
    """A word in lower case, as names see it: its stem, and whether it may begin or end one."""

    stem: str
    carries_meaning: bool


@dataclass(kw_only=True)
class Lexicon:
    """What is known of the words of a language while its notes are read."""

    language: str
    #: Folded names in one word of products and competitors: no stem, no meaning but their own.
    proper: frozenset[str] = frozenset()
    words: dict[str, Word] = field(default_factory=dict)
    #: Writings of each word inside sentences, where a capital means something.
    writings: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    n_met: Counter[str] = field(default_factory=Counter)
    kinds: WordKinds = field(init=False)

    def __post_init__(self) -> None:
        self.kinds = WordKinds(language=self.language)

    def look_up(self, lower: str) -> Word:
        """Look a lower-case word or mark up; each is worked out once."""
        word = self.words.get(lower)
        if word is None:
            folded = fold(lower)
            stops = STOP_WORDS.get(self.language, frozenset())
            means = lower[0].isalpha() and lower[-1] not in "'’" and len(folded) >= MIN_LETTERS
            means = means and folded.replace("’", "'") not in stops
            means = means or lower in ACRONYMS.get(self.language, ())
            stem = folded.replace("’", "'").removesuffix("'s")
            if stem not in self.proper:
                stem = stem_words([folded], self.language)[0]
                # Words of one meaning count together: "signer", "signé" and "signature".
                stem = meanings_of(self.language).get(stem, stem)
            word = self.words[lower] = Word(stem, means)
        return word

    def write(self, word: str) -> str:
        """Give a lower-case word the capitals it has inside sentences ("SAP", "Berlin")."""
        writings = self.writings.get(word)
        if not writings:
            return word
        likeliest = min(writings, key=lambda writing: (-writings[writing], writing != word, writing))
        # One capital inside a sentence may be that of a sentence begun after a comma.
        is_proper = likeliest[1:] != likeliest[1:].lower() or 2 * writings[likeliest] >= self.n_met[word]
        return likeliest if is_proper else word


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


def list_phrases(text: str, words: Lexicon) -> list[Phrase]:
    """List the candidate names in a note: runs of words that begin and end with one that carries meaning.

    Between two of them stands nothing, or a preposition and at most an article: "délai de la livraison", not "coupé les
    notifications".
    """
    tokens = split_words(text)
    acronyms = ACRONYMS.get(words.language, frozenset())
    lower = [token if token in acronyms else token.lower() for token in tokens]
    looked_up = [words.look_up(token) for token in lower]
    _learn(tokens, lower, looked_up, words)
    before, after = _look_around(lower, looked_up)
    prepositions = PREPOSITIONS.get(words.language, frozenset())
    articles = ARTICLES.get(words.language, frozenset())
    written = [_write_piece(token) for token in lower]
    found: list[Phrase] = []
    for first, opening in enumerate(looked_up):
        if not opening.carries_meaning:
            continue
        # "The site's spares" are spares; a competitor's offer is his.
        if lower[first].endswith(("'s", "’s")) and opening.stem not in words.proper:
            continue
        key: list[str] = []
        n_links = 0
        for last in range(first, min(first + MAX_WORDS, len(tokens))):
            word = looked_up[last]
            if word.carries_meaning:
                n_links = 0
                key.append(word.stem)
                if len(key) > MAX_CONTENT_WORDS:
                    break
                surface = "".join(written[first : last + 1]).rstrip()
                if len(surface) > MAX_LETTERS:
                    break
                # "Frais jugés opaques": a participle goes with what it leads to.
                leads_on = last > first and last + 1 < len(tokens) and looked_up[last + 1].carries_meaning
                if leads_on and words.language == "fr" and lower[last].rstrip("es").endswith("é"):
                    continue
                if leads_on and words.language == "en" and len(key) == MAX_CONTENT_WORDS:
                    break  # cut before the thing it is about
                if len(set(key)) == len(key):
                    found.append(Phrase(key=tuple(key), surface=surface, around=(before[first], after[last])))
            elif lower[last] in (articles if n_links else prepositions):
                n_links += 1
            else:
                break
    return found


def _write_piece(word: str) -> str:
    """Write a word as it stands in a name: a French elision leans on what follows."""
    if "'" not in word:
        return f"{word} "
    piece = word.replace("'", "’")
    return piece if word.endswith("'") else f"{piece} "


def _learn(tokens: list[str], lower: list[str], looked_up: list[Word], words: Lexicon) -> None:
    """Learn how words are written and used, save at the opening of a sentence."""
    opens_sentence = True
    words.n_met.update(lower)
    for place, token in enumerate(tokens):
        if token[0].isalpha() and not opens_sentence:
            words.writings[lower[place]][token] += 1
            if looked_up[place].carries_meaning:
                words.kinds.learn(
                    lower[place],
                    lower[place - 1],
                    lower[place + 1] if place + 1 < len(tokens) else "",
                    goes_on=place + 1 < len(tokens) and looked_up[place + 1].carries_meaning,
                    follows_content=looked_up[place - 1].carries_meaning,
                    is_acronym=len(token) > 1 and token.isupper(),
                )
        opens_sentence = token in SENTENCE_ENDS or (opens_sentence and not token[0].isalpha())


def _look_around(lower: list[str], looked_up: list[Word]) -> tuple[list[str], list[str]]:
    """Find, for each word, the nearest one that carries meaning before and after it in the sentence."""
    before, after = [""] * len(lower), [""] * len(lower)
    for seen, places in ((before, range(len(lower))), (after, range(len(lower) - 1, -1, -1))):
        last = ""
        for place in places:
            seen[place] = last
            if lower[place] in SENTENCE_ENDS:
                last = ""
            elif looked_up[place].carries_meaning:
                last = looked_up[place].stem
    return before, after
