"""The forms of a publication: whom it is for, until when it holds, and by when they say having read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liant.actions.audience import Audience
from liant.loop.values.stages import OPEN_STAGES, Stage
from liant.queries.audience import AudienceView, known_segments
from liant.store.models import Side, Team
from liant.web.forms.argue import STAGES

#: How long an argument holds when nobody says otherwise.
VALID_FOR = timedelta(days=90)
#: Working half-days to say having read: none asked, two working days, a working week, two.
ACKNOWLEDGE_WITHIN = [
    ("", _("Do not ask")),
    ("4", _("In 2 working days")),
    ("10", _("In 5 working days")),
    ("20", _("In 10 working days")),
]


class AudienceForm(forms.Form):
    """Whom something is published to, and by when they are to say having read it."""

    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"),
        queryset=Team.objects.filter(side=Side.SALES.value).order_by("name"),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    segments = forms.MultipleChoiceField(label=_("Segments"), required=False, widget=forms.CheckboxSelectMultiple)
    stages = forms.MultipleChoiceField(
        label=_("Stages"),
        choices=[(stage.value, STAGES[stage.value]) for stage in OPEN_STAGES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    acknowledge = forms.ChoiceField(
        label=_("Ask them to say that they have read it"), choices=ACKNOWLEDGE_WITHIN, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["segments"].choices = [(name, name) for name in known_segments()]  # type: ignore[attr-defined]

    def audience(self) -> Audience:
        """Return the audience that was ticked."""
        return Audience(
            teams=tuple(self.cleaned_data["teams"]),
            segments=tuple(self.cleaned_data["segments"]),
            stages=tuple(Stage(value) for value in self.cleaned_data["stages"]),
        )

    def half_days(self) -> int | None:
        """Return the working half-days given to answer; None when nobody is asked."""
        chosen = self.cleaned_data["acknowledge"]
        return int(chosen) if chosen else None


class PublishForm(AudienceForm):
    """What a publication adds to the text of an argument."""

    expires_on = forms.DateField(
        label=_("Holds until"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("After that day it is offered in no deal until you look at it again."),
    )


class ExtendForm(forms.Form):
    """Until when a published argument still holds."""

    expires_on = forms.DateField(label=_("Holds until"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


def proposed(
    audience: AudienceView, *, stage: str, segment: str, expires_on: date, today: date
) -> Mapping[str, object]:
    """Propose the audience of the version before, or what the card itself names, and a last day to come."""
    return {
        "teams": list(audience.team_ids),
        "segments": list(audience.segments) or [segment],
        "stages": list(audience.stages) or [stage],
        "expires_on": expires_on if expires_on > today else today + VALID_FOR,
    }
