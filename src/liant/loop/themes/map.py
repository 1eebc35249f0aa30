"""Draw a map of themes: alike ones near each other, a disc for each, names where there is room for them.

One file although it is long: discs make room for names, and names for discs.

References
----------
Torgerson (1952), "Multidimensional scaling: I", Psychometrika 17: where the themes start.
van der Maaten, Hinton (2008), "Visualizing data using t-SNE", JMLR 9, equations 1, 4 and 5: where they go.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import pdist, squareform

from liant.loop.themes.cluster import IntArray
from liant.loop.themes.embed import FloatArray

Plane = NDArray[np.float64]
Anchor = Literal["start", "middle", "end"]
Lines = tuple[str, ...]
#: Left, top, right, bottom, in px.
Box = tuple[float, float, float, float]

#: Neighbours that pull on a theme, about.
N_NEIGHBOURS = 30
N_TURNS, N_STEPS, N_PUSHES = 60, 150, 120
#: Unlikeness of two themes of one broad group is taken as this part of itself.
GROUP_SHARE = 0.8
#: Part of the frame that the discs cover, and what those of the least radius may add to it.
COVER_SHARE, LEAST_COVER_SHARE = 0.15, 0.06
#: The largest radius, as a part of the shorter side, and the least.
LARGEST_SHARE, LEAST_RADIUS_PX = 0.11, 5.0
#: Part of the frame that the discs take with the names of the largest, and that they take with the room around them.
NAMED_SHARE, ROOM_SHARE = 0.45, 0.6
#: The longest push, for those that many push at once; what is close enough; how far equal places are parted first.
STEP_PX, CLOSE_PX, SEED_PX = 20.0, 0.5, 0.05
#: The room between two themes of one broad group, as a part of that between strangers.
GROUP_ROOM_SHARE = 0.5
MARGIN_PX, GAP_PX = 6.0, 3.0
LINE_CHARS = 18
#: Height of a line, and its baseline below its top, in font sizes.
LINE_EM, BASELINE_EM = 1.2, 0.95
#: From a name to its disc, to another disc, and to another name beside it or below it.
LABEL_GAP_PX, CLEARANCE_PX, ASIDE_PX, BELOW_PX = 4.0, 5.0, 8.0, 4.0
#: The least from a name to another disc, where there is no better.
TIGHT_PX = 2.0
#: What a less usual place of a name costs, and each px too near another disc, in names that would be left without place.
HABIT, CROWD = 0.2, 0.3

#: Widths in font sizes: the widest of DejaVu Sans, Noto Sans and Liberation Sans (Arial).
_WIDTHS = {
    0.34: " 'ijl,.:;I’",
    0.42: "ft-/\\()[]!r",
    0.56: '"J`szc*|?_L',
    0.64: "kvxyFTaoehnubdpqg$0123456789{}«»",
    0.70: "EKPSYAVXZB",
    0.79: "CRUHNDG&OQ",
    0.84: "w#+<=>^~",
    1.02: "Mm%W@…",
}
_WIDTH_BY_CHAR = {char: width for width, chars in _WIDTHS.items() for char in chars}


@dataclass(frozen=True, kw_only=True)
class Disc:
    """Hold the place of a theme, in px: its area follows the number of notes."""

    theme: int
    x: float
    y: float
    radius: float
    broad: int


@dataclass(frozen=True, kw_only=True)
class Label:
    """Hold the name of a theme where it is read.

    Attributes
    ----------
    x, y : px, where the baseline of the first line meets its anchor; the next line is ``LINE_EM`` font sizes below.
    lines : one or two.
    anchor : "start", "middle" or "end", as in SVG.
    inside : whether it is written on its own disc, whose colour it must then stand out from.
    """

    theme: int
    x: float
    y: float
    lines: Lines
    anchor: Anchor
    inside: bool


@dataclass(frozen=True, kw_only=True)
class ThemeMap:
    """Hold a map: all discs and the names that found room, from the largest theme."""

    width: float
    height: float
    discs: tuple[Disc, ...]
    labels: tuple[Label, ...]


def draw_map(
    centres: FloatArray,
    sizes: IntArray,
    broad: IntArray,
    names: Sequence[str],
    *,
    width: float,
    height: float,
    font_px: float = 13.0,
) -> ThemeMap:
    """Place themes and their names in a frame.

    Parameters
    ----------
    centres : (n_themes, dim) float32, rows of norm 1.
    sizes : (n_themes,) int64, notes of each, ≥ 1.
    broad : (n_themes,) int64, broad group of each.
    names : as shown; an empty one has no label.
    width, height : px.

    Notes
    -----
    No disc meets another, no label meets another or a foreign disc, all lie in the frame. The order of the themes does
    not matter. Cost O(n_themes²).
    """
    # Names last: the map of another language has the same order.
    keys = zip((-sizes).tolist(), np.round(centres, 5).tolist(), broad.tolist(), names, strict=True)
    order = [theme for theme, _key in sorted(enumerate(keys), key=itemgetter(1))]
    groups, weights = broad[order], sizes[order].astype(np.float64)
    ways = [suggest_lines(names[theme]) for theme in order]
    frame = np.array([width, height], dtype=np.float64)
    radii = choose_radii(weights, frame)
    boxes = reserve_boxes(radii, ways, frame, font_px)
    points = place_themes(measure_unlikeness(centres[order], groups), weights)
    points, radii = fit_frame(points, radii, boxes, groups, frame)
    discs = tuple(
        Disc(theme=theme, x=float(x), y=float(y), radius=float(radius), broad=int(group))
        for theme, (x, y), radius, group in zip(order, points, radii, groups, strict=True)
    )
    return ThemeMap(width=width, height=height, discs=discs, labels=place_labels(discs, ways, frame, font_px))


def measure_unlikeness(centres: FloatArray, broad: IntArray) -> Plane:
    """Measure how unlike themes are: (n, n) in [0, 2], smaller within a broad group."""
    vectors = centres.astype(np.float64)
    # Rounded: the last bits depend on the number of threads of the matrix product.
    unlike = np.clip(1 - np.round(vectors @ vectors.T, 5), 0, 2)
    unlike[broad[:, None] == broad[None, :]] *= GROUP_SHARE
    np.fill_diagonal(unlike, 0)
    return unlike


def place_themes(unlike: Plane, weights: Plane) -> Plane:
    """Place themes in the plane so that near means alike: (n, 2), without a unit, rather along x.

    Notes
    -----
    Where they start is turned and mirrored by rule, and they keep that: themes that change little move little.
    """
    n = len(unlike)
    if n < 2:
        return np.zeros((n, 2))
    squares = 2 * unlike  # of the distances of rows of norm 1
    # A touch of the seeds parts themes whose places are the same.
    points = orient(scale_classically(squares) + 1e-5 * scatter_seeds(n), weights)
    points /= points.std()
    attraction = weigh_neighbours(squares)
    speed = np.zeros_like(points)
    for _ in range(N_STEPS):
        near = 1 / (1 + squareform(pdist(points, "sqeuclidean")))
        np.fill_diagonal(near, 0)
        pull = (attraction - near / near.sum()) * near
        speed = 0.9 * speed - 2 * n * (pull.sum(axis=1)[:, None] * points - pull @ points)
        points = points + speed
    return points


def scale_classically(squares: Plane) -> Plane:
    """Find the plane in which distances, given squared, are best kept: (n, 2)."""
    centred: Plane = (squares.mean(axis=0) + squares.mean(axis=1)[:, None] - squares - squares.mean()) / 2
    # Subspace iteration: unlike a call of LAPACK, small products neither depend on the number of threads nor wait for them.
    basis = scatter_seeds(len(squares))
    for _ in range(N_TURNS):
        basis = np.linalg.qr(centred @ basis)[0]
    values, turn = np.linalg.eigh(basis.T @ centred @ basis)
    points: Plane = basis @ turn * np.sqrt(np.maximum(values, 0))
    return points


def scatter_seeds(n: int) -> Plane:
    """Scatter points over the unit disc like seeds of a sunflower: (n, 2). Made small, they part equal places."""
    turn, far = np.arange(n) * np.pi * (3 - np.sqrt(5)), np.sqrt(np.arange(n) / max(n, 1))
    return np.stack([far * np.cos(turn), far * np.sin(turn)], axis=1)


def weigh_neighbours(squares: Plane) -> Plane:
    """Weigh pairs of themes by nearness, each theme having about ``N_NEIGHBOURS``: (n, n), sum 1."""
    n = len(squares)
    target = np.log(max(1.0, min(N_NEIGHBOURS, (n - 1) / 2)))
    away = squares + np.where(np.eye(n) > 0, np.inf, 0)
    away -= away.min(axis=1, keepdims=True)
    low, high = np.full(n, -10.0), np.full(n, 15.0)
    for _ in range(40):
        middle = (low + high) / 2
        shares = np.exp(-away * np.exp(middle)[:, None])
        shares /= shares.sum(axis=1, keepdims=True)
        entropy = -(shares * np.log(np.maximum(shares, 1e-300))).sum(axis=1)
        low, high = np.where(entropy > target, middle, low), np.where(entropy > target, high, middle)
    weights: Plane = (shares + shares.T) / (2 * n)
    return weights


def orient(points: Plane, weights: Plane) -> Plane:
    """Turn a cloud to lie along x, then mirror it so that the heavy themes are rather at the top left."""
    centred = points - points.mean(axis=0)
    _values, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, ::-1]
    # The third moment decides where all weigh the same.
    lean = weights / weights.sum() @ turned + 1e-3 * (turned**3).sum(axis=0)
    oriented: Plane = np.round(turned * np.where(lean > 0, -1, 1), 9)
    return oriented


def choose_radii(weights: Plane, frame: Plane) -> Plane:
    """Choose radii in px: areas follow the weights from ``LEAST_RADIUS_PX`` up, less where there is no room."""
    if len(weights) == 0:
        return weights
    area = frame.prod() / np.pi
    largest = LARGEST_SHARE * frame.min() / np.sqrt(weights.max())
    least = min(LEAST_RADIUS_PX, np.sqrt(LEAST_COVER_SHARE * area / len(weights)))
    radii: Plane = np.maximum(least, np.sqrt(weights) * min(largest, np.sqrt(COVER_SHARE * area / weights.sum())))
    return radii


def reserve_boxes(radii: Plane, ways: Sequence[Sequence[Lines]], frame: Plane, font_px: float) -> Plane:
    """Reserve a box for each disc, with its name below for the largest: (n, 2) half sides in px, the disc at the top."""
    boxes = np.stack([radii, radii], axis=1)
    clear = CLEARANCE_PX + CLOSE_PX
    free = NAMED_SHARE * frame.prod() - 4 * (radii**2).sum()
    for number, (radius, way) in enumerate(zip(radii, ways, strict=True)):
        sides = [measure_lines(lines, font_px) for lines in way]
        if not sides or any(fits_inside(wide, high, radius) for wide, high in sides):
            continue
        halves = [(max(radius, wide / 2 + clear), radius + (LABEL_GAP_PX + high + clear) / 2) for wide, high in sides]
        named = min(halves, key=lambda box: box[0] * box[1])
        free -= 4 * (named[0] * named[1] - radius**2)
        if free < 0:
            break
        boxes[number] = named
    return boxes


def fit_frame(points: Plane, radii: Plane, boxes: Plane, broad: IntArray, frame: Plane) -> tuple[Plane, Plane]:
    """Stretch a cloud over the frame and part its discs: places and radii, px rounded to 0.1.

    Notes
    -----
    The boxes are parted first, as far as may be, then the discs for good. Should they still overlap, which takes a frame
    far too small, they all shrink alike.
    """
    n = len(points)
    first, second = np.triu_indices(n, 1)
    # The room between boxes for which boxes and room fill their share of the frame.
    half, missing = boxes.sum(), ROOM_SHARE * frame.prod() - 4 * boxes.prod(axis=1).sum()
    room = max(0.0, np.sqrt(max(0.0, half**2 + n * missing)) - half) / max(n, 1)
    rooms = np.where(broad[first] == broad[second], GROUP_ROOM_SHARE, 1.0) * room
    down = np.stack([np.zeros(n), boxes[:, 1] - radii], axis=1)
    need = (boxes[first] + boxes[second] + rooms[:, None]).T
    placed = stretch_cloud(points, frame) + down
    placed = push_apart(placed, boxes, radii, frame, partial(part_boxes, need), N_PUSHES) - down
    need = radii[first] + radii[second] + GAP_PX
    placed = push_apart(placed, radii[:, None], radii, frame, partial(part_discs, need), 5 * N_PUSHES).round(1)
    shrink = ((pdist(placed) - 1) / (need - GAP_PX)).min(initial=1) if n > 1 else 1.0
    return placed, np.floor(radii * max(0.0, shrink) * 10) / 10


def stretch_cloud(points: Plane, frame: Plane) -> Plane:
    """Stretch a cloud over the frame, its length along the longer side."""
    if len(points) == 0:
        return points
    if frame[1] > frame[0]:
        points = points[:, ::-1]
    low, high = points.min(axis=0), points.max(axis=0)
    extent = np.maximum(high - low, max((high - low).max() / 10, 1e-9))  # what is a line remains one
    # Two themes need not lie at two ends of a page.
    stretched: Plane = frame * (0.5 + (points - (low + high) / 2) / extent * (1 - 1 / max(len(points), 2)))
    return stretched


def push_apart(
    points: Plane, halves: Plane, radii: Plane, frame: Plane, part: Callable[[Plane], Plane], n_steps: int
) -> Plane:
    """Push apart what is too close, within the frame: (n, 2); a large disc moves less than a small one.

    Parameters
    ----------
    halves : (n, 2) or (n, 1) half sides, which stay ``MARGIN_PX`` inside the frame.
    part : what to add to the differences of all pairs, (2, n_pairs) in the order of ``np.triu_indices``.
    """
    n = len(points)
    first, second = np.triu_indices(n, 1)
    yielding = radii[second] ** 2 / (radii[first] ** 2 + radii[second] ** 2)
    low = np.minimum(halves + MARGIN_PX, frame / 2).T
    high = frame[:, None] - low
    seeds = SEED_PX * scatter_seeds(n).T
    placed = np.clip(points.T, low, high)
    for _ in range(n_steps):
        seeded = placed + seeds
        push = part(seeded[:, first] - seeded[:, second])
        close = np.flatnonzero((push[0] != 0) | (push[1] != 0))
        if len(close) == 0:
            break
        push, here, there, share = push[:, close], first[close], second[close], yielding[close]
        move = np.stack([np.bincount(here, s * share, n) - np.bincount(there, s * (1 - share), n) for s in push])
        placed = np.clip(placed + 0.7 * np.clip(move, -STEP_PX, STEP_PX), low, high)
    return placed.T


def part_boxes(need: Plane, delta: Plane) -> Plane:
    """Tell how far to part boxes, along x or y, whichever is shorter."""
    lack = need - np.abs(delta)
    least = np.minimum(lack[0], lack[1])
    return np.where((lack == least) & (least > CLOSE_PX), lack * np.sign(delta), 0)


def part_discs(need: Plane, delta: Plane) -> Plane:
    """Tell how far to part discs, along the line of their centres."""
    between = np.maximum(np.hypot(delta[0], delta[1]), 1e-9)
    lack = need - between
    return np.where(lack > CLOSE_PX, lack / between, 0) * delta


def suggest_lines(name: str) -> list[Lines]:
    """Suggest how to write a name, the best first: on one line, on two as equal as may be; cut when it is too long."""
    words = name.split()
    whole = " ".join(words)
    pairs = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    fitting = [pair for pair in pairs if max(map(len, pair)) <= LINE_CHARS]
    ways: list[Lines] = [(whole,)] if 0 < len(whole) <= LINE_CHARS else []
    if fitting:
        ways.append(min(fitting, key=lambda pair: max(map(len, pair))))
    if ways or not words:
        return ways
    starting = [pair for pair in pairs if len(pair[0]) <= LINE_CHARS]
    return [(starting[-1][0], cut_line(starting[-1][1])) if starting else (cut_line(whole),)]


def cut_line(text: str) -> str:
    """Cut a text to one line, with an ellipsis where some is lost."""
    return text if len(text) <= LINE_CHARS else text[: LINE_CHARS - 1].rstrip(" ,;:-") + "…"


def measure_lines(lines: Lines, font_px: float) -> tuple[float, float]:
    """Measure lines of text in px, width and height: rather too wide than too narrow."""
    wide = max(sum(map(measure_char, unicodedata.normalize("NFD", line))) for line in lines)
    return wide * font_px, len(lines) * LINE_EM * font_px


def measure_char(char: str) -> float:
    """Measure a character in font sizes: an accent takes no room of its own, what is not Latin takes much."""
    if unicodedata.combining(char):
        return 0.0
    return _WIDTH_BY_CHAR.get(char, 1.1 if char < "\u2e80" else 1.4)


def fits_inside(wide: float, high: float, radius: float) -> bool:
    """Tell whether a text of that size can be written on a disc."""
    return bool(np.hypot(wide, high) / 2 < radius - 1)


def suggest_labels(disc: Disc, ways: Sequence[Lines], font_px: float) -> list[tuple[Label, Box]]:
    """Suggest where to write a name, the most usual place first, with the box it takes."""
    labels: list[tuple[Label, Box]] = []
    far = disc.radius + LABEL_GAP_PX
    for inside in (True, False):
        for lines in ways:
            wide, high = measure_lines(lines, font_px)
            level = disc.y - high / 2
            spots: list[tuple[Anchor, float, float]] = [
                ("middle", disc.x, disc.y + far),
                ("start", disc.x + far, level),
                ("end", disc.x - far, level),
                ("middle", disc.x, disc.y - far - high),
            ]
            if inside:
                spots = [("middle", disc.x, level)] if fits_inside(wide, high, disc.radius) else []
            for anchor, x, top in spots:
                left = x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
                y = round(top + BASELINE_EM * font_px, 1)
                label = Label(theme=disc.theme, x=round(x, 1), y=y, lines=lines, anchor=anchor, inside=inside)
                labels.append((label, (left, top, left + wide, top + high)))
    return labels


def place_labels(
    discs: Sequence[Disc], ways: Sequence[Sequence[Lines]], frame: Plane, font_px: float
) -> tuple[Label, ...]:
    """Write the names that find room, in the order of the discs, each where it leaves most room to the next ones."""
    spots = [
        (number, rank, label, box)
        for number, (disc, way) in enumerate(zip(discs, ways, strict=True))
        for rank, (label, box) in enumerate(suggest_labels(disc, way, font_px))
    ]
    owners = np.array([number for number, _rank, _label, _box in spots], dtype=np.int64)
    habits = HABIT * np.array([rank for _number, rank, _label, _box in spots])
    boxes = np.array([box for _number, _rank, _label, box in spots]).reshape(-1, 4)
    low, high = boxes[:, :2], boxes[:, 2:]
    free = (low >= 1).all(axis=1) & (high <= frame - 1).all(axis=1)
    for number, disc in enumerate(discs):
        centre = np.array([disc.x, disc.y])
        away = np.sqrt(((np.clip(centre, low, high) - centre) ** 2).sum(axis=1)) - disc.radius
        free &= (owners == number) | (away >= TIGHT_PX)
        habits += np.where(owners == number, 0, CROWD * np.clip(CLEARANCE_PX - away, 0, CLEARANCE_PX))
    placed: list[Label] = []
    for number in range(len(discs)):
        mine = np.flatnonzero(free & (owners == number))
        if len(mine) == 0:
            continue
        free &= owners > number
        apart = np.array([ASIDE_PX, BELOW_PX])
        meets = ((low[mine, None] < high + apart) & (low < high[mine, None] + apart)).all(axis=2)
        # A name that could be written in four places loses a quarter of its chances with one of them.
        chances = free / np.maximum(np.bincount(owners[free], minlength=len(discs)), 1)[owners]
        best = int((meets @ chances + habits[mine]).argmin())
        placed.append(spots[mine[best]][2])
        free &= ~meets[best]
    return tuple(placed)
