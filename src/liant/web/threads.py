"""The thread of an object, for the page that shows it."""

from __future__ import annotations

from liant.actions.threads import see_thread
from liant.queries.threads import ThreadView, thread_of
from liant.web.access import PersonRequest


def read_thread(request: PersonRequest, kind: str, public_id: str) -> ThreadView:
    """Show an object's thread to whoever opened its page: what it tells them is then read, and told no more.

    The page includes ``pieces/thread.html`` with it under the name ``thread``. A page that has much else to read leaves it
    for right after: ``pieces/thread_later.html`` asks for the thread by itself.
    """
    view = thread_of(kind, public_id, reader=request.user, now=request.now)
    see_thread(request.user, kind, public_id, request.now)
    return view
