from __future__ import annotations

import pytest

from liant.loop.listen.imports.headers import FIELDS, REQUIRED, Kind, amount_unit, plain, propose_mapping


def test_french_headers_are_recognised() -> None:
    header = ["Nom de l'opportunité", "Nom du compte", "Étape", "Date de clôture", "Montant", "Motif de la perte"]
    found = propose_mapping(header, Kind.OPPORTUNITIES)
    assert found.dialect == "Salesforce"
    assert found.column_by_field == {"name": 0, "account": 1, "stage": 2, "close_on": 3, "amount": 4, "reason": 5}


def test_no_column_serves_two_fields() -> None:
    found = propose_mapping(["Client", "Note", "Commercial"], Kind.NOTES).column_by_field
    assert len(set(found.values())) == len(found) == 3
    assert found == {"account": 0, "text": 1, "author": 2}


@pytest.mark.parametrize("kind", Kind)
def test_a_file_with_liants_own_words_is_recognised(kind: Kind) -> None:
    for name in REQUIRED[kind]:
        assert name in FIELDS[kind]
        assert name in propose_mapping([name.replace("_", " ")], kind).column_by_field


@pytest.mark.parametrize(
    ("header", "times"), [("Montant (k€)", 1_000), ("Amount ($)", 1), ("CA (M€)", 10**6), ("k", 1)]
)
def test_reads_the_unit_of_a_column(header: str, times: int) -> None:
    assert amount_unit(header) == times


def test_names_are_compared_without_marks() -> None:
    assert plain("  (Ne pas modifier) Opportunité ") == "ne pas modifier opportunite"
    assert plain("Montant (k€)") == "montant"


def test_unknown_columns_are_left_alone() -> None:
    assert propose_mapping(["foo", "bar"], Kind.ACCOUNTS).column_by_field == {}
