"""Write, review, publish and retire arguments; say what came of them in a deal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from liant.actions.argue_contest import open_contest
from liant.actions.credit import contribute, contribute_all
from liant.actions.ledger import record
from liant.actions.notices import close_notices
from liant.actions.refine_setbacks import tell_setback_authors
from liant.loop.argue.claims import ClaimDraft, check_publishable
from liant.loop.argue.figures import FigureAsk
from liant.loop.refine.credit import Act
from liant.loop.values.errors import Conflict, Forbidden, Invalid
from liant.loop.values.roles import MARKETING, SALES, Role
from liant.loop.values.stages import OPEN_STAGES
from liant.queries.argue import cited_by
from liant.queries.argue_figures import count_figure, names_of, say_figure
from liant.store.mapping.search_texts import index_objects
from liant.store.models import (
    Argument,
    ArgumentUse,
    ArgumentVersion,
    Claim,
    Competitor,
    Evidence,
    LedgerEvent,
    Opportunity,
    Person,
    Quote,
    Theme,
    Verdict,
    VersionStatus,
)

EDITABLE = (VersionStatus.DRAFT.value, VersionStatus.REVIEW.value)
VERBS = {
    Verdict.USED: "argument.used",
    Verdict.DID_NOT_WORK: "argument.did_not_work",
    Verdict.WRONG: "argument.contested",
}


@dataclass(frozen=True, kw_only=True)
class ClaimText:
    """A claim as written: its sentence, whether it is an opinion, the quotes it cites, or a figure with its n and day."""

    text: str
    is_opinion: bool
    quotes: tuple[Quote, ...] = ()
    figure: str = ""
    figure_n: int | None = None
    figure_on: date | None = None
    #: A figure that Liant counts itself when the claim is written.
    counted: FigureAsk | None = None
    origin: str = ""


@dataclass(frozen=True, kw_only=True)
class CardText:
    """An argument as written."""

    title: str
    situation: str
    reply: str
    not_to_say: str
    language: str
    stage: str
    segment: str
    competitor: Competitor | None
    review_on: date
    claims: tuple[ClaimText, ...]


def check_card(card: CardText) -> None:
    """Refuse what cannot even be a draft (``argue.no_title``, ``argue.bad_stage``, ``argue.bad_figure``)."""
    if not card.title.strip() or len(card.title) > 120:
        raise Invalid(
            "The argument has no title, or one longer than 120 characters.",
            code="argue.no_title",
            hint="Give it the name that sellers will ask for.",
        )
    if card.stage and card.stage not in OPEN_STAGES:
        raise Invalid("This stage does not exist.", code="argue.bad_stage", hint="Choose one of the list.")
    for claim in card.claims:
        if claim.figure and (claim.figure_n is None or claim.figure_on is None):
            raise Invalid(
                "The figure “%(figure)s” has no n or no date.",
                code="argue.bad_figure",
                hint="Say out of how many, and on which day it was counted.",
                params={"figure": claim.figure[:80]},
            )


def draft_argument(*, actor: Person, card: CardText, theme: Theme | None, now: datetime) -> Argument:
    """Start an argument as a draft, owned by its writer. Marketing only. Writes ``argument.drafted``."""
    check_marketing(actor)
    check_card(card)
    with transaction.atomic():
        argument = Argument.objects.create(owner=actor, theme=theme, created_at=now)
        write_version(argument, 1, card, actor, now)
        contribute(actor, Act.CO_WRITE, "argument", argument.public_id, now)
        record(actor, "argument.drafted", "argument", argument.public_id, now, {"number": 1})
    return argument


def check_marketing(actor: Person) -> None:
    """Refuse a writer who is not in marketing (``argue.not_marketing``), by whatever path."""
    if actor.role not in MARKETING:
        raise Forbidden("Only marketing writes arguments.", code="argue.not_marketing")


def write_version(argument: Argument, number: int, card: CardText, writer: Person, now: datetime) -> ArgumentVersion:
    """Write one version with its claims and their evidence."""
    version = ArgumentVersion.objects.create(
        argument=argument,
        number=number,
        language=card.language,
        title=card.title.strip(),
        situation=card.situation.strip(),
        reply=card.reply.strip(),
        not_to_say=card.not_to_say.strip(),
        competitor=card.competitor,
        segment=card.segment.strip(),
        stage=card.stage,
        review_on=card.review_on,
        written_by=writer,
        created_at=now,
    )
    write_claims(version, card.claims, now.date())
    return version


def write_claims(version: ArgumentVersion, claims: Sequence[ClaimText], today: date) -> None:
    """Write the claims of a version and what they cite; search then finds it by its new words."""
    for position, text in enumerate(claim for claim in claims if claim.text.strip()):
        claim = Claim.objects.create(
            argument_version=version,
            position=position,
            text=text.text.strip(),
            is_opinion=text.is_opinion,
            origin=text.origin,
        )
        Evidence.objects.bulk_create(
            Evidence(claim=claim, quote=quote, note=quote.note) for quote in dict.fromkeys(text.quotes)
        )
        if text.figure:
            Evidence.objects.create(claim=claim, figure=text.figure, figure_n=text.figure_n, figure_on=text.figure_on)
        if text.counted is not None:
            write_figure(claim, text.counted, version, today)
    index_objects("argument", [version.pk])


def write_figure(claim: Claim, ask: FigureAsk, version: ArgumentVersion, today: date) -> None:
    """Count a figure and write it into a claim, in the language of the card; one too thin to be shown is refused.

    Raises
    ------
    Invalid : ``argue.thin_figure``.
    """
    figure = count_figure(ask, today=today)
    if not figure.is_shown:
        raise Invalid(
            "Too little stands behind this figure: n = %(n)s.",
            code="argue.thin_figure",
            hint="Choose another one, or cite quotes.",
            params={"n": figure.n},
        )
    names = names_of(version.language, [ask])
    Evidence.objects.create(
        claim=claim,
        figure=say_figure(figure, names, version.language)[:200],
        figure_n=figure.n,
        figure_on=today,
        figure_key=ask.key,
        figure_value=figure.value,
        figure_currency=figure.currency,
    )


def edit_argument(*, actor: Person, argument: Argument, card: CardText, version: int, now: datetime) -> ArgumentVersion:
    """Change the version being worked on, or start the next one when the latest is published.

    Locks the argument. Writes ``argument.edited``.

    Raises
    ------
    Conflict : ``argue.changed`` when somebody else changed it since it was shown: the error carries their text, and the
        caller still holds its own.
    """
    check_marketing(actor)
    check_card(card)
    with transaction.atomic():
        Argument.objects.select_for_update().get(pk=argument.pk)
        latest = latest_version(argument)
        if latest.version != version:
            raise Conflict(
                "Somebody changed “%(title)s” while you were writing.",
                code="argue.changed",
                hint="Your text is still in the form below; theirs stands beside it. Choose, then save again.",
                params={"title": latest.title},
            )
        if latest.status not in EDITABLE:
            edited = write_version(argument, latest.number + 1, card, actor, now)
        else:
            latest.claims.all().delete()
            for name in ("title", "situation", "reply", "not_to_say", "segment", "stage", "language"):
                setattr(latest, name, getattr(card, name).strip())
            latest.competitor, latest.review_on, latest.written_by = card.competitor, card.review_on, actor
            latest.status, latest.version = VersionStatus.DRAFT.value, latest.version + 1
            latest.save()
            write_claims(latest, card.claims, now.date())
            edited = latest
        contribute(actor, Act.CO_WRITE, "argument", argument.public_id, now)
        if not is_same_sitting(actor, argument, edited.number, now):
            record(actor, "argument.edited", "argument", argument.public_id, now, {"number": edited.number})
    return edited


#: Drafts are kept as they are typed: the ledger tells one sitting once.
SITTING = timedelta(hours=1)


def is_same_sitting(actor: Person, argument: Argument, number: int, now: datetime) -> bool:
    """Tell whether the last thing told of an argument is that the same person edited the same version just now."""
    last = LedgerEvent.objects.filter(kind="argument", object_id=argument.public_id).order_by("-id").first()
    return (
        last is not None
        and (last.verb, last.actor_id, last.data.get("number")) == ("argument.edited", actor.pk, number)
        and last.at > now - SITTING
    )


def latest_version(argument: Argument) -> ArgumentVersion:
    """Return the version with the highest number."""
    return argument.versions.order_by("-number")[0]


def move_version(
    actor: Person, argument: Argument, now: datetime, *, sources: Sequence[str], target: VersionStatus, verb: str
) -> ArgumentVersion:
    """Move the latest version to a status, under a lock, or refuse (``argue.not_now``)."""
    Argument.objects.select_for_update().get(pk=argument.pk)
    latest = latest_version(argument)
    if latest.status not in sources:
        raise Conflict(
            "“%(title)s” is no longer where you saw it.",
            code="argue.not_now",
            hint="Open it again: somebody moved it.",
            params={"title": latest.title},
        )
    latest.status, latest.version = target.value, latest.version + 1
    latest.save(update_fields=["status", "version"])
    record(actor, verb, "argument", argument.public_id, now, {"number": latest.number})
    return latest


def submit_argument(*, actor: Person, argument: Argument, now: datetime) -> None:
    """Ask for a review. Writes ``argument.submitted``."""
    check_marketing(actor)
    with transaction.atomic():
        check_version(latest_version(argument))
        move_version(
            actor,
            argument,
            now,
            sources=[VersionStatus.DRAFT.value],
            target=VersionStatus.REVIEW,
            verb="argument.submitted",
        )
        close_notices("sent_back", "argument", argument.public_id, now)


def check_version(version: ArgumentVersion) -> None:
    """Apply the rule of publication to a stored version."""
    claims = [
        ClaimDraft(text=claim.text, is_opinion=claim.is_opinion, n_evidence=claim.evidence.count())
        for claim in version.claims.order_by("position")
    ]
    check_publishable(version.title, version.situation, version.reply, claims)


def publish_argument(*, actor: Person, argument: Argument, now: datetime) -> None:
    """Publish the latest version; the one published before is superseded. Writes ``argument.published``.

    Whoever its claims cite is credited from then on. The first time, whoever had a setback in its theme is told.

    Raises
    ------
    Invalid : ``argue.incomplete``, ``argue.no_claim``, ``argue.no_evidence``.
    Conflict : ``argue.not_now`` when it is already published or retired.
    """
    check_marketing(actor)
    with transaction.atomic():
        check_version(latest_version(argument))
        argument.versions.filter(status=VersionStatus.PUBLISHED.value).exclude(pk=latest_version(argument).pk).update(
            status=VersionStatus.SUPERSEDED.value
        )
        published = move_version(
            actor, argument, now, sources=EDITABLE, target=VersionStatus.PUBLISHED, verb="argument.published"
        )
        # Written again, it is read for itself.
        Argument.objects.filter(pk=argument.pk).update(replaced_by=None)
        is_first = not argument.versions.filter(published_at__isnull=False).exists()
        published.published_at = now
        published.save(update_fields=["published_at"])
        if is_first and argument.theme is not None:
            tell_setback_authors(actor, [argument.theme], "argument", argument.public_id, now)
        # Whoever it cites is credited for ever, whatever later versions say.
        contribute_all(cited_by(published))


def retire_argument(*, actor: Person, argument: Argument, now: datetime) -> None:
    """Withdraw an argument from sellers; it keeps its history and credit. The director only."""
    check_director(actor)
    with transaction.atomic():
        withdraw_versions(actor, argument, now)


def check_director(actor: Person) -> None:
    """Refuse whoever may not withdraw an argument (``argue.not_director``)."""
    if actor.role != Role.MARKETING_DIRECTOR:
        raise Forbidden("Only the marketing director retires an argument.", code="argue.not_director")


def withdraw_versions(actor: Person, argument: Argument, now: datetime) -> None:
    """Leave an argument without a published version, in the caller's transaction. Writes ``argument.retired``."""
    argument.versions.filter(status=VersionStatus.PUBLISHED.value).exclude(pk=latest_version(argument).pk).update(
        status=VersionStatus.SUPERSEDED.value
    )
    move_version(
        actor,
        argument,
        now,
        sources=[VersionStatus.PUBLISHED.value, *EDITABLE],
        target=VersionStatus.RETIRED,
        verb="argument.retired",
    )


