"""Measure how long it takes to share the credit of everything, and of one object.

Run: ``python bench/credit.py``. A hundred thousand notes are cited by five thousand arguments; people second them, write,
try them in deals; some arguments are merged. Our way, its naive twin (the rules read one after the other over every event,
on a sample, since the whole would take hours) and the limit are printed in one run and written to
``bench/results/credit.json``. The twin must give the same shares, to the fraction.
"""

from __future__ import annotations

import json
import os
import platform
import random
import statistics
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from liant.loop.refine.credit import NOTE, POINTS, USE, VOICES, Act, Book, Event, Link

RESULTS = Path(__file__).parent / "results" / "credit.json"
N_NOTES, N_ARGUMENTS, N_PEOPLE, N_MERGED = 100_000, 5_000, 800, 250
ALL_LIMIT_SECONDS, ONE_LIMIT_MS = 5.0, 5.0
DAY = datetime(2025, 1, 1, tzinfo=UTC)
TWIN_SAMPLE = 20


def invent(seed: int) -> tuple[list[Event], list[Link]]:
    """Invent who did what: every note is cited once, a tenth is seconded, every argument is written and tried."""
    rng = random.Random(seed)
    events: list[Event] = []
    for number in range(N_NOTES):
        argument = ("argument", f"a{number % N_ARGUMENTS}")
        note = (NOTE, f"n{number}")
        at = DAY + timedelta(minutes=number)
        act = Act.ORIGINATE if number < N_ARGUMENTS * 3 else Act.EVIDENCE
        events.append(Event(person=rng.randrange(N_PEOPLE), act=act, object=argument, at=at, basis=note))
        if rng.random() < 0.1:
            events.append(Event(person=rng.randrange(N_PEOPLE), act=Act.SECOND, object=note, at=at))
    for number in range(N_ARGUMENTS):
        argument = ("argument", f"a{number}")
        events.append(Event(person=N_PEOPLE + number % 20, act=Act.CO_WRITE, object=argument, at=DAY))
        events += [
            Event(person=rng.randrange(N_PEOPLE), act=Act.PROVE, object=argument, at=DAY, basis=(USE, f"u{number}.{i}"))
            for i in range(rng.randrange(8))
        ]
    late = DAY + timedelta(days=400)
    links = [
        Link(object=("argument", f"a{number}"), source=("argument", f"a{N_ARGUMENTS - 1 - number}"), at=late)
        for number in range(N_MERGED)
    ]
    return events, links


def naive_shares(events: list[Event], links: list[Link], found: tuple[str, str]) -> dict[int, Fraction]:
    """Share one object by the words of the rules, looking at every event each time."""
    places = {found, *(link.source for link in links if link.object == found)}
    own = [event for event in events if event.object in places]
    notes = {event.basis for event in own if event.basis is not None and event.basis[0] == NOTE}
    pairs = {(event.person, event.act) for event in own}
    pairs |= {(event.person, event.act) for event in events if event.act == Act.SECOND and event.object in notes}
    for strong, weak in ((0, 1), (0, 2), (1, 2)):
        pairs -= {(person, VOICES[weak]) for person, act in pairs if act == VOICES[strong]}
    n_people = Counter(act for _person, act in pairs)
    total = sum(POINTS[act] for act in n_people)
    shares: dict[int, Fraction] = {}
    for person, act in pairs:
        shares[person] = shares.get(person, Fraction(0)) + Fraction(POINTS[act], total * n_people[act])
    return shares


