"""``liant search rebuild`` and the index that a start fills."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

from tests.functional.cli.command import liant


def test_the_index_is_made_again_from_what_is_stored(data, tmp_path) -> None:
    (tmp_path / "accounts.csv").write_text("name,city\nCycles Nord,Lille\nTôlerie Sud,Pau\n")
    assert liant(data, "import", "accounts", str(tmp_path / "accounts.csv")).returncode == 0
    with closing(sqlite3.connect(data / "liant.sqlite3")) as database:
        database.execute("DELETE FROM store_search_account")
        database.commit()
        done = liant(data, "search", "rebuild", "--json")
        counts = json.loads(done.stdout)
        assert counts.pop("account") == 2
        # The types of work that a new house starts with.
        assert counts.pop("deliverable") == 10
        assert set(counts.values()) == {0}
        found = "SELECT count(*) FROM store_search_account WHERE store_search_account MATCH 'tolerie'"
        assert database.execute(found).fetchone() == (1,)
    assert "account: 2" in liant(data, "search", "rebuild").stdout
