"""What the purposes of an agenda and the outcomes of a meeting are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from liant.loop.meet.agenda import Purpose
from liant.store.models import OutcomeKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PURPOSES: Mapping[str, _StrPromise] = {
    Purpose.DECIDE.value: _("To decide"),
    Purpose.DISCUSS.value: _("To discuss"),
    Purpose.INFORM.value: _("To know"),
}
KINDS: Mapping[str, _StrPromise] = {
    OutcomeKind.DECISION.value: _("Decision"),
    OutcomeKind.FOLLOW_UP.value: _("To do"),
    OutcomeKind.REMARK.value: _("Remark"),
}
