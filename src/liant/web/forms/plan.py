"""The forms of working time: usual week, absences, days on which the company is closed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liant.actions.plan_time import Pattern
from liant.loop.arbitrate.requests import Skill
from liant.loop.plan.availability import Span
from liant.loop.plan.problem import HALF_DAYS_A_WEEK
from liant.queries.plan_time import WorkingTimeView
from liant.web.request_words import SKILLS


def day_field(label: object) -> forms.DateField:
    """Ask for a day, as a browser lets one choose it."""
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))  # type: ignore[arg-type]


class PatternForm(forms.Form):
    """A usual week, as ticked."""

    skills = forms.MultipleChoiceField(
        choices=[(skill.value, words) for skill, words in SKILLS.items()], required=False
    )
    half_days = forms.TypedMultipleChoiceField(
        choices=[(str(n), str(n)) for n in range(HALF_DAYS_A_WEEK)], coerce=int, required=False
    )
    percent = forms.IntegerField(min_value=0, max_value=100)

    def pattern(self, view: WorkingTimeView) -> Pattern:
        """Give the action what was ticked; somebody in sales has no skill to say."""
        data = self.cleaned_data
        skills = [Skill(value) for value in data["skills"]] if view.is_marketing else []
        return Pattern(skills=skills, half_days=data["half_days"], percent=data["percent"])


class AbsenceForm(forms.Form):
    """When somebody is away."""

    first_on = day_field(_("First day"))
    first_half = forms.TypedChoiceField(
        label=_("From"),
        choices=[("0", pgettext_lazy("half-day", "the morning")), ("1", pgettext_lazy("half-day", "the afternoon"))],
        coerce=int,
    )
    last_on = day_field(_("Last day"))
    last_half = forms.TypedChoiceField(
        label=_("Until"),
        choices=[("1", pgettext_lazy("half-day", "the evening")), ("0", pgettext_lazy("half-day", "noon"))],
        coerce=int,
    )

    def span(self) -> Span:
        """Give the action what was typed."""
        data = self.cleaned_data
        return Span(first=(data["first_on"], data["first_half"]), last=(data["last_on"], data["last_half"]))


class ClosureForm(forms.Form):
    """Days on which the company is closed."""

    first_on = day_field(_("First day"))
    last_on = day_field(_("Last day"))
