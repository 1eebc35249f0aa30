"""The form of a strategy message: its text in one language or two, and what it is linked to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liant.actions.argue_messages import MAX_BODY, MAX_TITLE, MessageDraft, MessageText
from liant.queries.argue_messages import arguments_to_carry, themes_to_answer
from liant.store.models import Argument, Person, StrategyMessage, Theme

LANGUAGES = ("fr", "en")


class MessageForm(forms.Form):
    """A message as it is written."""

    title_fr = forms.CharField(label=_("Title"), max_length=MAX_TITLE, required=False)
    body_fr = forms.CharField(label=_("Text"), max_length=MAX_BODY, required=False, widget=forms.Textarea({"rows": 5}))
    title_en = forms.CharField(label=_("Title"), max_length=MAX_TITLE, required=False)
    body_en = forms.CharField(label=_("Text"), max_length=MAX_BODY, required=False, widget=forms.Textarea({"rows": 5}))
    arguments = forms.MultipleChoiceField(
        label=_("Arguments that carry it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes that it answers"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, reader: Person, message: StrategyMessage | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["arguments"].choices = arguments_to_carry(message)  # type: ignore[attr-defined]
        self.fields["themes"].choices = themes_to_answer(reader, message)  # type: ignore[attr-defined]

    def draft(self) -> MessageDraft:
        """Return the message that was written."""
        data = self.cleaned_data
        return MessageDraft(
            texts=tuple(
                MessageText(language=code, title=data[f"title_{code}"], body=data[f"body_{code}"]) for code in LANGUAGES
            ),
            arguments=tuple(Argument.objects.filter(public_id__in=data["arguments"]).order_by("id")),
            themes=tuple(Theme.objects.filter(public_id__in=data["themes"]).order_by("id")),
        )


def initial_of(message: StrategyMessage) -> dict[str, object]:
    """Fill the form from a draft."""
    found: dict[str, object] = {
        "arguments": list(message.arguments.values_list("public_id", flat=True)),
        "themes": list(message.themes.values_list("public_id", flat=True)),
    }
    for text in message.texts.all():
        found[f"title_{text.language}"], found[f"body_{text.language}"] = text.title, text.body
    return found
