"""Elections invented by hypothesis, small enough to be checked by trying everything."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from liant.loop.arbitrate.election import Election, Request, Standing, Voice
from tests.unit.loop.arbitrate.naive import Ask

DAYS = (None, date(2026, 3, 2), date(2026, 3, 9))
MOST_VOICES = 5
# Made once: to make them again for each case takes longer than to draw from them.
numbers_of_voices = st.integers(1, MOST_VOICES)
numbers_of_requests = st.integers(1, 8)
weightings = [st.lists(st.integers(1, 4), min_size=n, max_size=n) for n in range(MOST_VOICES + 1)]
endowments = [st.lists(st.integers(0, 20), min_size=n, max_size=n) for n in range(MOST_VOICES + 1)]
factors = st.integers(1, 8)
colleges = st.sampled_from(("clients", "strategy"))
costs = st.integers(1, 15)
days = st.sampled_from(DAYS)
arrivals = st.integers(0, 3)
#: By number of voices; there is never none.
needs = [
    st.dictionaries(st.sampled_from([f"v{place}" for place in range(max(n, 1))]), st.integers(1, 3), max_size=4)
    for n in range(MOST_VOICES + 1)
]


@st.composite
def elections(
    draw: st.DrawFn, *, is_funded: bool = False, is_proportional: bool = False, standings: tuple[Standing, ...] = ()
) -> Election:
    """Draw an election of at most five voices and eight requests.

    Parameters
    ----------
    is_funded : the purses together are at most the capacity, as in a decision that starts from the capacity.
    is_proportional : each purse is proportional to its weight.
    standings : what a request may be besides open.
    """
    drawn_standings = st.sampled_from((Standing.OPEN, Standing.OPEN, *standings))
    n_voices = draw(numbers_of_voices)
    weights = draw(weightings[n_voices])
    factor = draw(factors)
    purses = [weight * factor for weight in weights] if is_proportional else draw(endowments[n_voices])
    voices = tuple(
        Voice(
            id=f"v{place}",
            college=draw(colleges),
            weight=weight,
            endowment=float(purse),
        )
        for place, (weight, purse) in enumerate(zip(weights, purses, strict=True))
    )
    requests = tuple(
        Request(
            id=f"r{place}",
            cost=draw(costs),
            need_by_voice=draw(needs[n_voices]),
            due_on=draw(days),
            filed=draw(arrivals),
            standing=draw(drawn_standings),
        )
        for place in range(draw(numbers_of_requests))
    )
    total = sum(purses)
    capacity = total + draw(st.integers(0, 12)) if is_funded else draw(st.integers(0, total + 12))
    return Election(capacity=capacity, voices=voices, requests=requests)


def exact(election: Election) -> tuple[dict[str, Fraction], dict[str, Fraction], list[Ask]]:
    """Write an election in exact numbers: purses, weights, requests."""
    return (
        {voice.id: Fraction(voice.endowment) for voice in election.voices},
        {voice.id: Fraction(voice.weight) for voice in election.voices},
        [
            Ask(
                id=request.id,
                cost=request.cost,
                need={voice: Fraction(need) for voice, need in request.need_by_voice.items()},
                turn=(request.due_on or date.max, request.filed, request.id),
            )
            for request in election.requests
        ],
    )
