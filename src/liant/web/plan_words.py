"""Why a promise cannot be kept, and what would keep it, in one sentence each."""

from __future__ import annotations

from django.utils import formats
from django.utils.translation import gettext, ngettext

from liant.loop.arbitrate.requests import Skill
from liant.loop.plan.why import Reason
from liant.queries.plan_possible import WhyView
from liant.web.request_words import SKILLS
from liant.web.templatetags.liant import week_name


def hours_in_words(hours: float) -> str:
    """Write hours, to the tenth where it matters."""
    return formats.number_format(round(hours, 1), decimal_pos=0 if round(hours, 1) == int(hours) else 1, use_l10n=True)


def skill_in_words(skill: str) -> str:
    """Name a skill inside a sentence."""
    return str(SKILLS[Skill(skill)]).lower() if skill else gettext("marketing")


def reason_in_words(why: WhyView) -> str:
    """Say why, in one sentence filled from facts."""
    values = {
        "skill": skill_in_words(why.skill),
        "hours": hours_in_words(why.hours),
        "there": hours_in_words(why.hours_there),
        "needed": why.weeks_needed,
        "left": why.weeks_left,
        "n": why.n_others,
    }
    if why.reason == Reason.NO_SKILL:
        return gettext("Nobody can make this part of it: %(skill)s.") % values
    if why.reason == Reason.TOO_LONG and not why.weeks_left:
        text = ngettext(
            "No whole week is left, and it takes %(needed)s.",
            "No whole week is left, and its steps take %(needed)s one after the other.",
            why.weeks_needed,
        )
        return text % values
    if why.reason == Reason.TOO_LONG:
        text = ngettext(
            "Its steps take %(needed)s week one after the other, and %(left)s is left.",
            "Its steps take %(needed)s weeks one after the other, and %(left)s are left.",
            why.weeks_needed,
        )
        return text % values
    if why.reason == Reason.TOO_MUCH:
        return (
            gettext(
                "For %(skill)s it takes %(hours)s h a week of one person; the most that anybody has is %(there)s h."
            )
            % values
        )
    if why.reason == Reason.SKILL_SHORT and why.first_on and why.last_on:
        values |= {"first": week_name(why.first_on), "last": week_name(why.last_on)}
        return (
            gettext("From %(first)s to %(last)s, %(hours)s h of %(skill)s are promised and %(there)s h are there.")
            % values
        )
    return (
        ngettext(
            "Another promise takes the hours that it needs.",
            "%(n)s other promises take the hours that it needs.",
            max(1, why.n_others),
        )
        % values
    )


def ways_in_words(why: WhyView) -> list[str]:
    """Say what would keep it, the cheapest first."""
    found = []
    if why.others_move:
        found.append(gettext("if the others give way, none of them later than promised"))
    if why.extra_on is not None:
        values = {"hours": hours_in_words(why.extra_hours), "week": week_name(why.extra_on)}
        found.append(gettext("with %(hours)s h more of one person in %(week)s") % values)
    if why.later_on is not None:
        text = ngettext("%(n)s week later, on %(on)s", "%(n)s weeks later, on %(on)s", why.later_weeks)
        found.append(text % {"n": why.later_weeks, "on": formats.date_format(why.later_on, "SHORT_DATE_FORMAT")})
    return found


def why_in_words(why: WhyView) -> dict[str, object]:
    """Give both to a template."""
    return {"reason": reason_in_words(why), "ways": ways_in_words(why)}
