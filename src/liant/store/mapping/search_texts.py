"""What is searched of each kind of object: its table, its head, its body. A new kind is one line of ``SEARCHED``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from liant.loop.search.terms import SearchText, make_entries
from liant.store.mapping.search_index import remove_entries, write_entries
from liant.store.models import Account, ArgumentVersion, Claim, Note, Opportunity, Theme

#: Objects read and written at a time.
BATCH = 4_000


@dataclass(frozen=True, kw_only=True)
class Searched:
    """A kind of object that is searched: its rows, and how their words are read."""

    model: type[models.Model]
    read: Callable[[models.QuerySet[Any]], Iterator[SearchText]]


def read_accounts(rows: models.QuerySet[Account]) -> Iterator[SearchText]:
    """Read the name of accounts, then their city and segment."""
    for key, name, city, segment in rows.values_list("pk", "name", "city", "segment"):
        yield SearchText(key, name, f"{city} {segment}", "")


def read_deals(rows: models.QuerySet[Opportunity]) -> Iterator[SearchText]:
    """Read the name of deals, then that of their account and product."""
    for key, name, account, product in rows.values_list("pk", "name", "account__name", "product__name"):
        yield SearchText(key, name, f"{account or ''} {product or ''}", "")


def read_notes(rows: models.QuerySet[Note]) -> Iterator[SearchText]:
    """Read the words of notes: they have no title."""
    for key, text, language in rows.values_list("pk", "text", "language"):
        yield note_text(key, text, language)


def note_text(key: int, text: str, language: str) -> SearchText:
    """Say what of a note is searched."""
    return SearchText(key, "", text, language)


def read_themes(rows: models.QuerySet[Theme]) -> Iterator[SearchText]:
    """Read the names of themes in both languages, then their definitions."""
    columns = ("pk", "label_fr", "label_en", "definition_fr", "definition_en")
    for key, fr, en, about_fr, about_en in rows.values_list(*columns):
        yield SearchText(key, f"{fr} {en}", f"{about_fr} {about_en}", "")


def read_versions(rows: models.QuerySet[ArgumentVersion]) -> Iterator[SearchText]:
    """Read the title of arguments, then all that their card says; a version is found by its own words."""
    columns = ("pk", "title", "situation", "reply", "not_to_say", "competitor__name", "segment", "language")
    found = list(rows.values_list(*columns))
    claims: dict[int, list[str]] = {}
    cited = Claim.objects.filter(argument_version__in=[row[0] for row in found]).order_by("position")
    for version, text in cited.values_list("argument_version_id", "text"):
        claims.setdefault(version, []).append(text)
    for key, title, *parts, language in found:
        yield SearchText(key, title, " ".join([*(part or "" for part in parts), *claims.get(key, [])]), language)


SEARCHED = {
    "account": Searched(model=Account, read=read_accounts),
    "opportunity": Searched(model=Opportunity, read=read_deals),
    "note": Searched(model=Note, read=read_notes),
    "theme": Searched(model=Theme, read=read_themes),
    "argument": Searched(model=ArgumentVersion, read=read_versions),
}


def index_objects(kind: str, keys: Sequence[int], *, are_new: bool = False) -> None:
    """Bring the index in line with objects that were written, in the transaction that wrote them.

    An object that is no longer there leaves the index. Cost O(their words).

    Parameters
    ----------
    keys : of the rows; for an argument, those of its versions.
    are_new : the rows were just made: the index cannot hold them yet.
    """
    searched = SEARCHED[kind]
    with transaction.atomic():
        for start in range(0, len(keys), BATCH):
            some = keys[start : start + BATCH]
            if not are_new:
                remove_entries(kind, some)
            index_texts(kind, searched.read(searched.model._default_manager.filter(pk__in=some)))


def index_texts(kind: str, texts: Iterable[SearchText]) -> None:
    """Add objects that the index does not hold yet, their texts in hand, in the caller's transaction."""
    write_entries(kind, make_entries(texts))
