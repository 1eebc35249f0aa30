"""What the parts of a request to marketing are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liant.loop.arbitrate.requests import Need, RequestStatus, Skill

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NEEDS: Mapping[Need, _StrPromise] = {
    Need.USEFUL: _("Useful"),
    Need.IMPORTANT: _("Important"),
    Need.BLOCKS: _("A deal waits for it"),
}
SKILLS: Mapping[Skill, _StrPromise] = {
    Skill.WRITING: _("Writing"),
    Skill.DESIGN: _("Design"),
    Skill.WEB: _("Web"),
    Skill.VIDEO: _("Video"),
    Skill.EVENTS: _("Events"),
    Skill.TECHNICAL: _("Demonstrations"),
    Skill.FIGURES: _("Figures and studies"),
}
#: Ways to look at a list of requests.
STATUSES: Mapping[str, _StrPromise] = {
    "open": pgettext_lazy("requests", "Undelivered"),
    RequestStatus.WAITING.value: pgettext_lazy("requests", "Waiting for a decision"),
    RequestStatus.ACCEPTED.value: pgettext_lazy("requests", "Accepted"),
    RequestStatus.IN_HAND.value: pgettext_lazy("requests", "In hand"),
    RequestStatus.DELIVERED.value: pgettext_lazy("requests", "Delivered"),
    RequestStatus.WITHDRAWN.value: pgettext_lazy("requests", "Withdrawn"),
    "all": pgettext_lazy("requests", "All"),
}
