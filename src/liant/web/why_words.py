"""Say why a request was chosen or not, in the reader's language: templates filled by the facts that a decision kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import formats, translation
from django.utils.translation import gettext, ngettext, pgettext

from liant.loop.arbitrate.why import Reason
from liant.queries.arbitrate_why import Amount, Bought, VoiceName, WhyView
from liant.web.templatetags.liant import amount as amount_alone
from liant.web.templatetags.liant import week_number

#: More names than this in one sentence are for nobody to read.
NAMES_SAID = 3


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to change the answer; ``public_id`` leads to the request that it names."""

    text: str
    public_id: str = ""


@dataclass(frozen=True, kw_only=True)
class WhyWords:
    """An answer in words: the verdict, the sentences that explain it, what would change it, and who owns what now."""

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


def listed(parts: Sequence[str]) -> str:
    """Join names: ``A, B and C``."""
    if len(parts) < 2:
        return "".join(parts)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def with_amounts(amounts: Iterable[Amount]) -> str:
    """List who paid what, those who paid most first; the others together."""
    found = [amount for amount in amounts if round(amount.half_days, 1) > 0]
    parts = [f"{name(amount.voice)} ({amount_alone(amount.half_days)})" for amount in found[:NAMES_SAID]]
    rest = sum(amount.half_days for amount in found[NAMES_SAID:])
    if rest:
        n = len(found) - NAMES_SAID
        parts.append(f"{ngettext('%(n)s other', '%(n)s others', n) % {'n': n}} ({amount_alone(rest)})")
    return listed(parts)


def say_why(why: WhyView) -> WhyWords:
    """Put an answer into words."""
    return WhyWords(
        verdict=verdict(why),
        sentences=tuple(sentence for sentence in (yes(why) if why.is_chosen else no(why)) if sentence),
        ways=() if why.is_chosen else ways(why),
        left=left(why),
    )


def verdict(why: WhyView) -> str:
    """Say the answer, and of which week."""
    week = week_number(why.week_on)
    if why.is_chosen:
        return gettext("Chosen in %(week)s.") % {"week": week}
    return gettext("Not chosen in %(week)s; it stays in the next decision.") % {"week": week}


def yes(why: WhyView) -> list[str]:
    """Say who pays for it."""
    cost = half_days_of(why.cost)
    if why.reason == Reason.FORCED:
        words = {"who": why.signed_by, "reason": why.signed_reason, "cost": cost}
        said = [gettext("%(who)s wanted it whatever the rule says: “%(reason)s”") % words]
        return [*said, gettext("Its %(cost)s are paid from the strategy share.") % words]
    if why.reason == Reason.PROMISED:
        return [gettext("It was promised before: a promise is never decided again.")]
    payers = with_amounts(why.payers)
    if why.given < 0.05:
        return [gettext("Its %(cost)s are paid by %(payers)s.") % {"cost": cost, "payers": payers}]
    words = {"cost": cost, "payers": payers, "given": half_days_of(why.given)}
    if not payers:
        return [
            gettext("Its %(cost)s are time that nobody else could pay for; its voices pay it back week after week.")
            % words
        ]
    return [
        gettext("Of its %(cost)s, paid by %(payers)s.") % words,
        gettext("The other %(given)s are time that nobody else could pay for; its voices pay it back week after week.")
        % words,
    ]


def no(why: WhyView) -> list[str]:
    """Say what it costs, what its voices own, and what they spent it on."""
    cost = half_days_of(why.cost)
    if why.reason == Reason.FORBIDDEN:
        words = {"who": why.signed_by, "reason": why.signed_reason}
        return [gettext("%(who)s set it aside this week: “%(reason)s”") % words]
    if why.reason == Reason.NO_VOICE:
        return [gettext("It costs %(cost)s, and nobody who has an account stands behind it.") % {"cost": cost}]
    voices = listed([name(amount.voice) for amount in why.backers[:NAMES_SAID]])
    words = {"cost": cost, "voices": voices, "owned": half_days_of(why.owned)}
    if why.reason == Reason.NO_ROOM:
        words["room"] = half_days_of(why.room)
        return [
            gettext("It costs %(cost)s, which %(voices)s could pay; %(room)s were left in the week.") % words,
            gettext("What passed before it cost its voices less for a need as strong."),
            spent(why.bought),
        ]
    if len(why.backers) > 1:
        said = gettext("It costs %(cost)s; %(voices)s own %(owned)s together.") % words
    else:
        said = gettext("It costs %(cost)s; %(voices)s owns %(owned)s.") % words
    return [said, spent(why.bought)]


def spent(bought: Sequence[Bought]) -> str:
    """Say what its voices paid for this week; empty when nothing."""
    found = [item for item in bought if round(item.half_days, 1) > 0]
    if not found:
        return ""
    parts = [f"{quoted(item)} ({amount_alone(item.half_days)})" for item in found[:NAMES_SAID]]
    return gettext("They paid this week for %(requests)s.") % {"requests": listed(parts)}


def quoted(item: Bought) -> str:
    """Name a request inside a sentence."""
    return gettext("“%(title)s”") % {"title": item.title} if item.title else gettext("another request")


def ways(why: WhyView) -> tuple[Way, ...]:
    """List what would have changed the answer, each tried: a smaller one, a withdrawal, some weeks."""
    found = []
    if why.at_cost:
        text = gettext("it is made in %(cost)s;") % {"cost": half_days_of(why.at_cost)}
        found.append(Way(text=text))
    found += [
        Way(text=gettext("%(request)s is taken back;") % {"request": quoted(item)}, public_id=item.public_id)
        for item in why.withdrawn[:1]
    ]
    if why.weeks is not None and why.from_on is not None:
        words = {"week": week_number(why.from_on), "on": formats.date_format(why.from_on, "SHORT_DATE_FORMAT")}
        text = gettext("you wait for %(week)s (%(on)s) without buying anything else.") % words
        found.append(Way(text=text))
    return tuple(found)


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
    said = gettext("You have left: %(left)s.") % {"left": listed(parts)} if parts else ""
    owed = (
        gettext("Borrowed on the weeks to come: %(owed)s.")
        % {"owed": half_days_of(-sum(amount.half_days for amount in borrowed))}
        if borrowed
        else ""
    )
    return " ".join(part for part in (said, owed) if part)
