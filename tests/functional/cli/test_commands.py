from __future__ import annotations

import json

import pytest

from liant.cli import COMMANDS
from tests.functional.cli.command import liant


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_its_line_in_the_list(tmp_path, name: str) -> None:
    done = liant(tmp_path, name, "--help")
    assert done.returncode == 0, done.stderr
    assert "Usage:" in done.stdout
    assert not (tmp_path / "liant.sqlite3").exists()
    assert name in liant(tmp_path, "--help").stdout


def test_an_unknown_command_is_one_sentence(tmp_path) -> None:
    done = liant(tmp_path, "sell")
    assert done.returncode == 2
    assert "No such command 'sell'" in done.stderr


def test_permissions_lists_every_address_with_its_roles(tmp_path) -> None:
    from liant.web import manifest

    rows = json.loads(liant(tmp_path, "permissions", "--json").stdout)
    assert {row["url"] for row in rows} == {f"/{route.path}" for route in manifest.routes()}
    for row in rows:
        assert row["method"] in ("GET", "POST")
        assert row["roles"]
        assert row["relation"]
    settings = [row for row in rows if row["name"] == "settings"]
    assert {role for row in settings for role in row["roles"]} == {"admin"}
    assert len(liant(tmp_path, "permissions").stdout.splitlines()) == len(rows)
