"""The weekly meeting of the invented company: two times held, with their minutes, and the next one to prepare."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from liant.actions import meet, meet_agenda, meet_outcomes
from liant.demo.talk import first_of
from liant.loop.meet.agenda import Purpose
from liant.loop.meet.recurrence import DayOff, Rhythm
from liant.loop.values.roles import Role
from liant.queries.meet import agenda_proposed, meeting_view, with_series
from liant.store import models as store

TUESDAY, THURSDAY = 1, 3
#: Of each time held: an item by hand with its purpose, and what came of it: a decision, then who does what within days.
HELD = (
    (
        "Retour du salon de Lyon",
        Purpose.INFORM,
        "On garde le même emplacement l'an prochain, avec une démonstration sur machine.",
        ((Role.MARKETER, "Envoyer aux vendeurs la liste des 14 contacts à rappeler.", 3, True),),
    ),
    (
        "Ce qui bloque les signatures de ce mois",
        Purpose.DISCUSS,
        "Un seul argument par blocage, relu par deux vendeurs avant publication.",
        (
            (Role.SALES_MANAGER, "Demander à l'équipe deux exemples chiffrés de temps gagné.", 6, False),
            (Role.MARKETER, "Mettre à jour le comparatif avec Maintena.", 9, False),
        ),
    ),
)


def load_meetings(people: Sequence[store.Person], now: datetime, today: date) -> None:
    """Hold the weekly meeting of the last two weeks, with agendas that the data proposed."""
    host = first_of(people, Role.MARKETER)
    others = [person for person in people if person.role in (Role.SALES_MANAGER, Role.MARKETING_DIRECTOR)]
    others += [person for person in people if person.role == Role.MARKETER][1:2]
    first_on = today - timedelta(days=(today.weekday() - TUESDAY) % 7 or 7) - timedelta(weeks=1)
    meeting: store.Meeting | None = meet.set_up_meeting(
        actor=host,
        plan=meet.Plan(
            title="Point terrain et marketing",
            rhythm=Rhythm.WEEKLY,
            day_off=DayOff.MOVE,
            first_on=first_on,
            starts_at=time(9, 30),
            minutes=45,
        ),
        people=others,
        now=now - timedelta(days=21),
    )
    for title, purpose, decision, promises in HELD:
        if meeting is not None and meeting.held_on < today:
            meeting = hold(meeting.pk, people, title, purpose, decision, promises)
    plan_team_meeting(people, now, today)


def plan_team_meeting(people: Sequence[store.Person], now: datetime, today: date) -> None:
    """Let a sales team prepare its own next meeting, to which a marketer comes."""
    manager, seller = first_of(people, Role.SALES_MANAGER), first_of(people, Role.SELLER)
    colleagues = [person for person in people if person.team_id == manager.team_id and person.role == Role.SELLER][:4]
    first_on = today + timedelta(days=(THURSDAY - today.weekday()) % 7 or 7)
    meeting = meet.set_up_meeting(
        actor=manager,
        plan=meet.Plan(
            title="Équipe Nord et Est",
            rhythm=Rhythm.TWO_WEEKS,
            day_off=DayOff.SKIP,
            first_on=first_on,
            starts_at=time(8, 30),
            minutes=30,
        ),
        people={*colleagues, seller, first_of(people, Role.MARKETER)},
        now=now - timedelta(days=2),
    )
    meet_agenda.add_item(
        actor=manager,
        meeting=with_series(store.Meeting.objects.all()).get(pk=meeting.pk),
        title="Deux affaires à débloquer avant la fin du mois",
        purpose=Purpose.DECIDE,
        minutes=10,
        owner=seller,
        now=now - timedelta(days=1),
    )


def hold(
    key: int,
    people: Sequence[store.Person],
    title: str,
    purpose: Purpose,
    decision: str,
    promises: Sequence[tuple[Role, str, int, bool]],
) -> store.Meeting | None:
    """Hold one meeting from its agenda to its minutes; return the next one."""
    meeting = with_series(store.Meeting.objects.all()).get(pk=key)
    host, at = meeting.series.host, meeting.starts_at
    proposed = agenda_proposed(meeting, meeting_view(host, meeting, today=meeting.held_on), now=at).items[:2]
    refs = [f"{item.candidate.kind}:{item.candidate.object_id}" for item in proposed]
    meet_agenda.take_proposed(actor=host, meeting=meeting, refs=refs, now=at)
    item = meet_agenda.add_item(
        actor=host, meeting=meeting, title=title, purpose=purpose, minutes=10, owner=host, now=at
    )
    later = at + timedelta(minutes=20)
    meet_outcomes.write_outcome(
        actor=host,
        meeting=meeting,
        item=item,
        kind=store.OutcomeKind.DECISION,
        text=decision,
        owner=None,
        due_on=None,
        now=later,
    )
    for role, text, n_days, is_done in promises:
        outcome = meet_outcomes.write_outcome(
            actor=first_of(people, Role.SALES_MANAGER),
            meeting=meeting,
            item=item,
            kind=store.OutcomeKind.FOLLOW_UP,
            text=text,
            owner=first_of(people, role),
            due_on=meeting.held_on + timedelta(days=n_days),
            now=later,
        )
        if is_done:
            meet_outcomes.finish_follow_up(
                actor=first_of(people, role), outcome=outcome, is_done=True, now=at + timedelta(days=1)
            )
    return meet.close_meeting(actor=host, meeting=meeting, now=at + timedelta(minutes=45))
