"""The form of a meeting: how it is held, and who comes."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liant.actions.meet import MAX_TITLE, Plan
from liant.loop.meet.recurrence import DayOff, Rhythm
from liant.queries.meet import Invitable
from liant.store.models import MeetingSeries, Person

RHYTHMS = [
    (Rhythm.WEEKLY.value, _("Every week")),
    (Rhythm.TWO_WEEKS.value, _("Every two weeks")),
    (Rhythm.MONTHLY.value, _("Every month, on the same weekday")),
    (Rhythm.ONCE.value, _("Once")),
]
DAYS_OFF = [
    (DayOff.MOVE.value, _("on the next working day")),
    (DayOff.SKIP.value, _("not at all that time")),
]


class PlanForm(forms.Form):
    """How a meeting is held; who comes is ticked beside it."""

    title = forms.CharField(label=_("Title"), max_length=MAX_TITLE)
    first_on = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    starts_at = forms.TimeField(label=_("From"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=pgettext_lazy("time", "Minutes"), min_value=1, max_value=480)
    rhythm = forms.ChoiceField(label=_("How often"), choices=RHYTHMS)
    day_off = forms.ChoiceField(label=_("On a public holiday, it is held"), choices=DAYS_OFF)


def plan_from(form: PlanForm) -> Plan:
    """Read a valid form."""
    data = form.cleaned_data
    return Plan(
        title=data["title"],
        rhythm=Rhythm(data["rhythm"]),
        day_off=DayOff(data["day_off"]),
        first_on=data["first_on"],
        starts_at=data["starts_at"],
        minutes=data["minutes"],
    )


def initial_of(series: MeetingSeries) -> dict[str, object]:
    """Fill the form with a meeting as it is."""
    return {
        "title": series.title,
        "first_on": series.first_on,
        "starts_at": series.starts_at,
        "minutes": series.minutes,
        "rhythm": series.rhythm,
        "day_off": series.day_off,
    }


def people_rows(people: Sequence[Invitable], ticked: set[str]) -> list[dict[str, object]]:
    """Give the people to tick to a template."""
    return [{"person": person, "checked": person.public_id in ticked} for person in people]


def chosen_people(invitable: Sequence[Invitable], sent: Sequence[str], kept: Sequence[Person] = ()) -> list[Person]:
    """Find who was ticked, among those who may be asked and those who come already."""
    allowed = {person.public_id for person in invitable} | {person.public_id for person in kept}
    return list(Person.objects.able().filter(public_id__in=allowed & set(sent)).order_by("id"))
