"""The words of launches: templates, the items of their checklists, the columns of a board, what may be missing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from liant.loop.launch.readiness import Gap
from liant.loop.launch.templates import Template
from liant.store.models import BoardColumn

TEMPLATES = {
    Template.COBRANDED: _("Co-branded launch, with a partner"),
    Template.NEW_PRODUCT: _("New product"),
    Template.NEW_OFFER: _("New offer or new price"),
    Template.BLANK: _("No template: an empty list"),
}
#: An item names what is there when it is done.
STEPS = {
    "gather_words": _("The field’s own words are gathered on the board"),
    "partner_agreement": _("The agreement with the partner is signed"),
    "invite_pilots": _("Pilot sellers are invited"),
    "price_and_terms": _("Price and terms are decided"),
    "write_pitch": _("The pitch is written with the pilots"),
    "legal_check": _("Legal has read the pitch and the conditions"),
    "partner_visual": _("The visual is approved by both companies"),
    "product_training": _("Pilots have held the product in their hands"),
    "try_in_meetings": _("Pilots have tried the pitch in three meetings each"),
    "sheet_and_deck": _("Sheet and slides are printed"),
    "brief_managers": _("Sales managers are briefed"),
    "first_results": _("First results are read together"),
}
COLUMNS = {
    BoardColumn.LIVES: _("What they live today"),
    BoardColumn.ASKS: _("What they ask for"),
    BoardColumn.DOUBTS: _("What holds them back"),
    BoardColumn.PROVES: _("What proves it"),
}
GAPS = {
    Gap.GOAL: _("Its goal is not written."),
    Gap.PAINS: _("What clients go through today is not written."),
    Gap.EVIDENCE: _("Nothing is pinned to the board."),
    Gap.PITCH: _("The pitch has no line yet."),
    Gap.ANSWERS: _("Proposed lines wait for an answer."),
    Gap.STEPS: _("Items due by the day are not done."),
}
