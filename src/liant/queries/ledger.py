"""Read the journal, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, gettext_lazy

from liant.loop.values.roles import MARKETING, SALES, Role
from liant.store.models import LedgerEvent, Person

#: Sentence of every verb; a test keeps this table complete.
SENTENCES = {
    "company.set_up": gettext_lazy("%(who)s set Liant up."),
    "person.invited": gettext_lazy("%(who)s invited this person."),
    "person.second_factor_removed": gettext_lazy("%(who)s removed the second factor of this person."),
    "person.changed": gettext_lazy("%(who)s changed the role or team of this person."),
    "person.deactivated": gettext_lazy("%(who)s closed this person’s access."),
    "person.reactivated": gettext_lazy("%(who)s opened this person’s access again."),
    "mail.chosen": gettext_lazy("%(who)s chose which mails to get."),
    "mail.stopped": gettext_lazy("%(who)s stopped a kind of mail."),
    "team.created": gettext_lazy("%(who)s created the team."),
    "opportunity.lost": gettext_lazy("%(who)s closed the deal as lost."),
    "note.captured": gettext_lazy("%(who)s wrote the note."),
    "note.seconded": gettext_lazy("%(who)s heard the same and added a note."),
    "note.reclassified": gettext_lazy("%(who)s changed the kind of the note."),
    "note.shared": gettext_lazy("%(who)s shared the note with the team."),
    "note.unshared": gettext_lazy("%(who)s took the note back from the team."),
    "thread.answered": gettext_lazy("%(who)s wrote in the thread."),
    "thread.edited": gettext_lazy("%(who)s changed a message of the thread."),
    "thread.withdrawn": gettext_lazy("%(who)s withdrew a message of the thread."),
    "meeting.set_up": gettext_lazy("%(who)s set the meeting up."),
    "meeting.changed": gettext_lazy("%(who)s changed how the meeting is held."),
    "meeting.ended": gettext_lazy("%(who)s put an end to the meeting."),
    "meeting.agenda_taken": gettext_lazy("%(who)s took %(n)s proposed items."),
    "meeting.item_added": gettext_lazy("%(who)s added an item."),
    "meeting.item_removed": gettext_lazy("%(who)s took an item off the agenda."),
    "meeting.decided": gettext_lazy("%(who)s wrote a decision down."),
    "meeting.promised": gettext_lazy("%(who)s wrote down something to do."),
    "meeting.remarked": gettext_lazy("%(who)s wrote a remark down."),
    "meeting.outcome_edited": gettext_lazy("%(who)s changed what was written down."),
    "meeting.follow_up_done": gettext_lazy("%(who)s marked something as done."),
    "meeting.follow_up_reopened": gettext_lazy("%(who)s marked something as still to do."),
    "meeting.closed": gettext_lazy("%(who)s closed the meeting and sent its minutes."),
    "meeting.reopened": gettext_lazy("%(who)s opened the meeting again."),
    "import.done": gettext_lazy(
        "%(who)s imported a file: %(n_new)s new, %(n_changed)s changed, %(n_set_aside)s set aside."
    ),
    "import.cancelled": gettext_lazy("%(who)s stopped an import after %(n_done)s rows."),
    "account.imported": gettext_lazy("%(who)s brought the account in from a file."),
    "account.updated": gettext_lazy("%(who)s updated the account from a file."),
    "opportunity.imported": gettext_lazy("%(who)s brought the deal in from a file."),
    "opportunity.updated": gettext_lazy("%(who)s updated the deal from a file."),
    "note.imported": gettext_lazy("%(who)s brought the note in from a file."),
    "note.updated": gettext_lazy("%(who)s completed the note from a file."),
    "person.imported": gettext_lazy("%(who)s brought this person in from a file."),
    "person.updated": gettext_lazy("%(who)s updated this person from a file."),
    "theme.born": gettext_lazy("%(who)s found the theme, with %(n_notes)s notes."),
    "theme.renamed": gettext_lazy("%(who)s renamed the theme."),
    "theme.defined": gettext_lazy("%(who)s said what the theme is about."),
    "theme.merged": gettext_lazy("%(who)s merged the theme into another one."),
    "theme.split": gettext_lazy("%(who)s found the theme when an older one split."),
    "theme.received": gettext_lazy("%(who)s merged another theme into this one."),
    "theme.split_off": gettext_lazy("%(who)s made this theme of %(n_notes)s notes of another one."),
    "theme.gave": gettext_lazy("%(who)s made a theme of its own of %(n_notes)s notes."),
    "theme.locked": gettext_lazy("%(who)s locked the theme."),
    "theme.unlocked": gettext_lazy("%(who)s unlocked the theme."),
    "theme.edit_undone": gettext_lazy("%(who)s took the last change back."),
    "note.moved": gettext_lazy("%(who)s moved the note to another theme."),
    "note.confirmed": gettext_lazy("%(who)s found the note well placed in its theme."),
    "note.left_aside": gettext_lazy("%(who)s left the note without a theme for now."),
    "note.untriaged": gettext_lazy("%(who)s put the note back among those to look at."),
    "theme.sent_to_model": gettext_lazy("%(who)s sent %(n)s quotes to the language model for a draft."),
    "theme.retired": gettext_lazy("%(who)s found no note left for the theme."),
    "themes.refreshed": gettext_lazy("%(who)s refreshed the themes."),
    "note.taken_up": gettext_lazy("%(who)s took the note up as an idea."),
    "idea.opened": gettext_lazy("%(who)s took the idea up."),
    "idea.refined": gettext_lazy("%(who)s wrote wording %(number)s."),
    "idea.confirmed": gettext_lazy("%(who)s said: this is still my idea."),
    "idea.corrected": gettext_lazy("%(who)s said: this is not quite my idea."),
    "idea.closed": gettext_lazy("%(who)s closed the idea, with a reason and what comes next."),
    "idea.reopened": gettext_lazy("%(who)s opened the idea again."),
    "plan.drafted": gettext_lazy("%(who)s made the plan."),
    "plan.changed": gettext_lazy("%(who)s changed the plan."),
    "plan.step_done": gettext_lazy("%(who)s said that a step is done."),
    "plan.step_undone": gettext_lazy("%(who)s said that a step is not done after all."),
    "plan.done": gettext_lazy("%(who)s said that the plan is done, and what came of it."),
    "plan.dropped": gettext_lazy("%(who)s dropped the plan, with a reason and what comes next."),
    "round.opened": gettext_lazy("%(who)s opened the round."),
    "round.grouped": gettext_lazy("%(who)s ended the silence."),
    "round.voting": gettext_lazy("%(who)s let everybody give dots."),
    "round.closed": gettext_lazy("%(who)s closed the round."),
    "argument.drafted": gettext_lazy("%(who)s drafted the argument."),
    "argument.edited": gettext_lazy("%(who)s edited version %(number)s."),
    "argument.submitted": gettext_lazy("%(who)s asked for a review of version %(number)s."),
    "argument.sent_back": gettext_lazy("%(who)s sent version %(number)s back to draft."),
    "argument.published": gettext_lazy("%(who)s published version %(number)s."),
    "argument.retired": gettext_lazy("%(who)s retired the argument."),
    "argument.took_over": gettext_lazy("%(who)s let it replace another argument, whose credit it carries."),
    "argument.used": gettext_lazy("%(who)s used the argument in a deal."),
    "argument.did_not_work": gettext_lazy("%(who)s said that the argument did not work in a deal."),
    "argument.contested": gettext_lazy("%(who)s said that something in the argument is wrong."),
    "clock.started": gettext_lazy("An answer is promised."),
    "clock.paused": gettext_lazy("The promise waits for a word from whoever asked."),
    "visit.asked": gettext_lazy("%(who)s proposed the visit."),
    "visit.agreed": gettext_lazy("%(who)s agreed."),
    "visit.moved": gettext_lazy("%(who)s proposed another half-day."),
    "visit.declined": gettext_lazy("%(who)s declined."),
    "visit.held": gettext_lazy("%(who)s told what was heard."),
    "promise.changed": gettext_lazy("%(who)s changed the promise: %(n)s working half-days."),
    "lead.handed": gettext_lazy("%(who)s handed it over."),
    "lead.handed_again": gettext_lazy("%(who)s handed it over again."),
    "lead.answered": gettext_lazy("%(who)s answered it."),
    "clock.resumed": gettext_lazy("The promise counts again."),
    "clock.stopped": gettext_lazy("The promise is closed."),
    "argument.use_explained": gettext_lazy("%(who)s added a word to what came of it in a deal."),
    "argument.use_taken_back": gettext_lazy("%(who)s took back what was said of it in a deal."),
    "argument.contest_answered": gettext_lazy("%(who)s answered those who said that something is wrong."),
    "argument.contrary_set_aside": gettext_lazy("%(who)s found that a quote does not contradict a claim."),
    "argument.co_author_invited": gettext_lazy("%(who)s invited a seller to write in it."),
    "argument.co_author_released": gettext_lazy("%(who)s closed the draft to a seller again."),
    "argument.words_proposed": gettext_lazy("%(who)s proposed words."),
    "argument.words_withdrawn": gettext_lazy("%(who)s took proposed words back."),
    "argument.words_taken": gettext_lazy("%(who)s took a seller’s words into version %(number)s."),
    "argument.words_declined": gettext_lazy("%(who)s left a seller’s words out, with a reason."),
    "argument.translated": gettext_lazy("%(who)s began its version in the other language."),
    "argument.aligned": gettext_lazy("%(who)s found that both language versions say the same."),
    "message.drafted": gettext_lazy("%(who)s drafted the message."),
    "message.edited": gettext_lazy("%(who)s edited the message."),
    "message.published": gettext_lazy("%(who)s published the message."),
    "message.closed": gettext_lazy("%(who)s closed the message."),
    "argument.extended": gettext_lazy("%(who)s said that version %(number)s still holds."),
    "acknowledgement.asked": gettext_lazy("%(who)s asked %(n)s people to say that they have read it."),
    "acknowledgement.given": gettext_lazy("Somebody said having read it."),
    "acknowledgement.reminded": gettext_lazy("%(who)s reminded %(n)s people of it."),
    "launch.started": gettext_lazy("%(who)s started the launch."),
    "launch.edited": gettext_lazy("%(who)s changed the brief."),
    "launch.pilot_invited": gettext_lazy("%(who)s invited a pilot seller."),
    "launch.pilot_released": gettext_lazy("%(who)s let a pilot seller go."),
    "launch.pinned": gettext_lazy("%(who)s pinned evidence to the board."),
    "launch.pin_moved": gettext_lazy("%(who)s moved evidence on the board."),
    "launch.unpinned": gettext_lazy("%(who)s took evidence off the board."),
    "launch.line_written": gettext_lazy("%(who)s wrote a line of the pitch."),
    "launch.line_proposed": gettext_lazy("%(who)s proposed a line."),
    "launch.line_accepted": gettext_lazy("%(who)s took a proposed line into the pitch."),
    "launch.line_declined": gettext_lazy("%(who)s left a line out of the pitch, with a reason."),
    "launch.line_moved": gettext_lazy("%(who)s moved a line of the pitch."),
    "launch.step_added": gettext_lazy("%(who)s added an item to the list."),
    "launch.step_edited": gettext_lazy("%(who)s changed an item of the list."),
    "launch.step_done": gettext_lazy("%(who)s finished an item of the list."),
    "launch.step_undone": gettext_lazy("%(who)s put an item back on the list."),
    "launch.step_removed": gettext_lazy("%(who)s took an item off the list."),
    "launch.ready": gettext_lazy("%(who)s declared the launch ready."),
    "launch.reopened": gettext_lazy("%(who)s took the launch back to work."),
    "launch.launched": gettext_lazy("%(who)s launched it."),
    "launch.closed": gettext_lazy("%(who)s closed the launch with what was learnt."),
    "request.asked": gettext_lazy("%(who)s asked for it."),
    "request.joined": gettext_lazy("%(who)s asks for it too."),
    "request.left": gettext_lazy("%(who)s needs it no more; others do."),
    "request.withdrawn": gettext_lazy("%(who)s withdrew the request."),
    "request.asked_again": gettext_lazy("%(who)s asked again."),
    "request.sized": gettext_lazy("%(who)s said how much work it is: %(n)s half-days."),
    "request.started": gettext_lazy("%(who)s took it in hand."),
    "request.put_back": gettext_lazy("%(who)s put it back among what is accepted."),
    "request.delivered": gettext_lazy("%(who)s delivered it; it took %(n)s half-days."),
    "request.forced": gettext_lazy("%(who)s wants it in the next decision, with a written reason."),
    "request.forbidden": gettext_lazy("%(who)s does not want it in the next decision, with a written reason."),
    "request.unadjusted": gettext_lazy("%(who)s leaves it to the rule again."),
    "request.accepted": gettext_lazy("%(who)s published the decision: chosen."),
    "request.left_out": gettext_lazy("%(who)s published the decision: not chosen this time."),
    "request.urgent_called": gettext_lazy("%(who)s said that it cannot wait."),
    "request.urgent_granted": gettext_lazy("%(who)s accepted it out of turn; what gives way: %(n)s."),
    "request.urgent_refused": gettext_lazy("%(who)s lets it wait for the decision."),
    "request.displaced": gettext_lazy("%(who)s let something urgent pass before it."),
    "request.proposed_in": gettext_lazy("%(who)s proposed to put it in the next decision, with a written reason."),
    "request.proposed_out": gettext_lazy(
        "%(who)s proposed to leave it out of the next decision, with a written reason."
    ),
    "request.proposal_taken_back": gettext_lazy("%(who)s took the proposal back."),
    "request.proposal_accepted": gettext_lazy("%(who)s took up what was proposed."),
    "request.proposal_refused": gettext_lazy("%(who)s did not take up what was proposed, with a written reason."),
    "policy.set": gettext_lazy("%(who)s set how the work is shared."),
    "window.published": gettext_lazy("%(who)s published the decision: %(n)s chosen."),
    "deliverable.written": gettext_lazy("%(who)s wrote what this type of work takes."),
    "deliverable.retired": gettext_lazy("%(who)s stopped offering this type of work."),
    "deliverable.offered": gettext_lazy("%(who)s offers this type of work again."),
    "person.week_said": gettext_lazy("%(who)s said the usual week of this person."),
    "person.absence_said": gettext_lazy("%(who)s said an absence of this person."),
    "person.absence_removed": gettext_lazy("%(who)s took an absence of this person back."),
    "person.absences_read": gettext_lazy("%(who)s gave a calendar of absences: %(n)s were read."),
    "person.feed_opened": gettext_lazy("%(who)s drew a private address for the calendar of this person."),
    "person.feed_closed": gettext_lazy("%(who)s stopped the private address of the calendar of this person."),
    "company.closed": gettext_lazy("%(who)s said when the company is closed."),
    "company.opened": gettext_lazy("%(who)s said that the company is open after all."),
    "calendar.computed": gettext_lazy("%(who)s had the calendar computed: %(n)s requests have a place."),
    "calendar.offer_taken": gettext_lazy("%(who)s took a better plan: %(n)s requests have a place."),
    "calendar.offer_undone": gettext_lazy("%(who)s went back to the plan of before: %(n)s requests have a place."),
    "request.booking_moved": gettext_lazy("%(who)s moved a part of the work to week %(week)s."),
    "request.booking_released": gettext_lazy("%(who)s let the calendar move a part of the work again."),
    "credit.naming_chosen": gettext_lazy("%(who)s chose how to be named where credited."),
    "credit.contested": gettext_lazy("%(who)s contested a credit."),
    "credit.upheld": gettext_lazy("%(who)s decided that the credit changes."),
    "credit.declined": gettext_lazy("%(who)s decided that the credit stays as it is."),
    "brief.dismissed": gettext_lazy("%(who)s set the line aside."),
}
#: Kept and not told: the time alone would say who, to somebody who saw them read.
UNTOLD = ("acknowledgement.given",)
#: What a sentence needs and an old event may lack.
UNKNOWN = {
    "n_new": "?",
    "n_changed": "?",
    "n_set_aside": "?",
    "n_done": "?",
    "n_notes": "?",
    "number": "?",
    "n": "?",
    "week": "?",
}


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    """One event as a sentence."""

    at: datetime
    sentence: str


def name_for(reader: Person, person: Person | None) -> str:
    """Name a person to a reader: by name inside the same side or team, by role to others (people are masked)."""
    if person is None:
        return gettext("Liant")
    if person.id == reader.id:
        return gettext("You")
    same_team = person.team_id is not None and person.team_id == reader.team_id
    reads_sales = person.role not in SALES or same_team or reader.role == Role.SALES_MANAGER
    return person.name if reads_sales else role_in_words(person)


def role_in_words(person: Person) -> str:
    """Say a person's role, which is what other teams read instead of a name."""
    if person.role in MARKETING:
        return gettext("Somebody in marketing")
    return gettext("A sales manager") if person.role == Role.SALES_MANAGER else gettext("A seller")


def history_of(kind: str, public_id: str, *, reader: Person, limit: int = 30) -> tuple[HistoryLine, ...]:
    """List the events of an object as sentences, newest first."""
    rows = LedgerEvent.objects.filter(kind=kind, object_id=public_id).exclude(verb__in=UNTOLD)
    events = rows.select_related("actor").order_by("-id")[:limit]
    return tuple(
        HistoryLine(
            at=event.at,
            sentence=str(SENTENCES[event.verb]) % {**UNKNOWN, **event.data, "who": name_for(reader, event.actor)},
        )
        for event in events
    )
