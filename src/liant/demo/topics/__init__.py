"""The planted topics of the invented company's field notes."""

from __future__ import annotations

from liant.demo.topics import money, service, tools
from liant.demo.topics.model import Topic

TOPICS: tuple[Topic, ...] = (*money.TOPICS, *tools.TOPICS, *service.TOPICS)

__all__ = ["TOPICS", "Topic"]
