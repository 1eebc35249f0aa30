"""Write a decision down so that it can be taken again, and read it back."""

from __future__ import annotations

from datetime import date
from typing import Any

from liant.loop.arbitrate.audit import audit, measure
from liant.loop.arbitrate.election import Election, Request, Standing, Voice
from liant.loop.arbitrate.rivals import choose_max, choose_nash
from liant.loop.arbitrate.shares import Rule
from liant.loop.arbitrate.why import Explanation
from liant.queries.arbitrate_cycle import Decision


def trace_of(decision: Decision) -> dict[str, Any]:
    """Write down what a decision was taken from and every step it went through."""
    election, outcome = decision.election, decision.outcome
    return {
        "capacity": election.capacity,
        "keep": outcome.rule.keep,
        "fill_weights": dict(outcome.rule.fill_weights),
        "strategy": election.strategy,
        "voices": [[voice.id, voice.college, voice.weight, voice.endowment] for voice in election.voices],
        "requests": [
            [
                request.id,
                request.cost,
                dict(request.need_by_voice),
                request.due_on.isoformat() if request.due_on else None,
                request.filed,
                request.standing.value,
            ]
            for request in election.requests
        ],
        "credits": dict(decision.credit_by_voice),
        "awards": [
            {
                "request": award.request,
                "order": award.order,
                "phase": award.phase.value,
                "cost": award.cost,
                "rho": award.rho,
                "payments": dict(award.payments),
                "given": award.given,
            }
            for award in outcome.awards
        ],
    }


def read_trace(trace: dict[str, Any]) -> tuple[Election, Rule]:
    """Return what a decision was taken from: ``choose`` gives it again."""
    election = Election(
        capacity=trace["capacity"],
        voices=tuple(
            Voice(id=key, college=college, weight=weight, endowment=endowment)
            for key, college, weight, endowment in trace["voices"]
        ),
        requests=tuple(
            Request(
                id=key,
                cost=cost,
                need_by_voice=needs,
                due_on=date.fromisoformat(due_on) if due_on else None,
                filed=filed,
                standing=Standing(standing),
            )
            for key, cost, needs, due_on, filed, standing in trace["requests"]
        ),
        strategy=trace["strategy"],
    )
    return election, Rule(keep=trace["keep"], fill_weights=trace["fill_weights"])


def checks_of(decision: Decision) -> dict[str, Any]:
    """Check a decision, and hold it beside the largest total and the Nash product.

    ``n_claims`` counts the groups that could have paid for more and that the rule did not answer, ``n_blocked`` those that
    a signed decision or the room left kept out: what a director forces is paid by voices that then own less.
    """
    checked = audit(decision.election, decision.outcome)
    n_claims = sum(claim.blocked_by is None for claim in checked.claims)
    plans = {
        "ours": decision.outcome.chosen,
        "max": choose_max(decision.election),
        "nash": choose_nash(decision.election),
    }
    measures = {name: measure(decision.election, chosen) for name, chosen in plans.items()}
    return {
        "is_within_capacity": checked.is_within_capacity,
        "is_paid_by_backers": checked.is_paid_by_backers,
        "n_claims": n_claims,
        "n_blocked": len(checked.claims) - n_claims,
        "carried": decision.carried,
        "plans": {
            name: {"value": found.value, "n_chosen": found.n_chosen, "n_empty_handed": found.n_empty_handed}
            for name, found in measures.items()
        },
        "n_askers": measures["ours"].n_askers,
    }


def facts_of(found: Explanation) -> dict[str, Any]:
    """Write down the facts that the sentences of an answer are filled with."""
    out = found.ways_out
    return {
        "payments": dict(found.payments),
        "given": found.given,
        "purses": dict(found.purses),
        "spent_on": [[spending.request, spending.amount] for spending in found.spent_on],
        "at_cost": out.at_cost if out else None,
        "if_withdrawn": list(out.if_withdrawn) if out else [],
        "in_weeks": out.in_weeks if out else None,
    }
