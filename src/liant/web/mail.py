"""Write the mails of the outbox in their reader's words, as text and as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import ngettext

from liant.loop.notices.channels import Channel, Topic, topic_of
from liant.queries.notices import NoticeView
from liant.queries.outbox import preference_of, zone_of
from liant.queries.threads import message_text
from liant.store.models import Mail, Person
from liant.web.brief_words import sentence

#: A link made for one use opens nothing else.
SALT = "liant.mail.stop"
#: What a list of mails shows of a subject.
SUBJECT_LENGTH = 70


def compose_mail(mail: Mail, notices: Sequence[NoticeView]) -> EmailMultiAlternatives:
    """Write one mail: what is told, why, and one link each; how to stop it, in the mail and in its headers (RFC 8058)."""
    person = mail.person
    with translation.override(person.language), timezone.override(zone_of(person)):
        told = [sentence(notice.code, notice.params) for notice in notices]
        lines = [{"words": words, "url": absolute(notice.url)} for words, notice in zip(told, notices, strict=True)]
        stop = absolute(reverse("stop_mail", args=[stop_token(person, topics_of(mail, notices))]))
        context = {
            "person": person,
            "lines": lines,
            "is_digest": mail.notice_id is None,
            "day": timezone.localtime(mail.until).date(),
            "said": said_in(notices[0], person) if mail.notice_id is not None else "",
            "stop_url": stop,
            "settings_url": absolute(reverse("mail_settings")),
        }
        message = EmailMultiAlternatives(
            subject=subject_of(mail, [words.text for words in told]),
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
    return message


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
    """Repeat the message in which somebody is named, as its thread shows it to them."""
    message = notice.params.get("message", "")
    return message_text(str(message), reader=reader) if notice.code == "mentioned" else ""


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
