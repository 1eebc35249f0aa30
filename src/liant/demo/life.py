"""What happened lately to the arguments of the invented company: audiences, answers, a contest, a doubt, a message.

Invented, like everything here, and written through the same actions as the pages use.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from liant.actions.argue import CardText, ClaimText, draft_argument, publish_argument, use_argument
from liant.actions.argue_freshness import look_for_contrary
from liant.actions.argue_life import replace_argument
from liant.actions.argue_messages import MessageDraft, MessageText, draft_message, publish_message
from liant.actions.audience import EVERYBODY, Audience, acknowledge, ask_acknowledgement, choose_audience, people_in
from liant.actions.threads import write_message
from liant.loop.listen.notes import find_quotes
from liant.loop.values.roles import Role
from liant.loop.values.stages import OPEN_STAGES, NoteKind, Stage
from liant.store import models as store

CONTEST = "Chez ce client, une heure d'arrêt ne coûte presque rien : la ligne est doublée. L'exemple tombe à plat."
#: Says the contrary of the claim of one argument, whose title begins so.
CONTRADICTED = "Dix ans d'historique"
CONTRARY = (
    "Le directeur de l'usine balaie le sujet : « L'historique, nos responsables de maintenance n'ont pas peur de le "
    "perdre, on repart de zéro et c'est très bien. »"
)
MESSAGE = (
    MessageText(
        language="fr",
        title="Ce semestre, l'industrie qui tourne la nuit",
        body=(
            "Nous cherchons d'abord les sites en trois-huit : ce sont eux qui perdent le plus à chaque arrêt, et eux qui "
            "nous gardent.\n\nTrois choses à dire : ce que coûte une heure d'arrêt chez eux, qui répond à trois heures du "
            "matin, et le plan de mise en service.\n\nVos questions ci-dessous : la réponse sera pour tout le monde."
        ),
    ),
    MessageText(
        language="en",
        title="This half-year, plants that run at night",
        body=(
            "We look first for sites that run three shifts: they lose most with every stop, and they stay with us.\n\n"
            "Three things to say: what an hour of stop costs them, who answers at three in the morning, and the plan for "
            "going live.\n\nAsk below: the answer is for everybody."
        ),
    ),
)
QUESTION = "Et pour les sites en deux-huit, on en parle aussi ?"
ANSWER = "Oui, s'ils ont une astreinte le week-end. Sinon, gardez-les pour le second semestre."


def load_life(people: Sequence[store.Person], now: datetime) -> None:
    """Give the published arguments the life that a newcomer should meet."""
    published = list(
        store.Argument.objects.filter(versions__status=store.VersionStatus.PUBLISHED.value)
        .select_related("owner", "theme")
        .order_by("id")
    )
    sellers = [person for person in people if person.role == Role.SELLER and person.team is not None]
    if len(published) < 8 or not sellers:
        return
    team = sellers[0].team
    assert team is not None
    ask_to_read(published[1], Audience(teams=(team,)), now - timedelta(days=1), n_read=3)
    choose_audience(
        "argument", published[2].public_id, Audience(teams=(team,), stages=(Stage.PROPOSAL, Stage.NEGOTIATION))
    )
    contest(published[0], [seller for seller in sellers if seller.team == team][1:] or sellers, now)
    grow_old(published[4], now)
    doubt(published, sellers, now)
    tell_where_we_go(people, published, now)
    say_it_better(people, published, sellers[0], now)


def ask_to_read(argument: store.Argument, audience: Audience, now: datetime, *, n_read: int) -> None:
    """Publish an argument to an audience of which some have read it."""
    choose_audience("argument", argument.public_id, audience)
    ask_acknowledgement(
        actor=argument.owner,
        kind="argument",
        public_id=argument.public_id,
        number=1,
        audience=audience,
        half_days=10,
        now=now,
    )
    # Whoever looks first is the first seller: the line waits for a tap.
    for person in people_in(audience.teams).order_by("-id")[:n_read]:
        acknowledge(actor=person, kind="argument", public_id=argument.public_id, now=now + timedelta(hours=3))


def contest(argument: store.Argument, sellers: Sequence[store.Person], now: datetime) -> None:
    """Let a seller say, from an open deal, that something in an argument is wrong: its clock is running."""
    deal = store.Opportunity.objects.filter(stage__in=OPEN_STAGES, owner__in=sellers).select_related("owner").first()
    if deal is not None and deal.owner is not None:
        use_argument(
            actor=deal.owner,
            argument=argument,
            opportunity=deal,
            verdict=store.Verdict.WRONG,
            comment=CONTEST,
            now=now - timedelta(hours=2),
        )


def grow_old(argument: store.Argument, now: datetime) -> None:
    """Leave one claim of an argument with nothing but the oldest words of its theme."""
    claim = store.Claim.objects.filter(argument_version__argument=argument, is_opinion=False).order_by("id").first()
    old = store.Note.objects.filter(membership__theme=argument.theme, heard_on__lt=(now - timedelta(days=400)).date())
    notes = list(old.order_by("heard_on", "id")[:2])
    if claim is None or not notes:
        return
    claim.evidence.all().delete()
    quotes = {quote.note_id: quote for quote in store.Quote.objects.filter(note__in=notes).order_by("-start")}
    store.Evidence.objects.bulk_create(
        store.Evidence(claim=claim, note=note, quote=quotes.get(note.pk)) for note in notes
    )


def doubt(published: Sequence[store.Argument], sellers: Sequence[store.Person], now: datetime) -> None:
    """Let a client say the contrary of a claim, and have the words read against the claims."""
    version = store.ArgumentVersion.objects.filter(argument__in=published, title__startswith=CONTRADICTED).first()
    theme = version.argument.theme if version else None
    if theme is None:
        return
    seller = sellers[-1]
    account = store.Account.objects.filter(owner=seller).order_by("id").first()
    note = store.Note.objects.create(
        author=seller,
        team=seller.team,
        account=account,
        kind=NoteKind.OBJECTION.value,
        text=CONTRARY,
        language="fr",
        heard_on=now.date(),
        created_at=now - timedelta(hours=4),
    )
    store.Quote.objects.bulk_create(
        store.Quote(note=note, start=passage.start, end=passage.end, voice=passage.voice.value)
        for passage in find_quotes(note.text)
    )
    store.ThemeNote.objects.create(theme=theme, note=note, centrality_rank=theme.n_notes)
    store.Theme.objects.filter(pk=theme.pk).update(n_notes=theme.n_notes + 1)
    look_for_contrary(now=now)


def say_it_better(
    people: Sequence[store.Person], published: Sequence[store.Argument], seller: store.Person, now: datetime
) -> None:
    """Withdraw an argument that a seller said in a deal, for one that says it better: the deal is offered that one."""
    better = next(
        (one for one in published if one.versions.filter(title__startswith=CONTRADICTED).exists()), published[0]
    )
    deal = store.Opportunity.objects.filter(stage__in=OPEN_STAGES, owner=seller).order_by("id").first()
    said = now - timedelta(days=40)
    old = draft_argument(actor=better.owner, card=older_card(now), theme=better.theme, now=said - timedelta(days=60))
    publish_argument(actor=better.owner, argument=old, now=said - timedelta(days=59))
    if deal is not None:
        use_argument(actor=seller, argument=old, opportunity=deal, verdict=store.Verdict.USED, now=said)
    director = next(person for person in people if person.role == Role.MARKETING_DIRECTOR)
    replace_argument(actor=director, argument=old, by=better, now=now - timedelta(days=3))


def older_card(now: datetime) -> CardText:
    """Write the card that is replaced: one opinion, which the field has made shorter since."""
    return CardText(
        title="L'historique repris en un mois",
        situation="« On ne va pas tout ressaisir. »",
        reply="Proposer une reprise de l'historique, un mois après la signature.",
        not_to_say="",
        language="fr",
        stage="",
        segment="",
        competitor=None,
        review_on=(now + timedelta(days=60)).date(),
        claims=(ClaimText(text="Un mois suffit pour reprendre un historique.", is_opinion=True),),
    )


def tell_where_we_go(people: Sequence[store.Person], published: Sequence[store.Argument], now: datetime) -> None:
    """Publish one message to all of sales, read by some, with a question and its answer."""
    director = next(person for person in people if person.role == Role.MARKETING_DIRECTOR)
    carried = tuple(published[i] for i in (0, 3, 5))
    sent = now - timedelta(days=2)
    themes = tuple(dict.fromkeys(argument.theme for argument in carried if argument.theme is not None))
    message = draft_message(
        actor=director, draft=MessageDraft(texts=MESSAGE, arguments=carried, themes=themes), now=sent
    )
    publish_message(actor=director, message=message, audience=EVERYBODY, acknowledge_half_days=10, now=sent)
    readers = list(people_in(()).order_by("-id"))
    for person in readers[: len(readers) * 3 // 5]:
        acknowledge(actor=person, kind="message", public_id=message.public_id, now=sent + timedelta(hours=5))
    given = {"kind": "message", "public_id": message.public_id}
    write_message(actor=readers[0], text=QUESTION, now=sent + timedelta(hours=6), **given)
    write_message(actor=director, text=ANSWER, now=sent + timedelta(hours=8), **given)
