"""Give the sentences of an answer what a page says of it: half-days, weeks, and names that the reader may read."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import formats, translation
from django.utils.translation import gettext, ngettext, pgettext

from liant.loop.arbitrate.reasons import Reason
from liant.loop.arbitrate.sentences import Answer, Way, Wording
from liant.queries.arbitrate_why import VoiceName, WhyView
from liant.web.templatetags.liant import amount as amount_alone
from liant.web.templatetags.liant import week_number


@dataclass(frozen=True, kw_only=True)
class WhyWords:
    """An answer in words, and who owns what now."""

    verdict: str
    sentences: tuple[str, ...]
    ways: tuple[Way, ...]
    left: str


def half_days_of(amount: float) -> str:
    """Say an amount of half-days, to a tenth: ``2,5 demi-journées``, ``1 half-day``."""
    shown = round(amount, 1)
    is_french = (translation.get_language() or "en").startswith("fr")
    # French says one and a half in the singular.
    n = 1 if (shown < 2 if is_french else shown == 1) else 2
    return ngettext("%(amount)s half-day", "%(amount)s half-days", n) % {"amount": amount_alone(amount)}


WORDING = Wording(gettext=gettext, ngettext=ngettext, amount=half_days_of, number=amount_alone)


def name(voice: VoiceName) -> str:
    """Name a voice inside a sentence."""
    if voice.kind == "company":
        return gettext("the company’s strategy")
    if voice.kind == "team":
        return gettext("the team %(name)s") % {"name": voice.name}
    if voice.kind == "theme":
        return gettext("the theme “%(name)s”") % {"name": voice.name}
    if voice.name:
        return voice.name
    kinds = {
        "client": pgettext("unnamed account", "a client"),
        "prospect": pgettext("unnamed account", "a prospect"),
        "partner": pgettext("unnamed account", "a partner"),
    }
    return kinds[voice.account_kind]


def say_why(why: WhyView) -> WhyWords:
    """Put an answer into words."""
    words = WORDING.say(answer_of(why))
    return WhyWords(verdict=words.verdict, sentences=words.sentences, ways=words.ways, left=left(why))


def answer_of(why: WhyView) -> Answer:
    """Gather the facts of an answer under the names that its reader may read."""
    return Answer(
        is_chosen=why.is_chosen,
        reason=Reason(why.reason),
        cost=why.cost,
        week=week_number(why.week_on),
        payers=[(name(each.voice), each.half_days) for each in why.payers],
        given=why.given,
        voices=[name(each.voice) for each in why.backers],
        owned=why.owned,
        room=why.room,
        bought=[(item.title, item.half_days) for item in why.bought],
        at_cost=why.at_cost,
        withdrawn=next(((item.title, item.public_id) for item in why.withdrawn), None),
        wait=wait(why),
        signed_by=why.signed_by,
        signed_reason=why.signed_reason,
    )


def wait(why: WhyView) -> str:
    """Word the week to wait for; empty when waiting changes nothing."""
    if why.from_on is None:
        return ""
    on = formats.date_format(why.from_on, "SHORT_DATE_FORMAT")
    return pgettext("wait for", "%(week)s (%(on)s)") % {"week": week_number(why.from_on), "on": on}


def left(why: WhyView) -> str:
    """Say what the reader's own voices own after the decision."""
    parts = [
        f"{name(amount.voice)} ({amount_alone(amount.half_days)})"
        if len(why.left) > 1
        else half_days_of(amount.half_days)
        for amount in why.left
        if round(amount.half_days, 1) >= 0
    ]
    borrowed = [amount for amount in why.left if round(amount.half_days, 1) < 0]
    said = gettext("You have left: %(left)s.") % {"left": WORDING.join(parts)} if parts else ""
    owed = (
        gettext("Borrowed on the weeks to come: %(owed)s.")
        % {"owed": half_days_of(-sum(amount.half_days for amount in borrowed))}
        if borrowed
        else ""
    )
    return " ".join(part for part in (said, owed) if part)
