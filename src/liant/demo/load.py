"""Write the invented company into the tables, in bulk; the truth stays out."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from liant.actions.credit import contribute, contribute_all
from liant.actions.ledger import record
from liant.actions.search import rebuild_index
from liant.actions.themes_refresh import refresh_themes
from liant.demo import names
from liant.demo.arguments import Card
from liant.demo.calendar import load_calendar, load_offers
from liant.demo.credit import load_contests, load_echoes, load_naming
from liant.demo.generate import Generated
from liant.demo.launch import load_launch, load_remarks
from liant.demo.leads import load_leads
from liant.demo.life import load_life
from liant.demo.meetings import load_meetings
from liant.demo.refine import load_refine
from liant.demo.requests import load_requests
from liant.demo.studio import load_studio
from liant.demo.talk import load_threads
from liant.demo.visits import load_visits
from liant.loop.listen.notes import find_quotes
from liant.loop.refine.credit import USE, Act, Event
from liant.loop.values.roles import Role
from liant.loop.values.stages import NoteKind, Stage, Voice
from liant.queries.argue import cited_by
from liant.store import models as store

BATCH = 1_000


def at(day: date, hour: int = 9) -> datetime:
    """Set a day's hour."""
    return datetime.combine(day, time(hour, 30), UTC)


def load_company(company: Generated, *, seed: int, now: datetime) -> None:
    """Fill an empty database with the company, its themes and its arguments."""
    with transaction.atomic():
        store.Company.objects.create(id=1, name="Brisane", language="fr", currency="EUR", is_demo=True, created_at=now)
        people = load_people(company, now)
        accounts = load_accounts(company, people, now)
        deals = load_deals(company, people, accounts, now)
        notes = load_notes(company, people, accounts, deals)
        remarks = load_remarks(people, accounts, company.today)
    refresh_themes(actor=None, seed=seed, now=now)
    with transaction.atomic():
        load_echoes(list(by_topic(company, notes).values()), seed)
        load_arguments(company, people, deals, notes, seed)
        load_refine(people, by_topic(company, notes), now)
        load_naming(people, now)
        load_contests(people, now)
        load_life(people, now)
        load_studio(people, now)
        load_threads(people, now)
        load_requests(people, now)
        load_leads(people, now)
        load_calendar(people, now)
        load_visits(people, now, company.today)
        load_offers(now)
    load_launch(people, remarks, now)
    with transaction.atomic():
        load_meetings(people, now, company.today)
    rebuild_index()


def by_topic(company: Generated, notes: list[store.Note]) -> dict[str, list[store.Note]]:
    """Gather the notes by the topic that was planted in them."""
    found: dict[str, list[store.Note]] = {}
    for note, row in zip(notes, company.notes, strict=True):
        found.setdefault(row.topic, []).append(note)
    return found


def load_people(company: Generated, now: datetime) -> list[store.Person]:
    """Write teams and people; nobody has a usable password, the demonstration signs in by a click."""
    teams = [store.Team(name=name, side=side) for name, side in company.teams]
    store.Team.objects.bulk_create(teams)
    people = [
        store.Person(
            name=row.name,
            email=row.email,
            role=row.role.value,
            team=teams[row.team] if row.team is not None else None,
            language=row.language,
            password=make_password(None),
            created_at=now - timedelta(days=560),
        )
        for row in company.people
    ]
    store.Person.objects.bulk_create(people)
    for person in people:
        if person.role == Role.SALES_MANAGER and person.team is not None:
            person.team.managers.add(person)
    return people


def load_accounts(company: Generated, people: list[store.Person], now: datetime) -> list[store.Account]:
    """Write accounts."""
    accounts = [
        store.Account(
            source="demo",
            external_id=f"A{i:04d}",
            name=row.name,
            kind=row.kind,
            segment=row.segment,
            n_employees=row.n_employees,
            size=size_of(row.n_employees),
            city=row.city,
            country="France",
            owner=people[row.owner],
            team=people[row.owner].team,
            created_at=now - timedelta(days=550),
        )
        for i, row in enumerate(company.accounts)
    ]
    return store.Account.objects.bulk_create(accounts, batch_size=BATCH)


