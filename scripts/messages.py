"""Keep the French catalogue: collect what pages and refusals say, and compile it.

Usage: ``python scripts/messages.py update`` rewrites ``locale/fr`` with every string found, keeping translations;
``python scripts/messages.py compile`` writes the binary catalogue beside it. Both need nothing but Babel and Django.
"""

from __future__ import annotations

import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "liant"
PO = SOURCES / "locale" / "fr" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
#: Refusals are raised in English and translated where they are shown.
REFUSALS = re.compile(r"^(Invalid|Conflict|Forbidden|LiantError)$")


def python_messages(path: Path) -> list[tuple[int, object, str | None]]:
    """Collect gettext calls, and the sentences of refusals."""
    source = path.read_bytes()
    found = [(line, message, context) for line, message, _, context in extract("python", io.BytesIO(source), KEYWORDS)]
    return found + refusal_messages(source)


def refusal_messages(source: bytes) -> list[tuple[int, object, str | None]]:
    """Collect the message and the hint of every refusal raised."""
    import ast

    found: list[tuple[int, object, str | None]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and REFUSALS.match(node.func.id):
            texts = [*node.args[:1], *(k.value for k in node.keywords if k.arg in ("hint", "message"))]
            found += [
                (text.lineno, text.value, None)
                for text in texts
                if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value
            ]
    return found


def template_messages(path: Path) -> list[tuple[int, object, str | None]]:
    """Collect what a template says, through Django's own reader of templates."""
    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return [
        (line, message, context) for line, message, _, context in extract("python", io.BytesIO(code.encode()), KEYWORDS)
    ]


def collect() -> Catalog:
    """Collect every string of the product."""
    catalog = Catalog(locale="fr", project="Liant", charset="utf-8", fuzzy=False)
    for path in sorted(SOURCES.rglob("*.py")):
        # The demonstration and the command line speak one language only.
        if not {"demo", "migrations", "cli", "config"} & set(path.parts):
            add(catalog, path, python_messages(path))
    for path in sorted(
        path for path in (SOURCES / "web" / "templates").rglob("*.*") if path.suffix in (".html", ".txt")
    ):
        add(catalog, path, template_messages(path))
    return catalog


def add(catalog: Catalog, path: Path, messages: list[tuple[int, object, str | None]]) -> None:
    """Add the messages of one file, with where they stand."""
    where = path.relative_to(ROOT).as_posix()
    for _line, message, context in messages:
        if message and message != ("", ""):
            catalog.add(message, locations=[(where, None)], context=context)  # type: ignore[arg-type, list-item]


def updated() -> Catalog:
    """Merge what is collected into the catalogue that is kept."""
    catalog = collect()
    if PO.exists():
        with PO.open("rb") as file:
            kept = read_po(file, locale="fr")
        for message in catalog:
            old = kept.get(message.id, message.context) if message.id else None
            if old is not None and old.string:
                message.string = old.string
    return catalog


def as_po(catalog: Catalog) -> bytes:
    """Write a catalogue as text, without dates, so that it only changes when what it says does."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, sort_output=True, omit_header=True, include_lineno=False, width=0)
    header = (
        'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
    )
    return header.encode() + buffer.getvalue()


def as_mo(po: bytes) -> bytes:
    """Compile a catalogue."""
    buffer = io.BytesIO()
    catalog = read_po(io.BytesIO(po), locale="fr")
    # The same text always gives the same bytes.
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    write_mo(buffer, catalog)
    return buffer.getvalue()


def main(command: str) -> None:
    """Run a command."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    if command == "update":
        PO.parent.mkdir(parents=True, exist_ok=True)
        PO.write_bytes(as_po(updated()))
    MO.write_bytes(as_mo(PO.read_bytes()))
    missing = [m.id for m in read_po(io.BytesIO(PO.read_bytes()), locale="fr") if m.id and not all_strings(m.string)]
    print(f"{len(missing)} strings without a translation")


def all_strings(string: object) -> bool:
    """Tell whether every form of a translation is there."""
    return all(string) if isinstance(string, tuple) else bool(string)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "update")
