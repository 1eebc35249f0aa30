"""Credit in words, where no template speaks."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext


def acts_in_words(acts: Iterable[str]) -> str:
    """List acts as people say them; the same words as ``pieces/act.html``."""
    words = {
        "originate": gettext("said it first"),
        "evidence": gettext("gave evidence"),
        "second": gettext("heard it too"),
        "refine": gettext("refined it"),
        "co_write": gettext("wrote it"),
        "prove": gettext("tried it in a deal"),
    }
    return ", ".join(words[act] for act in acts)
