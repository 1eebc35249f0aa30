"""Notices: what one was told; how one wants to be mailed; the link in a mail that stops it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from liant.actions import notices as act
from liant.actions import outbox as outbox_act
from liant.loop.notices.channels import Channel, Topic, topic_of
from liant.queries import notices as query
from liant.queries import outbox as outbox_query
from liant.queries.brief import ICONS
from liant.store.models import Person
from liant.web.access import ALL, PersonRequest, Route, get, get_post, post
from liant.web.brief_words import sentence
from liant.web.mail import read_stop_token
from liant.web.notice_words import CHANNELS, TOPICS

HOURS = range(24)


def notices_page(request: PersonRequest) -> HttpResponse:
    """Show what one is told, open or done."""
    done = request.GET.get("show") == "done"
    named = request.GET.get("topic", "")
    topic = Topic(named) if named in set(Topic) else None
    act.close_unreadable(person=request.user, now=request.now)
    found = query.notices_of(request.user, done=done, topic=topic)
    return render(
        request,
        "notices/notices.html",
        {
            "notices": [
                {
                    "view": notice,
                    "words": sentence(notice.code, notice.params),
                    "side": ICONS[notice.code][0],
                    "icon": ICONS[notice.code][1],
                    "topic": TOPICS[topic_of(notice.code, is_due=notice.is_due)].label,
                }
                for notice in found
            ],
            "done": done,
            "topic": topic,
            "topics": [(key.value, words.label) for key, words in TOPICS.items() if key != Topic.BRIEF],
            "has_news": not done and any(not notice.is_due for notice in found),
        },
    )


def mark_done(request: PersonRequest) -> HttpResponse:
    """Mark one notice as read or done."""
    act.mark_done(actor=request.user, public_ids=[request.POST.get("notice", "")], now=request.now)
    return back(request)


def mark_all_read(request: PersonRequest) -> HttpResponse:
    """Mark all the news as read; what is asked stays."""
    act.mark_all_read(actor=request.user, now=request.now)
    return back(request)


def take_up_again(request: PersonRequest) -> HttpResponse:
    """Tell again what was marked as done."""
    act.take_up_again(actor=request.user, public_id=request.POST.get("notice", ""))
    messages.success(request, gettext("It is among what waits for you again."))
    return redirect("notices")


def back(request: PersonRequest) -> HttpResponse:
    """Show the list again; what was marked is among those done."""
    messages.success(request, gettext("Marked. You find it again under “Done”."))
    return redirect("notices")


def mail_settings(request: PersonRequest) -> HttpResponse:
    """Choose what comes by mail, at once or once a day, and at what hour."""
    current = outbox_query.preference_of(request.user)
    if request.method == "POST":
        hour = request.POST.get("digest_hour", "")
        chosen = {topic: request.POST.get(topic.value, "") for topic in Topic}
        outbox_act.choose_mail(
            actor=request.user,
            digest_hour=int(hour) if hour.isdecimal() and len(hour) < 3 else current.digest_hour,
            channel_by_topic={
                topic: Channel(value) if value in set(Channel) else current.channel_by_topic[topic]
                for topic, value in chosen.items()
            },
            now=request.now,
        )
        messages.success(request, gettext("Saved."))
        return redirect("mail_settings")
    return render(
        request,
        "notices/settings.html",
        {
            "hours": HOURS,
            "digest_hour": current.digest_hour,
            "channels": [(channel.value, label) for channel, label in CHANNELS.items()],
            "topics": [
                {
                    "value": topic.value,
                    "words": words,
                    "channel": current.channel_by_topic[topic].value,
                    "is_daily": topic == Topic.BRIEF,
                }
                for topic, words in TOPICS.items()
            ],
        },
    )


@csrf_exempt
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Stop a kind of mail from the link in it, without signing in: asked by a page, or at once by the mail reader.

    The link does this one thing for the one person it was sent to, so no session and no form of ours has to stand behind
    the request (RFC 8058).
    """
    found = read_stop_token(token)
    if found is None:
        raise Http404
    person, topics = found
    with translation.override(person.language):
        context = {"topics": [TOPICS[topic].label for topic in topics], "done": request.method == "POST"}
        if request.method == "POST":
            stop(person, topics, request)
        return render(request, "notices/stop.html", context)


def stop(person: Person, topics: Sequence[Topic], request: HttpRequest) -> None:
    """Stop these topics for a person."""
    outbox_act.stop_mail(person=person, topics=topics, now=request.now)  # type: ignore[attr-defined]


ROUTES = (
    Route(path="notices", view=notices_page, name="notices", rights=get(ALL), relation="own"),
    Route(path="notices/done", view=mark_done, name="mark_notice", rights=post(ALL), relation="own"),
    Route(path="notices/read", view=mark_all_read, name="read_notices", rights=post(ALL), relation="own"),
    Route(path="notices/again", view=take_up_again, name="reopen_notice", rights=post(ALL), relation="own"),
    Route(path="notices/mail", view=mail_settings, name="mail_settings", rights=get_post(ALL), relation="own"),
    Route(path="mail/stop/<str:token>", view=stop_mail, name="stop_mail", public=True, relation="bearer of the link"),
)
