"""What every page's frame shows: the places of the product, in the order of the loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liant.queries.notices import n_open_notices
from liant.store.models import Person
from liant.web import manifest

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class Place:
    """One entry of the navigation."""

    name: str  #: route name
    label: str | _StrPromise
    icon: str
    prefix: str | tuple[str, ...]  #: path prefixes under which it is the current place


PLACES = (
    Place(name="today", label=_("Today"), icon="sun", prefix="/today"),
    Place(name="listen", label=_("Listen"), icon="ear", prefix=("/listen", "/ideas", "/plans", "/rounds")),
    Place(name="mine", label=pgettext_lazy("place", "Mine"), icon="star", prefix="/mine"),
    Place(name="themes", label=_("Themes"), icon="layers", prefix="/themes"),
    Place(name="arguments", label=_("Arguments"), icon="message-square-quote", prefix="/arguments"),
    Place(name="launches", label=_("Launches"), icon="rocket", prefix="/launches"),
    Place(name="requests", label=_("Requests"), icon="send", prefix=("/requests", "/deliverables")),
    Place(name="referee", label=pgettext_lazy("place", "Arbitration"), icon="scale", prefix="/referee"),
    Place(name="calendar", label=_("Calendar"), icon="calendar-range", prefix="/calendar"),
    Place(name="meetings", label=_("Meetings"), icon="calendar", prefix="/meetings"),
    Place(name="visits", label=_("Visits"), icon="map-pin", prefix="/rhythm/visits"),
    Place(name="clocks", label=_("Answers"), icon="clock", prefix=("/rhythm/clocks", "/leads")),
    Place(name="accounts", label=_("Accounts"), icon="building-2", prefix="/accounts"),
    Place(name="deals", label=_("Deals"), icon="handshake", prefix="/deals"),
    Place(name="settings", label=_("Settings"), icon="settings", prefix="/settings"),
)


#: The bar of a phone, around the capture button: a person gets the first two of each half that the role may open.
BAR_BEFORE = ("today", "deals", "themes", "settings")
BAR_AFTER = ("arguments",)


def places_of(person: Person) -> list[Place]:
    """List the places that this person's role may open."""
    found = []
    for place in PLACES:
        route = manifest.route_named(place.name)
        if route is not None and person.role in route.rights.get("GET", frozenset()):
            found.append(place)
    return found


def may_open(person: object, name: str) -> bool:
    """Tell whether somebody's role may read an address."""
    route = manifest.route_named(name)
    return isinstance(person, Person) and route is not None and person.role in route.rights.get("GET", frozenset())


def reader_mark(person: Person) -> str:
    """Tell what was shown to somebody under some role, team and password from everything else: it changes with them."""
    return f"{person.public_id}.{person.session_epoch}"


def shell(request: HttpRequest) -> dict[str, object]:
    """Give the frame its navigation."""
    person = getattr(request, "user", None)
    signed_in = isinstance(person, Person)
    entries = [
        {
            "label": place.label,
            "icon": place.icon,
            "url": reverse(place.name),
            "current": request.path.startswith(place.prefix),
            "name": place.name,
        }
        for place in (places_of(person) if isinstance(person, Person) else [])
    ]
    by_name = {entry["name"]: entry for entry in entries}
    return {
        "places": entries,
        # The capture button sits between the two halves of the phone's bar.
        "phone_places_before": [by_name[name] for name in BAR_BEFORE if name in by_name][:2],
        "phone_places_after": [by_name[name] for name in BAR_AFTER if name in by_name],
        "may_capture": may_open(person, "capture"),
        "may_search": may_open(person, "search"),
        "may_keep": may_open(person, "pocket"),
        # Asked only by a page that shows the frame.
        "n_notices": SimpleLazyObject(lambda: n_open_notices(person)) if isinstance(person, Person) else 0,
        "reader_mark": reader_mark(person) if isinstance(person, Person) else "",
        "signed_in": signed_in,
        "is_demo": settings.LIANT_MODE == "demo",
    }
