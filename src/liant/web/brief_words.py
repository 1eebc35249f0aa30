"""The sentences of the brief, in the reader's language: what, why, and the one action.

One file although it is long: a table, a kind of line after the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext, ngettext

from liant.loop.brief.rank import Urgency
from liant.queries.brief import Line
from liant.queries.brief_interest import Interest
from liant.web.templatetags.liant import compact_money


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A line of the brief in words."""

    text: str
    why: str
    action: str


def say(line: Line) -> Sentence:
    """Write a line."""
    return sentence(line.kind, line.params)


def heading(urgency: Urgency) -> str:
    """Say what the lines of one urgency have in common: why they are told, and in this place."""
    return {
        Urgency.DUE: gettext("Waiting for you"),
        Urgency.ANSWER: gettext("You asked"),
        Urgency.CALENDAR: gettext("Your calendar changes"),
        Urgency.CREDIT: gettext("What became of what you said or made"),
        Urgency.USEFUL: gettext("May help you"),
    }[urgency]


def reason(followed: Interest) -> str:
    """Say on what ground a person is taken to follow the theme or account for which they read a line."""
    n = followed.n
    text = {
        "notes": lambda: ngettext(
            "For you: %(n)s note of yours or of your deals is about “%(label)s”.",
            "For you: %(n)s notes of yours or of your deals are about “%(label)s”.",
            n,
        ),
        "arguments": lambda: ngettext(
            "For you: %(n)s argument of yours answers “%(label)s”.",
            "For you: %(n)s arguments of yours answer “%(label)s”.",
            n,
        ),
        "rank": lambda: gettext("For you: “%(label)s” is number %(n)s of the themes, by what is at stake."),
        "deals": lambda: ngettext(
            "For you: %(n)s deal that you follow is open at %(label)s.",
            "For you: %(n)s deals that you follow are open at %(label)s.",
            n,
        ),
    }[followed.basis]()
    return text % {"label": followed.label, "n": n}


def sentence(kind: str, params: Mapping[str, object]) -> Sentence:
    """Write what a line or a notice of some kind tells."""
    values = dict(params)
    if "on" in values:
        # A notice keeps its dates as text.
        on = values["on"]
        values["on"] = formats.date_format(date.fromisoformat(on) if isinstance(on, str) else on, "SHORT_DATE_FORMAT")  # type: ignore[arg-type]
    if "cents" in values:
        values["amount"] = compact_money(values["cents"], str(values["currency"]))  # type: ignore[arg-type]
    text, why, action = templates(kind, int(str(values.get("n", 1))))
    return Sentence(text=text % values, why=why % values, action=action)


