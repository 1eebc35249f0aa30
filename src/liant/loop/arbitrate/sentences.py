"""Word the answer to a request: templates filled from its facts, the same on the page and on the command line.

Whoever shows the sentences gives the language, how amounts are written and what requests and voices are called; the facts
decide which sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from liant.loop.arbitrate.reasons import Reason
from liant.loop.arbitrate.why import Explanation, WaysOut

#: More names than this in one sentence are for nobody to read.
NAMES_SAID = 3
#: Of an amount that is written to a tenth, what is not worth a name.
LEAST = 0.05

Named = tuple[str, float]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer in facts and names.

    Attributes
    ----------
    week : of the decision, worded; empty when it is of no week.
    payers : who paid for it and how much, most first.
    given : of its cost, what nobody paid.
    voices : those behind it, and ``owned``, what they can still spend together.
    room : what the decision left.
    bought : other requests that its voices paid for, most first; an empty name when it may not be read.
    at_cost, withdrawn, wait : what would have changed a no: a smaller cost, a request taken back (its name and its key),
        a time to wait, worded.
    signed_by, signed_reason : whose word against the rule; empty when nobody's is known.
    """

    is_chosen: bool
    reason: Reason
    cost: float
    week: str = ""
    payers: Sequence[Named] = ()
    given: float = 0.0
    voices: Sequence[str] = ()
    owned: float = 0.0
    room: float = 0.0
    bought: Sequence[Named] = ()
    at_cost: float | None = None
    withdrawn: tuple[str, str] | None = None
    wait: str = ""
    signed_by: str = ""
    signed_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to change the answer, as the end of "it is chosen if"; ``request`` is the key of the one that it names."""

    text: str
    request: str = ""


@dataclass(frozen=True, kw_only=True)
class Words:
    """An answer in words: the verdict, the sentences that explain it, and what would change it."""

    verdict: str
    sentences: tuple[str, ...]
    ways: tuple[Way, ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class Wording:
    """How sentences are written.

    Attributes
    ----------
    gettext, ngettext : give the template of a language.
    amount : writes an amount with its unit, when it has one.
    number : writes an amount alone.
    """

    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]
    amount: Callable[[float], str]
    number: Callable[[float], str]

    def say(self, answer: Answer) -> Words:
        """Put an answer into words."""
        found = self.yes(answer) if answer.is_chosen else self.no(answer)
        return Words(
            verdict=self.verdict(answer),
            sentences=tuple(sentence for sentence in found if sentence),
            ways=() if answer.is_chosen else self.ways(answer),
        )

    def verdict(self, answer: Answer) -> str:
        """Say the answer, and of which week."""
        if answer.is_chosen:
            return (
                self.gettext("Chosen in %(week)s.") % {"week": answer.week} if answer.week else self.gettext("Chosen.")
            )
        if not answer.week:
            return self.gettext("Not chosen.")
        return self.gettext("Not chosen in %(week)s; it stays in the next decision.") % {"week": answer.week}

    def yes(self, answer: Answer) -> list[str]:
        """Say who pays for it."""
        gettext, cost = self.gettext, self.amount(answer.cost)
        if answer.reason is Reason.FORCED:
            return [
                self.signed(answer, gettext("%(who)s wanted it whatever the rule says: “%(reason)s”"))
                or gettext("A director wanted it whatever the rule says."),
                gettext("Its %(cost)s are paid from the strategy share.") % {"cost": cost},
            ]
        if answer.reason is Reason.PROMISED:
            return [gettext("It was promised before: a promise is never decided again.")]
        payers = self.with_amounts(answer.payers)
        if answer.given < LEAST:
            return [gettext("Its %(cost)s are paid by %(payers)s.") % {"cost": cost, "payers": payers}]
        words = {"cost": cost, "payers": payers, "given": self.amount(answer.given)}
        if not payers:
            return [
                gettext("Its %(cost)s are time that nobody else could pay for; its voices pay it back week after week.")
                % words
            ]
        return [
            gettext("Of its %(cost)s, paid by %(payers)s.") % words,
            gettext(
                "The other %(given)s are time that nobody else could pay for; its voices pay it back week after week."
            )
            % words,
        ]

    def no(self, answer: Answer) -> list[str]:
        """Say what it costs, what its voices own, and what they spent it on."""
        gettext, cost = self.gettext, self.amount(answer.cost)
        if answer.reason is Reason.FORBIDDEN:
            return [
                self.signed(answer, gettext("%(who)s set it aside this week: “%(reason)s”"))
                or gettext("A director set it aside.")
            ]
        if answer.reason is Reason.NO_VOICE:
            return [gettext("It costs %(cost)s, and nobody who has an account stands behind it.") % {"cost": cost}]
        words = {
            "cost": cost,
            "voices": self.join(answer.voices[:NAMES_SAID]),
            "owned": self.amount(answer.owned),
            "room": self.amount(answer.room),
        }
        if answer.reason is Reason.NO_ROOM:
            return [
                gettext("It costs %(cost)s, which %(voices)s could pay; %(room)s were left.") % words,
                gettext("What passed before it cost its voices less for a need as strong."),
                self.spent(answer),
            ]
        if len(answer.voices) > 1:
            said = gettext("It costs %(cost)s; %(voices)s own %(owned)s together.") % words
        else:
            said = gettext("It costs %(cost)s; %(voices)s owns %(owned)s.") % words
        return [said, self.spent(answer)]

    def signed(self, answer: Answer, template: str) -> str:
        """Say whose word it is and why; empty when nobody's is known."""
        words = {"who": answer.signed_by, "reason": answer.signed_reason}
        return template % words if answer.signed_reason else ""

    def spent(self, answer: Answer) -> str:
        """Say what its voices paid for; empty when nothing."""
        found = [(name, amount) for name, amount in answer.bought if amount >= LEAST][:NAMES_SAID]
        if not found:
            return ""
        parts = [f"{self.quoted(name)} ({self.number(amount)})" for name, amount in found]
        return self.gettext("They paid for %(requests)s.") % {"requests": self.join(parts)}

    def ways(self, answer: Answer) -> tuple[Way, ...]:
        """List what would have changed a no, each tried: a smaller one, a withdrawal, some weeks."""
        found = []
        if answer.at_cost:
            text = self.gettext("it is made in %(cost)s") % {"cost": self.amount(answer.at_cost)}
            found.append(Way(text=text))
        if answer.withdrawn is not None:
            name, key = answer.withdrawn
            text = self.gettext("%(request)s is taken back") % {"request": self.quoted(name)}
            found.append(Way(text=text, request=key))
        if answer.wait:
            text = self.gettext("you wait for %(wait)s without buying anything else") % {"wait": answer.wait}
            found.append(Way(text=text))
        return tuple(found)

    def quoted(self, name: str) -> str:
        """Name a request inside a sentence."""
        return self.gettext("“%(title)s”") % {"title": name} if name else self.gettext("another request")

    def join(self, names: Sequence[str]) -> str:
        """Put names into one list: ``A, B and C``."""
        if len(names) < 2:
            return "".join(names)
        return self.gettext("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}

    def with_amounts(self, named: Sequence[Named]) -> str:
        """List who paid what, those who paid most first; the others together."""
        found = [(name, amount) for name, amount in named if amount >= LEAST]
        parts = [f"{name} ({self.number(amount)})" for name, amount in found[:NAMES_SAID]]
        rest = found[NAMES_SAID:]
        if rest:
            others = self.ngettext("%(n)s other", "%(n)s others", len(rest)) % {"n": len(rest)}
            parts.append(f"{others} ({self.number(sum(amount for _name, amount in rest))})")
        return self.join(parts)

    def in_weeks(self, n: int) -> str:
        """Word a time to wait where weeks have no dates."""
        return self.ngettext("%(n)s week", "%(n)s weeks", n) % {"n": n}

    def lines(self, words: Words) -> tuple[str, ...]:
        """Put words one under the other, each way a sentence."""
        ways = (self.gettext("It is chosen if %(way)s.") % {"way": way.text} for way in words.ways)
        return (words.verdict, *words.sentences, *ways)


def answer_of(
    found: Explanation, wording: Wording, *, room: float, requests: Mapping[str, str], voices: Mapping[str, str]
) -> Answer:
    """Gather the facts of an explanation, under the names given; the key itself where there is none.

    Parameters
    ----------
    room : what the decision left of its capacity.
    """
    out = found.ways_out or WaysOut()
    return Answer(
        is_chosen=found.is_chosen,
        reason=found.reason,
        cost=found.cost,
        payers=[(voices.get(key, key), amount) for key, amount in found.payments.items()],
        given=found.given,
        voices=[voices.get(key, key) for key in found.purses],
        owned=found.owned,
        room=room,
        bought=[(requests.get(each.request, each.request), each.amount) for each in found.spent_on],
        at_cost=out.at_cost,
        withdrawn=next(((requests.get(key, key), key) for key in out.if_withdrawn), None),
        wait=wording.in_weeks(out.in_weeks) if out.in_weeks is not None else "",
    )
