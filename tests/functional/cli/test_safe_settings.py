from __future__ import annotations

import pytest

from tests.functional.cli.command import liant

SECRET = "s3cret-" * 8
SAFE = {
    "LIANT_MODE": "production",
    "LIANT_BASE_URL": "https://liant.example.com",
    "LIANT_SECRET_KEY": SECRET,
}


@pytest.mark.parametrize(
    ("values", "variable"),
    [
        ({**SAFE, "LIANT_SECRET_KEY": ""}, "LIANT_SECRET_KEY"),
        ({**SAFE, "LIANT_SECRET_KEY": "short"}, "LIANT_SECRET_KEY"),
        ({**SAFE, "LIANT_BASE_URL": "http://liant.example.com"}, "LIANT_BASE_URL"),
        ({**SAFE, "LIANT_BASE_URL": "http://127.0.0.1:8000"}, "LIANT_BASE_URL"),
        ({**SAFE, "LIANT_BASE_URL": "liant.example.com"}, "LIANT_BASE_URL"),
        ({"LIANT_BASE_URL": "http://liant.example.com"}, "LIANT_BASE_URL"),
        ({"LIANT_MODE": "debug"}, "LIANT_MODE"),
        ({"LIANT_DATABASE_URL": "mysql://localhost/liant"}, "LIANT_DATABASE_URL"),
    ],
    ids=["no-secret", "short-secret", "http", "http-here", "no-scheme", "http-elsewhere", "mode", "database"],
)
def test_refuses_to_start_and_names_the_variable(tmp_path, values: dict[str, str], variable: str) -> None:
    done = liant(tmp_path, "serve", "--port", "1", **values)
    assert done.returncode == 2
    sentence, hint = done.stderr.strip().splitlines()
    assert sentence.startswith(f"liant: {variable} ")
    assert len(hint) > 10
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("mode", ["local", "demo"])
def test_a_mode_made_for_one_machine_does_not_listen_to_others(tmp_path, mode: str) -> None:
    done = liant(tmp_path, "serve", "--host", "0.0.0.0", "--port", "8000", LIANT_MODE=mode)
    assert done.returncode == 2
    assert done.stderr.startswith(f"liant: In {mode} mode, Liant listens to this machine only")


def test_the_secret_is_drawn_once_and_read_by_its_owner_only(tmp_path) -> None:
    folder = tmp_path / "data"
    assert liant(folder, "migrate").returncode == 0
    secret = folder / "secret"
    first = secret.read_text()
    assert len(first) >= 32
    assert secret.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0
    assert liant(folder, "migrate").returncode == 0
    assert secret.read_text() == first
