"""Public identifiers: random, so that an id tells nothing and cannot be guessed."""

from __future__ import annotations

import secrets

#: Crockford's base 32 in lower case: no letter that reads like a digit.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 14


def new_public_id() -> str:
    """Draw an identifier of 70 random bits.

    Notes
    -----
    Among ten million ids the chance of one collision is under 5e-8; a unique constraint catches it all the same.
    """
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


_LETTER_BY_BYTE = bytes(ord(ALPHABET[byte % 32]) for byte in range(256))


def new_public_ids(n: int) -> list[str]:
    """Draw ``n`` identifiers at once, as random as one by one: 256 is a multiple of 32, so no letter is likelier."""
    letters = secrets.token_bytes(n * LENGTH).translate(_LETTER_BY_BYTE).decode("ascii")
    return [letters[start : start + LENGTH] for start in range(0, n * LENGTH, LENGTH)]
