"""Write the mails of the outbox in their reader's words, as text and as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext, ngettext

from liant.actions.brief import remember_told
from liant.actions.outbox import Letter
from liant.loop.notices.channels import Channel, Topic, topic_of
from liant.queries.brief import Line, brief_for
from liant.queries.brief_stories import fact_of
from liant.queries.meet import OutcomeView, meeting_view, with_series
from liant.queries.notices import NoticeView
from liant.queries.outbox import preference_of, zone_of
from liant.queries.threads import message_text
from liant.store.models import Mail, Meeting, Person
from liant.web.brief_words import say, sentence
from liant.web.meet_words import KINDS
from liant.web.notice_words import TOPICS
from liant.web.templatetags.liant import NNBSP

#: A link made for one use opens nothing else.
SALT = "liant.mail.stop"
#: What a list of mails shows of a subject.
SUBJECT_LENGTH = 70


def compose_mail(mail: Mail, notices: Sequence[NoticeView], now: datetime) -> Letter | None:
    """Write one mail: what is told, why, and one link each; how to stop it, in the mail and in its headers (RFC 8058).

    A digest begins with the lines of its reader's day and goes on with the notices that are not among them; it is worth a
    mail only when something in it was not told before.
    """
    person, zone = mail.person, zone_of(mail.person)
    today = now.astimezone(zone).date()
    with translation.override(person.language), timezone.override(zone):
        day = day_lines(mail, notices, today, now)
        if not notices and not any(line.is_new for line in day):
            return None
        among = {line.notice for line in day}
        rest = [notice for notice in notices if notice.public_id not in among]
        told = [(say(line), line.url) for line in day] + [
            (sentence(notice.code, notice.params), notice.url) for notice in rest
        ]
        stop = stop_url(person, topics_of(mail, notices))
        context = {
            "person": person,
            "lines": [{"words": words, "url": absolute(url)} for words, url in told],
            "is_digest": mail.notice_id is None,
            "day": timezone.localtime(mail.until).date(),
            "said": said_in(notices[0], person) if mail.notice_id is not None else "",
            "stop_url": stop,
            "stops": [
                {"label": TOPICS[topic].label, "url": stop_url(person, [topic])} for topic in topics_in(notices, day)
            ],
            "settings_url": absolute(reverse("mail_settings")),
        }
        message = EmailMultiAlternatives(
            subject=subject_of(mail, [words.text for words, _url in told]),
            body=render_to_string("mail/mail.txt", context),
            to=[person.email],
            headers={
                "Message-ID": f"<{mail.public_id}@{settings.DEFAULT_FROM_EMAIL.partition('@')[2].rstrip('>')}>",
                "List-Unsubscribe": f"<{stop}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
        )
        message.attach_alternative(render_to_string("mail/mail.html", context), "text/html")
    facts = {line.fact: line.cover for line in day} | {(fact := fact_of(notice)): {fact: 1.0} for notice in rest}
    return Letter(message=message, keep_told=partial(remember_told, person=person, cover_by_fact=facts, today=today))


def day_lines(mail: Mail, notices: Sequence[NoticeView], today: date, now: datetime) -> list[Line]:
    """Choose the lines of its reader's day that a digest may tell: those of its notices, and those that tell none."""
    if mail.notice_id is not None or preference_of(mail.person).channel_by_topic[Topic.BRIEF] == Channel.OFF:
        return []
    to_tell = {notice.public_id for notice in notices}
    lines = brief_for(mail.person, today=today, now=now)
    return [line for line in lines if not line.notice or line.notice in to_tell]


def topics_in(notices: Sequence[NoticeView], day: Sequence[Line]) -> list[Topic]:
    """List what a mail is about, each of which can be stopped alone."""
    found = {topic_of(notice.code, is_due=notice.is_due) for notice in notices}
    if any(not line.notice for line in day):
        found.add(Topic.BRIEF)
    return [topic for topic in Topic if topic in found]


def stop_url(person: Person, topics: Sequence[Topic]) -> str:
    """Give the address that stops these topics for a person, and does nothing else."""
    return absolute(reverse("stop_mail", args=[stop_token(person, topics)]))


def absolute(path: str) -> str:
    """Complete a path with the configured address, never with the one that a request came to."""
    return f"{settings.LIANT_BASE_URL}{path}"


def subject_of(mail: Mail, sentences: Sequence[str]) -> str:
    """Say on one line what the mail tells."""
    if mail.notice_id is not None:
        line = " ".join(sentences[0].split())
        return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1].rstrip() + "…"
    return ngettext("%(n)s thing for you, %(day)s", "%(n)s things for you, %(day)s", len(sentences)) % {
        "n": len(sentences),
        "day": formats.date_format(timezone.localtime(mail.until), "l j F"),
    }


def said_in(notice: NoticeView, reader: Person) -> str:
    """Repeat what a mail told at once is about: the message that names somebody, or the minutes of a meeting."""
    if notice.code == "mentioned":
        return message_text(str(notice.params.get("message", "")), reader=reader)
    return minutes_text(notice.object_id, reader) if notice.code == "minutes" else ""


def minutes_text(public_id: str, reader: Person) -> str:
    """Write the minutes of a meeting as lines: each item, then what came of it."""
    meeting = with_series(Meeting.objects.visible_to(reader)).filter(public_id=public_id).first()
    if meeting is None:
        return ""
    view = meeting_view(reader, meeting, today=meeting.held_on)
    parts = [(item.title or gettext("Something that you may not open"), item.outcomes) for item in view.items]
    parts += [(gettext("Anything else"), view.others)] if view.others else []
    lines = []
    for place, (title, outcomes) in enumerate(parts, start=1):
        lines += [f"{place}. {title}", *(outcome_line(outcome) for outcome in outcomes), ""]
    return "\n".join(lines).strip()


def outcome_line(outcome: OutcomeView) -> str:
    """Write one decision, remark or task on a line."""
    who = f" ({outcome.owner}, {formats.date_format(outcome.due_on, 'SHORT_DATE_FORMAT')})" if outcome.due_on else ""
    return f"– {KINDS[outcome.kind]}{NNBSP if translation.get_language() == 'fr' else ''}: {outcome.text}{who}"


def topics_of(mail: Mail, notices: Sequence[NoticeView]) -> tuple[Topic, ...]:
    """List what the stop link of a mail stops: the topic told at once, or all that this person gets in the digest."""
    if mail.notice_id is not None:
        return (topic_of(notices[0].code, is_due=notices[0].is_due),)
    channels = preference_of(mail.person).channel_by_topic
    return tuple(topic for topic, channel in channels.items() if channel == Channel.DIGEST)


def stop_token(person: Person, topics: Sequence[Topic]) -> str:
    """Sign who stops what."""
    return signing.dumps([person.public_id, *(topic.value for topic in topics)], salt=SALT)


def read_stop_token(token: str) -> tuple[Person, tuple[Topic, ...]] | None:
    """Read who stops what, or None when the link is not one of ours."""
    try:
        public_id, *topics = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    person = Person.objects.filter(public_id=public_id).first()
    return None if person is None else (person, tuple(Topic(topic) for topic in topics))
