"""Search over 5,000 arguments and 100,000 notes, on SQLite and on PostgreSQL: how long, and whether they find the same.

Run: ``python bench/search.py [--notes N] [--arguments N]``. The company is the demonstration's, scaled up, in both engines
from the same seed. Forty queries as people type them, half French and half English, with and without accents, whole and
unfinished, are asked by a marketer, who reads every shared note, and by a seller, who reads those of a team. Measured: the
whole answer of ``search_for`` (rights, ranking, marks; five hits of each kind), and the page with it. Beside it, as the
peer, the plain way: the same rights and ``icontains`` on the same texts, which wants the letters as they are written, so
that it leaves queries without an answer. The work on what was said (ideas, plans, launches, messages, meetings, requests)
is searched as well, but this company has only types of work: kinds without a hit cost their part of a statement. Printed
and written to ``bench/results/search.json``. Must: p95 at most 100 ms for the whole page on both engines, and the same
objects in the same order on both for every query.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "results" / "search.json"
LIMIT_MS = 100
TIMES, PEER_TIMES = 5, 1
TODAY = date(2026, 3, 12)
QUERIES = (
    # French
    *(
        "prix",
        "le prix",
        "remise annuelle",
        "délai de livraison",
        "delais livraison",
        "piles",
        "batterie",
        "autonomie capteur",
    ),
    *("l'autonomie", "d'engagement", "qu'il", "trois ans d'engagement", "références", "hébergement en France", "serv"),
    *("écran en polonais", "devis", "maintenance préventive", "retour sur investissement", "appel d'off"),
    # English
    *(
        "price",
        "the price",
        "yearly discount",
        "delivery time",
        "batteries",
        "sensor life",
        "on-site",
        "purchasing group",
    ),
    *(
        "references",
        "hosted in France",
        "budget",
        "trial",
        "maint",
        "return on investment",
        "night shift",
        "spare parts",
    ),
    *("contract length", "training", "competitor", "vendor registration"),
)


def fill(n_arguments: int, n_notes: int) -> None:
    """Write the scaled company, without its themes, and index it."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from liant.actions.search import rebuild_index
    from liant.demo import generate, load
    from liant.store import models as store

    call_command("migrate", verbosity=0)
    generate.SCALES["bench"] = generate.Scale(
        n_sellers=200, n_marketers=30, n_accounts=3_000, n_deals=20_000, n_notes=n_notes
    )
    company = generate.generate_company(seed=1, size="bench", today=TODAY)
    now = datetime(2026, 3, 12, 9, tzinfo=UTC)
    with transaction.atomic():
        store.Company.objects.create(id=1, name="Brisane", language="fr", created_at=now)
        people = load.load_people(company, now)
        accounts = load.load_accounts(company, people, now)
        deals = load.load_deals(company, people, accounts, now)
        load.load_notes(company, people, accounts, deals)
        write_arguments(company.cards, [row.text for row in company.notes], people, n_arguments, now)
    rebuild_index()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def write_arguments(
    cards: Sequence[object], heard: Sequence[str], people: Sequence[object], n: int, now: datetime
) -> None:
    """Write as many published arguments as asked for, out of the demonstration's cards and of what was heard."""
    from liant.store import models as store

    rng = random.Random(2)
    writer = next(person for person in people if person.role == "marketer")
    arguments = store.Argument.objects.bulk_create([store.Argument(owner=writer, created_at=now) for _ in range(n)])
    versions = []
    for i, argument in enumerate(arguments):
        card = cards[i % len(cards)]
        versions.append(
            store.ArgumentVersion(
                argument=argument,
                number=1,
                language="fr" if i % 2 else "en",
                status="published",
                title=f"{card.title} ({i})"[:120],
                situation=rng.choice(heard),
                reply=f"{card.reply} {rng.choice(heard)}",
                review_on=TODAY,
                written_by=writer,
                created_at=now,
                published_at=now,
            )
        )
    store.ArgumentVersion.objects.bulk_create(versions, batch_size=500)
    store.Claim.objects.bulk_create(
        [
            store.Claim(argument_version=version, position=0, text=rng.choice(heard), is_opinion=True)
            for version in versions
        ],
        batch_size=500,
    )


def ask_plainly(reader: object, text: str) -> list[str]:
    """Answer the plain way: the rights of each kind and ``icontains``, newest first, five of each."""
    from django.db.models import Q

    from liant.queries.search import versions_for
    from liant.store import models as store

    found = []
    for rows in (
        store.Account.objects.visible_to(reader).filter(name__icontains=text),
        store.Opportunity.objects.visible_to(reader).filter(Q(name__icontains=text) | Q(account__name__icontains=text)),
        versions_for(reader).filter(Q(title__icontains=text) | Q(situation__icontains=text) | Q(reply__icontains=text)),
        store.Note.objects.visible_to(reader).filter(text__icontains=text),
    ):
        found += [str(row) for row in rows.order_by("-pk")[:5]]
    return found


