"""Notice that a quote may contradict a claim, by its words alone: a reason to look, never a verdict.

Four cues are looked for in a quote that shares enough words with the claim, in French and English and across the two:

- **negation**: what one affirms the other denies ("the app works offline", "it does not work offline any more");
- **denial**: the quote says that what was said is not so ("contrary to what you told us");
- **opposite**: a word on one side, its opposite on the other ("simple", "complicated");
- **quantity**: both count the same kind of thing, and far apart ("six weeks", "five months").

A question and a wish contradict nothing. Irony, what is implied and facts of the world are out of reach: many
contradictions are missed. How often a cue is right was measured: ``python bench/contrary.py``, told in
``docs/algorithms/freshness.md``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from liant.loop.themes.glossary import meanings_of
from liant.loop.themes.stop_words import STOP_WORDS
from liant.loop.themes.words import fold, stem_words


class Cue(StrEnum):
    """Name what was noticed."""

    NEGATION = "negation"
    DENIAL = "denial"
    OPPOSITE = "opposite"
    QUANTITY = "quantity"


#: Words of content that a quote shares with a claim before a negation says anything about it.
LEAST_SHARED = 2
#: Two quantities this many times apart do not tell the same.
APART = 1.5

#: Negators, and how many words of content after them they deny; "plus" denies only after "ne".
NEGATORS = {
    "fr": {"pas": 2, "plus": 2, "jamais": 2, "aucun": 1, "aucune": 1, "personne": 1, "rien": 1, "nul": 1},
    "en": {"not": 2, "never": 2, "cannot": 2, "no": 1, "nobody": 1, "nothing": 1, "none": 1, "longer": 2},
}
WISHES = {
    "fr": """veut veulent voudrait voudraient demande demandent cherche cherchent doit doivent devrait besoin exige exigent
    souhaite souhaitent attend attendent pouvoir""".split(),
    "en": "want wants wanted ask asks need needs must should would require requires wish expect expects look".split(),
}
DENIALS = re.compile(
    r"\b(contrairement|au contraire|c est faux|pas vrai|plus vrai|plus le cas|en realite|soi disant|vous aviez dit|"
    r"contrary to|on the contrary|not true|untrue|no longer true|not what you|you told us|you promised|supposedly)\b"
)
#: Stems or folded words that say the opposite of each other; the same sides are compared across languages.
OPPOSITES = (
    ("simple facile easy simple", "complique difficile complexe hard difficult complicated complex"),
    ("gratuit gratuite gratuitement offert free", "payant payante facture facturee charged paid invoiced"),
    ("rapide vite rapidement fast quick quickly", "lent lente lentement slow slowly"),
    ("inclus incluse compris comprise included", "facture facturee supplement option extra charged"),
    ("fixe fixes fixed stable", "augmente augmentation increased increase rose"),
    ("fiable solide reliable", "panne pannes tombe breaks failed unreliable"),
)
UNITS = {
    "minute": ("time", 1 / 60), "minutes": ("time", 1 / 60), "heure": ("time", 1.0), "heures": ("time", 1.0),
    "hour": ("time", 1.0), "hours": ("time", 1.0), "jour": ("time", 24.0), "jours": ("time", 24.0),
    "day": ("time", 24.0), "days": ("time", 24.0), "matinee": ("time", 4.0), "journee": ("time", 8.0),
    "semaine": ("time", 168.0), "semaines": ("time", 168.0), "week": ("time", 168.0), "weeks": ("time", 168.0),
    "mois": ("time", 730.0), "month": ("time", 730.0), "months": ("time", 730.0), "an": ("time", 8760.0),
    "ans": ("time", 8760.0), "annee": ("time", 8760.0), "annees": ("time", 8760.0), "year": ("time", 8760.0),
    "years": ("time", 8760.0), "euro": ("money", 1.0), "euros": ("money", 1.0), "pourcent": ("share", 1.0),
    "percent": ("share", 1.0),
}  # fmt: skip
NUMBERS = {
    word: value
    for value, words in enumerate(
        """un une one a|deux two|trois three|quatre four|cinq five|six|sept seven|huit eight|neuf nine|dix ten|onze eleven|
        douze twelve|treize thirteen|quatorze fourteen|quinze fifteen""".split("|"),
        start=1,
    )
    for word in words.split()
} | {"vingt": 20, "twenty": 20, "trente": 30, "thirty": 30, "quarante": 40, "forty": 40, "cent": 100, "hundred": 100}
#: What is said to take at most so long, and to last at least so long.
AT_MOST = re.compile(r"\b(moins de|au plus|en|sous|within|in|under|at most|less than)\W+(?:\w+\W+){0,2}$")
AT_LEAST = re.compile(r"\b(au moins|plus de|at least|more than|over)\W+(?:\w+\W+){0,2}$")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|[%€]")


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A number of hours, euros or percents; ``bound`` is -1 for at most, 1 for at least, 0 for neither."""

    kind: str
    value: float
    bound: int


