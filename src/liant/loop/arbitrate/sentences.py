"""Word an explanation: templates filled from its facts, in the language of whoever translates them.

Where sentences are shown decides the language and how numbers are written; the facts decide which sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from liant.loop.arbitrate.why import Explanation, Reason

#: More names than this are counted instead.
MOST_NAMES = 3


def gettext_noop(message: str) -> str:
    """Mark a template for the catalogue; it is translated when it is filled."""
    return message


CHOSEN = {
    Reason.PROMISED: gettext_noop("Chosen: promised in an earlier decision."),
    Reason.FORCED: gettext_noop("Chosen: a director wants it, and the strategy share pays."),
    Reason.PAID: gettext_noop("Chosen: paid by %(payers)s; left to spend: %(owned)s."),
    Reason.COMPLETED: gettext_noop(
        "Chosen to complete the capacity: paid in part by %(payers)s; nobody could pay for the other %(given)s."
    ),
}
COMPLETED_FOR_NOTHING = gettext_noop("Chosen to complete the capacity: nobody could pay for these %(given)s.")
NOT_CHOSEN = {
    Reason.FORBIDDEN: gettext_noop("Not chosen: a director refuses it."),
    Reason.NO_VOICE: gettext_noop("Not chosen: nobody who has a part in this decision stands behind it."),
    Reason.TOO_DEAR: gettext_noop("Not chosen: it takes %(cost)s; left to %(voices)s: %(owned)s."),
    Reason.NO_ROOM: gettext_noop("Not chosen: it takes %(cost)s, more than what is left; %(voices)s could have paid."),
}
TOO_DEAR_AFTER = gettext_noop(
    "Not chosen: it takes %(cost)s; left to %(voices)s: %(owned)s, after paying for %(spent)s."
)
AT_COST = gettext_noop("Chosen if it took %(cost)s or less.")
IF_WITHDRAWN = gettext_noop("Chosen if %(request)s were withdrawn.")
IN_WEEKS_ONE = gettext_noop("Paid for by its voices next week, if they buy nothing else.")
IN_WEEKS = gettext_noop("Paid for by its voices in %(weeks)d weeks, if they buy nothing else.")
NAMED = gettext_noop("%(name)s (%(amount)s)")
COUNTED = gettext_noop("%(n)d voices (%(amount)s)")
COUNTED_REQUESTS = gettext_noop("%(n)d others (%(amount)s)")
VOICES = gettext_noop("%(n)d voices")
LAST = gettext_noop("%(first)s and %(last)s")


@dataclass(frozen=True, kw_only=True)
class Wording:
    """How sentences are written.

    Attributes
    ----------
    translate : gives the template of a language.
    number : writes an amount.
    requests, voices : what they are called, by id; the id itself where it is not there.
    """

    translate: Callable[[str], str]
    number: Callable[[float], str]
    requests: Mapping[str, str]
    voices: Mapping[str, str]

    def say(self, template: str, **facts: object) -> str:
        """Fill a template."""
        return self.translate(template) % facts

    def join(self, items: Sequence[str]) -> str:
        """Put names into one list: "a, b and c"."""
        if len(items) < 2:
            return "".join(items)
        return self.say(LAST, first=", ".join(items[:-1]), last=items[-1])

    def amounts(self, amounts: Mapping[str, float], names: Mapping[str, str], counted: str) -> str:
        """List names with their amounts, or their number when they are many."""
        if len(amounts) > MOST_NAMES:
            return self.say(counted, n=len(amounts), amount=self.number(sum(amounts.values())))
        return self.join(
            [self.say(NAMED, name=names.get(key, key), amount=self.number(amount)) for key, amount in amounts.items()]
        )

    def list_voices(self, keys: Sequence[str]) -> str:
        """List voices, or their number when they are many."""
        if len(keys) > MOST_NAMES:
            return self.say(VOICES, n=len(keys))
        return self.join([self.voices.get(key, key) for key in keys])


def tell(explanation: Explanation, wording: Wording) -> tuple[str, ...]:
    """Return the sentences of one answer: why, then each way out."""
    return (tell_why(explanation, wording), *tell_ways_out(explanation, wording))


def tell_why(explanation: Explanation, wording: Wording) -> str:
    """Say why a request was chosen or not."""
    facts = {
        "cost": wording.number(explanation.cost),
        "owned": wording.number(explanation.owned),
        "given": wording.number(explanation.given),
        "payers": wording.amounts(explanation.payments, wording.voices, COUNTED),
        "voices": wording.list_voices(list(explanation.purses)),
        "spent": wording.amounts(
            {paid.request: paid.amount for paid in explanation.spent_on}, wording.requests, COUNTED_REQUESTS
        ),
    }
    reason = explanation.reason
    if reason is Reason.COMPLETED and not explanation.payments:
        return wording.say(COMPLETED_FOR_NOTHING, **facts)
    if reason is Reason.TOO_DEAR and explanation.spent_on:
        return wording.say(TOO_DEAR_AFTER, **facts)
    return wording.say(CHOSEN.get(reason) or NOT_CHOSEN[reason], **facts)


def tell_ways_out(explanation: Explanation, wording: Wording) -> list[str]:
    """Say what would have changed a no into a yes."""
    ways = explanation.ways_out
    if ways is None:
        return []
    sentences = []
    if ways.at_cost is not None:
        sentences.append(wording.say(AT_COST, cost=wording.number(ways.at_cost)))
    sentences += [
        wording.say(IF_WITHDRAWN, request=wording.requests.get(key, key)) for key in ways.if_withdrawn[:MOST_NAMES]
    ]
    if ways.in_weeks is not None:
        sentences.append(wording.say(IN_WEEKS_ONE if ways.in_weeks == 1 else IN_WEEKS, weeks=ways.in_weeks))
    return sentences
