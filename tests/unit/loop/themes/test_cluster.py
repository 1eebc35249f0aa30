"""Groups of vectors: fast equals naive, nesting, numbering, pins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from liant.loop.themes.cluster import (
    assign,
    find_communities,
    find_neighbours,
    hold_pins,
    join_languages,
    link_neighbours,
    merge_communities,
    number_groups,
)
from liant.loop.themes.embed import FloatArray, unit_rows


def blobs(n_blobs: int, n_each: int, seed: int = 0, noise: float = 0.15) -> FloatArray:
    rng = np.random.default_rng(seed)
    centres = unit_rows(rng.standard_normal((n_blobs, 24)).astype(np.float32))
    return unit_rows(np.repeat(centres, n_each, axis=0) + noise * rng.standard_normal((n_blobs * n_each, 24)))


@pytest.mark.parametrize(("n", "k"), [(2, 1), (31, 5), (32, 15), (33, 32), (700, 15)])
def test_finds_the_same_neighbours_as_a_full_sort(n: int, k: int) -> None:
    vectors = unit_rows(np.random.default_rng(n).standard_normal((n, 16)))
    _neighbours, cosines = find_neighbours(vectors, k)
    table = vectors @ vectors.T
    np.fill_diagonal(table, -np.inf)
    np.testing.assert_allclose(np.sort(cosines, axis=1), np.sort(table, axis=1)[:, -k:], atol=1e-6)


def test_links_are_symmetric_without_loops() -> None:
    graph = link_neighbours(blobs(4, 30))
    assert abs(graph - graph.T).max() == 0
    assert not graph.diagonal().any()


@pytest.mark.parametrize("start", [None, "one", "singletons", "half"])
def test_finds_well_separated_groups_wherever_it_starts(start: str | None) -> None:
    truth = np.repeat(np.arange(6), 50)
    starts = {None: None, "one": np.zeros(300, np.int64), "singletons": np.arange(300), "half": truth // 2}
    found = find_communities(link_neighbours(blobs(6, 50)), 1.0, 0, starts[start])
    pairs = {(a, b) for a, b in zip(truth.tolist(), found.tolist(), strict=True)}
    assert len(pairs) == 6


def test_leaves_a_node_without_link_alone() -> None:
    graph = sparse.csr_array(np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0]], dtype=np.float64))
    for start in (None, np.zeros(3, np.int64)):
        found = find_communities(graph, 1.0, 0, start)
        assert found[0] == found[1] != found[2]


def test_merges_communities_that_are_more_linked_than_by_chance() -> None:
    truth = np.repeat(np.arange(8), 20)
    graph = link_neighbours(blobs(2, 80, noise=0.2))
    merged = merge_communities(graph, truth, 1.0)
    assert merged.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


def test_merging_never_loses_modularity() -> None:
    rng = np.random.default_rng(3)
    links = rng.random((40, 40)) * (rng.random((40, 40)) < 0.2)
    graph = sparse.csr_array(np.triu(links, 1) + np.triu(links, 1).T)
    fine = np.arange(40)

    def modularity(labels: np.ndarray) -> float:
        dense = graph.toarray()
        degrees = dense.sum(axis=1)
        same = labels[:, None] == labels[None, :]
        return float(((dense / dense.sum() - np.outer(degrees, degrees) / dense.sum() ** 2) * same).sum())

    assert modularity(merge_communities(graph, fine, 1.0)) > modularity(fine)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-1, 4), min_size=1, max_size=60), st.integers(0, 10))
def test_numbers_groups_from_the_largest(labels: list[int], seed: int) -> None:
    numbered = number_groups(np.array(labels), np.ones(len(labels), np.int64))
    assert ((numbered < 0) == (np.array(labels) < 0)).all()
    counts = np.bincount(numbered[numbered >= 0])
    assert (np.diff(counts) <= 0).all()
    pairs = {(a, b) for a, b in zip(labels, numbered.tolist(), strict=True)}
    assert len(pairs) == len(set(labels))


def test_assigns_to_the_nearest_centre_with_its_lead() -> None:
    centres = np.eye(3, dtype=np.float32)
    vectors = np.array([[1, 0, 0], [0.6, 0.8, 0], [0, 0, 0]], dtype=np.float32)
    group, similarity, margin = assign(vectors, centres)
    assert group.tolist() == [0, 1, -1]
    np.testing.assert_allclose(similarity, [1, 0.8, 0], atol=1e-6)
    np.testing.assert_allclose(margin, [1, 0.2, 0], atol=1e-6)


def test_margin_is_negative_for_a_note_away_from_its_own_centre() -> None:
    vectors = np.array([[0.6, 0.8]], dtype=np.float32)
    _group, similarity, margin = assign(vectors, np.eye(2, dtype=np.float32), np.array([0]))
    assert similarity[0] == pytest.approx(0.6)
    assert margin[0] == pytest.approx(-0.2)


def test_assigns_nothing_without_centres() -> None:
    group, _similarity, margin = assign(np.ones((2, 3), np.float32), np.empty((0, 3), np.float32))
    assert group.tolist() == [-1, -1]
    assert margin.tolist() == [0, 0]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_pins_stay_together_and_apart(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 30))
    communities = np.array(data.draw(st.lists(st.integers(0, 4), min_size=n, max_size=n)))
    pins = np.array(data.draw(st.lists(st.integers(-1, 3), min_size=n, max_size=n)))
    held = hold_pins(unit_rows(np.random.default_rng(0).standard_normal((n, 5))), communities, pins)
    homes = {pin: set(held[pins == pin].tolist()) for pin in set(pins.tolist()) - {-1}}
    assert all(len(home) == 1 for home in homes.values())
    assert len({next(iter(home)) for home in homes.values()}) == len(homes)


def two_tongues() -> tuple[FloatArray, list[int], list[str]]:
    """Draw two topics, each said in two languages that no neighbour bridges: four communities."""
    rng = np.random.default_rng(1)
    topics, tongues = np.eye(4, 24)[:2], np.eye(4, 24)[2:]
    centres = np.repeat(topics, 2, axis=0) + 0.8 * np.tile(tongues, (2, 1))
    vectors = unit_rows((np.repeat(centres, 10, axis=0) + 0.02 * rng.standard_normal((40, 24))).astype(np.float32))
    return vectors, [0] * 10 + [1] * 10 + [2] * 10 + [3] * 10, (["fr"] * 10 + ["en"] * 10) * 2


def test_communities_of_two_languages_about_one_thing_are_joined() -> None:
    vectors, communities, languages = two_tongues()
    joined = join_languages(vectors, np.array(communities), languages, np.ones(40, dtype=np.float32))
    assert len(set(joined[:20].tolist())) == 1
    assert len(set(joined[20:].tolist())) == 1
    assert joined[0] != joined[20]


def test_communities_of_one_language_are_never_joined() -> None:
    vectors, communities, _languages = two_tongues()
    joined = join_languages(vectors, np.array(communities), ["fr"] * 40, np.ones(40, dtype=np.float32))
    assert joined.tolist() == communities


def test_a_community_as_like_two_others_joins_neither() -> None:
    vectors = unit_rows(np.repeat([[1.0, 0, 0], [1, 0.2, 0], [1, 0, 0.2]], 5, axis=0).astype(np.float32))
    communities = np.repeat([0, 1, 2], 5)
    joined = join_languages(vectors, communities, ["fr"] * 5 + ["en"] * 10, np.ones(15, dtype=np.float32))
    assert joined.tolist() == communities.tolist()


def test_communities_that_people_keep_apart_are_not_joined() -> None:
    vectors, communities, languages = two_tongues()
    pins = np.full(40, -1)
    pins[[0, 10]] = 0, 1
    joined = join_languages(vectors, np.array(communities), languages, np.ones(40, dtype=np.float32), pins)
    assert joined[0] != joined[10]
    assert joined[20] == joined[30]
