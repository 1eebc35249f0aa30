"""Measure the brief of a large company: time, value against a certified bound, and what is told twice.

Usage: ``uv run python bench/brief.py``. Ten thousand invented people follow themes and accounts; five thousand invented
items tell about them, some of them the same story in other words; each day some items leave and others come. For each
person the items that touch what they follow are found by one sparse product, the best are kept, and the brief is chosen by
``liant.loop.brief.cover.choose``. Beside it, in the same run, with the same memory and the same time to read: the most
relevant first, and maximal marginal relevance (J. Carbonell, J. Goldstein, SIGIR 1998). Results are written to
``bench/results/brief.json``.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from scipy import sparse

from liant.loop.brief.certify import marginal_bound, tangent_bound
from liant.loop.brief.cover import Item, choose, value
from liant.loop.brief.memory import NEW_AGAIN, Told, untold

RESULTS = Path(__file__).parent / "results" / "brief.json"
SEED = 20260312
N_PEOPLE, N_ITEMS, N_THEMES, N_ACCOUNTS, N_STORIES = 10_000, 5_000, 200, 600, 3_000
SECONDS = 60.0
#: Items per person that the choice looks at, the most relevant ones.
N_KEPT = 80
#: Interest in a story that touches what somebody follows.
STORY_WEIGHT = 0.5
N_DAYS = 10
#: A day's share of the items that leave for new ones.
RENEWED = 0.1
#: People of whom the two peers and the bound are computed, and people followed from day to day.
N_COMPARED, N_FOLLOWED = 300, 300
MMR_LAMBDA = 0.7
DAY = date(2026, 3, 12)

Method = Callable[[Sequence[Item], dict[str, float]], list[Item]]


@dataclass(frozen=True)
class Board:
    """What may be told on a day: items, and how much each tells per second of what people follow, (n_topics, n_items)."""

    items: list[Item]
    rate: sparse.csr_array


def invent_items(rng: np.random.Generator, n: int, first: int) -> list[Item]:
    """Invent items: one or two themes, an account more often than not, a story, a length of 15 to 60 words."""
    made = []
    for i in range(n):
        fresh = 0.5 + 0.5 * rng.random()
        themes = rng.choice(N_THEMES, size=1 + int(rng.random() < 0.4), replace=False)
        cover = [(f"t{theme:03d}", float(fresh * rng.uniform(0.3, 0.8))) for theme in themes]
        if rng.random() < 0.6:
            cover.append((f"a{rng.integers(N_ACCOUNTS):03d}", float(fresh * rng.uniform(0.3, 0.8))))
        story = f"s{rng.zipf(1.6) % N_STORIES if rng.random() < 0.3 else rng.integers(N_STORIES):04d}"
        cover.append((story, 1.0))
        words = rng.integers(15, 60)
        made.append(Item(key=f"i{first + i:06d}", story=story, seconds=float(words / 3.3), cover=tuple(cover)))
    return made


def board_of(items: list[Item]) -> Board:
    """Write how much each item tells per second about each theme and account as a sparse matrix."""
    rows, columns, shares = [], [], []
    for j, item in enumerate(items):
        for topic, share in item.cover[:-1]:
            rows.append(int(topic[1:]) + (N_THEMES if topic[0] == "a" else 0))
            columns.append(j)
            shares.append(share / item.seconds)
    matrix = sparse.csr_array((shares, (rows, columns)), shape=(N_THEMES + N_ACCOUNTS, len(items)), dtype=np.float32)
    return Board(items, matrix)


def invent_people(rng: np.random.Generator, n: int) -> sparse.csr_array:
    """Invent what people follow, (n_people, n_topics): 4 to 12 themes and 3 to 20 accounts each, some more than others."""
    rows, columns, weights = [], [], []
    for person in range(n):
        for first, size, low, high in ((0, N_THEMES, 4, 13), (N_THEMES, N_ACCOUNTS, 3, 21)):
            followed = rng.choice(size, size=int(rng.integers(low, high)), replace=False)
            rows += [person] * len(followed)
            columns += (first + followed).tolist()
            weights += np.clip(rng.lognormal(-0.5, 0.6, len(followed)), 0.05, 3).tolist()
    return sparse.csr_array((weights, (rows, columns)), shape=(n, N_THEMES + N_ACCOUNTS), dtype=np.float32)


NAMES = [f"t{i:03d}" for i in range(N_THEMES)] + [f"a{i:03d}" for i in range(N_ACCOUNTS)]


def candidates(people: sparse.csr_array, board: Board, n_kept: int) -> Iterator[tuple[list[Item], dict[str, float]]]:
    """Give, person by person, the items that touch what they follow most, and what interests them in these."""
    for first in range(0, people.shape[0], 1_000):
        some = people[first : first + 1_000]
        touched = (some @ board.rate).tocsr()
        for row in range(some.shape[0]):
            start, end = touched.indptr[row], touched.indptr[row + 1]
            found, weights = touched.indices[start:end], touched.data[start:end]
            if len(found) > n_kept:
                found = found[np.argpartition(weights, -n_kept)[-n_kept:]]
            items = [board.items[j] for j in found.tolist()]
            start, end = some.indptr[row], some.indptr[row + 1]
            interest = dict.fromkeys([item.story for item in items], STORY_WEIGHT)
            followed = some.indices[start:end].tolist()
            interest.update(zip([NAMES[t] for t in followed], some.data[start:end].tolist(), strict=True))
            yield items, interest


def covering(items: Sequence[Item], interest: dict[str, float]) -> list[Item]:
    """Choose as Liant does."""
    return [pick.item for pick in choose(items, interest, SECONDS)]


def in_turn(ranked: Sequence[Item]) -> list[Item]:
    """Read a ranked list until the time is over."""
    chosen, left = [], SECONDS
    for item in ranked:
        if item.seconds <= left:
            chosen.append(item)
            left -= item.seconds
    return chosen


def relevance(items: Sequence[Item], interest: dict[str, float]) -> list[Item]:
    """Choose the most relevant first."""
    return in_turn(sorted(items, key=lambda item: (-value([item], interest), item.key)))


def marginal_relevance(items: Sequence[Item], interest: dict[str, float]) -> list[Item]:
    """Choose by relevance minus the likeness to what is chosen already (cosine of the covers)."""
    topics = {topic: n for n, topic in enumerate({topic for item in items for topic, _share in item.cover})}
    covers = np.zeros((len(items), len(topics)))
    for n, item in enumerate(items):
        for topic, share in item.cover:
            covers[n, topics[topic]] = share
    covers /= np.linalg.norm(covers, axis=1, keepdims=True)
    worth = np.array([value([item], interest) for item in items])
    worth, like = worth / worth.max(), np.zeros(len(items))
    left, free, chosen = SECONDS, np.ones(len(items), dtype=bool), []
    seconds = np.array([item.seconds for item in items])
    while (able := free & (seconds <= left)).any():
        best = int(np.argmax(np.where(able, MMR_LAMBDA * worth - (1 - MMR_LAMBDA) * like, -np.inf)))
        chosen.append(items[best])
        free[best], left, like = False, left - seconds[best], np.maximum(like, covers @ covers[best])
    return chosen


METHODS: dict[str, Method] = {"relevance": relevance, "mmr": marginal_relevance, "cover": covering}


def measure_time(people: sparse.csr_array, board: Board) -> dict[str, object]:
    """Choose the brief of everybody, from what they follow to what they read."""
    began, worked = time.perf_counter(), time.process_time()
    n_lines = sum(len(choose(items, interest, SECONDS)) for items, interest in candidates(people, board, N_KEPT))
    wall, cpu = time.perf_counter() - began, time.process_time() - worked
    return {
        "seconds": round(wall, 2),
        "cpu_seconds": round(cpu, 2),
        "microseconds_each": round(wall / people.shape[0] * 1e6),
        "lines_each": round(n_lines / people.shape[0], 1),
    }


def measure_value(people: sparse.csr_array, board: Board) -> dict[str, object]:
    """Compare the value of each method with bounds certified over every item that touches the person.

    The peers choose among all of these items, ours among those kept.
    """
    ratios: dict[str, list[float]] = {name: [] for name in METHODS}
    near: dict[str, list[float]] = {name: [] for name in METHODS}
    twice: dict[str, list[float]] = {name: [] for name in METHODS}
    for (few, _), (items, interest) in zip(
        candidates(people, board, N_KEPT), candidates(people, board, N_ITEMS), strict=True
    ):
        best = choose(items, interest, SECONDS)
        bound = marginal_bound(items, interest, SECONDS, best)
        tighter = tangent_bound(items, interest, SECONDS, best)
        for name, method in METHODS.items():
            chosen = method(few if name == "cover" else items, interest)
            ratios[name].append(value(chosen, interest) / bound)
            near[name].append(value(chosen, interest) / tighter)
            twice[name].append(1 - len({item.story for item in chosen}) / len(chosen))
    return {
        name: {
            "of_bound": round(float(np.mean(found)), 3),
            "of_bound_p5": round(float(np.quantile(found, 0.05)), 3),
            "of_tangent_bound": round(float(np.mean(near[name])), 3),
            "of_tangent_bound_p5": round(float(np.quantile(near[name], 0.05)), 3),
            "same_story_in_a_brief": round(float(np.mean(twice[name])), 4),
        }
        for name, found in ratios.items()
    }


def follow(people: sparse.csr_array, board: Board, method: Method, remembers: bool) -> dict[str, object]:
    """Tell the same people day after day; a line repeats when its story was told to that person on an earlier day."""
    rng = np.random.default_rng(SEED + 1)
    told: list[list[Told]] = [[] for _ in range(people.shape[0])]
    heard: list[set[str]] = [set() for _ in range(people.shape[0])]
    n_told, n_again, after, n_next = 0, 0, {}, N_ITEMS
    items = board.items
    for day in range(N_DAYS):
        today = DAY + timedelta(days=day)
        for person, (found, interest) in enumerate(candidates(people, board_of(items), N_KEPT)):
            new = untold(told[person], today) if remembers else {}
            worth = {topic: weight * new.get(topic, 1.0) for topic, weight in interest.items()}
            open_ones = [item for item in found if new.get(item.story, 1.0) >= NEW_AGAIN]
            chosen = method(open_ones, worth) if open_ones else []
            n_told += len(chosen)
            n_again += sum(item.story in heard[person] for item in chosen)
            heard[person].update(item.story for item in chosen)
            if remembers:
                told[person] += [Told(on=today, story=item.story, cover=dict(item.cover)) for item in chosen]
        after[day + 1] = round(n_again / n_told, 4)
        n_new = int(len(items) * RENEWED)
        leaving = set(rng.choice(len(items), size=n_new, replace=False).tolist())
        items = [item for n, item in enumerate(items) if n not in leaving] + invent_items(rng, n_new, n_next)
        n_next += n_new
    return {
        "repeats_5_days": after[5],
        "repeats_10_days": after[10],
        "lines_a_day": round(n_told / N_DAYS / len(told), 1),
    }


def main() -> None:
    """Measure, print and write."""
    rng = np.random.default_rng(SEED)
    board, people = board_of(invent_items(rng, N_ITEMS, 0)), invent_people(rng, N_PEOPLE)
    results = {
        "n_people": N_PEOPLE,
        "n_items": N_ITEMS,
        "seconds_to_read": SECONDS,
        "time": measure_time(people, board),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "value": measure_value(people[:N_COMPARED], board),
        "from_day_to_day": {
            **{name: follow(people[:N_FOLLOWED], board, method, True) for name, method in METHODS.items()},
            "cover, without memory": follow(people[:N_FOLLOWED], board, covering, False),
        },
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
