"""Words, dates and money as people write them, and the small pieces that every page uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils import formats, timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from liant.queries.clocks import ClockView
from liant.queries.plan_days import Told
from liant.web.credit_words import acts_in_words
from liant.web.idempotency import FIELD, new_nonce

register = template.Library()

NNBSP = "\u202f"
NBSP = "\u00a0"
#: A plain space before ; : ! ? % » or after «.
INNER_SPACE = re.compile(r"(?<=«) | (?=[;:!?%»](?:\s|$|[.,)]))")
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "CHF": "CHF"}


@register.simple_tag
def nonce() -> SafeString:
    """Write the hidden field that makes a form safe to send twice."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_nonce())


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the sprite; its word stands beside it, so it is hidden from screen readers."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("liant/icons.svg"),
        name,
    )


def _is_french() -> bool:
    return (translation.get_language() or "en").startswith("fr")


@register.filter
def money(cents: int | None, currency: str = "EUR") -> str:
    """Write an amount in full: ``1 234,56 €`` in French, ``€1,234.56`` in English; whole amounts without cents."""
    if cents is None:
        return "–"
    digits = 0 if cents % 100 == 0 else 2
    number = formats.number_format(cents / 100, decimal_pos=digits, use_l10n=True, force_grouping=True)
    symbol = SYMBOLS.get(currency, currency)
    return f"{number}{NNBSP}{symbol}" if _is_french() or len(symbol) > 1 else f"{symbol}{number}"


@register.filter
def compact_money(cents: int | None, currency: str = "EUR") -> str:
    """Write an amount in short: ``1,2 M€`` in French, ``€1.2M`` in English."""
    if cents is None:
        return "–"
    units = cents / 100
    scale, letter = next(
        ((s, name) for s, name in ((1e9, "Md" if _is_french() else "B"), (1e6, "M"), (1e3, "k")) if abs(units) >= s),
        (1.0, ""),
    )
    value = units / scale
    digits = 1 if letter and abs(value) < 10 else 0
    number = formats.number_format(round(value, digits), decimal_pos=digits, use_l10n=True)
    symbol = SYMBOLS.get(currency, currency)
    return f"{number}{NNBSP}{letter}{symbol}" if _is_french() else f"{symbol}{number}{letter}"


@register.filter
def stake(by_currency: Mapping[str, int] | None) -> str:
    """Write money at stake by currency, in short, largest first."""
    if not by_currency:
        return "–"
    ordered = sorted(by_currency.items(), key=lambda item: (-item[1], item[0]))
    return " + ".join(compact_money(cents, currency) for currency, cents in ordered)


@register.filter
def full_stake(by_currency: Mapping[str, int] | None) -> str:
    """Write money at stake by currency in full."""
    if not by_currency:
        return "–"
    ordered = sorted(by_currency.items(), key=lambda item: (-item[1], item[0]))
    return " + ".join(money(cents, currency) for currency, cents in ordered)


@register.filter
def number(value: float | None) -> str:
    """Write a whole number with its groups of three."""
    return "–" if value is None else formats.number_format(value, decimal_pos=0, use_l10n=True, force_grouping=True)


@register.filter
def of(by_key: Mapping[str, object], key: str) -> object:
    """Find what belongs to a key; None where nothing does."""
    return by_key.get(key)


@register.filter
def acts(names: Iterable[str]) -> str:
    """List what somebody did for an object: ``said it first, wrote it``."""
    return acts_in_words(names)


@register.filter
def percent(value: int) -> str:
    """Write a percentage: ``42 %`` in French, ``42%`` in English."""
    return f"{value}{NNBSP}%" if _is_french() else f"{value}%"


