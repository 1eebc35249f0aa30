"""Send forms as pages do."""

from __future__ import annotations

import itertools

_keys = itertools.count()


def send(client, path: str, *, follow: bool = False, **fields):
    """Send a form under a key of its own: a key is taken once."""
    return client.post(path, fields, headers={"Idempotency-Key": f"form-{next(_keys)}"}, follow=follow)
