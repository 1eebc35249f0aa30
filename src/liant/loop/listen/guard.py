"""What a note about somebody should not hold: warn before saving, never drop.

The person a note speaks of may read it. The guard looks for words, in French and English, and for numbers that check out
(payment cards by their Luhn key, French social-security numbers by their control key). It can miss and it can cry wolf: it
proposes, the author decides.

References
----------
Luhn (1960), US patent 2,950,048. French NIR: control key 97 − (number mod 97).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Concern(StrEnum):
    """Name what the guard may find."""

    HEALTH = "health"
    RELIGION = "religion"
    UNION = "union"
    ORIGIN = "origin"
    SEXUAL_LIFE = "sexual_life"
    POLITICS = "politics"
    OFFENCE = "offence"
    INSULT = "insult"
    CARD_NUMBER = "card_number"
    SOCIAL_SECURITY = "social_security"


@dataclass(frozen=True, kw_only=True)
class Caution:
    """A passage to think twice about; ``start`` and ``end`` are offsets in the text."""

    concern: Concern
    start: int
    end: int


#: Folded word beginnings; ``*`` stands for any ending. Phrases are matched with flexible spaces.
WORDS: dict[Concern, tuple[str, ...]] = {
    Concern.HEALTH: (
        "cancer*",
        "depressi*",
        "burn-out",
        "burn out",
        "burnout",
        "arret maladie",
        "en arret",
        "hospitalis*",
        "malade*",
        "maladie*",
        "grossesse",
        "enceinte",
        "handicap*",
        "alcooliqu*",
        "diabet*",
        "chimio*",
        "avc",
        "infarctus",
        "sick leave",
        "pregnan*",
        "depressed",
        "disabled",
        "disabilit*",
        "chemotherap*",
        "heart attack",
        "alcoholic*",
        "illness*",
        "rehab",
        "surgery",
    ),
    Concern.RELIGION: (
        "musulman*",
        "catholiqu*",
        "juif",
        "juive*",
        "juifs",
        "chretien*",
        "protestant*",
        "ramadan",
        "jehovah",
        "voilee",
        "athee*",
        "muslim*",
        "jewish",
        "christian",
        "catholic*",
        "mosque*",
        "synagogu*",
        "religi*",
    ),
    Concern.UNION: (
        "syndiqu*",
        "syndicat*",
        "syndicaliste*",
        "cgt",
        "cfdt",
        "delegue du personnel",
        "greviste*",
        "trade union*",
        "union member*",
        "union rep*",
        "unionis*",
        "unioniz*",
    ),
    Concern.ORIGIN: (
        "maghrebin*",
        "arabe*",
        "noir de peau",
        "africain d'origine",
        "origine africaine",
        "origine etrangere",
        "gitan*",
        "asiatiques comme",
        "black guy",
        "ethnic*",
        "race",
        "racial*",
        "of arab origin",
        "gypsy",
        "immigre*",
    ),
    Concern.SEXUAL_LIFE: (
        "homosexuel*",
        "lesbienne*",
        "gay",
        "bisexuel*",
        "transgenre*",
        "orientation sexuelle",
        "sa maitresse",
        "couche avec",
        "gays",
        "lesbian*",
        "bisexual*",
        "transgender*",
        "sexual*",
        "sleeps with",
        "affair with",
    ),
    Concern.POLITICS: (
        "vote a gauche",
        "vote a droite",
        "extreme droite",
        "extreme gauche",
        "militant*",
        "encarte*",
        "opinions politiques",
        "far right",
        "far-right",
        "far left",
        "left-wing",
        "right-wing",
        "votes for",
        "political views",
    ),
    Concern.OFFENCE: (
        "casier judiciaire",
        "condamne pour",
        "garde a vue",
        "fait de la prison",
        "escroquerie",
        "mis en examen",
        "criminal record",
        "convicted",
        "arrested",
        "went to jail",
        "in prison",
        "fraudster*",
    ),
    Concern.INSULT: (
        "connard*",
        "connasse*",
        "con",
        "conne",
        "abruti*",
        "debile*",
        "imbecile*",
        "salaud*",
        "salope*",
        "encule*",
        "cretin*",
        "idiot*",
        "moron*",
        "asshole*",
        "jerk",
        "bastard*",
        "bitch*",
        "stupid",
        "incompetent*",
        "menteur*",
        "fuck*",
        "merde*",
        "gros porc",
        "dumb",
        "liar",
    ),
}

_TOKEN = re.compile(r"\w+")
DIGIT_RUN = re.compile(r"(?<![\d.,])\d(?:[ .\-\u00a0\u202f]?\d){12,18}(?![\d])")
NIR = re.compile(
    r"(?<!\d)[12][ .\u00a0\u202f]?\d{2}[ .\u00a0\u202f]?\d{2}[ .\u00a0\u202f]?(?:\d{2}|2[ab])[ .\u00a0\u202f]?\d{3}"
    r"[ .\u00a0\u202f]?\d{3}(?:[ .\u00a0\u202f]?\d{2})(?!\d)",
    re.IGNORECASE,
)


class _Folding(dict[int, str]):
    """Fold characters met for the first time, and remember them."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        base = unicodedata.normalize("NFD", character.lower())[:1] or character
        self[code] = base = "'" if base == "’" else base
        return base


