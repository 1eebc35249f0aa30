"""What several people said alike is shown once, and counted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from liant.loop.listen.alike import find_near, gather_alike


def test_accents_case_signs_and_slips_are_the_same_words() -> None:
    texts = [
        "Mes intérimaires espagnols appuient au hasard.",
        "Where are your servers?",
        "mes interimaires espagnols appuient au hasard",
        "Mes intrimaires espagnols appuient au hasrad !",
    ]
    assert gather_alike(texts) == [[0, 2, 3], [1]]


def test_what_means_the_same_in_other_words_stays_apart() -> None:
    assert gather_alike(["C'est trop cher.", "Votre prix est trop haut.", "C'est trop cher pour nous ici."]) == [
        [0],
        [1],
        [2],
    ]


def test_only_so_many_are_compared_and_those_met_least_are_left_out() -> None:
    texts = [*map(str, range(100, 200)), "150", "150"]
    assert gather_alike(texts, limit=3) == [[50, 100, 101], [0], [1]]


@given(st.lists(st.text(max_size=30), max_size=40))
def test_every_text_is_in_one_group_at_most_and_the_largest_comes_first(texts: list[str]) -> None:
    groups = gather_alike(texts)
    positions = [position for group in groups for position in group]
    assert sorted(positions) == list(range(len(texts)))
    assert [len(group) for group in groups] == sorted(map(len, groups), reverse=True)


def test_what_is_being_typed_finds_what_is_named_alike() -> None:
    titles = ["Étude de cas dans l'agroalimentaire", "Visite d'un site de référence", "Vidéo de deux minutes"]
    assert find_near("etude de cas agro", titles) == [0]
    assert find_near("visite site reference", titles) == [1]
    assert find_near("étud", titles) == []
    assert find_near("calcul de gain chiffré", titles) == []


def test_the_nearest_come_first_and_only_so_many() -> None:
    titles = ["A case study about food", "A case study", "A case study about steel", "A case study about food plants"]
    assert find_near("a case study about food plants", titles, limit=2) == [3, 0]
