"""What the people of the invented company write to each other: threads with mentions, on every kind of object."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from liant.actions.threads import see_thread, write_message
from liant.loop.values.roles import Role
from liant.loop.values.stages import OPEN_STAGES
from liant.store import models as store


def first_of(people: Sequence[store.Person], role: Role) -> store.Person:
    """Find the person through whom the demonstration tries a role."""
    return next(person for person in people if person.role == role)


def load_threads(people: Sequence[store.Person], now: datetime) -> None:
    """Let the people through whom each role is tried find a word for them, and colleagues talking."""
    seller, manager = first_of(people, Role.SELLER), first_of(people, Role.SALES_MANAGER)
    marketer, director = first_of(people, Role.MARKETER), first_of(people, Role.MARKETING_DIRECTOR)
    other_marketer = [person for person in people if person.role == Role.MARKETER][1]
    mine = store.Note.objects.filter(author=seller)
    note, older = mine.order_by("-heard_on", "-id")[:2]
    deal = store.Opportunity.objects.filter(owner=seller, stage__in=OPEN_STAGES).order_by("-amount_cents", "id")[0]
    theme = store.Theme.objects.live().filter(rank=1).get()
    published = store.VersionStatus.PUBLISHED.value
    argument = store.Argument.objects.filter(owner=marketer, versions__status=published).order_by("id")[0]

    def say(
        who: store.Person, kind: str, about: store.Note | store.Theme | store.Argument, text: str, hours: int
    ) -> None:
        write_message(actor=who, kind=kind, public_id=about.public_id, text=text, now=now - timedelta(hours=hours))

    say(marketer, "note", note, "Est-ce que leur responsable maintenance le dit aussi, ou seulement les achats ?", 50)
    say(seller, "note", note, "Les deux. La maintenance l'a dit en premier, devant moi.", 47)
    say(manager, "note", note, f"@{seller.name} tu peux leur demander depuis quand ? On en parle mardi en réunion.", 20)
    say(manager, "note", older, "Bien vu. Même remarque chez deux de mes comptes cette semaine.", 70)
    see_thread(seller, "note", older.public_id, now - timedelta(hours=60))
    write_message(
        actor=manager,
        kind="opportunity",
        public_id=deal.public_id,
        text=f"@{seller.name} je peux venir au prochain rendez-vous si la direction financière y est.",
        now=now - timedelta(hours=5),
    )
    say(
        marketer,
        "theme",
        theme,
        f"@{director.name} ce thème prend de la place : un argument, ou un sujet de lancement ?",
        28,
    )
    say(
        director,
        "theme",
        theme,
        "Un argument d'abord, en deux semaines. On verra ce qu'il donne sur les affaires ouvertes.",
        26,
    )
    say(
        manager,
        "theme",
        theme,
        f"@{marketer.name} mon équipe l'entend surtout sur les sites de plus de 200 personnes.",
        3,
    )
    say(
        other_marketer,
        "argument",
        argument,
        f"@{marketer.name} le deuxième chiffre date d'avant l'été, on le refait ?",
        6,
    )
