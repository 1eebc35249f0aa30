"""Turn cells into values: amounts, dates, stages, texts; a cell that cannot be read says why."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from functools import lru_cache

from liant.loop.values.stages import NoteKind, Reason, Stage

FIRST_YEAR, LAST_YEAR = 1970, 2100
MAX_CENTS = 10**15
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_FORMULA_SIGNS = frozenset("=+-@")
#: Numbers and telephone numbers may begin with a sign and are no formula.
_NUMBER_LIKE = re.compile(r"[+-]?[\d\s().,/\u00a0\u202f-]+")
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f'’]")
_MONEY_MARKS = re.compile(r"€|\$|£|\bEUR\b|\bUSD\b|\bGBP\b|\bCHF\b", re.IGNORECASE)
_CURRENCY_OF_MARK = {"€": "EUR", "$": "USD", "£": "GBP"}
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_GROUPED = {
    ".": re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?"),
    ",": re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?"),
}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+\d{1,2}:\d{2}.*)?")
_NUMERIC = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ,]+\d{1,2}[:hH]\d{2}.*)?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?[ -]([^\W\d_]+)\.?,?[ -](\d{4})")
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_MONTHS = (
    "jan feb fev mar apr avr may mai jun juin jul juil aug aou sep oct nov dec",
    (1, 2, 2, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 10, 11, 12),
)
_MONTH_BY_START = dict(zip(_MONTHS[0].split(), _MONTHS[1], strict=True))


class DateOrder(StrEnum):
    """Name the orders in which a numeric date may be written."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    YEAR_FIRST = "ymd"


