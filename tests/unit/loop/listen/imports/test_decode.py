from __future__ import annotations

import pytest

from liant.loop.listen.imports.decode import detect_delimiter, detect_encoding, refuse_other_content
from liant.loop.values.errors import Invalid

FRENCH = "Société;Élan — « cœur » : 12 €\n"


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (FRENCH.encode(), "utf-8-sig"),
        (FRENCH.encode("utf-8-sig"), "utf-8-sig"),
        (FRENCH.encode("utf-16"), "utf-16"),
        (FRENCH.encode("utf-16-le"), "utf-16-le"),
        (FRENCH.encode("utf-16-be"), "utf-16-be"),
        (FRENCH.encode("cp1252"), "cp1252"),
        ("L'Œuvre du cœur à Élancourt".encode("iso8859-15"), "iso8859-15"),
        ("½ journée à Paris".encode("cp1252"), "cp1252"),
        (b"plain", "utf-8-sig"),
    ],
)
def test_tells_the_encoding(raw: bytes, encoding: str) -> None:
    found = detect_encoding([raw])
    assert found == encoding
    assert raw.decode(found).lstrip("\ufeff") == raw.decode(encoding).lstrip("\ufeff")


def test_one_wrong_byte_at_the_very_end_counts() -> None:
    assert detect_encoding([b"a" * 100_000, b"\xe9"]) == "cp1252"


def test_a_character_cut_between_two_chunks_is_whole() -> None:
    raw = "é".encode()
    assert detect_encoding([raw[:1], raw[1:]]) == "utf-8-sig"


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [
        (["a;b;c\n", "1,5;2;3\n", "1;2;3\n"], ";"),
        (["a,b\n", '"x;y;z",2\n'], ","),
        (["a\tb\n", "1\t2\n"], "\t"),
        (["a|b\n", "1|2\n"], "|"),
        (["only\n", "one, with a comma\n", "two\n"], ","),
    ],
)
def test_tells_the_delimiter_by_the_width_of_the_header(lines: list[str], delimiter: str) -> None:
    assert detect_delimiter(lines) == delimiter


@pytest.mark.parametrize("head", [b"%PDF-1.7", b"\x89PNG\r\n", b"\xd0\xcf\x11\xe0xxxx", b"\x1f\x8bxx"])
def test_refuses_what_is_no_table(head: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        refuse_other_content(head)
    assert refused.value.code == "import.not_a_table"


def test_refuses_an_empty_file() -> None:
    with pytest.raises(Invalid) as refused:
        refuse_other_content(b"\r\n\x00 ")
    assert refused.value.code == "import.empty"
