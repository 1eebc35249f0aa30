"""What every page's frame shows: the places of the product, in the order of the loop."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    """One entry of the navigation; places of the same step of the loop stand inside one of them."""

    name: str  #: route name: where the entry leads
    label: str | _StrPromise
    icon: str
    prefix: str | tuple[str, ...]  #: path prefixes under which it is the current place
    inside: tuple[Place, ...] = ()


#: In the order of the loop, then the company's clients, then its settings.
PLACES = (
    Place(
        name="today",
        label=_("Today"),
        icon="sun",
        prefix="/today",
        inside=(Place(name="mine", label=pgettext_lazy("place", "Mine"), icon="star", prefix="/mine"),),
    ),
    Place(name="listen", label=_("Listen"), icon="ear", prefix="/listen"),
    Place(name="themes", label=_("Themes"), icon="layers", prefix="/themes"),
    Place(name="ideas", label=_("Ideas"), icon="lightbulb", prefix=("/ideas", "/plans", "/rounds")),
    Place(
        name="arguments",
        label=_("Arguments"),
        icon="message-square-quote",
        prefix="/arguments",
        inside=(Place(name="launches", label=_("Launches"), icon="rocket", prefix="/launches"),),
    ),
    Place(
        name="referee",
        label=pgettext_lazy("place", "Arbitration"),
        icon="scale",
        prefix="/referee",
        inside=(Place(name="requests", label=_("Requests"), icon="send", prefix=("/requests", "/deliverables")),),
    ),
    Place(
        name="calendar",
        label=_("Rhythm"),
        icon="calendar-range",
        prefix="/calendar",
        inside=(
            Place(name="calendar", label=_("Calendar"), icon="calendar-range", prefix="/calendar"),
            Place(name="visits", label=_("Visits"), icon="map-pin", prefix="/rhythm/visits"),
            Place(name="meetings", label=_("Meetings"), icon="calendar", prefix="/meetings"),
            Place(name="clocks", label=_("Answers"), icon="clock", prefix=("/rhythm/clocks", "/leads")),
        ),
    ),
    Place(name="accounts", label=_("Accounts"), icon="building-2", prefix="/accounts"),
    Place(name="deals", label=_("Deals"), icon="handshake", prefix="/deals"),
    Place(name="settings", label=_("Settings"), icon="settings", prefix="/settings"),
)


#: The bar of a phone, around the capture button: a person gets the first two of each half that the role may open.
BAR_BEFORE = ("today", "deals", "themes", "settings")
BAR_AFTER = ("arguments",)


def places_of(person: Person, places: tuple[Place, ...] = PLACES) -> tuple[Place, ...]:
    """List the places that this person's role may open; where the outer one is closed, those inside stand for it."""
    found: list[Place] = []
    for place in places:
        inside = places_of(person, place.inside)
        found += [replace(place, inside=inside)] if may_open(person, place.name) else inside
    return tuple(found)


def may_open(person: object, name: str) -> bool:
    """Tell whether somebody's role may read an address."""
    route = manifest.route_named(name)
    return isinstance(person, Person) and route is not None and person.role in route.rights.get("GET", frozenset())


def reader_mark(person: Person) -> str:
    """Tell what was shown to somebody under some role, team and password from everything else: it changes with them."""
    return f"{person.public_id}.{person.session_epoch}"


def entry(place: Place, path: str) -> dict[str, object]:
    """Tell how a place stands in the navigation of the page at a path: it, or one inside it, may be the current one."""
    inside = [entry(inner, path) for inner in place.inside]
    holds = any(inner["current"] for inner in inside)
    return {
        "label": place.label,
        "icon": place.icon,
        "url": reverse(place.name),
        "current": not holds and path.startswith(place.prefix),
        "name": place.name,
        "inside": inside,
        "holds": holds,
    }


def shell(request: HttpRequest) -> dict[str, object]:
    """Give the frame its navigation."""
    person = getattr(request, "user", None)
    signed_in = isinstance(person, Person)
    entries = [entry(place, request.path) for place in (places_of(person) if isinstance(person, Person) else ())]
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
