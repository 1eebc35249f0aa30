"""The form of an argument: its own fields, and as many claims as its writer needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from liant.actions.argue import CardText, ClaimText
from liant.loop.argue.figures import read_ask
from liant.loop.values.stages import OPEN_STAGES
from liant.queries.argue import ArgumentView
from liant.store.models import ClaimOrigin, Competitor, Quote

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
        help_text=_("In the client’s own words."),
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


class TypedCardForm(CardForm):
    """A card while it is being typed: only its title cannot wait."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("situation", "reply"):
            self.fields[name].required = False


@dataclass(frozen=True, kw_only=True)
class ClaimRow:
    """A claim as it stands in the form."""

    number: int
    text: str
    is_opinion: bool
    quotes: frozenset[str]
    figure: str
    figure_n: str
    counted: str = ""  #: a figure that Liant counts, as code:about:months
    origin: str = ""


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
                    counted=data.get(f"claim-{number}-counted", "")[:60],
                    origin=origin_of(data.get(f"claim-{number}-origin", "")),
                )
            )
    return rows


def origin_of(name: str) -> str:
    """Read where a claim came from, nothing when it is not of the list."""
    return name if name in set(ClaimOrigin) else ""


def changed_rows(data: QueryDict, rows: list[ClaimRow], words: Mapping[str, str]) -> list[ClaimRow]:
    """Do what a button of the studio asks with the claims: move one, insert a quote or a figure, say a figure of today.

    Parameters
    ----------
    words : the words of what is inserted, by public id of a quote that the writer may read or key of a figure.
    """
    number, _, direction = data.get("move", "").partition(":")
    if number.isdecimal() and direction in ("up", "down"):
        return moved(rows, int(number), -1 if direction == "up" else 1)
    if "say" in data:
        said = data["say"]
        return [
            replace(row, text=words[row.counted]) if str(row.number) == said and row.counted in words else row
            for row in rows
        ]
    what, _, key = data.get("insert", "").partition(":")
    added = None
    if what == "quote" and key in words:
        origin = ClaimOrigin.QUOTE.value
        added = blank_row(len(rows), text=words[key][:1_000], quotes=frozenset({key}), origin=origin)
    elif what == "figure" and key in words:
        added = blank_row(len(rows), text=words[key], counted=key, origin=ClaimOrigin.FIGURE.value)
    return [*rows, added] if added is not None and len(rows) < MAX_CLAIMS else rows


def moved(rows: list[ClaimRow], number: int, by: int) -> list[ClaimRow]:
    """Exchange a claim with its neighbour; at either end nothing moves."""
    other = number + by
    if not (0 <= number < len(rows) and 0 <= other < len(rows)):
        return rows
    order = list(rows)
    order[number], order[other] = order[other], order[number]
    return [replace(row, number=place) for place, row in enumerate(order)]


def blank_row(number: int, **values: Any) -> ClaimRow:
    """Make a claim of which only some is known."""
    empty = {"text": "", "is_opinion": False, "quotes": frozenset(), "figure": "", "figure_n": ""}
    return ClaimRow(number=number, **{**empty, **values})


def rows_of(argument: ArgumentView) -> list[ClaimRow]:
    """Put the claims of an existing argument into rows."""
    return [
        ClaimRow(
            number=number,
            text=claim.text,
            is_opinion=claim.is_opinion,
            quotes=frozenset(quote.public_id for quote in claim.quotes),
            figure=next((f.text for f in claim.figures if not f.key), ""),
            figure_n=next((str(f.n) for f in claim.figures if not f.key), ""),
            counted=next((f.key for f in claim.figures if f.key), ""),
            origin=claim.origin,
        )
        for number, claim in enumerate(argument.claims)
    ]


def with_blank(rows: list[ClaimRow]) -> list[ClaimRow]:
    """Add an empty row to write the next claim in."""
    if len(rows) >= MAX_CLAIMS:
        return rows
    return [*rows, blank_row(len(rows))]


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
                counted=read_ask(row.counted) if row.counted else None,
                origin=row.origin,
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