def templates(kind: str, n: int) -> tuple[str, str, str]:
    """Give the three templates of a kind of line."""
    table = {
        "credited": lambda: (
            gettext("“%(title)s” is published, and your words are in it."),
            ngettext("It cites %(n)s note of yours.", "It cites %(n)s notes of yours.", n),
            gettext("Read it"),
        ),
        "credit_asked": lambda: (
            gettext("A credit is contested: “%(title)s”"),
            gettext("It waits for your decision, with its reason."),
            gettext("Decide"),
        ),
        "credit_questioned": lambda: (
            gettext("What you are credited with is contested: “%(title)s”"),
            gettext("Your word counts before anybody decides."),
            gettext("Answer"),
        ),
        "credit_decided": lambda: (
            gettext("It is decided: “%(title)s”"),
            gettext("The shares follow the decision, and its reason is written."),
            gettext("Read the decision"),
        ),
        "mentioned": lambda: (
            gettext("%(who)s mentions you in the thread of “%(title)s”."),
            gettext("Somebody expects a word from you there."),
            gettext("Read the thread"),
        ),
        "pilot": lambda: (
            gettext("%(who)s invites you to prepare “%(title)s”."),
            gettext("What your clients say makes the pitch; each line keeps its author’s name."),
            gettext("Propose a line"),
        ),
        "launch_proposal": lambda: (
            ngettext(
                "%(n)s line proposed for “%(title)s” waits for your answer.",
                "%(n)s lines proposed for “%(title)s” wait for your answer.",
                n,
            ),
            gettext("The last one comes from %(who)s."),
            gettext("Answer it"),
        ),
        "launch_step": lambda: (
            gettext("“%(step)s” is yours to do for “%(title)s”."),
            gettext("%(who)s gave it to you, for %(on)s."),
            gettext("Open the list"),
        ),
        "line_accepted": lambda: (
            gettext("Your line is in the pitch of “%(title)s”, under your name."),
            gettext("“%(line)s”"),
            gettext("Read the pitch"),
        ),
        "line_declined": lambda: (
            gettext("A line of yours stays out of the pitch of “%(title)s”: %(reason)s"),
            gettext("“%(line)s”"),
            gettext("Propose another"),
        ),
        "co_author": lambda: (
            gettext("%(who)s invites you to write “%(title)s” together."),
            gettext("Say it as you say it to clients; the words that are taken keep your name."),
            gettext("Read the draft"),
        ),
        "words_proposed": lambda: (
            ngettext(
                "%(n)s wording proposed for “%(title)s” waits for your answer.",
                "%(n)s wordings proposed for “%(title)s” wait for your answer.",
                n,
            ),
            gettext("The last one comes from %(who)s."),
            gettext("Answer it"),
        ),
        "words_taken": lambda: (
            gettext("Your words are in the draft of “%(title)s”, under your name."),
            gettext("“%(words)s”"),
            gettext("Read the draft"),
        ),
        "words_declined": lambda: (
            gettext("Words of yours stay out of “%(title)s”: %(reason)s"),
            gettext("“%(words)s”"),
            gettext("Propose others"),
        ),
        "co_written": lambda: (
            gettext("“%(title)s” is published, and you wrote in it."),
            gettext("Your name stands beside your words."),
            gettext("Read it"),
        ),
        "answered": lambda: (
            gettext("%(who)s wrote about “%(title)s”."),
            gettext("It is yours, or you wrote there too."),
            gettext("Read the thread"),
        ),
        "still_yours": lambda: (
            gettext("Is “%(title)s” still your idea?"),
            gettext("%(who)s rewrote what you said; your words stay beside."),
            gettext("Read and answer"),
        ),
        "refined": lambda: (
            gettext("“%(title)s”: what you said too is now an idea in writing."),
            gettext("%(who)s works on it."),
            gettext("Read it"),
        ),
        "confirmed": lambda: (
            gettext("“%(title)s” is still the idea of whoever had it."),
            gettext("%(who)s recognises it."),
            gettext("Go on with it"),
        ),
        "corrected": lambda: (
            gettext("“%(title)s” is not quite the idea that was meant."),
            gettext("%(who)s says what is missing."),
            gettext("Read and rewrite"),
        ),
        "idea_closed": lambda: (
            gettext("“%(title)s” is closed: %(reason)s"),
            gettext("What comes next: %(next)s"),
            gettext("Read it"),
        ),
        "meeting_set": lambda: (
            gettext("%(who)s asks you to “%(title)s”."),
            gettext("The first time is on %(on)s."),
            gettext("See the agenda"),
        ),
        "follow_up": lambda: (
            ngettext("“%(title)s” left you %(n)s thing to do.", "“%(title)s” left you %(n)s things to do.", n),
            gettext("The first is for %(on)s."),
            gettext("See what"),
        ),
        "minutes": lambda: (
            gettext("The minutes of “%(title)s” are out."),
            gettext("Decisions: %(n)s. Things to do: %(tasks)s."),
            gettext("Read them"),
        ),
        "planned": lambda: (
            gettext("“%(title)s”: what you said is planned."),
            gettext("%(who)s made the plan, with steps and dates."),
            gettext("See the plan"),
        ),
        "plan_step": lambda: (
            gettext("You have a step in “%(title)s”."),
            gettext("%(who)s gave it to you."),
            gettext("See the plan"),
        ),
        "late_step": lambda: (
            gettext("“%(step)s” was to be done by %(on)s."),
            gettext("A step of “%(title)s”; others wait for it."),
            gettext("Do it or move it"),
        ),
        "setback_answered": lambda: (
            gettext("“%(title)s” answers a setback that you told."),
            ngettext("%(n)s open deal of yours heard the same.", "%(n)s open deals of yours heard the same.", n)
            if n
            else gettext("What you lost may win for the next one."),
            gettext("See it"),
        ),
        "round_open": lambda: (
            gettext("“%(title)s” Write what you would try."),
            gettext("%(who)s asks; nobody reads yours before everybody has written."),
            gettext("Write alone"),
        ),
        "round_vote": lambda: (
            gettext("“%(title)s” Give your dots."),
            gettext("%(who)s put together what was written."),
            gettext("Give dots"),
        ),
        "round_closed": lambda: (
            gettext("“%(title)s” The round is closed."),
            ngettext("%(n)s idea is chosen.", "%(n)s ideas are chosen.", n),
            gettext("Read it"),
        ),
        "plan_done": lambda: (
            gettext("“%(title)s” is done, and you had a part in it."),
            gettext("What came of it: %(outcome)s"),
            gettext("Read it"),
        ),
        "plan_dropped": lambda: (
            gettext("“%(title)s” is dropped: %(reason)s"),
            gettext("What comes next: %(next)s"),
            gettext("Read it"),
        ),
        "request_joined": lambda: (
            gettext("“%(title)s”: one more voice asks for it."),
            gettext("%(who)s joined you; it weighs more in the next arbitration."),
            gettext("See the request"),
        ),
        "request_dated": lambda: (
            gettext("“%(title)s” is expected for %(on)s."),
            gettext("It has its place in the calendar of marketing."),
            gettext("See the request"),
        ),
        "request_moved": lambda: (
            gettext("“%(title)s” is now expected for %(on)s."),
            gettext("Its place in the calendar of marketing has changed."),
            gettext("See the request"),
        ),
        "request_unplaced": lambda: (
            gettext("“%(title)s” has no place in the calendar any more."),
            gettext("Its page says why, and what would give it one."),
            gettext("See the request"),
        ),
        "booking_moved": lambda: (
            gettext("“%(title)s”: a part of the work begins in the week of %(on)s."),
            gettext("%(who)s moved it, from you or to you."),
            gettext("See the request"),
        ),
        "request_chosen": lambda: (
            gettext("“%(title)s” is chosen: marketing makes it."),
            gettext("Who pays for it, and what you have left."),
            gettext("Read why"),
        ),
        "request_not_chosen": lambda: (
            gettext("“%(title)s” is not chosen this week."),
            gettext("What it costs, what you own, and three ways to change the answer."),
            gettext("Read why"),
        ),
        "urgent_called": lambda: (
            gettext("“%(title)s” is said not to wait."),
            gettext("%(who)s: “%(reason)s”"),
            gettext("See what gives way"),
        ),
        "adjustment_proposed": lambda: (
            gettext("A manager proposes something else for “%(title)s”."),
            gettext("%(who)s: “%(reason)s”"),
            gettext("See what it changes"),
        ),
        "proposal_accepted": lambda: (
            gettext("“%(title)s”: what you proposed is taken up."),
            gettext("%(who)s: “%(reason)s”"),
            gettext("See the answer"),
        ),
        "proposal_refused": lambda: (
            gettext("“%(title)s”: what you proposed is not taken up."),
            gettext("%(who)s: “%(reason)s”"),
            gettext("See the answer"),
        ),
        "urgent_granted": lambda: (
            gettext("“%(title)s” passes before the others."),
            gettext("%(who)s: “%(reason)s”"),
            gettext("See the request"),
        ),
        "urgent_refused": lambda: (
            gettext("“%(title)s” waits for the next decision."),
            gettext("%(who)s: “%(reason)s”"),
            gettext("See the request"),
        ),
        "request_displaced": lambda: (
            gettext("“%(title)s” waits longer: “%(urgent)s” passes before it."),
            gettext("%(who)s: “%(reason)s”"),
            gettext("See the request"),
        ),
        "request_started": lambda: (
            gettext("“%(title)s” is in hand."),
            gettext("%(who)s works on it."),
            gettext("See the request"),
        ),
        "request_delivered": lambda: (
            gettext("“%(title)s” is there."),
            gettext("Where: %(where)s"),
            gettext("See the request"),
        ),
        "overdue": lambda: (
            gettext("%(deal)s should have closed on %(on)s."),
            gettext("%(amount)s still counted as open."),
            gettext("Close it or move it"),
        ),
        "helps": lambda: (
            gettext("“%(title)s” answers what was heard in %(deal)s."),
            gettext("Expected to close on %(on)s; you have not used it there."),
            gettext("Open the deal"),
        ),
        "setbacks": lambda: (
            ngettext("%(n)s setback in your teams this week.", "%(n)s setbacks in your teams this week.", n),
            gettext("Each one feeds a theme; a word from you keeps them coming."),
            gettext("Read them"),
        ),
        "contested": lambda: (
            gettext("“%(title)s” is said to be wrong."),
            ngettext(
                "By %(n)s seller; your answer is due on %(on)s.", "By %(n)s sellers; your answer is due on %(on)s.", n
            ),
            gettext("Answer"),
        ),
        "contest_corrected": lambda: (
            gettext("“%(title)s” is corrected."),
            gettext("You said that something in it was wrong; a next version is published."),
            gettext("Read it"),
        ),
        "contest_confirmed": lambda: (
            gettext("“%(title)s” holds, and here is why."),
            gettext("You said that something in it was wrong; its owner answers with evidence."),
            gettext("Read the answer"),
        ),
        "contest_withdrawn": lambda: (
            gettext("“%(title)s” is withdrawn."),
            gettext("You said that something in it was wrong."),
            gettext("Read the answer"),
        ),
        "contradicted": lambda: (
            ngettext(
                "%(n)s recent quote may contradict “%(title)s”.", "%(n)s recent quotes may contradict “%(title)s”.", n
            ),
            gettext("Found by its words alone: you read it, and say whether it does."),
            gettext("Read them"),
        ),
        "stale": lambda: (
            ngettext(
                "%(n)s claim of “%(title)s” rests on old evidence.",
                "%(n)s claims of “%(title)s” rest on old evidence.",
                n,
            ),
            gettext("Nothing newer than a year is cited. Has it been heard again since?"),
            gettext("Look at it"),
        ),
        "figure_changed": lambda: (
            gettext("A figure of yours has changed, in “%(title)s”."),
            gettext("It was: %(was)s. It is now: %(now)s."),
            gettext("Write it again"),
        ),
        "visit_asked": lambda: (
            gettext("%(who)s proposes to go to “%(title)s” with you."),
            gettext("On %(on)s: both of you are free."),
            gettext("Answer"),
        ),
        "visit_moved": lambda: (
            gettext("%(who)s proposes another half-day for “%(title)s”."),
            gettext("On %(on)s."),
            gettext("Answer"),
        ),
        "visit_agreed": lambda: (
            gettext("You go to “%(title)s” together on %(on)s."),
            gettext("%(who)s agrees; the preparation sheet is ready."),
            gettext("Prepare it"),
        ),
        "visit_declined": lambda: (
            gettext("The visit to “%(title)s” does not take place: %(word)s"),
            gettext("%(who)s says it."),
            gettext("See it"),
        ),
        "visit_told": lambda: (
            ngettext("%(n)s note from your visit to “%(title)s”.", "%(n)s notes from your visit to “%(title)s”.", n),
            gettext("%(who)s wrote it down, under both your names."),
            gettext("Read and complete"),
        ),
        "visit_soon": lambda: (
            gettext("You go to “%(title)s” with %(who)s on %(on)s."),
            gettext("One page: the client, three questions, arguments to try."),
            gettext("Prepare it"),
        ),
        "visit_to_tell": lambda: (
            gettext("What did “%(title)s” say?"),
            gettext("You were there on %(on)s with %(who)s: five minutes, three questions."),
            gettext("Tell it"),
        ),
        "answer_due": lambda: (
            gettext("An answer about “%(title)s” is due."),
            gettext("Promised for %(on)s; whoever waits sees that too."),
            gettext("Answer"),
        ),
        "clock_paused": lambda: (
            gettext("“%(title)s” is waiting for a word from you: %(reason)s"),
            gettext("%(who)s cannot answer before; the promise waits meanwhile."),
            gettext("Reply"),
        ),
        "clock_resumed": lambda: (
            gettext("You have what you were waiting for about “%(title)s”."),
            gettext("%(who)s answered; your promise counts again."),
            gettext("Go on"),
        ),
        "lead_handed": lambda: (
            gettext("“%(title)s” is for you to call."),
            gettext("%(who)s hands it over and hopes for your answer by %(on)s."),
            gettext("Answer"),
        ),
        "lead_taken": lambda: (
            gettext("“%(title)s” is taken."),
            gettext("%(who)s takes care of it."),
            gettext("See it"),
        ),
        "lead_not_now": lambda: (
            gettext("“%(title)s” comes back to you: not now."),
            gettext("%(who)s answers; what was added is on its page."),
            gettext("Hand it over again"),
        ),
        "lead_wrong": lambda: (
            gettext("“%(title)s” comes back to you: not for us."),
            gettext("%(who)s answers; what was added is on its page."),
            gettext("See it"),
        ),
        "late_answer": lambda: (
            gettext("The answer about “%(title)s” is late."),
            gettext("It was due on %(on)s; whoever owes it sees that too."),
            gettext("See where it stands"),
        ),
        "review_due": lambda: (
            gettext("“%(title)s” was to be reviewed by %(on)s."),
            gettext("Sellers stop trusting a card whose date has passed."),
            gettext("Review it"),
        ),
        "to_review": lambda: (
            gettext("“%(title)s” waits for a review."),
            gettext("Sellers cannot use it until it is published."),
            gettext("Review it"),
        ),
        "sent_back": lambda: (
            gettext("%(who)s sends “%(title)s” back to you."),
            gettext("“%(word)s”"),
            gettext("Read it and go on"),
        ),
        "acknowledge": lambda: (
            gettext("“%(title)s” is for you."),
            gettext("Say that you have read it by %(on)s."),
            gettext("Read it"),
        ),
        "growing": lambda: (
            gettext("“%(theme)s” is growing, and nothing answers it."),
            gettext("%(n)s notes from %(accounts)s accounts."),
            gettext("Open the theme"),
        ),
        "unanswered": lambda: (
            gettext("Nothing answers “%(theme)s” yet."),
            gettext("%(n)s notes from %(accounts)s accounts."),
            gettext("Open the theme"),
        ),
    }
    return table[kind]()
