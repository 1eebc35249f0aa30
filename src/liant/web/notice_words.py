"""What the topics of notices, and the ways to be told, are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liant.loop.notices.channels import Channel, Topic

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class TopicWords:
    """A topic by name, and what it holds."""

    label: _StrPromise
    help: _StrPromise


TOPICS: Mapping[Topic, TopicWords] = {
    Topic.MENTIONS: TopicWords(label=_("Mentions"), help=_("somebody names you")),
    Topic.ASKED: TopicWords(label=_("Asked of you"), help=_("an answer, a task or a decision waits for you")),
    Topic.MEETINGS: TopicWords(label=_("Meetings"), help=_("agendas and minutes of your meetings")),
    Topic.ANSWERS: TopicWords(label=_("Threads"), help=_("somebody writes where you wrote, or about what is yours")),
    Topic.NEWS: TopicWords(label=_("News"), help=_("what became of what you said or made")),
    Topic.BRIEF: TopicWords(label=_("Your day"), help=_("deals past their date, what may help you")),
}
CHANNELS: Mapping[Channel, _StrPromise] = {
    Channel.AT_ONCE: _("At once"),
    Channel.DIGEST: _("In the day’s mail"),
    Channel.OFF: pgettext_lazy("mail", "Never by mail"),
}
