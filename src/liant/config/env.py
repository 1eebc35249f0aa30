"""Typed reading of the ``LIANT_*`` variables, each with an error that names the variable and shows an example."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import platformdirs

from liant.loop.values.errors import Invalid


@dataclass(frozen=True, kw_only=True)
class Environment:
    """Hold what the environment decides; everything else is in ``settings.py``."""

    #: Folder of the database, the kept uploads and the secret.
    data_dir: Path
    #: ``local`` (this machine only, plain HTTP), ``demo`` (invented data, one-click sign-in) or ``production``.
    mode: str
    secret_key: str
    #: Where people reach Liant; links in mails start with it.
    base_url: str
    hosts: tuple[str, ...]
    #: Django's ``DATABASES["default"]``.
    database: dict[str, object]
    mail_url: str
    #: Encoder of the notes, as ``liant.engines.embedders.open_embedder`` reads it; empty to learn vectors on the notes.
    embedder: str
    #: Bearer key of an encoder that is an endpoint.
    embedder_key: str = field(repr=False)
    #: Language model for drafts, as ``endpoint:https://host/v1#model``; empty for none.
    drafter: str
    #: Bearer key of that model.
    drafter_key: str = field(repr=False)
    extra: dict[str, str] = field(default_factory=dict)


#: Names of this machine: the only ones at which plain HTTP is safe.
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MODES = ("local", "demo", "production")


def refuse(name: str, value: str, example: str) -> Invalid:
    """Build the error of a variable that cannot be read."""
    return Invalid(
        "%(name)s is set to “%(value)s”, which cannot be used.",
        code="config.bad_variable",
        hint="For example: %(name)s=%(example)s",
        params={"name": name, "value": value, "example": example},
    )


def default_data_dir() -> Path:
    """Return the folder of this user's data, unless ``LIANT_DATA_DIR`` names one."""
    named = os.environ.get("LIANT_DATA_DIR", "")
    return Path(named).expanduser() if named else Path(platformdirs.user_data_dir("liant"))


def stored_secret(data_dir: Path) -> str:
    """Read the secret kept in the data folder, or draw and keep one readable by its owner only."""
    path = data_dir / "secret"
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret = secrets.token_urlsafe(48)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(secret)
    return secret


def sqlite_database(path: Path) -> dict[str, object]:
    """Describe an SQLite database with the promises of durability that Liant makes."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA secure_delete=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
            ),
        },
        # Threads of tests need a file, not memory.
        "TEST": {"NAME": str(path.with_name("test-" + path.name))},
    }


def read_database(url: str, data_dir: Path) -> dict[str, object]:
    """Turn ``LIANT_DATABASE_URL`` into Django's description of a database.

    Raises
    ------
    Invalid : code ``config.bad_variable`` when the scheme is neither ``sqlite`` nor ``postgresql``.
    """
    if not url:
        return sqlite_database(data_dir / "liant.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite_database(Path(unquote(parts.path)))
    if parts.scheme not in ("postgresql", "postgres"):
        raise refuse("LIANT_DATABASE_URL", url, "postgresql://liant:password@localhost:5432/liant")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


def read_environment() -> Environment:
    """Read every variable once.

    Raises
    ------
    Invalid : code ``config.bad_variable``, naming the variable and an example; ``config.needs_https`` and
        ``config.no_secret`` when a company's people would be served unsafely.
    """
    mode = os.environ.get("LIANT_MODE", "local")
    if mode not in MODES:
        raise refuse("LIANT_MODE", mode, "production")
    data_dir = default_data_dir()
    base_url = os.environ.get("LIANT_BASE_URL", "http://127.0.0.1:8000")
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise refuse("LIANT_BASE_URL", base_url, "https://liant.example.com")
    if parts.scheme == "http" and (mode == "production" or parts.hostname not in LOOPBACK):
        raise Invalid(
            "LIANT_BASE_URL is “%(value)s”: beyond this machine, Liant is served over HTTPS only.",
            code="config.needs_https",
            hint="For example: LIANT_MODE=production LIANT_BASE_URL=https://liant.example.com",
            params={"value": base_url},
        )
    secret = os.environ.get("LIANT_SECRET_KEY", "") or ("" if mode == "production" else stored_secret(data_dir))
    if len(secret) < 32:
        raise Invalid(
            "LIANT_SECRET_KEY is missing or shorter than 32 characters.",
            code="config.no_secret",
            hint="Draw one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'",
        )
    hosts = {parts.hostname, "127.0.0.1", "localhost", "[::1]"} if mode != "production" else {parts.hostname}
    return Environment(
        data_dir=data_dir,
        mode=mode,
        secret_key=secret,
        base_url=base_url.rstrip("/"),
        hosts=tuple(sorted(hosts)),
        database=read_database(os.environ.get("LIANT_DATABASE_URL", ""), data_dir),
        mail_url=os.environ.get("LIANT_MAIL_URL", ""),
        embedder=os.environ.get("LIANT_EMBEDDER", ""),
        embedder_key=os.environ.get("LIANT_EMBEDDER_KEY", ""),
        drafter=os.environ.get("LIANT_DRAFTER", ""),
        drafter_key=os.environ.get("LIANT_DRAFTER_KEY", ""),
    )
