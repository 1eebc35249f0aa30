"""Pages of long lists, by number in the address."""

from __future__ import annotations

from django.http import HttpRequest

SIZE = 50


def page_number(request: HttpRequest) -> int:
    """Read ``?page=``, 1 when absent or unreadable."""
    text = request.GET.get("page", "")
    return min(max(1, int(text)), 1_000_000) if text.isdecimal() and len(text) < 8 else 1


def pager(page: int, *, has_next: bool) -> dict[str, object]:
    """Give a template what ``pieces/pager.html`` needs."""
    return {"page": page, "previous_page": page - 1, "next_page": page + 1, "has_next": has_next}
