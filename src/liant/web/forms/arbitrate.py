"""The forms of a request to marketing and of a type of work."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from liant.actions.arbitrate_work import DeliverableText
from liant.loop.arbitrate.requests import MAX_DETAILS, MAX_TITLE, MOST_HALF_DAYS, MOST_LEAD_WEEKS, Need, Skill
from liant.queries.arbitrate import DeliverableView
from liant.store.models import Deliverable
from liant.web.request_words import SKILLS

#: A request about an account or a deal, one for the asker's team, one for everybody.
PLACES = ("account", "team", "company")


class AskForm(forms.Form):
    """A request, as sent."""

    deliverable = forms.ModelChoiceField(
        queryset=Deliverable.objects.filter(retired_at=None), to_field_name="public_id"
    )
    title = forms.CharField(max_length=MAX_TITLE, required=False)
    details = forms.CharField(max_length=MAX_DETAILS, required=False, strip=False)
    place = forms.ChoiceField(choices=[(place, place) for place in PLACES])
    need = forms.TypedChoiceField(choices=[(need.value, need.name) for need in Need], coerce=int)
    needed_on = forms.DateField(required=False)


class JoinForm(forms.Form):
    """How strongly, and for whom, one joins a request."""

    place = forms.ChoiceField(choices=[(place, place) for place in PLACES])
    need = forms.TypedChoiceField(choices=[(need.value, need.name) for need in Need], coerce=int)


class DeliverForm(forms.Form):
    """Where it is, and what it took."""

    where = forms.CharField(
        label=_("Where it is"), max_length=600, help_text=_("An address, a folder, a name: whoever asked reads it.")
    )
    actual_half_days = forms.IntegerField(
        label=_("Half-days that it took"),
        min_value=1,
        max_value=MOST_HALF_DAYS,
        help_text=_("The next requests of this type are sized by it: true beats flattering."),
    )


class DeliverableForm(forms.Form):
    """A type of work."""

    name_fr = forms.CharField(label=_("Name in French"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    half_days = forms.IntegerField(
        label=_("Half-days of work"),
        min_value=1,
        max_value=MOST_HALF_DAYS,
        help_text=_("Used until three deliveries say what it takes."),
    )
    lead_weeks = forms.IntegerField(label=_("Weeks it takes at least"), min_value=0, max_value=MOST_LEAD_WEEKS)
    skills = forms.MultipleChoiceField(
        label=_("What it takes to make it"),
        choices=[(skill.value, words) for skill, words in SKILLS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    @classmethod
    def of(cls, view: DeliverableView) -> DeliverableForm:
        """Fill the form with a type as it is."""
        return cls(
            initial={
                "name_fr": view.name_fr,
                "name_en": view.name_en,
                "half_days": view.declared_half_days,
                "lead_weeks": view.lead_weeks,
                "skills": view.skills,
            }
        )

    def text(self) -> DeliverableText:
        """Give the action what was written."""
        data = self.cleaned_data
        skills: Sequence[Skill] = [Skill(value) for value in data["skills"]]
        return DeliverableText(
            name_fr=data["name_fr"],
            name_en=data["name_en"],
            half_days=data["half_days"],
            lead_weeks=data["lead_weeks"],
            skills=skills,
        )