class Unreadable(Exception):
    """A cell that cannot become a value: the code of the reason, and what it holds."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Reduce a name to what people mean by it: letters and digits, without case or accents; remembers names met."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(c for c in plain if c.isalnum())


def read_text(cell: str, limit: int) -> str:
    """Return a cell as text, NFC, without outer spaces; the apostrophe that protects a formula is taken off.

    Raises
    ------
    Unreadable : ``import.control_character``, ``import.too_long``.
    """
    text = cell.strip()
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
        if found := _CONTROL.search(text):
            raise Unreadable("import.control_character", character=f"U+{ord(found[0]):04X}")
    if text[:1] == "'" and begins_formula(text.lstrip("'")):
        text = text[1:]
    if len(text) > limit:
        raise Unreadable("import.too_long", n=len(text), limit=limit)
    return text


def begins_formula(text: str) -> bool:
    """Tell whether a spreadsheet may take a text for a formula: by its first visible character, full-width forms too."""
    for character in text:
        if unicodedata.category(character) not in ("Cc", "Cf", "Zs", "Zl", "Zp"):
            return unicodedata.normalize("NFKC", character)[:1] in _FORMULA_SIGNS
    return False


def protect_cell(text: str) -> str:
    """Write a text so that no spreadsheet runs it; ``read_text`` takes the protection off again."""
    if begins_formula(text.lstrip("'")) and not _NUMBER_LIKE.fullmatch(text):
        return "'" + text
    return text


def read_amount(cell: str, decimal: str, times: int = 1) -> int:
    """Return an amount in cents, half to even; ``decimal`` is the decimal sign, "." or ",".

    Raises
    ------
    Unreadable : ``import.not_a_number``, ``import.negative``, ``import.too_large``.
    """
    plain = _SPACES.sub("", _MONEY_MARKS.sub("", cell))
    if decimal == "." and "," in plain and _GROUPED["."].fullmatch(plain):
        plain = plain.replace(",", "")
    elif decimal == ",":
        if "." in plain and _GROUPED[","].fullmatch(plain):
            plain = plain.replace(".", "")
        if "." not in plain:
            plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise Unreadable("import.not_a_number", value=cell.strip()[:60])
    cents = int((Decimal(plain) * (100 * times)).to_integral_value(ROUND_HALF_EVEN))
    if cents < 0:
        raise Unreadable("import.negative", value=cell.strip()[:60])
    if cents > MAX_CENTS:
        raise Unreadable("import.too_large", value=cell.strip()[:60])
    return cents


def read_count(cell: str) -> int:
    """Return a whole number such as a number of employees (``import.not_a_number`` otherwise)."""
    plain = _SPACES.sub("", cell).removesuffix(".0")
    if not plain.isdecimal() or len(plain) > 9:
        raise Unreadable("import.not_a_number", value=cell.strip()[:60])
    return int(plain)


def currency_in(cell: str) -> str:
    """Return the currency that an amount wears, or ""."""
    found = _MONEY_MARKS.search(cell)
    return "" if found is None else _CURRENCY_OF_MARK.get(found[0], found[0].upper())


def read_currency(cell: str) -> str:
    """Return a currency code (``import.not_a_currency`` otherwise)."""
    code = currency_in(cell) or cell.strip().upper()
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise Unreadable("import.not_a_currency", value=cell.strip()[:20])
    return code


def read_date(cell: str, order: str) -> date:
    """Return the day that a cell names; a time of day is left out.

    Parameters
    ----------
    order : how numeric dates are written in the whole file; never guessed for one cell.

    Raises
    ------
    Unreadable : ``import.not_a_date``, ``import.date_out_of_range``, ``import.date_order_unknown``.
    """
    text = cell.strip()
    try:
        if found := _ISO.fullmatch(text):
            return _in_range(date(int(found[1]), int(found[2]), int(found[3])), text)
        if found := _NUMERIC.fullmatch(text):
            if order not in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST):
                raise Unreadable("import.date_order_unknown", value=text[:40])
            first, second, year = int(found[1]), int(found[2]), int(found[3])
            day, month = (first, second) if order == DateOrder.DAY_FIRST else (second, first)
            return _in_range(date(year + 2000 if len(found[3]) == 2 else year, month, day), text)
        if found := _DAY_MONTH.fullmatch(text):
            return _in_range(date(int(found[3]), _month(found[2]), int(found[1])), text)
        if found := _MONTH_DAY.fullmatch(text):
            return _in_range(date(int(found[3]), _month(found[1]), int(found[2])), text)
    except (ValueError, KeyError):
        pass
    raise Unreadable("import.not_a_date", value=text[:40])


def _month(word: str) -> int:
    plain = fold(word)
    return _MONTH_BY_START.get(plain[:4]) or _MONTH_BY_START[plain[:3]]


def _in_range(day: date, text: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unreadable("import.date_out_of_range", value=text[:40], first=FIRST_YEAR, last=LAST_YEAR)
    return day


@dataclass(kw_only=True)
class Evidence:
    """What the cells of a whole file tell about dates and decimals.

    Attributes
    ----------
    n_day_first, n_month_first : dates that only one order can read (13/04 and 04/13).
    n_either : dates that both orders read, and not as the same day (03/04).
    example : the first of those.
    n_comma, n_dot : amounts whose decimal sign can only be that one.
    n_unclear : amounts such as ``1,234``, where the sign may group or divide.
    """

    n_day_first: int = 0
    n_month_first: int = 0
    n_either: int = 0
    example: str = ""
    n_comma: int = 0
    n_dot: int = 0
    n_unclear: int = 0
    amount_example: str = ""

    def see_date(self, cell: str, n: int = 1) -> None:
        """Take note of a date met ``n`` times."""
        found = _NUMERIC.fullmatch(cell.strip())
        if found is None:
            return
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            self.n_day_first += n
        elif second > 12 >= first:
            self.n_month_first += n
        elif first != second and first <= 12:
            self.n_either += n
            self.example = self.example or cell.strip()

    def see_amount(self, cell: str) -> None:
        """Take note of an amount."""
        comma, dot = cell.rfind(","), cell.rfind(".")
        if comma < 0 and dot < 0:
            return
        plain = _SPACES.sub("", _MONEY_MARKS.sub("", cell))
        if comma >= 0 and dot >= 0:
            self.n_comma, self.n_dot = self.n_comma + (comma > dot), self.n_dot + (dot > comma)
            return
        sign = "," if comma >= 0 else "."
        grouped = _GROUPED["." if sign == "," else ","].fullmatch(plain)
        if grouped and plain.lstrip("+-").count(sign) > 1:
            # Grouped more than once: the sign cannot be the decimal one.
            self.n_comma, self.n_dot = self.n_comma + (sign == "."), self.n_dot + (sign == ",")
        elif grouped and not plain.startswith("0"):
            self.n_unclear += 1
            self.amount_example = self.amount_example or cell.strip()
        else:
            self.n_comma, self.n_dot = self.n_comma + (sign == ","), self.n_dot + (sign == ".")

    @property
    def date_order(self) -> str:
        """The order that fits the dates best, "" when none is numeric; certain only when ``asks_dates`` is false."""
        if not self.n_day_first and not self.n_month_first:
            return ""
        return DateOrder.DAY_FIRST if self.n_day_first >= self.n_month_first else DateOrder.MONTH_FIRST

    @property
    def asks_dates(self) -> bool:
        """Some date can be read two ways, or the dates contradict one another: a person decides."""
        return self.n_either > 0 or (self.n_day_first > 0 and self.n_month_first > 0)

    @property
    def decimal(self) -> str:
        """The decimal sign that fits the amounts best; certain only when ``asks_decimal`` is false."""
        return "," if self.n_comma > self.n_dot else "."

    @property
    def asks_decimal(self) -> bool:
        """The amounts contradict one another, or every one with a sign is unclear: a person decides."""
        return (self.n_comma > 0 and self.n_dot > 0) or (self.n_unclear > 0 and self.n_comma + self.n_dot == 0)


_STAGE_WORDS: tuple[tuple[Stage, tuple[str, ...]], ...] = (
    (
        Stage.LOST,
        tuple(
            "lost closedlost perdu perdue perdus fermeeperdue cloturee annule annulee canceled cancelled "
            "abandonne abandonnee fermeperdu closeperdue closperdu disqualified outsold".split()
        ),
    ),
    (
        Stage.WON,
        tuple(
            "won closedwon gagne gagnee gagnes fermeegagnee conclue conclu signe signee signed fermegagne "
            "closegagnee closgagne".split()
        ),
    ),
    (
        Stage.NEGOTIATION,
        tuple(
            "negotiation negociation negotiationreview negociationrevision contractsent contratenvoye "
            "decisionmakerboughtin encoursdenegociation closing verbal".split()
        ),
    ),
    (
        Stage.PROPOSAL,
        tuple(
            "proposal proposition propositionenvoyee proposalpricequote proposalmade propositiondevis devis devisenvoye "
            "presentationscheduled quote quoted quotation offre offreenvoyee develop propose proposalsent "
            "demonstration demo".split()
        ),
    ),
    (
        Stage.QUALIFICATION,
        tuple(
            "qualification engaging qualified qualifie qualifiee qualifiedtobuy qualify needsanalysis analysedesbesoins "
            "valueproposition iddecisionmakers perceptionanalysis contactmade demoscheduled needsdefined".split()
        ),
    ),
    (
        Stage.PROSPECTING,
        tuple(
            "prospecting prospection prospect open ouvert ouverte new nouveau nouvelle encours inprogress lead "
            "appointmentscheduled rendezvouspris premiercontact firstcontact piste onhold enattente".split()
        ),
    ),
)
_STAGE_BY_WORD = {word: stage for stage, words in _STAGE_WORDS for word in words}


def known_stage(cell: str) -> Stage | None:
    """Return the stage that a CRM's word names in Liant, None for a word of one company."""
    return _STAGE_BY_WORD.get(fold(cell))


