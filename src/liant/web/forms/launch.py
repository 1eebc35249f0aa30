"""The forms of a launch: its brief, and an item of its checklist."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liant.actions.launch import BriefText
from liant.loop.launch.templates import Template
from liant.queries.launch import LaunchView
from liant.store.models import Launch, Product
from liant.web.launch_words import TEMPLATES


class BriefForm(forms.Form):
    """A launch in a few lines."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As people will say it in meetings."))
    launch_on = forms.DateField(
        label=_("Day of the launch"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    goal = forms.CharField(
        label=_("Goal"),
        widget=forms.Textarea({"rows": 2}),
        required=False,
        help_text=_("What should be true three months later, in one sentence that can be checked."),
    )
    pains = forms.CharField(
        label=_("What clients go through today"),
        widget=forms.Textarea({"rows": 3}),
        required=False,
        help_text=_("In their words rather than ours: the pitch starts there."),
    )
    product = forms.ModelChoiceField(
        label=_("Product"),
        queryset=Product.objects.order_by("name"),
        to_field_name="public_id",
        required=False,
        empty_label="–",
    )
    segment = forms.CharField(label=_("Segment"), max_length=80, required=False)

    def brief(self) -> BriefText:
        """Give the action what was written."""
        data = self.cleaned_data
        return BriefText(
            name=data["name"],
            goal=data["goal"],
            pains=data["pains"],
            product=data["product"],
            segment=data["segment"],
            launch_on=data["launch_on"],
        )


class NewLaunchForm(BriefForm):
    """A launch to start, from a template."""

    template = forms.ChoiceField(
        label=_("Start from"),
        choices=[(template.value, TEMPLATES[template]) for template in Template],
        help_text=_("It fills the checklist, with days counted back from the launch. Everything can be changed."),
    )
    field_order = ("template", "name", "launch_on", "goal", "pains", "product", "segment")


class StepForm(forms.Form):
    """An item of the checklist."""

    title = forms.CharField(label=_("What will be there"), max_length=200)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    due_on = forms.DateField(label=_("Due on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("nobody yet")), *people]  # type: ignore[attr-defined]


def initial_of(launch: LaunchView, row: Launch) -> dict[str, object]:
    """Give the form the brief of an existing launch."""
    return {
        "name": launch.name,
        "launch_on": launch.launch_on,
        "goal": launch.goal,
        "pains": launch.pains,
        "product": row.product.public_id if row.product else "",
        "segment": launch.segment,
    }