def size_of(n_employees: int) -> str:
    """Band a number of employees."""
    for limit, size in ((50, "small"), (250, "medium"), (5_000, "large")):
        if n_employees < limit:
            return size
    return "very_large"


def load_deals(
    company: Generated, people: list[store.Person], accounts: list[store.Account], now: datetime
) -> list[store.Opportunity]:
    """Write products, competitors, deals, their stages and why the lost ones were lost."""
    products = store.Product.objects.bulk_create([store.Product(name=name) for name in names.PRODUCTS])
    rivals = store.Competitor.objects.bulk_create([store.Competitor(name=name) for name in names.COMPETITORS])
    deals = store.Opportunity.objects.bulk_create(
        [
            store.Opportunity(
                source="demo",
                external_id=f"D{i:05d}",
                name=row.name,
                account=accounts[row.account],
                amount_cents=row.amount_cents,
                stage=row.stage.value,
                opened_on=row.opened_on,
                expected_close_on=row.expected_close_on,
                closed_on=row.closed_on,
                product=products[row.product],
                owner=people[row.owner],
                team=people[row.owner].team,
                lead_source=row.lead_source,
                created_at=at(row.opened_on),
            )
            for i, row in enumerate(company.deals)
        ],
        batch_size=BATCH,
    )
    store.StageChange.objects.bulk_create(
        [
            # A deal may cross two stages on one day: the hour keeps their order.
            store.StageChange(opportunity=deal, stage=stage.value, entered_at=at(on, 8 + place))
            for deal, row in zip(deals, company.deals, strict=True)
            for place, (stage, on) in enumerate(row.stages)
        ],
        batch_size=BATCH,
    )
    met: Any = store.Opportunity.competitors.through
    met.objects.bulk_create(
        [
            met(opportunity_id=deal.pk, competitor_id=rivals[index].pk)
            for deal, row in zip(deals, company.deals, strict=True)
            for index in row.competitors
        ],
        batch_size=BATCH,
    )
    store.OutcomeReason.objects.bulk_create(
        [
            store.OutcomeReason(
                opportunity=deal,
                reason=row.reason.value,
                voice=Voice.SELLER.value,
                is_primary=True,
                recorded_by=people[row.owner],
                recorded_at=at(row.closed_on),
            )
            for deal, row in zip(deals, company.deals, strict=True)
            if row.reason is not None and row.closed_on is not None
        ],
        batch_size=BATCH,
    )
    return deals


def load_notes(
    company: Generated,
    people: list[store.Person],
    accounts: list[store.Account],
    deals: list[store.Opportunity],
) -> list[store.Note]:
    """Write notes and their quotes."""
    notes = store.Note.objects.bulk_create(
        [
            store.Note(
                author=people[row.author],
                team=people[row.author].team,
                account=accounts[row.account],
                opportunity=deals[row.deal] if row.deal is not None else None,
                kind=NoteKind(row.kind).value,
                text=row.text,
                language=row.language,
                heard_on=row.on,
                created_at=at(row.on, 17),
            )
            for row in company.notes
        ],
        batch_size=BATCH,
    )
    store.Quote.objects.bulk_create(
        [
            store.Quote(note=note, start=passage.start, end=passage.end, voice=passage.voice.value)
            for note in notes
            for passage in find_quotes(note.text)
        ],
        batch_size=BATCH,
    )
    store.LedgerEvent.objects.bulk_create(
        [
            store.LedgerEvent(
                at=note.created_at,
                actor=note.author,
                verb="note.captured",
                kind="note",
                object_id=note.public_id,
                data={"kind": note.kind},
            )
            for note in notes
        ],
        batch_size=BATCH,
    )
    return notes


