"""The map: nothing overlaps, everything is in the frame, alike lies near, and the order of the themes is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist, pdist, squareform

from liant.loop.themes.cluster import IntArray
from liant.loop.themes.embed import FloatArray, unit_rows
from liant.loop.themes.map import (
    ASIDE_PX,
    BASELINE_EM,
    LABEL_GAP_PX,
    LEAST_RADIUS_PX,
    LINE_CHARS,
    LINE_EM,
    TIGHT_PX,
    Disc,
    Label,
    Plane,
    ThemeMap,
    choose_radii,
    draw_map,
    measure_lines,
    measure_unlikeness,
    orient,
    scale_classically,
    suggest_labels,
    suggest_lines,
    weigh_neighbours,
)

DESKTOP = (1180.0, 720.0)
PHONE = (360.0, 560.0)


@dataclass(frozen=True, kw_only=True)
class Case:
    centres: FloatArray
    sizes: IntArray
    broad: IntArray
    names: Sequence[str]
    frame: tuple[float, float]
    font_px: float = 13.0

    def draw(self, order: IntArray | None = None) -> ThemeMap:
        rows = np.arange(len(self.names)) if order is None else order
        return draw_map(
            self.centres[rows],
            self.sizes[rows],
            self.broad[rows],
            [self.names[row] for row in rows.tolist()],
            width=self.frame[0],
            height=self.frame[1],
            font_px=self.font_px,
        )


def families(
    n_broad: int, n_each: int, frame: tuple[float, float] = DESKTOP, dim: int = 40, seed: int = 0, noise: float = 0.12
) -> Case:
    """Make broad groups of themes, numbered at random, some larger than others by far."""
    rng = np.random.default_rng(seed)
    n = n_broad * n_each
    roots = unit_rows(rng.standard_normal((n_broad, dim)).astype(np.float32))
    broad = rng.permutation(np.repeat(np.arange(n_broad), n_each))
    return Case(
        centres=unit_rows(roots[broad] + noise * rng.standard_normal((n, dim)).astype(np.float32)),
        sizes=np.round(4 + 400 / (1 + rng.permutation(n))).astype(np.int64),
        broad=broad,
        names=[f"Theme {number}, delivery"[: 8 + number % 15] for number in range(n)],
        frame=frame,
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    n = draw(st.integers(0, 24))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_distinct = draw(st.integers(1, 24))  # fewer than themes: some have the same centre
    distinct = unit_rows(rng.standard_normal((n_distinct, draw(st.sampled_from([1, 2, 30])))).astype(np.float32))
    word = st.text("abcdeéiIlmMW@ '-…", min_size=1, max_size=24)
    return Case(
        centres=distinct[rng.integers(n_distinct, size=n)],
        sizes=np.array(draw(st.lists(st.integers(1, 2000), min_size=n, max_size=n)), dtype=np.int64),
        broad=rng.integers(draw(st.integers(1, 8)), size=n),
        names=draw(st.lists(st.lists(word, max_size=6).map(" ".join), min_size=n, max_size=n)),
        frame=draw(st.sampled_from([DESKTOP, PHONE, (300.0, 300.0), (2000.0, 160.0)])),
        font_px=draw(st.sampled_from([11.0, 13.0, 18.0])),
    )


def discs_of(drawn: ThemeMap) -> tuple[Plane, Plane]:
    """Tell centres, (n, 2), and radii, (n,)."""
    table = np.array([(disc.x, disc.y, disc.radius) for disc in drawn.discs]).reshape(-1, 3)
    return table[:, :2], table[:, 2]


def box_of(label: Label, font_px: float) -> tuple[float, float, float, float]:
    """Tell what a label covers, from what a page is told of it: left, top, right, bottom."""
    wide, _high = measure_lines(label.lines, font_px)
    left = label.x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor]
    top = label.y - BASELINE_EM * font_px
    return left, top, left + wide, top + LINE_EM * font_px * len(label.lines)


def distance(disc: Disc, box: tuple[float, float, float, float]) -> float:
    """Measure from the rim of a disc to a box: negative where they overlap."""
    x, y = np.clip(disc.x, box[0], box[2]), np.clip(disc.y, box[1], box[3])
    return float(np.hypot(disc.x - x, disc.y - y) - disc.radius)


def meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float], px: float = 0.0) -> bool:
    return one[0] < other[2] + px and other[0] < one[2] + px and one[1] < other[3] + px and other[1] < one[3] + px


def check_map(case: Case, drawn: ThemeMap) -> None:
    """Check what holds for every map."""
    points, radii = discs_of(drawn)
    width, height = case.frame
    assert sorted(disc.theme for disc in drawn.discs) == list(range(len(case.names)))
    assert [disc.broad for disc in drawn.discs] == [case.broad[disc.theme] for disc in drawn.discs]
    assert np.isfinite(points).all()
    assert (radii > 0).all()
    assert (points - radii[:, None] >= 0).all()
    assert (points + radii[:, None] <= [width, height]).all()
    if len(radii) > 1:
        first, second = np.triu_indices(len(radii), 1)
        assert (pdist(points) > radii[first] + radii[second]).all()
    assert (np.pi * radii**2).sum() <= 0.22 * width * height
    boxes = [box_of(label, case.font_px) for label in drawn.labels]
    for number, (label, box) in enumerate(zip(drawn.labels, boxes, strict=True)):
        assert min(box) > 0
        assert box[2] < width
        assert box[3] < height
        assert not any(meet(box, other) for other in boxes[:number])
        for disc in drawn.discs:
            if disc.theme != label.theme:
                assert distance(disc, box) > TIGHT_PX - 0.2
            elif label.inside:
                corners = cdist([[disc.x, disc.y]], [[box[0], box[1]], [box[2], box[3]]])
                assert (corners <= disc.radius).all()
            else:
                assert distance(disc, box) == pytest.approx(LABEL_GAP_PX, abs=0.3)


@settings(max_examples=120, deadline=None)
@given(cases())
def test_nothing_overlaps_and_everything_lies_in_the_frame(case: Case) -> None:
    check_map(case, case.draw())


@settings(max_examples=40, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_themes_does_not_matter(case: Case, random: st.randoms) -> None:  # type: ignore[valid-type]
    order = list(range(len(case.names)))
    random.shuffle(order)  # type: ignore[attr-defined]
    drawn, other = case.draw(), case.draw(np.array(order, dtype=np.int64))

    def tell(label: Label | None) -> tuple[object, ...]:
        return (label.x, label.y, label.lines, label.anchor) if label else ()

    def picture(shown: ThemeMap, names: Sequence[str]) -> list[tuple[object, ...]]:
        by_theme = {label.theme: label for label in shown.labels}
        return [
            (disc.x, disc.y, disc.radius, disc.broad, names[disc.theme], *tell(by_theme.get(disc.theme)))
            for disc in shown.discs
        ]

    assert picture(drawn, case.names) == picture(other, [case.names[row] for row in order])


@settings(max_examples=30, deadline=None)
@given(cases())
def test_the_same_themes_give_the_same_map(case: Case) -> None:
    assert case.draw() == case.draw()


@settings(max_examples=60, deadline=None)
@given(cases())
def test_a_larger_theme_has_no_smaller_disc(case: Case) -> None:
    drawn = case.draw()
    sizes = [case.sizes[disc.theme] for disc in drawn.discs]
    assert sizes == sorted(sizes, reverse=True)
    assert (np.diff(discs_of(drawn)[1]) <= 0).all()


def test_area_is_proportional_to_size() -> None:
    radii = choose_radii(np.array([400.0, 100.0, 25.0, 1.0]), np.array(DESKTOP))
    assert radii[0] == pytest.approx(2 * radii[1])
    assert radii[1] == pytest.approx(2 * radii[2])
    assert radii[3] == LEAST_RADIUS_PX


@settings(max_examples=60, deadline=None)
@given(cases())
def test_a_name_is_left_out_only_where_no_place_is_free(case: Case) -> None:
    drawn = case.draw()
    named = {label.theme: box_of(label, case.font_px) for label in drawn.labels}
    for disc in drawn.discs:
        if disc.theme in named:
            continue
        for _label, box in suggest_labels(disc, suggest_lines(case.names[disc.theme]), case.font_px):
            assert (
                min(box) < 1.1
                or box[2] > case.frame[0] - 1.1
                or box[3] > case.frame[1] - 1.1
                or any(distance(other, box) < TIGHT_PX + 0.1 for other in drawn.discs if other is not disc)
                or any(meet(box, other, ASIDE_PX + 0.1) for other in named.values())
            )


def test_no_theme_gives_an_empty_map() -> None:
    none = np.empty(0, dtype=np.int64)
    assert draw_map(np.empty((0, 8), np.float32), none, none, [], width=360, height=560) == ThemeMap(
        width=360, height=560, discs=(), labels=()
    )


def test_one_theme_lies_in_the_middle() -> None:
    drawn = draw_map(np.ones((1, 1), np.float32), np.array([7]), np.array([0]), ["Price"], width=800, height=600)
    assert [(disc.x, disc.y) for disc in drawn.discs] == [(400, 300)]
    assert [(label.x, label.lines, label.inside) for label in drawn.labels] == [(400, ("Price",), True)]


@pytest.mark.parametrize("frame", [DESKTOP, PHONE])
def test_two_themes_lie_along_the_longer_side_the_largest_first(frame: tuple[float, float]) -> None:
    drawn = draw_map(
        np.eye(2, dtype=np.float32), np.array([3, 9]), np.array([0, 1]), ["a", "b"], width=frame[0], height=frame[1]
    )
    assert [disc.theme for disc in drawn.discs] == [1, 0]
    along = int(frame[1] > frame[0])
    places = discs_of(drawn)[0] / frame
    np.testing.assert_allclose(places[:, along], [0.25, 0.75], atol=0.001)
    np.testing.assert_allclose(places[:, 1 - along], 0.5, atol=0.001)


@pytest.mark.parametrize("n", [2, 3, 12, 60])
@pytest.mark.parametrize("frame", [DESKTOP, PHONE])
def test_themes_that_are_all_alike_spread_all_the_same(n: int, frame: tuple[float, float]) -> None:
    case = Case(
        centres=np.tile(unit_rows(np.ones((1, 8), np.float32)), (n, 1)),
        sizes=np.full(n, 5),
        broad=np.zeros(n, np.int64),
        names=["Delivery time"] * n,
        frame=frame,
    )
    drawn = case.draw()
    check_map(case, drawn)
    assert discs_of(drawn)[1].min() >= 4
    assert np.ptp(discs_of(drawn)[0], axis=0).max() >= 0.3 * max(frame)


@pytest.mark.parametrize("frame", [DESKTOP, PHONE])
def test_a_hundred_and_fifty_themes_are_legible(frame: tuple[float, float]) -> None:
    case = families(25, 6, frame)
    drawn = case.draw()
    check_map(case, drawn)
    labelled = {label.theme for label in drawn.labels}
    assert len(labelled) >= (75 if frame == DESKTOP else 12)
    assert sum(disc.theme in labelled for disc in drawn.discs[:10]) >= 6


def test_a_frame_too_small_shrinks_the_discs() -> None:
    case = families(20, 10, (90.0, 60.0))
    points, radii = discs_of(case.draw())
    first, second = np.triu_indices(len(radii), 1)
    assert (pdist(points) >= radii[first] + radii[second]).all()


def nearest(table: Plane, k: int) -> IntArray:
    """Find the k nearest others by a square table of distances."""
    apart = table + np.where(np.eye(len(table)) > 0, np.inf, 0)
    return np.argsort(apart, axis=1, kind="stable")[:, :k]


def kept_share(case: Case, points: Plane) -> float:
    """Tell the share of the 5 nearest themes that are among the 10 nearest on the map."""
    vectors = case.centres.astype(np.float64)
    true, shown = nearest(1 - vectors @ vectors.T, 5), nearest(squareform(pdist(points)), 10)
    return float(np.mean([np.isin(row, other).mean() for row, other in zip(true, shown, strict=True)]))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("frame", [DESKTOP, PHONE])
def test_themes_alike_lie_near_each_other(seed: int, frame: tuple[float, float]) -> None:
    case = families(14, 6, frame, seed=seed)
    drawn = case.draw()
    points = np.empty((84, 2))
    points[[disc.theme for disc in drawn.discs]] = discs_of(drawn)[0]
    vectors = case.centres.astype(np.float64)
    plain = scale_classically(2 - 2 * vectors @ vectors.T)
    assert kept_share(case, points) > max(0.85, kept_share(case, plain) + 0.1)
    neighbours = nearest(squareform(pdist(points)), 5)
    assert (case.broad[neighbours] == case.broad[:, None]).mean() > 0.6


def test_classical_scaling_finds_a_plane_again() -> None:
    points = np.random.default_rng(0).standard_normal((30, 2)) * [3, 1]
    found = scale_classically(squareform(pdist(points, "sqeuclidean")))
    np.testing.assert_allclose(pdist(found), pdist(points), atol=1e-6)


def test_a_theme_has_as_many_neighbours_as_asked() -> None:
    case = families(12, 10)
    weights = weigh_neighbours(2 * measure_unlikeness(case.centres, case.broad))
    assert weights.sum() == pytest.approx(1)
    np.testing.assert_allclose(weights, weights.T)
    shares = weights / weights.sum(axis=1, keepdims=True)
    entropy = -(shares * np.log(np.maximum(shares, 1e-300))).sum(axis=1)
    assert 20 < np.exp(entropy).mean() < 40


def test_themes_of_one_broad_group_are_less_unlike() -> None:
    centres = unit_rows(np.array([[1, 0], [1, 1], [1, 1]], np.float32))
    unlike = measure_unlikeness(centres, np.array([0, 0, 1]))
    assert unlike[0, 1] < unlike[0, 2]
    assert (unlike == unlike.T).all()
    assert not unlike.diagonal().any()


def test_a_cloud_is_turned_along_x_with_the_heavy_themes_at_the_top_left() -> None:
    rng = np.random.default_rng(0)
    points, weights = rng.standard_normal((30, 2)) * [1, 3] + 5, rng.integers(1, 100, 30).astype(np.float64)
    turned = orient(points, weights)
    np.testing.assert_allclose(pdist(turned), pdist(points), atol=1e-6)
    assert turned[:, 0].std() > 2 * turned[:, 1].std()
    assert (weights @ turned < 0).all()
    for mirror in ([-1, 1], [1, -1], [-1, -1]):
        np.testing.assert_allclose(orient(points * mirror, weights), turned, atol=1e-6)


def test_themes_that_change_little_move_little() -> None:
    case = families(14, 6)
    rng = np.random.default_rng(1)
    nudged = replace(
        case, centres=unit_rows(case.centres + 0.002 * rng.standard_normal(case.centres.shape).astype(np.float32))
    )
    places, others = ({disc.theme: (disc.x, disc.y) for disc in one.draw().discs} for one in (case, nudged))
    moves = [np.hypot(x - others[theme][0], y - others[theme][1]) for theme, (x, y) in places.items()]
    assert np.median(moves) < 60


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("", []),
        ("  \n", []),
        ("Price", [("Price",)]),
        ("Délais  de\nlivraison", [("Délais de", "livraison")]),
        ("Shopping list", [("Shopping list",), ("Shopping", "list")]),
        ("Roundtrip flight, car rental", [("Roundtrip flight,", "car rental")]),
        ("Anticonstitutionnellement", [("Anticonstitutionn…",)]),
        ("a b c d e f " * 5, [("a b c d e f a b c", "d e f a b c d e f…")]),
        ("Very long names which no two lines can hold", [("Very long names", "which no two line…")]),
    ],
)
def test_wraps_a_name_on_two_lines_at_most(name: str, ways: list[tuple[str, ...]]) -> None:
    assert suggest_lines(name) == ways


@given(st.text(max_size=80))
def test_no_line_is_longer_than_it_may_be(name: str) -> None:
    for lines in suggest_lines(name):
        assert 1 <= len(lines) <= 2
        assert all(0 < len(line) <= LINE_CHARS for line in lines)


def test_very_long_names_still_make_a_map() -> None:
    case = families(5, 4)
    long = Case(
        centres=case.centres,
        sizes=case.sizes,
        broad=case.broad,
        names=["délai de livraison annoncé au client " * 40, "W" * 5000, "", *case.names[3:]],
        frame=DESKTOP,
    )
    drawn = long.draw()
    check_map(long, drawn)
    assert 2 not in {label.theme for label in drawn.labels}
    assert all(line.endswith("…") for label in drawn.labels if label.theme < 2 for line in label.lines[-1:])


@pytest.mark.parametrize(
    ("text", "wide"),
    [
        # Measured in Chromium with DejaVu Sans, the widest of the usual fonts.
        ("Shopping list", 6.48),
        ("WWW MMM @@@", 9.19),
        ("Délais de livraison", 9.18),
        ("illicite, fil, jeté", 7.03),
        ("Ça coûte 1 250 € (HT)", 11.03),
        ("Œuvre & façade", 8.09),
        ("AVATAR «WAY»", 7.36),
        ("Сроки поставки", 8.37),
        ("納期が遅い", 5.0),
    ],
)
def test_a_text_is_never_wider_than_it_is_measured(text: str, wide: float) -> None:
    measured, high = measure_lines((text,), 10)
    assert 10 * wide <= measured
    assert high == 12
    if text.isascii():
        assert measured <= 11.5 * wide
