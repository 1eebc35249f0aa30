"""Every string of the product is there in French, and typeset as French is."""

from __future__ import annotations

import importlib.util
import io
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
messages = importlib.util.module_from_spec(spec)
spec.loader.exec_module(messages)

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def catalogue():
    return read_po(io.BytesIO(messages.PO.read_bytes()), locale="fr")


def translations(catalogue):
    for message in catalogue:
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            yield from ((ids[min(i, len(ids) - 1)], string) for i, string in enumerate(strings))


def test_every_string_is_translated(catalogue) -> None:
    kept = {message.id for message in catalogue if message.id and messages.all_strings(message.string)}
    missing = [message.id for message in messages.collect() if message.id and message.id not in kept]
    assert missing == []


def test_nothing_is_translated_that_nobody_says(catalogue) -> None:
    said = {message.id for message in messages.collect()}
    assert [message.id for message in catalogue if message.id and message.id not in said] == []


def test_the_compiled_catalogue_is_the_text_one() -> None:
    assert messages.MO.read_bytes() == messages.as_mo(messages.PO.read_bytes())


def test_placeholders_survive_translation(catalogue) -> None:
    for english, french in translations(catalogue):
        assert set(PLACEHOLDER.findall(french)) <= set(PLACEHOLDER.findall(english)) | {"%(n)s"}, english


def test_french_typography(catalogue) -> None:
    for _english, french in translations(catalogue):
        plain = PLACEHOLDER.sub("x", french)
        assert not re.search(r"(?<!\u202f)[;!?»]", plain), french
        assert not re.search(r"(?<![\u202f\w/])(?<!https):(?!//)", plain), french
        assert not re.search(r"«(?!\u202f)", plain), french
        assert "'" not in plain, french
        assert '"' not in plain, french
        assert not re.search(r"[“”]", plain), french
