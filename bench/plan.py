"""Measure the planning of a half-year: the plan that is there at once, the better one, changes, and promises.

Run: ``python bench/plan.py`` (about six minutes), or one part of it: ``python bench/plan.py search --seed 1``. 500
requests, 26 weeks, 12 marketers, 40 sellers and 60 visits are invented; seconds are those of one processor. Every plan is
checked by rules that share no code with the engine. ``rival`` runs a search with CP-SAT sub-problems on the same plans; it
needs ``ortools``, which the product does not. Each part replaces its own figures in ``bench/results/plan.json``.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.plan_company import disturb, invent
from tests.unit.loop.plan.checker import violations

from liant.loop.plan.bill import bill_of, moves_between
from liant.loop.plan.lists import list_plan
from liant.loop.plan.problem import Plan, Problem, chain_weeks
from liant.loop.plan.replan import keep, offers
from liant.loop.plan.search import improve
from liant.loop.plan.why import refusal_of

RESULTS = Path(__file__).parent / "results" / "plan.json"
SEEDS = (0, 1, 2)
LIST_LIMIT_SECONDS, REPLAN_SECONDS, WAY_OUT_LIMIT_SECONDS = 0.3, 3.0, 1.0
SECONDS = (5, 60)
N_PROMISES = 1_000
NO_END = 10**9
REASONS = ("no_skill", "too_long", "too_much", "skill_short", "conflict")
#: Names that one sentence holds.
FEW_NAMES = 3


def clock(seconds: float) -> Callable[[], float]:
    """Return what tells the share of some processor seconds that has been used."""
    began = time.process_time()
    return lambda: (time.process_time() - began) / seconds


def told(problem: Problem, plan: Plan) -> dict[str, object]:
    """Tell what a plan costs, and how many rules it breaks."""
    bill = bill_of(problem, plan)
    return {
        "on_time": bill.n_on_time,
        "late": bill.n_late,
        "late_weeks": bill.late_weeks,
        "left_out": len(bill.left_out),
        "visits": len(plan.visits),
        "cost": round(bill.cost),
        "violations": len(violations(problem, plan)),
    }


def measure_list(seed: int) -> dict[str, object]:
    problem = invent(seed)
    seconds = []
    for _ in range(5):
        began = time.process_time()
        plan = list_plan(problem)
        seconds.append(time.process_time() - began)
    return {"seconds": round(min(seconds), 3), "limit": LIST_LIMIT_SECONDS, **told(problem, plan)}


def measure_search(seed: int) -> dict[str, object]:
    problem = invent(seed)
    first = list_plan(problem)
    found: dict[str, object] = {"dated": sum(request.due_week is not None for request in problem.requests)}
    for seconds in SECONDS:
        plan = improve(problem, first, n_rounds=NO_END, seed=seed, share_used=clock(seconds))
        found[f"after_{seconds}_s"] = told(problem, plan)
    return found


def measure_rival(seed: int) -> dict[str, object]:
    from bench.plan_cp_sat import improve_by_cp_sat

    problem = invent(seed)
    return {
        f"after_{seconds}_s": told(problem, improve_by_cp_sat(problem, list_plan(problem), seed, clock(seconds)))
        for seconds in SECONDS
    }


def measure_replan(seed: int) -> dict[str, object]:
    """Measure the three offers, and beside them the search that does not know the plan of before."""
    calm = invent(seed)
    known = improve(calm, list_plan(calm), n_rounds=NO_END, seed=seed, share_used=clock(SECONDS[0]))
    problem = disturb(calm, known, seed)
    began = time.process_time()
    three = offers(problem, known, n_rounds=NO_END, seed=seed, share_used=clock(REPLAN_SECONDS))
    found: dict[str, object] = {"seconds": round(time.process_time() - began, 2)}
    blind = improve(problem, keep(problem, known), n_rounds=NO_END, seed=seed, share_used=clock(REPLAN_SECONDS))
    plans = {str(offer.kind): offer.plan for offer in three} | {"blind": blind}
    for name, plan in plans.items():
        moves = moves_between(problem, known, plan)
        found[name] = {
            "bookings": moves.n_bookings,
            "moved": moves.n_moved,
            "moved_share": round(moves.n_moved / moves.n_bookings, 3),
            "near": moves.n_near,
            "dropped": len(moves.dropped),
            **told(problem, plan),
        }
    return found


def measure_promises(seed: int) -> dict[str, object]:
    """Ask for requests by weeks in which they do not fit, one at a time; say why, and what would do."""
    problem = invent(seed)
    plan = improve(problem, list_plan(problem), n_rounds=20_000, seed=seed)
    rng = random.Random(seed)
    n_promises = N_PROMISES // len(SEEDS) + (seed < N_PROMISES % len(SEEDS))
    reasons: Counter[str] = Counter()
    ways: Counter[str] = Counter()
    sizes, seconds, n_plain = [], [], 0
    while len(seconds) < n_promises:
        request = rng.choice(problem.requests)
        due = request.from_week + chain_weeks(request) - 1 + rng.randrange(-1, 6)
        if rng.random() < 0.02:
            request = replace(request, steps=(replace(request.steps[0], skill="radio"), *request.steps[1:]))
        began = time.process_time()
        refused = refusal_of(problem, plan, replace(request, due_week=due))
        if refused is None:
            continue
        seconds.append(time.process_time() - began)
        reasons[refused.reason] += 1
        ways.update([str(way.way) for way in refused.ways] or ["none"])
        n_plain += refused.reason != "conflict" or "best_hours" in refused.params
        if refused.reason == "conflict":
            sizes.append(len(refused.params["requests"]) + len(refused.params["visits"]))  # type: ignore[arg-type]
    return {
        "n": n_promises,
        "reasons": {reason: reasons[reason] for reason in REASONS},
        "plain_share": n_plain / n_promises,
        "conflicts_of_few_names": round(sum(size <= FEW_NAMES for size in sizes) / len(sizes), 3),
        "most_names": max(sizes),
        "ways": dict(sorted(ways.items())),
        "seconds_median": round(sorted(seconds)[len(seconds) // 2], 4),
        "seconds_most": round(max(seconds), 3),
        "limit": WAY_OUT_LIMIT_SECONDS,
    }


PARTS = {
    "list": measure_list,
    "search": measure_search,
    "replan": measure_replan,
    "promises": measure_promises,
    "rival": measure_rival,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parser.add_argument("--seed", type=int, choices=SEEDS, action="append")
    asked = parser.parse_args()
    # Not by the parser's choices: some versions refuse an empty list of them.
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}; they are {', '.join(PARTS)}")
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    results["machine"] = {"python": platform.python_version(), "system": platform.system()}
    for part in asked.parts or [part for part in PARTS if part != "rival"]:
        for seed in asked.seed or SEEDS:
            figures = PARTS[part](seed)
            results.setdefault(part, {})[str(seed)] = figures
            print(part, seed, json.dumps(figures), flush=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
