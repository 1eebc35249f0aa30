"""What an argument may say: every claim cites its evidence or is marked opinion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liant.loop.values.errors import Invalid


@dataclass(frozen=True, kw_only=True)
class ClaimDraft:
    """One sentence of an argument on its way to being published.

    Attributes
    ----------
    text : the sentence.
    is_opinion : marked opinion by its author.
    n_evidence : quotes, notes and figures that it cites.
    """

    text: str
    is_opinion: bool
    n_evidence: int


def check_publishable(title: str, situation: str, reply: str, claims: Sequence[ClaimDraft]) -> None:
    """Refuse to publish an argument that is empty or claims something without evidence.

    The only rule of publication: page, command and demonstration all call it.

    Raises
    ------
    Invalid : ``argue.incomplete`` when the title, the situation or the reply is missing; ``argue.no_claim`` without a
        claim; ``argue.no_evidence`` naming the first claim that neither cites anything nor is marked opinion.
    """
    if not (title.strip() and situation.strip() and reply.strip()):
        raise Invalid(
            "The title, the situation or the reply is missing.",
            code="argue.incomplete",
            hint="Fill in all three: a seller reads them in that order.",
        )
    if not claims:
        raise Invalid(
            "The argument makes no claim.",
            code="argue.no_claim",
            hint="Write at least one sentence that a seller may say, with the quotes behind it.",
        )
    for number, claim in enumerate(claims, start=1):
        if not claim.is_opinion and claim.n_evidence == 0:
            raise Invalid(
                "Claim %(number)s, “%(text)s”, cites nothing.",
                code="argue.no_evidence",
                hint="Tick the quotes that it rests on, or mark it as an opinion.",
                params={"number": number, "text": claim.text[:80]},
            )
