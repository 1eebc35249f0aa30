"""The studio of the invented company: arguments written with sellers, claims that hold figures. Invented like all here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from liant.actions.argue import edit_argument, latest_version, publish_argument, write_figure
from liant.actions.argue_figures import count_figures_again
from liant.actions.argue_together import invite_co_author, propose_words, take_words, tell_co_authors
from liant.actions.argue_translate import align_versions, card_of, translate_argument
from liant.loop.argue.drift import CLAIM
from liant.loop.argue.figures import FigureAsk, FigureCode, has_changed
from liant.loop.argue.wording import CardPart
from liant.loop.values.roles import Role
from liant.queries.argue_figures import count_figure
from liant.store import models as store

#: The draft to which the first seller, whoever looks, is invited; what a colleague already proposes for it.
OPEN_DRAFT = "Le questionnaire de sécurité déjà rempli"
PROPOSED = "« Je vous l'envoie rempli ce soir : il ne restera que nos écarts à regarder ensemble. »"
#: Published with a seller's own sentence in it.
CO_WRITTEN = "Deux pages pour la DSI"
TAKEN = "L'informatique arrive à la fin, et tout est à recommencer."

#: An argument in both languages: its English words, and the sentence that its French version said when they agreed.
IN_FRENCH = "Un seul devis, mise en service comprise"
TITLE_IN_ENGLISH = "One quote, setup included"
SITUATION_IN_ENGLISH = "“And there will be consultant days on top?”"
REPLY_IN_ENGLISH = (
    "Go through the quote line by line: licences, migration, training, and nothing else for twelve months."
)
CLAIMS_IN_ENGLISH = (
    "Clients have already paid elsewhere for days that were not in the quote.",
    "A complete quote reads as proof of method.",
)
SAID_BEFORE = "Des clients ont payé ailleurs des jours de consultant."
#: A figure was written this long ago; claims looked at for one.
WRITTEN, LOOKED_AT = timedelta(days=80), 12


def load_studio(people: Sequence[store.Person], now: datetime) -> None:
    """Count figures into claims, translate an argument, write with sellers a draft and one that is published."""
    load_figures(now)
    load_translation(now)
    sellers = [person for person in people if person.role == Role.SELLER]
    draft, written = latest_draft(OPEN_DRAFT), latest_draft(CO_WRITTEN)
    if draft is None or written is None or len(sellers) < 2:
        return
    visitor, colleague = sellers[0], sellers[1]
    write_together(written, colleague, now - timedelta(days=4))
    for seller in (colleague, visitor):
        invite_co_author(
            actor=draft.argument.owner, argument=draft.argument, person=seller, now=now - timedelta(days=1)
        )
    propose_words(
        actor=colleague,
        co_author=store.CoAuthor.objects.get(argument=draft.argument, person=colleague),
        part=CardPart.REPLY,
        text=PROPOSED,
        now=now - timedelta(hours=5),
    )


def latest_draft(title: str) -> store.ArgumentVersion | None:
    """Find a draft by its title."""
    drafts = store.ArgumentVersion.objects.filter(title=title, status=store.VersionStatus.DRAFT.value)
    return drafts.select_related("argument__owner", "argument__theme").first()


def write_together(draft: store.ArgumentVersion, seller: store.Person, now: datetime) -> None:
    """Let a seller reword the first claim of a draft, take the words, and publish; one without evidence stays a draft."""
    claim = draft.claims.order_by("position").first()
    if claim is None or not claim.evidence.exists():
        return
    owner = draft.argument.owner
    invited = invite_co_author(actor=owner, argument=draft.argument, person=seller, now=now)
    words = propose_words(
        actor=seller, co_author=invited, part=CardPart.CLAIM, claim_id=claim.public_id, text=TAKEN, now=now
    )
    take_words(actor=owner, words=words, now=now + timedelta(hours=2))
    publish_argument(actor=owner, argument=draft.argument, now=now + timedelta(hours=6))
    tell_co_authors(owner, draft.argument, now + timedelta(hours=6))


def load_figures(now: datetime) -> None:
    """Count figures into published claims, one for each theme looked at: one that holds, one that has changed since."""
    today = now.date()
    written_on = today - WRITTEN
    wanted = {True, False}
    claims = (
        store.Claim.objects.filter(
            is_opinion=False,
            argument_version__status=store.VersionStatus.PUBLISHED.value,
            argument_version__argument__theme__isnull=False,
            argument_version__argument__contests=None,
        )
        .select_related("argument_version__argument__theme")
        .order_by("argument_version__argument__owner", "id")
    )
    for claim in claims[:LOOKED_AT]:
        theme = claim.argument_version.argument.theme
        if theme is None or not wanted:
            continue
        ask = FigureAsk(code=FigureCode.ACCOUNTS_ON_THEME, about=theme.public_id, months=3)
        then = count_figure(ask, today=written_on)
        is_other = has_changed(then, count_figure(ask, today=today))
        if then.value and is_other in wanted:
            wanted.remove(is_other)
            write_figure(claim, ask, claim.argument_version, written_on)
    count_figures_again(now)


def load_translation(now: datetime) -> None:
    """Publish an argument in English too, and let its French sentence have changed since both said the same."""
    original = store.ArgumentVersion.objects.filter(title=IN_FRENCH).select_related("argument__owner").first()
    if original is None:
        return
    owner, then = original.argument.owner, now - timedelta(days=20)
    translation = translate_argument(actor=owner, argument=original.argument, now=then)
    copied = card_of(original, then.date())
    claims = tuple(replace(claim, text=words) for claim, words in zip(copied.claims, CLAIMS_IN_ENGLISH, strict=False))
    card = replace(
        copied, title=TITLE_IN_ENGLISH, situation=SITUATION_IN_ENGLISH, reply=REPLY_IN_ENGLISH, claims=claims
    )
    edit_argument(actor=owner, argument=translation, card=card, version=1, now=then)
    publish_argument(actor=owner, argument=translation, now=then)
    shown = (original.version, latest_version(translation).version)
    align_versions(actor=owner, argument=translation, shown=shown, now=then)
    link = store.LanguageVersion.objects.get(translation=translation)
    first = next(row for row in link.aligned if row[0] == CLAIM)
    first[1] = SAID_BEFORE
    link.save()