@dataclass(frozen=True, kw_only=True)
class Said:
    """A sentence taken apart.

    Attributes
    ----------
    content : what its words mean, numbers, units and common words left out.
    denied : those of ``content`` under a negation.
    words : its folded words.
    """

    content: frozenset[str]
    denied: frozenset[str]
    words: frozenset[str]
    quantities: tuple[Quantity, ...]
    is_denial: bool
    is_open: bool  #: a question or a wish


def read_said(text: str, language: str) -> Said:
    """Take a sentence apart."""
    # Folding turns digits into zeros, which is right for themes and wrong for quantities: numbers are kept aside.
    plain = " ".join(_TOKEN.findall(text.replace("'", " ").replace("’", " ")))
    tokens = [token if token[0].isdigit() else fold(token) for token in plain.split()]
    stems = stem_words(tokens, language)
    meanings = meanings_of(language)
    content = ["" if is_common(token) else meanings.get(stem, stem) for token, stem in zip(tokens, stems, strict=True)]
    wishes = WISHES.get(language, [])
    return Said(
        content=frozenset(filter(None, content)),
        denied=frozenset(denied_words(tokens, content, language)),
        words=frozenset(tokens),
        quantities=tuple(find_quantities(tokens)),
        is_denial=DENIALS.search(" ".join(tokens)) is not None,
        is_open="?" in text or any(word in wishes for word in tokens),
    )


def is_common(token: str) -> bool:
    """Tell whether a word says nothing about the matter: common, a number, a unit, a negator."""
    return (
        token[0].isdigit()
        or len(token) < 3
        or any(token in words for words in STOP_WORDS.values())
        or token in UNITS
        or token in NUMBERS
        or any(token in words for words in NEGATORS.values())
    )


def denied_words(tokens: list[str], content: list[str], language: str) -> set[str]:
    """Find the words of content that a negation bears on: those right after the negator, and in French the one before."""
    denied: set[str] = set()
    for place, word in enumerate(tokens):
        reach = NEGATORS.get(language, {}).get(word, 0)
        if not reach or (word == "plus" and not {"ne", "n"} & set(tokens[max(place - 4, 0) : place])):
            continue
        denied.update([said for said in content[place + 1 : place + 7] if said][:reach])
        if language == "fr":
            denied.update([said for said in content[max(place - 4, 0) : place] if said][-1:])
    return denied


def find_quantities(tokens: list[str]) -> list[Quantity]:
    """Find the numbers that are followed by a unit, in hours, euros or percents."""
    found = []
    for place, token in enumerate(tokens[:-1]):
        value = float(token.replace(",", ".")) if token[0].isdigit() else float(NUMBERS.get(token, 0))
        # "forty-eight" is two words.
        before = NUMBERS.get(tokens[place - 1], 0) if place else 0
        if 0 < value < 10 <= before < 100 and before % 10 == 0:
            value += before
        unit = {"%": "percent", "€": "euros"}.get(tokens[place + 1], tokens[place + 1])
        if value and unit in UNITS:
            kind, size = UNITS[unit]
            led = " ".join(tokens[:place]) + " "
            bound = -1 if AT_MOST.search(led) else 1 if AT_LEAST.search(led) else 0
            found.append(Quantity(kind=kind, value=value * size, bound=bound))
    return found


def cues_against(claim: Said, quote: Said) -> tuple[Cue, ...]:
    """List the cues that a quote may contradict a claim; none when it asks, wishes or speaks of something else.

    Notes
    -----
    Cost O(words).
    """
    shared = claim.content & quote.content
    if quote.is_open or not shared:
        return ()
    cues = []
    enough = len(shared) >= LEAST_SHARED
    if enough and shared & (claim.denied ^ quote.denied):
        cues.append(Cue.NEGATION)
    if enough and quote.is_denial:
        cues.append(Cue.DENIAL)
    if any(is_opposite(claim.words, quote.words, pair) for pair in OPPOSITES):
        cues.append(Cue.OPPOSITE)
    if any(is_far(mine, theirs) for mine in claim.quantities for theirs in quote.quantities):
        cues.append(Cue.QUANTITY)
    return tuple(cues)


def is_opposite(claim: frozenset[str], quote: frozenset[str], pair: tuple[str, str]) -> bool:
    """Tell whether two sentences stand on either side of a pair of opposites, and neither on both."""
    one, other = (set(side.split()) for side in pair)
    return any(claim & here and quote & there and not (quote & here) for here, there in ((one, other), (other, one)))


def is_far(claim: Quantity, quote: Quantity) -> bool:
    """Tell whether a quantity is further from a claimed one than its bound allows: less is no objection to "at most"."""
    if claim.kind != quote.kind:
        return False
    more, less = quote.value / claim.value >= APART, claim.value / quote.value >= APART
    return (more and claim.bound <= 0) or (less and claim.bound >= 0)
