"""What promises to answer, and answers to leads, are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liant.loop.clocks.promises import PromiseCode
from liant.loop.leads.leads import LeadStatus

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class PromiseWords:
    """A kind of promise by name, and who promises what."""

    label: _StrPromise
    help: _StrPromise


PROMISES: Mapping[str, PromiseWords] = {
    PromiseCode.REQUEST: PromiseWords(
        label=_("Requests to marketing"), help=_("Marketing decides on what sales asks for, with a reason.")
    ),
    PromiseCode.URGENT: PromiseWords(
        label=_("Urgent calls"), help=_("A marketing director answers what is said not to wait.")
    ),
    PromiseCode.CONTEST: PromiseWords(
        label=_("Contested arguments"), help=_("The owner of an argument answers whoever says that it is wrong.")
    ),
    PromiseCode.LEAD: PromiseWords(
        label=_("Leads handed over"), help=_("A seller says what becomes of a lead that marketing handed over.")
    ),
}
ANSWERS: Mapping[str, _StrPromise] = {
    LeadStatus.TAKEN: pgettext_lazy("lead", "I take it"),
    LeadStatus.NOT_NOW: pgettext_lazy("lead", "Not now"),
    LeadStatus.WRONG: pgettext_lazy("lead", "Not for us"),
}
STATUSES: Mapping[str, _StrPromise] = {
    LeadStatus.WAITING: pgettext_lazy("lead", "waiting for an answer"),
    LeadStatus.TAKEN: pgettext_lazy("lead", "taken"),
    LeadStatus.NOT_NOW: pgettext_lazy("lead", "not now"),
    LeadStatus.WRONG: pgettext_lazy("lead", "not for us"),
}