_FOLDING = _Folding()


def fold_keeping_length(text: str) -> str:
    """Lower the case and drop accents, one character for one character, so that offsets hold."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = []
    for word in words:
        escaped = re.escape(word.rstrip("*")).replace(r"\ ", r"\s+")
        parts.append(escaped + (r"\w*" if word.endswith("*") else ""))
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)")


PATTERNS = {concern: _pattern(words) for concern, words in WORDS.items()}
_START = 3
#: Concerns by the first letters of the words that tell them: most notes hold none, and cost one look at each word.
CONCERNS_BY_START: dict[str, set[Concern]] = {}
for _concern, _words in WORDS.items():
    for _word in _words:
        CONCERNS_BY_START.setdefault(_TOKEN.findall(_word)[0][:_START], set()).add(_concern)


def concerns_possible(folded: str) -> list[Concern]:
    """List the concerns that some word of a folded text begins like, in the order of the table."""
    starts = {token[:_START] for token in _TOKEN.findall(folded)} & CONCERNS_BY_START.keys()
    possible = {concern for start in starts for concern in CONCERNS_BY_START[start]}
    return [concern for concern in PATTERNS if concern in possible]


def luhn_holds(digits: str) -> bool:
    """Check the key of a payment-card number."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def nir_holds(text: str) -> bool:
    """Check the control key of a French social-security number (Corsica's 2A and 2B included)."""
    digits = re.sub(r"[^0-9ab]", "", text.lower())
    number, key = digits[:13].replace("2a", "19").replace("2b", "18"), digits[13:15]
    return number.isdecimal() and key.isdecimal() and 97 - int(number) % 97 == int(key)


def check_note(text: str) -> tuple[Caution, ...]:
    """List the passages of a note to think twice about, in the order of the text.

    Notes
    -----
    Cost O(length). An empty tuple means that nothing was found, not that the note is harmless.
    """
    folded = fold_keeping_length(text)
    found = [
        Caution(concern=concern, start=match.start(), end=match.end())
        for concern in concerns_possible(folded)
        for match in PATTERNS[concern].finditer(folded)
    ]
    for match in DIGIT_RUN.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        # A row of zeros passes Luhn too, and is no card.
        if luhn_holds(digits) and len(set(digits)) > 1:
            found.append(Caution(concern=Concern.CARD_NUMBER, start=match.start(), end=match.end()))
    for match in NIR.finditer(text):
        if nir_holds(match.group()):
            found.append(Caution(concern=Concern.SOCIAL_SECURITY, start=match.start(), end=match.end()))
    return tuple(sorted(found, key=lambda w: (w.start, w.end, w.concern)))