def load_arguments(
    company: Generated,
    people: list[store.Person],
    deals: list[store.Opportunity],
    notes: list[store.Note],
    seed: int,
) -> None:
    """Write the arguments with the notes that their claims cite, and the uses that sellers made of them."""
    rng = random.Random(seed + 1)
    writers = [person for person in people if person.role == Role.MARKETER]
    rivals = {rival.name: rival for rival in store.Competitor.objects.all()}
    topic_notes = by_topic(company, notes)
    first_day = company.today - timedelta(days=520)
    versions: list[store.ArgumentVersion] = []
    for index, card in enumerate(company.cards):
        writer = writers[index % len(writers)]
        on = first_day + timedelta(days=index * 3)
        versions.append(
            load_argument(card, index, writer, topic_notes.get(card.topic, []), rivals, on, company.today, rng)
        )
    uses = store.ArgumentUse.objects.bulk_create(
        [
            store.ArgumentUse(
                argument=versions[use.card].argument,
                argument_version=versions[use.card],
                opportunity=deals[use.deal],
                person=people[use.person],
                verdict=use.verdict,
                at=at(use.on, 15),
                recorded_at=at(use.on, 18),
            )
            for use in company.uses
            if versions[use.card].status == store.VersionStatus.PUBLISHED.value
        ],
        batch_size=BATCH,
    )
    contribute_all(
        Event(
            person=use.person_id,
            act=Act.PROVE,
            object=("argument", use.argument.public_id),
            at=use.recorded_at,
            basis=(USE, use.public_id),
        )
        for use in uses
    )


def load_argument(
    card: Card,
    index: int,
    writer: store.Person,
    cited: list[store.Note],
    rivals: dict[str, store.Competitor],
    on: date,
    today: date,
    rng: random.Random,
) -> store.ArgumentVersion:
    """Write one argument; the last four are still being worked on."""
    status = store.VersionStatus.PUBLISHED
    if index >= 36:
        status = store.VersionStatus.REVIEW if index % 2 else store.VersionStatus.DRAFT
    theme = main_theme(cited)
    argument = store.Argument.objects.create(owner=writer, theme=theme, created_at=at(on))
    version = store.ArgumentVersion.objects.create(
        argument=argument,
        number=1,
        language="fr",
        title=card.title,
        situation=card.situation,
        reply=card.reply,
        not_to_say=card.not_to_say,
        competitor=rivals.get(card.competitor),
        stage=Stage(card.stage).value if card.stage else "",
        review_on=today + timedelta(days=rng.randrange(-5, 90)),
        written_by=writer,
        created_at=at(on),
        published_at=at(on, 16) if status == store.VersionStatus.PUBLISHED else None,
    )
    with_quotes = [note for note in cited if any(q.voice == Voice.CLIENT for q in find_quotes(note.text))] or cited
    for position, (text, is_opinion) in enumerate(card.claims):
        claim = store.Claim.objects.create(
            argument_version=version, position=position, text=text, is_opinion=is_opinion
        )
        if not is_opinion:
            chosen = rng.sample(with_quotes, k=min(3, len(with_quotes)))
            quotes = {q.note_id: q for q in store.Quote.objects.filter(note__in=chosen).order_by("-start")}
            store.Evidence.objects.bulk_create(
                store.Evidence(claim=claim, note=note, quote=quotes.get(note.pk)) for note in chosen
            )
    # Its claims cite by now: the database lets it be published.
    version.status = status.value
    version.save(update_fields=["status"])
    contribute(writer, Act.CO_WRITE, "argument", argument.public_id, at(on))
    record(writer, "argument.drafted", "argument", argument.public_id, at(on), {"number": 1})
    if status == store.VersionStatus.PUBLISHED:
        contribute_all(cited_by(version))
        record(writer, "argument.published", "argument", argument.public_id, at(on, 16), {"number": 1})
    return version


def main_theme(notes: list[store.Note]) -> store.Theme | None:
    """Find the theme that most of these notes are in."""
    counts: dict[int, int] = {}
    for pk in store.ThemeNote.objects.filter(note__in=notes).values_list("theme_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    if not counts:
        return None
    return store.Theme.objects.get(pk=min(counts, key=lambda pk: (-counts[pk], pk)))
