"""Measure the main pages on a large company: 50,000 deals and 100,000 notes in SQLite, one server process.

Run: ``python bench/pages.py [--deals N] [--notes N] [--data-dir DIR]``. The company is the demonstration's, scaled up; its
themes are found once; a folder given is kept and used again. Each page is asked for over one kept-alive connection by
each role that may read it, turning over many different objects; queries are counted on the same pages in this process.
Beside them, as the floor of the same server: a static file. Printed and written to ``bench/results/pages.json``.
Must: p95 at most 150 ms on every page.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from served import Browser, served

RESULTS = Path(__file__).parent / "results" / "pages.json"
LIMIT_MS = 150
STATIC = "/static/liant/icon.svg"
WARM_UP, MEASURED, OBJECTS = 4, 80, 20
SALES, MARKETING = ("seller", "sales_manager"), ("marketer", "marketing_director")


def make_company(n_deals: int, n_notes: int) -> None:
    """Fill the folder with the demonstration's company, scaled up."""
    from django.core.management import call_command

    from liant.demo import generate, load
    from liant.queries import people

    call_command("migrate", verbosity=0)
    if people.is_set_up():
        return
    generate.SCALES["bench"] = generate.Scale(
        n_sellers=200, n_marketers=30, n_accounts=3_000, n_deals=n_deals, n_notes=n_notes
    )
    now, began = datetime.now(UTC), time.perf_counter()
    company = generate.generate_company(seed=1, size="bench", today=now.date())
    print(f"generated in {time.perf_counter() - began:.0f} s", flush=True)
    load.load_company(company, seed=1, now=now)
    print(f"loaded, themes found, in {time.perf_counter() - began:.0f} s", flush=True)


def pages_for(person: object) -> dict[str, list[str]]:
    """List the addresses of each page for one person, over many objects that this person may open."""
    from liant.store import models as store

    rng = random.Random(1)

    def some(rows: object, prefix: str, suffix: str = "") -> list[str]:
        found = list(rows.order_by("id").values_list("public_id", flat=True)[:5_000])  # type: ignore[attr-defined]
        return [f"{prefix}/{public_id}{suffix}" for public_id in rng.sample(found, min(OBJECTS, len(found)))]

    role = person.role  # type: ignore[attr-defined]
    themes = store.Theme.objects.live().filter(rank__lte=OBJECTS)
    pages = {
        "today": ["/today"],
        "listen": ["/listen", "/listen?page=2", "/listen?kind=setback", "/listen?show=mine"],
        "note": some(store.Note.objects.visible_to(person), "/listen"),  # type: ignore[arg-type]
        "themes": ["/themes"],
        "theme": some(themes, "/themes"),
        "arguments": ["/arguments", "/arguments?page=2"],
        "argument": some(store.Argument.objects.visible_to(person), "/arguments"),  # type: ignore[arg-type]
        "accounts": ["/accounts", "/accounts?page=5", "/accounts?kind=client"],
        "account": some(store.Account.objects.visible_to(person), "/accounts"),  # type: ignore[arg-type]
        "capture": ["/capture"],
    }
    if role in SALES:
        deals = store.Opportunity.objects.visible_to(person)  # type: ignore[arg-type]
        pages["deals"] = ["/deals", "/deals?page=2", "/deals?stage=closed", "/deals?stage=all"]
        pages["deal"] = some(deals.open(), "/deals")
    else:
        pages["write"] = ["/arguments/new", *(f"/arguments/new?theme={path[8:]}" for path in some(themes, "/themes"))]
    # What is typed in the search of the lists, and while a note is captured.
    pages["search notes"] = ["/listen?q=capteur", "/listen?q=zzz"]
    pages["search accounts"] = ["/accounts?q=lens", "/accounts?q=zzz"]
    pages["search arguments"] = ["/arguments?q=prix"]
    pages["attach"] = ["/capture/attach?search=atelier", "/capture/attach?search=zzz"]
    pages["similar"] = ["/capture/similar?text=les+capteurs+tombent+en+panne+de+batterie"]
    if role in SALES:
        pages["search deals"] = ["/deals?q=lens", "/deals?q=zzz"]
    return pages


def count_queries(person: object, addresses: Sequence[str]) -> int:
    """Return the most queries that one of these addresses makes."""
    from django.db import connection
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[arg-type]
    most = 0
    for address in addresses:
        n = 0

        def count(execute: Callable[..., object], *call: object) -> object:
            nonlocal n
            n += 1
            return execute(*call)

        with connection.execute_wrapper(count):
            client.get(address)
        most = max(most, n)
    return most


def measure(browser: Browser, addresses: Sequence[str]) -> dict[str, object]:
    """Ask for addresses in turn; return the percentiles and the largest answer."""
    times, sizes = [], []
    for turn in range(WARM_UP + MEASURED):
        address = addresses[turn % len(addresses)]
        status, body, took = browser.ask(address)
        if status != 200:
            raise SystemExit(f"{address} answered {status}.")
        if turn >= WARM_UP:
            times.append((took, address))
            sizes.append(len(body))
    cuts = statistics.quantiles([took for took, _address in times], n=20, method="inclusive")
    return {
        "p50_ms": round(statistics.median(took for took, _address in times), 1),
        "p95_ms": round(cuts[18], 1),
        "slowest": max(times)[1].partition("?")[0] if len(set(addresses)) > 1 else addresses[0],
        "bytes": max(sizes),
    }


def run(data_dir: Path) -> list[dict[str, object]]:
    """Measure every page with every role that may read it."""
    from liant.queries.people import one_of_each_role

    people = {person.role: person for person in one_of_each_role()}
    results = []
    print(f"{'page':18}{'role':20}{'queries':>8}{'p50 ms':>9}{'p95 ms':>9}{'kB':>7}   limit {LIMIT_MS} ms")
    with served(data_dir) as (_process, port):
        for role in (*SALES, *MARKETING):
            browser = Browser(port)
            browser.wait()
            browser.sign_in(people[role].public_id)
            pages = (
                {"(static file)": [STATIC], **pages_for(people[role])} if role == "seller" else pages_for(people[role])
            )
            for page, addresses in pages.items():
                queries = 0 if addresses == [STATIC] else count_queries(people[role], addresses[:4])
                row = {"page": page, "role": role, "queries": queries, **measure(browser, addresses)}
                results.append(row)
                over = "   over" if float(str(row["p95_ms"])) > LIMIT_MS else ""
                print(
                    f"{page:18}{role:20}{queries:8}{row['p50_ms']:9}{row['p95_ms']:9}{int(str(row['bytes'])) // 1000:7}"
                    f"{over}",
                    flush=True,
                )
    return results


def main() -> None:
    """Make the company, measure its pages, print the figures and keep them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deals", type=int, default=50_000)
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--data-dir", type=Path, help="a folder to make the company in, kept for the next run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        data_dir = options.data_dir or Path(name)
        os.environ["LIANT_MODE"] = "demo"
        from liant.cli.setup import start

        start(data_dir)
        make_company(options.deals, options.notes)
        results = run(data_dir)
    worst = max(float(str(row["p95_ms"])) for row in results)
    print(f"slowest p95: {worst} ms, limit {LIMIT_MS} ms")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        json.dumps({"deals": options.deals, "notes": options.notes, "limit_ms": LIMIT_MS, "pages": results}, indent=2)
        + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