def use_argument(
    *, actor: Person, argument: Argument, opportunity: Opportunity, verdict: Verdict, now: datetime, comment: str = ""
) -> ArgumentUse:
    """Say, from a deal, what came of an argument; a fact is added, none is changed.

    Sales only, on a deal that the caller's guard let through. Writes ``argument.used``, ``argument.did_not_work`` or
    ``argument.contested``; the last one opens a contest, whose clock the owner of the argument owes.

    Raises
    ------
    Conflict : ``argue.not_published`` when the argument was withdrawn meanwhile.
    """
    if actor.role not in SALES:
        raise Forbidden("Only sales says what came of an argument.", code="argue.not_sales")
    with transaction.atomic():
        published = argument.versions.filter(status=VersionStatus.PUBLISHED.value).first()
        if published is None:
            raise Conflict(
                "This argument was withdrawn.", code="argue.not_published", hint="Look for the one that replaces it."
            )
        use = ArgumentUse.objects.create(
            argument=argument,
            argument_version=published,
            opportunity=opportunity,
            person=actor,
            verdict=verdict.value,
            comment=comment.strip()[:1_000],
            at=now,
            recorded_at=now,
        )
        # Good or bad, whoever says what came of it proves it.
        contribute(actor, Act.PROVE, "argument", argument.public_id, now, use=use.public_id)
        record(actor, VERBS[verdict], "argument", argument.public_id, now, {"deal": opportunity.public_id})
        if verdict == Verdict.WRONG:
            open_contest(use, now)
    return use
