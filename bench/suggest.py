"""Measure what the studio suggests, on the invented company whose topics are known: is it about what its theme is about?

Run: ``python bench/suggest.py [--size small|full] [--seed N]``. Each live theme is about the topic that most of its notes
were planted with. A suggested quote is right when its note was planted with that topic. Beside the suggestions, on the same
themes and as many quotes: the latest ones, and quotes drawn at random. Also counted: the accounts
behind the strongest quotes and their open money, beside those of the latest and of the drawn ones. Printed and written to
``bench/results/suggest.json``, with n and 95 % intervals.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from intervals import wilson

RESULTS = Path(__file__).parent / "results" / "suggest.json"
EACH = 3


def make_company(size: str, seed: int) -> dict[int, str]:
    """Load a company into an empty database; return the planted topic of each of its notes."""
    from django.core.management import call_command

    from liant.demo.generate import generate_company
    from liant.demo.load import load_company
    from liant.store.models import Note

    call_command("migrate", verbosity=0)
    now = datetime.now(UTC)
    company = generate_company(seed=seed, size=size, today=now.date())
    load_company(company, seed=seed, now=now)
    keys = Note.objects.order_by("id").values_list("pk", flat=True)[: len(company.notes)]
    return dict(zip(keys, (row.topic for row in company.notes), strict=True))


def look_at_themes(
    topics: dict[int, str],
    rng: random.Random,
    found: dict[str, list[bool]],
    money: Counter[str],
    accounts: Counter[str],
) -> None:
    """Compare what is suggested for each live theme with the topic that it is about."""
    from liant.loop.argue.suggest import suggest_from
    from liant.queries.argue_studio import heard, quotes_heard
    from liant.store.models import Person, Theme

    reader = Person.objects.filter(role="marketer").earliest("id")
    today = datetime.now(UTC).date()
    for theme in Theme.objects.live():
        rows = {row.public_id: row for row in quotes_heard(reader, theme)}
        planted = [topics[row.note_id] for row in rows.values() if row.note_id in topics]
        if not planted:
            continue
        about = Counter(planted).most_common(1)[0][0]
        quotes = [heard(row) for row in rows.values()]
        suggested = suggest_from(quotes, today=today, limit=EACH)
        clients = [quote.key for quote in quotes if quote.is_client]
        chosen = {
            "typical": suggested.typical,
            "strongest": suggested.strongest,
            "won": suggested.won.keys if suggested.won else (),
            "latest": [quote.key for quote in quotes[:EACH]],
            "random": rng.sample(clients, min(EACH, len(clients))),
        }
        for name, keys in chosen.items():
            found[name] += [topics.get(rows[key].note_id) == about for key in keys]
        for name in ("strongest", "latest", "random"):
            money[name] += sum(vars(rows[key])["open_cents"] or 0 for key in chosen[name]) // 100
            accounts[name] += len({rows[key].note.account_id for key in chosen[name]})


def main() -> None:
    """Print the shares that are right, with their intervals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=("small", "full"), default="full")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"LIANT_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "liant.config.settings"}
        import django

        django.setup()
        found: dict[str, list[bool]] = {name: [] for name in ("typical", "strongest", "won", "latest", "random")}
        money: Counter[str] = Counter()
        accounts: Counter[str] = Counter()
        began = time.perf_counter()
        look_at_themes(make_company(given.size, given.seed), random.Random(given.seed), found, money, accounts)
    results: dict[str, object] = {"size": given.size, "seed": given.seed}
    for name, hits in found.items():
        low, high = wilson(sum(hits), len(hits))
        results[name] = [sum(hits), len(hits), round(low, 3), round(high, 3)]
        print(f"{name}: {sum(hits)} right of {len(hits)} ({low:.0%} to {high:.0%})")
    for name, euros in money.items():
        results[f"behind_{name}"] = {"open_euros": euros, "accounts": accounts[name]}
        print(f"behind the {name} quotes: {euros:,} euros open, {accounts[name]} accounts over all themes")
    print(f"in {time.perf_counter() - began:.0f} s")
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