def measure_library(events: list[Event], links: list[Link]) -> dict[str, object]:
    """Share everything from the events in memory, and compare a sample with the naive twin."""
    began = time.perf_counter()
    book = Book(events, links)
    arguments = [("argument", f"a{number}") for number in range(N_ARGUMENTS)]
    shares = {found: book.shares(found) for found in arguments}
    ours = time.perf_counter() - began
    assert all(sum(share.share for share in found) == 1 for found in shares.values())
    began_one = time.perf_counter()
    for found in arguments:
        book.shares(found)
    one = (time.perf_counter() - began_one) / N_ARGUMENTS * 1_000
    sample = arguments[:: N_ARGUMENTS // TWIN_SAMPLE]
    began = time.perf_counter()
    twin = [naive_shares(events, links, found) for found in sample]
    twin_each = (time.perf_counter() - began) / len(sample)
    assert [{s.person: s.share for s in shares[found]} for found in sample] == twin
    return {
        "all_seconds": round(ours, 3),
        "all_limit_seconds": ALL_LIMIT_SECONDS,
        "one_in_memory_ms": round(one, 3),
        "twin_one_in_memory_ms": round(twin_each * 1_000, 1),
        "twin_all_seconds_from_sample": round(twin_each * N_ARGUMENTS, 1),
        "twin_sample": len(sample),
        "same_shares_as_twin": True,
    }


def measure_store(events: list[Event], links: list[Link]) -> dict[str, object]:
    """Read and share one argument at a time, from a database that holds all of them."""
    os.environ.update(LIANT_DATA_DIR=tempfile.mkdtemp(prefix="liant-bench-"), LIANT_MODE="local")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liant.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from liant.actions.credit import contribute_all
    from liant.queries.credit import credit_of
    from liant.store.models import CreditLink, Person

    call_command("migrate", verbosity=0)
    Person.objects.bulk_create(
        Person(name=f"Person {i}", email=f"p{i}@company.example", role="seller", created_at=DAY)
        for i in range(N_PEOPLE + 20)
    )
    first = Person.objects.earliest("id").pk
    with transaction.atomic():
        contribute_all(
            Event(person=first + e.person, act=e.act, object=e.object, at=e.at, basis=e.basis) for e in events
        )
        CreditLink.objects.bulk_create(
            CreditLink(
                kind=link.object[0],
                object_id=link.object[1],
                source_kind=link.source[0],
                source_id=link.source[1],
                at=link.at,
            )
            for link in links
        )
    reader = Person.objects.get(pk=first)
    credit_of(reader, "argument", "a0")
    took, worked = [], []
    for number in range(0, N_ARGUMENTS, 10):
        began, busy = time.perf_counter(), time.process_time()
        credit = credit_of(reader, "argument", f"a{number}")
        took.append((time.perf_counter() - began) * 1_000)
        worked.append((time.process_time() - busy) * 1_000)
        assert sum(part.share for part in credit.parts) == 1
    took.sort()
    return {
        "one_median_ms": round(statistics.median(took), 2),
        "one_median_cpu_ms": round(statistics.median(worked), 2),
        "one_p95_ms": round(took[int(len(took) * 0.95)], 2),
        "one_limit_ms": ONE_LIMIT_MS,
        "n_measured": len(took),
    }


def main() -> None:
    """Measure, print and keep."""
    events, links = invent(seed=1)
    result = {
        "n_notes": N_NOTES,
        "n_arguments": N_ARGUMENTS,
        "n_events": len(events),
        "n_links": len(links),
        **measure_library(events, links),
        **measure_store(events, links),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }
    print(f"{N_NOTES} notes, {N_ARGUMENTS} arguments, {len(events)} events, {len(links)} merges")
    print(f"{'':24}{'ours':>12}{'naive twin':>14}{'limit':>10}")
    twin = f"{result['twin_all_seconds_from_sample']} s*"
    print(f"{'all, in memory':24}{result['all_seconds']:>10} s{twin:>14}{ALL_LIMIT_SECONDS:>8} s")
    one = f"{result['twin_one_in_memory_ms']} ms"
    print(f"{'one, in memory':24}{result['one_in_memory_ms']:>9} ms{one:>14}{ONE_LIMIT_MS:>7} ms")
    print(f"{'one, from the database':24}{result['one_median_ms']:>9} ms{'':>14}{ONE_LIMIT_MS:>7} ms")
    print(f"{'  of it, processor':24}{result['one_median_cpu_ms']:>9} ms")
    print(f"{'  95th percentile':24}{result['one_p95_ms']:>9} ms")
    print(f"* from {TWIN_SAMPLE} arguments, whose shares are the same to the fraction")
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
