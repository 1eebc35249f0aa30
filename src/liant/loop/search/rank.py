"""Order what a search found, the same way whatever engine found it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from liant.loop.search.terms import SearchText, Term, stems_of, words_of

#: What a word of the query is worth where it stands: in the name or title, or anywhere else; whole, as another form of
#: the same word, or as its beginning.
IN_HEAD = {"word": 12, "form": 9, "prefix": 6}
IN_BODY = {"word": 4, "form": 3, "prefix": 1}
#: A function word that the query holds besides only separates equals.
BESIDES = 1


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """A text that was found, with what decided of its place, strongest first."""

    text: SearchText
    points: int
    n_other_words: int  #: words of its head that nobody asked for


def rank_texts(texts: Sequence[SearchText], terms: Sequence[Term]) -> list[Ranked]:
    """Put the texts that were found in order: most points, then fewest other words in the head, then newest.

    Notes
    -----
    Depends on the texts and on the query alone, so two engines that find the same texts show them in the same order.
    Cost O(words).
    """
    taken = [(text, words_of(text.head), set(words_of(text.body))) for text in texts]
    met = {word for _text, head, body in taken for word in (*head, *body)}
    answers = [answering(term, met) for term in terms]
    asked = {word for _term, forms in answers for word in forms}
    found = [
        Ranked(
            text=text,
            points=sum(points_of(term, forms, set(head), body) for term, forms in answers),
            n_other_words=sum(word not in asked for word in head),
        )
        for text, head, body in taken
    ]
    return sorted(found, key=lambda ranked: (-ranked.points, ranked.n_other_words, -ranked.text.key))


def answering(term: Term, met: Set[str]) -> tuple[Term, dict[str, str]]:
    """Pick, among all words met, those that answer a term, with how."""
    forms = {word: form_of(term, word) for word in met}
    return term, {word: form for word, form in forms.items() if form}


def points_of(term: Term, forms: Mapping[str, str], head: Set[str], body: Set[str]) -> int:
    """Count what a word of the query is worth in a text: its best place only, so that repeating it brings nothing."""
    best = max(
        (worth[forms[word]] for words, worth in ((head, IN_HEAD), (body, IN_BODY)) for word in forms.keys() & words),
        default=0,
    )
    return best if term.is_required else min(best, BESIDES)


def form_of(term: Term, word: str) -> str:
    """Say how a word answers a term: "word", "form" (same stem or number), "prefix", or "" when it does not."""
    if word == term.word:
        return "word"
    stems = stems_of(word)
    if term.word in stems or not term.forms.isdisjoint(stems):
        return "form"
    return "prefix" if term.is_prefix and word.startswith(term.word) else ""