_YES = frozenset("true vrai yes oui 1 x y o".split())


def read_yes(cell: str) -> bool:
    """Return whether a cell says yes."""
    return cell.strip().casefold() in _YES


_REASON_WORDS: tuple[tuple[Reason, str], ...] = (
    (Reason.PRICE, r"prix|cher|tarif|budget|remise|price|pricing|expensive|cost|cheap"),
    (Reason.COMPETITOR, r"concurren|competitor|compétit|rival"),
    (Reason.TIMING, r"délai|trop tard|report[ée]|plus tard|calendrier|timing|delay|too late|later|postpone"),
    (Reason.NO_DECISION, r"sans suite|pas de décision|no decision|abandon|annul|gel[ée]?\b|frozen|no response|silence"),
    (Reason.PRODUCT, r"produit|fonction|manque|product|feature|missing|quality|qualité"),
    (Reason.SERVICE, r"support|service|sav\b|assistance|accompagnement"),
    (Reason.RELATION, r"relation|confiance|trust|contact parti|interlocuteur"),
)
_REASONS = tuple((reason, re.compile(words, re.IGNORECASE)) for reason, words in _REASON_WORDS)


def reason_in(text: str) -> Reason:
    """Return the family of a reason written freely, by its first telling word; ``OTHER`` when none tells."""
    found = [(match.start(), reason) for reason, words in _REASONS if (match := words.search(text))]
    return min(found)[1] if found else Reason.OTHER


_KIND_WORDS: dict[NoteKind, str] = {
    NoteKind.IDEA: "idea idee suggestion",
    NoteKind.OBJECTION: "objection frein",
    NoteKind.NEED: "need besoin demande request",
    NoteKind.SETBACK: "setback revers echec perte lost loss lostreason",
    NoteKind.COMPETITOR: "competitor concurrent concurrence competition",
    NoteKind.PRAISE: "praise compliment satisfaction",
    NoteKind.VISIT: "visit visite meeting rendezvous rdv",
}
_KIND_BY_WORD = {word: kind for kind, words in _KIND_WORDS.items() for word in words.split()}


def read_note_kind(cell: str) -> NoteKind:
    """Return the kind of a note (``import.unknown_note_kind`` otherwise)."""
    kind = _KIND_BY_WORD.get(fold(cell))
    if kind is None:
        raise Unreadable("import.unknown_note_kind", value=cell.strip()[:40])
    return kind
