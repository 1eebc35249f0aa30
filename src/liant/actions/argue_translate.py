"""Write an argument in the other language, and say when both versions say the same."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from liant.actions.argue import CardText, ClaimText, check_marketing, draft_argument, latest_version
from liant.actions.credit import take_over
from liant.actions.ledger import record
from liant.loop.argue.drift import pair_up
from liant.loop.argue.figures import read_ask
from liant.loop.values.errors import Conflict
from liant.queries.argue_figures import count_figure
from liant.queries.argue_translate import parts_of
from liant.store.models import Argument, ArgumentVersion, Claim, LanguageVersion, Person

OTHER = {"fr": "en", "en": "fr"}


def translate_argument(*, actor: Person, argument: Argument, now: datetime) -> Argument:
    """Start the other language's version as a draft, with the evidence of the original and its words to translate.

    Whoever is credited for the original is credited for it too. Writes ``argument.drafted`` and
    ``argument.translated``.

    Raises
    ------
    Conflict : ``argue.translated_already``.
    """
    check_marketing(actor)
    with transaction.atomic():
        Argument.objects.select_for_update(of=("self",)).get(pk=argument.pk)
        if LanguageVersion.objects.filter(Q(original=argument) | Q(translation=argument)).exists():
            raise Conflict(
                "This argument has its version in the other language already.",
                code="argue.translated_already",
                hint="Open both side by side.",
            )
        latest = latest_version(argument)
        translation = draft_argument(actor=actor, card=card_of(latest, now.date()), theme=argument.theme, now=now)
        LanguageVersion.objects.create(
            original=argument, translation=translation, aligned=[], aligned_by=actor, aligned_at=now
        )
        take_over("argument", translation.public_id, "argument", argument.public_id, now)
        record(actor, "argument.translated", "argument", argument.public_id, now)
    return translation


def card_of(version: ArgumentVersion, today: date) -> CardText:
    """Copy a version as the card of its translation; a figure too thin to be counted today is left for its writer."""
    claims = version.claims.order_by("position").prefetch_related("evidence__quote__note")
    return CardText(
        title=version.title,
        situation=version.situation,
        reply=version.reply,
        not_to_say=version.not_to_say,
        language=OTHER[version.language],
        stage=version.stage,
        segment=version.segment,
        competitor=version.competitor,
        review_on=version.review_on,
        claims=tuple(claim_of(claim, today) for claim in claims),
    )


def claim_of(claim: Claim, today: date) -> ClaimText:
    """Copy a claim with what it rests on: a figure that Liant counts is counted again, in the other language's words."""
    evidence = list(claim.evidence.all())
    asks = [read_ask(each.figure_key) for each in evidence if each.figure_key]
    typed = next((each for each in evidence if each.figure and not each.figure_key), None)
    return ClaimText(
        text=claim.text,
        is_opinion=claim.is_opinion,
        quotes=tuple(each.quote for each in evidence if each.quote is not None),
        figure=typed.figure if typed else "",
        figure_n=typed.figure_n if typed else None,
        figure_on=typed.figure_on if typed else None,
        counted=next((ask for ask in asks if count_figure(ask, today=today).is_shown), None),
        origin=claim.origin,
    )


def align_versions(*, actor: Person, argument: Argument, shown: tuple[int, int], now: datetime) -> None:
    """Say that both language versions say the same as they stand; drift is told from there on.

    What was done for the original until now is credited in the translation. Writes ``argument.aligned`` on both.

    Parameters
    ----------
    argument : either of the two.
    shown : edit versions of the original and of the translation that were read.

    Raises
    ------
    Conflict : ``argue.pair_changed`` when one of them was changed since it was shown.
    """
    check_marketing(actor)
    with transaction.atomic():
        link = (
            LanguageVersion.objects.select_for_update(of=("self",))
            .select_related("original", "translation")
            .get(Q(original=argument) | Q(translation=argument))
        )
        original, translation = latest_version(link.original), latest_version(link.translation)
        if (original.version, translation.version) != shown:
            raise Conflict(
                "Somebody changed “%(title)s” while you were reading.",
                code="argue.pair_changed",
                hint="Read both again as they stand now.",
                params={"title": original.title},
            )
        pairs = pair_up(parts_of(original), parts_of(translation))
        link.aligned = [[pair.name, pair.original, pair.translation] for pair in pairs]
        link.aligned_by, link.aligned_at = actor, now
        link.save()
        take_over("argument", link.translation.public_id, "argument", link.original.public_id, now)
        for each in (link.original, link.translation):
            record(actor, "argument.aligned", "argument", each.public_id, now)