@register.filter
def in_weeks(days: int) -> str:
    """Say a span of calendar days as marketing counts: in whole weeks, rounded up, and in days under a week."""
    if days < 7:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    weeks = -(-days // 7)
    return ngettext("%(n)s week", "%(n)s weeks", weeks) % {"n": weeks}


@register.filter
def half_days(n: int) -> str:
    """Say a quantity of work in half-days."""
    return ngettext("%(n)s half-day", "%(n)s half-days", n) % {"n": n}


@register.filter
def working_days(half_days: float) -> str:
    """Say working half-days in days: ``1.5 working days``; under half a day, in words."""
    if half_days < 1:
        return gettext("less than half a day")
    days = half_days / 2
    shown = formats.number_format(days, decimal_pos=0 if days == int(days) else 1, use_l10n=True)
    return ngettext("%(n)s working day", "%(n)s working days", 2 if days >= 2 else 1) % {"n": shown}


@register.filter
def amount(value: float) -> str:
    """Write an amount of half-days alone, to a tenth: ``2,5``."""
    shown = round(value, 1)
    return formats.number_format(shown, decimal_pos=0 if shown == int(shown) else 1, use_l10n=True)


@register.filter
def week_number(monday: date) -> str:
    """Name a week as people do: ``S14`` in French, ``W14`` in English."""
    return pgettext("week number, in short", "W%(n)s") % {"n": monday.isocalendar().week}


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | datetime | None) -> str:
    """Say a day as people say it: today, yesterday, tomorrow, Thursday, else the date."""
    if value is None:
        return "–"
    today: date = context["request"].today
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    distance = (on - today).days
    if distance == 0:
        return gettext("today")
    if distance == -1:
        return gettext("yesterday")
    if distance == 1:
        return gettext("tomorrow")
    if 1 < distance < 7:
        return formats.date_format(on, "l")
    if -30 < distance < 0:
        return ngettext("%(n)s day ago", "%(n)s days ago", -distance) % {"n": -distance}
    return formats.date_format(on, "SHORT_DATE_FORMAT")


@register.simple_tag
def week_name(value: date) -> str:
    """Name the week of a day as people do: ``S12`` in French, ``W12`` in English."""
    return pgettext("a week by its number", "W%(n)s") % {"n": value.isocalendar().week}


@register.simple_tag
def week_distance(weeks: int) -> str:
    """Tell how far a week is as marketing counts: ``S+1``."""
    return pgettext("weeks ahead, in short", "W+%(n)s") % {"n": weeks}


@register.simple_tag
def short_distance(clock: ClockView | Told) -> str:
    """Tell how far a due day is as both sides count, in short: ``J+2`` and, from next week on, ``S+1``."""
    parts = [pgettext("working days ahead, in short", "D+%(n)s") % {"n": max(clock.days, 0)}]
    if clock.weeks > 0:
        parts.append(pgettext("weeks ahead, in short", "W+%(n)s") % {"n": clock.weeks})
    return " · ".join(parts)


@register.simple_tag
def long_distance(clock: ClockView) -> str:
    """Tell how far a due moment is, in words and working days."""
    if clock.state == "late":
        late = -clock.days
        if late < 1:
            return gettext("An answer was due today")
        return ngettext("An answer was due %(n)s working day ago", "An answer was due %(n)s working days ago", late) % {
            "n": late
        }
    if clock.days < 1:
        return gettext("An answer is due today")
    return ngettext("An answer is due in %(n)s working day", "An answer is due in %(n)s working days", clock.days) % {
        "n": clock.days
    }


@register.filter
def language_name(code: str) -> str:
    """Name a language in the reader's one, inside a sentence."""
    names = {"fr": pgettext("in a sentence", "French"), "en": pgettext("in a sentence", "English")}
    return names.get(code, gettext("language unknown"))


@register.filter
def typeset(text: str) -> str:
    """Keep French marks on the line of their word: a plain space before or inside them becomes a narrow one that holds.

    The words themselves stay as they were written; only what is shown changes.
    """
    return INNER_SPACE.sub(NNBSP, text)


@register.simple_tag
def sparkline(counts: list[int], label: str = "", width: int = 96, height: int = 24) -> dict[str, object]:
    """Compute the polyline of a sparkline; drawn by the partial ``pieces/sparkline.html``."""
    top = max([*counts, 1])
    step = width / max(len(counts) - 1, 1)
    points = " ".join(f"{i * step:.1f},{height - 2 - (c / top) * (height - 4):.1f}" for i, c in enumerate(counts))
    last_y = height - 2 - (counts[-1] / top) * (height - 4) if counts else height - 2
    return {"points": points, "width": width, "height": height, "label": label, "last_y": f"{last_y:.1f}"}