def timed(ask: Callable[[], object], times: int) -> list[float]:
    """Take the milliseconds of each time."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1_000)
    return took


def p95(took: Sequence[float]) -> float:
    """Take the 95th percentile, by nearest rank."""
    return sorted(took)[max(0, -(-len(took) * 95 // 100) - 1)]


def measure(n_arguments: int, n_notes: int) -> dict[str, object]:
    """Fill the engine of this process and ask it everything."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client

    from liant.queries.search import search_for
    from liant.store import models as store

    began = time.perf_counter()
    fill(n_arguments, n_notes)
    filled = time.perf_counter() - began
    key_by_url = {
        f"/{place}{public_id}": f"{kind}{pk}"
        for kind, place, model in (
            ("account", "accounts/", store.Account),
            ("deal", "deals/", store.Opportunity),
            ("argument", "arguments/", store.Argument),
            ("note", "listen/", store.Note),
            ("deliverable", "requests/new?deliverable=", store.Deliverable),
        )
        for pk, public_id in model._default_manager.values_list("pk", "public_id").iterator()
    }
    readers = {
        role: store.Person.objects.filter(role=role, is_active=True).order_by("pk").first()
        for role in ("marketer", "seller")
    }
    said: dict[str, object] = {"engine": connection.vendor, "filled_seconds": round(filled, 1), "readers": {}}
    answers: dict[str, list[str]] = {}
    for role, reader in readers.items():
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
        search_for(reader, "chauffe")
        client.get("/search", {"q": "chauffe"})
        ours, pages, peers, slowest, found_by_peer = [], [], [], ("", 0.0), 0
        for text in QUERIES:
            took = timed(lambda reader=reader, text=text: search_for(reader, text), TIMES)
            ours += took
            slowest = max(slowest, (text, sorted(took)[len(took) // 2]), key=lambda pair: pair[1])
            pages += timed(lambda client=client, text=text: client.get("/search", {"q": text}), 1)
            peers += timed(lambda reader=reader, text=text: ask_plainly(reader, text), PEER_TIMES)
            found_by_peer += bool(ask_plainly(reader, text))
            groups = search_for(reader, text, limit=50)
            answers[f"{role}: {text}"] = [key_by_url[hit.url] for group in groups for hit in group.hits]
        said["readers"][role] = {  # type: ignore[index]
            "search_p50_ms": round(sorted(ours)[len(ours) // 2], 1),
            "search_p95_ms": round(p95(ours), 1),
            "page_p95_ms": round(p95(pages), 1),
            "icontains_p50_ms": round(sorted(peers)[len(peers) // 2], 1),
            "icontains_p95_ms": round(p95(peers), 1),
            "slowest": {"query": slowest[0], "ms": round(slowest[1], 1)},
            "n_queries_answered": sum(bool(answers[f"{role}: {text}"]) for text in QUERIES),
            "n_queries_answered_by_icontains": found_by_peer,
        }
    return {**said, "answers": answers}


def measured_apart(folder: Path, url: str, n_arguments: int, n_notes: int) -> dict[str, object]:
    """Measure in a process of its own, on a folder and a database of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIANT_", "DJANGO_"))}
    environment = {
        **kept,
        "LIANT_DATA_DIR": str(folder),
        "LIANT_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "liant.config.settings",
        **({"LIANT_DATABASE_URL": url} if url else {}),
    }
    given = ["--one", "--notes", str(n_notes), "--arguments", str(n_arguments)]
    done = subprocess.run(
        [sys.executable, __file__, *given], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    said: dict[str, object] = json.loads(done.stdout)
    return said


def main() -> None:
    """Measure both engines, compare what they found, print the figures and keep them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--arguments", type=int, default=5_000)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.arguments, given.notes)))
        return
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from tests.postgresql.server import throw_away_postgresql

    with tempfile.TemporaryDirectory() as name, throw_away_postgresql() as url:
        engines = [measured_apart(Path(name), address, given.arguments, given.notes) for address in ("", url)]
    answers = [engine.pop("answers") for engine in engines]
    different = [query for query in answers[0] if answers[0][query] != answers[1][query]]  # type: ignore[index]
    result = {
        "notes": given.notes,
        "arguments": given.arguments,
        "queries": len(QUERIES),
        "limit_p95_ms": LIMIT_MS,
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        "engines": engines,
        "answers_compared": len(answers[0]),  # type: ignore[arg-type]
        "answers_that_differ": different,
    }
    print(json.dumps(result, indent=2, ensure_ascii=False))
    if (given.notes, given.arguments) == (100_000, 5_000):
        RESULTS.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
