"""The form of an argument: its own fields, and as many claims as its writer needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from liant.actions.argue import CardText, ClaimText
from liant.loop.values.stages import OPEN_STAGES
from liant.queries.argue import ArgumentView
from liant.store.models import Competitor, Quote

MAX_CLAIMS = 12
STAGES = {
    "prospecting": _("Prospecting"),
    "qualification": _("Qualification"),
    "proposal": _("Proposal"),
    "negotiation": _("Negotiation"),
}
REVIEW_AFTER = timedelta(days=90)


class CardForm(forms.Form):
    """What a card says outside its claims."""

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("The name that sellers will ask for."))
    situation = forms.CharField(
        label=_("Situation or objection"),
        widget=forms.Textarea({"rows": 2}),
        help_text=_("In the client's own words."),
    )
    reply = forms.CharField(label=_("What to reply"), widget=forms.Textarea({"rows": 3}))
    not_to_say = forms.CharField(label=_("What not to say"), widget=forms.Textarea({"rows": 2}), required=False)
    competitor = forms.ModelChoiceField(
        label=_("Against"),
        queryset=Competitor.objects.order_by("name"),
        to_field_name="public_id",
        required=False,
        empty_label="–",
    )
    segment = forms.CharField(label=_("Segment"), max_length=80, required=False)
    stage = forms.ChoiceField(
        label=_("Stage"),
        choices=[("", _("Any stage")), *((stage.value, STAGES[stage.value]) for stage in OPEN_STAGES)],
        required=False,
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("fr", _("French")), ("en", _("English"))])
    review_on = forms.DateField(label=_("Holds until"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


@dataclass(frozen=True, kw_only=True)
class ClaimRow:
    """A claim as it stands in the form."""

    number: int
    text: str
    is_opinion: bool
    quotes: frozenset[str]
    figure: str
    figure_n: str


def read_claims(data: QueryDict) -> list[ClaimRow]:
    """Read the claims of a sent form, empty ones left out."""
    rows: list[ClaimRow] = []
    for number in range(MAX_CLAIMS):
        text = data.get(f"claim-{number}-text", "").strip()[:1_000]
        if text:
            rows.append(
                ClaimRow(
                    number=len(rows),
                    text=text,
                    is_opinion=f"claim-{number}-opinion" in data,
                    quotes=frozenset(data.getlist(f"claim-{number}-quotes")),
                    figure=data.get(f"claim-{number}-figure", "").strip()[:200],
                    figure_n=data.get(f"claim-{number}-n", "").strip()[:9],
                )
            )
    return rows


def rows_of(argument: ArgumentView) -> list[ClaimRow]:
    """Put the claims of an existing argument into rows."""
    return [
        ClaimRow(
            number=number,
            text=claim.text,
            is_opinion=claim.is_opinion,
            quotes=frozenset(quote.public_id for quote in claim.quotes),
            figure=claim.figures[0].text if claim.figures else "",
            figure_n=str(claim.figures[0].n) if claim.figures else "",
        )
        for number, claim in enumerate(argument.claims)
    ]


def with_blank(rows: list[ClaimRow]) -> list[ClaimRow]:
    """Add an empty row to write the next claim in."""
    if len(rows) >= MAX_CLAIMS:
        return rows
    blank = ClaimRow(number=len(rows), text="", is_opinion=False, quotes=frozenset(), figure="", figure_n="")
    return [*rows, blank]


def card_text(form: CardForm, rows: list[ClaimRow], quotes: Mapping[str, Quote], today: date) -> CardText:
    """Assemble what the action takes; quotes that the writer may not read are simply not there."""
    data = form.cleaned_data
    return CardText(
        title=data["title"],
        situation=data["situation"],
        reply=data["reply"],
        not_to_say=data["not_to_say"],
        language=data["language"],
        stage=data["stage"],
        segment=data["segment"],
        competitor=data["competitor"],
        review_on=data["review_on"],
        claims=tuple(
            ClaimText(
                text=row.text,
                is_opinion=row.is_opinion,
                quotes=tuple(quotes[public_id] for public_id in sorted(row.quotes) if public_id in quotes),
                figure=row.figure,
                figure_n=int(row.figure_n) if row.figure_n.isdecimal() else None,
                figure_on=today if row.figure else None,
            )
            for row in rows
        ),
    )


def initial_of(argument: ArgumentView, competitor_id: str) -> dict[str, object]:
    """Give the form the words of an existing argument."""
    return {
        "title": argument.title,
        "situation": argument.situation,
        "reply": argument.reply,
        "not_to_say": argument.not_to_say,
        "competitor": competitor_id,
        "segment": argument.segment,
        "stage": argument.stage,
        "language": argument.language,
        "review_on": argument.review_on,
    }
