"""The story of the tutorial: twelve remarks about expense reports, and the co-branded card prepared from them.

Invented like everything here, the bank and its card included. Everything is done through the product's own actions, on the
days when people would have done it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.utils import translation

from liant.actions import launch as act
from liant.actions import launch_board as board_act
from liant.actions import launch_pitch as pitch_act
from liant.actions import themes_edit
from liant.actions.audience import EVERYBODY
from liant.actions.launch_told import launch_to
from liant.actions.themes import rename_theme
from liant.actions.threads import write_message
from liant.demo.names import PRODUCTS
from liant.loop.launch.status import LaunchStatus
from liant.loop.launch.templates import TEMPLATES, Template
from liant.loop.listen.notes import find_quotes
from liant.loop.values.roles import Role
from liant.loop.values.stages import NoteKind
from liant.store import models as store
from liant.web.launch_words import STEPS

#: (days ago, kind, language, words): the first one is the visitor's own.
REMARKS = (
    (
        44,
        NoteKind.NEED,
        "fr",
        "Il me montre sa pile de tickets : « Mes techniciens avancent les pièces de leur poche et attendent six semaines "
        "le remboursement de leur note de frais. »",
    ),
    (
        41,
        NoteKind.NEED,
        "en",
        'The service manager: "My technicians pay for parts themselves, then wait six weeks for their expense report."',
    ),
    (
        39,
        NoteKind.SETBACK,
        "fr",
        "« On a arrêté une ligne quatre heures pour une pièce à 60 euros que personne ne voulait avancer : la dernière note "
        "de frais n'était pas remboursée. »",
    ),
    (
        35,
        NoteKind.NEED,
        "fr",
        "Le DAF passe deux jours par mois sur les notes de frais des techniciens. « Je paie un comptable pour recopier des "
        "tickets de caisse. »",
    ),
    (
        33,
        NoteKind.NEED,
        "en",
        'Two days a month go into the technicians\' expense reports. "I pay an accountant to copy receipts", the CFO says.',
    ),
    (
        29,
        NoteKind.OBJECTION,
        "fr",
        "« La moitié des tickets se perdent dans le camion, et la note de frais avec. Vos pièces, on ne sait jamais qui les "
        "a payées. »",
    ),
    (
        26,
        NoteKind.NEED,
        "en",
        '"Half of the receipts get lost in the van, and the expense report with them." He asks who paid for which part.',
    ),
    (
        22,
        NoteKind.NEED,
        "fr",
        "« Trois signatures pour une note de frais de 40 euros, mes techniciens ont renoncé à acheter la pièce qu'il faut. »",
    ),
    (
        18,
        NoteKind.IDEA,
        "fr",
        "« Une carte par technicien, plafonnée, et plus aucune note de frais : je signe demain. » Il la voit à nos couleurs.",
    ),
    (
        15,
        NoteKind.IDEA,
        "en",
        '"Give each technician a card with a limit, and no expense report any more: I would sign tomorrow."',
    ),
    (
        11,
        NoteKind.NEED,
        "fr",
        "Un apprenti ne peut pas avancer 200 euros de pièces. « Chez nous les notes de frais, c'est le dernier frein à vos "
        "pièces. »",
    ),
    (
        6,
        NoteKind.OBJECTION,
        "en",
        '"If it is a card, who keeps the receipt? My auditor wants every expense report with its proof."',
    ),
)
THEME_FR, THEME_EN = "Notes de frais des techniciens", "Technicians' expense reports"
NAME = "Carte cobrandée Brisane et Banque Lanvaux"
GOAL = "Trois mois après : trente clients ont demandé la carte, et les vendeurs l'ouvrent sans nous."
PAINS = (
    "Leurs techniciens avancent les pièces de leur poche. La note de frais revient six semaines plus tard, quand le ticket "
    "n'est pas perdu ; la comptabilité la ressaisit."
)
#: Days between today and the week of the launch, which is on its Tuesday; items of the template whose day has passed are
#: done, but the pitch.
DAYS_TO_LAUNCH = 31
NOT_DONE = "write_pitch"
#: The launch of two months ago, and the argument that carries it.
DAYS_SINCE_EARLIER = 60
EARLIER_ARGUMENT = "Sortir au bout d'un an, sans frais"


def at(day: date, hour: int = 10) -> datetime:
    """Set a day's hour."""
    return datetime.combine(day, time(hour, 15), UTC)


def launch_day(today: date) -> date:
    """Choose the Tuesday of the week that is a month ahead."""
    month_ahead = today + timedelta(days=DAYS_TO_LAUNCH)
    return month_ahead + timedelta(days=1 - month_ahead.weekday())


def load_remarks(people: list[store.Person], accounts: list[store.Account], today: date) -> list[store.Note]:
    """Write the twelve remarks, by twelve sellers if there are as many, each at an account of their own."""
    sellers = [person for person in people if person.role == Role.SELLER]
    by_owner: dict[int, list[store.Account]] = {}
    for account in accounts:
        if account.owner_id is not None:
            by_owner.setdefault(account.owner_id, []).append(account)
    speakers = [seller for seller in sellers if seller.pk in by_owner]
    notes = []
    for number, (days_ago, kind, language, text) in enumerate(REMARKS):
        author = speakers[number % len(speakers)]
        on = today - timedelta(days=days_ago)
        note = store.Note.objects.create(
            author=author,
            team=author.team,
            account=by_owner[author.pk][number % len(by_owner[author.pk])],
            kind=kind.value,
            text=text,
            language=language,
            heard_on=on,
            created_at=at(on, 17),
        )
        store.Quote.objects.bulk_create(
            store.Quote(note=note, start=passage.start, end=passage.end, voice=passage.voice.value)
            for passage in find_quotes(text)
        )
        notes.append(note)
    return notes


def load_earlier_launch(marketer: store.Person, pilot: store.Person, theme: store.Theme, now: datetime) -> None:
    """Launch an offer to all of sales two months ago, so that its first results can be read."""
    told = at(now.date() - timedelta(days=DAYS_SINCE_EARLIER))
    launch = act.start_launch(
        actor=marketer,
        brief=act.BriefText(
            name="Brisane Terrain sans engagement",
            goal="Deux affaires sur trois signées sans discuter de la durée.",
            pains="Ils ne savent pas où sera leur usine dans trois ans, et un contrat long les arrête avant l'essai.",
            product=None,
            segment="",
            launch_on=told.date(),
        ),
        template=Template.BLANK,
        titles={},
        today=told.date(),
        now=told,
    )
    board_act.pin_theme(actor=marketer, launch=launch, theme=theme, column=store.BoardColumn.DOUBTS, now=told)
    act.invite_pilot(actor=marketer, launch=launch, person=pilot, now=told)
    line = pitch_act.write_line(actor=pilot, launch=launch, text="Partez quand vous voulez, données rendues.", now=told)
    pitch_act.accept_line(actor=marketer, line=line, now=told)
    act.move_launch(actor=marketer, launch=launch, target=LaunchStatus.READY, today=told.date(), now=told)
    launch_to(
        actor=marketer, launch=launch, audience=EVERYBODY, acknowledge_half_days=None, today=told.date(), now=told
    )


def load_launch(people: list[store.Person], notes: list[store.Note], now: datetime) -> None:
    """Bring the remarks together in one theme, then prepare the launch from them."""
    today = now.date()
    marketer = next(person for person in people if person.role == Role.MARKETER)
    theme = gather(marketer, notes, now)
    started = at(today - timedelta(days=25))
    launch = act.start_launch(
        actor=marketer,
        brief=act.BriefText(
            name=NAME,
            goal=GOAL,
            pains=PAINS,
            product=store.Product.objects.get(name=PRODUCTS[3]),
            segment="",
            launch_on=launch_day(today),
        ),
        template=Template.BLANK,
        titles={},
        today=started.date(),
        now=started,
    )
    load_steps(launch, marketer, now)
    load_board(launch, marketer, theme, notes, now)
    load_pitch(launch, marketer, pilots_among(notes), today)
    carrying = store.Argument.objects.filter(versions__title=EARLIER_ARGUMENT, theme__isnull=False).first()
    if carrying is not None and carrying.theme is not None:
        load_earlier_launch(marketer, pilots_among(notes)[0], carrying.theme, now)
    for note in notes[1:7]:
        write_message(
            actor=marketer,
            kind="note",
            public_id=note.public_id,
            text="Merci : c'est l'un des douze retours dont part la carte cobrandée.",
            now=note.created_at + timedelta(days=2),
        )


def gather(marketer: store.Person, notes: list[store.Note], now: datetime) -> store.Theme:
    """Make one theme of the remarks as a marketer would: split off where most of them are, move the others, name it."""
    rows = store.ThemeNote.objects.filter(note__in=notes)
    counts: dict[int, int] = {}
    for theme_id in rows.values_list("theme_id", flat=True):
        counts[theme_id] = counts.get(theme_id, 0) + 1
    largest = store.Theme.objects.get(pk=min(counts, key=lambda pk: (-counts[pk], pk)))
    theme = themes_edit.split_theme(actor=marketer, theme=largest, words="note de frais", label=THEME_FR, now=now).theme
    inside = set(rows.filter(theme=theme).values_list("note_id", flat=True))
    for note in notes:
        if note.pk not in inside:
            themes_edit.move_note(actor=marketer, note=note, into=theme, now=now)
    theme.refresh_from_db()
    rename_theme(actor=marketer, theme=theme, label_fr=THEME_FR, label_en=THEME_EN, version=theme.version, now=now)
    return theme


def pilots_among(notes: list[store.Note]) -> list[store.Person]:
    """Choose three sellers among those who spoke first, the visitor first."""
    authors: dict[int, store.Person] = {}
    for note in notes:
        if note.author is not None:
            authors.setdefault(note.author.pk, note.author)
    return list(authors.values())[:3]


def load_steps(launch: store.Launch, marketer: store.Person, now: datetime) -> None:
    """Write the checklist of the co-branded template: what is past is done, save the pitch."""
    with translation.override("fr"):
        titles = {code: str(words) for code, words in STEPS.items()}
    steps = []
    for step in TEMPLATES[Template.COBRANDED]:
        due_on = launch.launch_on - timedelta(weeks=step.weeks_before)
        is_done = due_on < now.date() and step.code != NOT_DONE
        steps.append(
            store.LaunchStep(
                launch=launch,
                title=titles[step.code],
                owner=marketer,
                due_on=due_on,
                done_at=at(due_on) if is_done else None,
                done_by=marketer if is_done else None,
            )
        )
    store.LaunchStep.objects.bulk_create(steps)


def load_board(
    launch: store.Launch, marketer: store.Person, theme: store.Theme, notes: list[store.Note], now: datetime
) -> None:
    """Pin the theme, the strongest words and a figure."""
    column = store.BoardColumn
    board_act.pin_theme(actor=marketer, launch=launch, theme=theme, column=column.LIVES, now=now)
    for number, name in ((0, column.LIVES), (3, column.LIVES), (8, column.ASKS), (11, column.DOUBTS)):
        quote = notes[number].quotes.order_by("voice", "start").select_related("note").first()
        if quote is not None:
            board_act.pin_quote(actor=marketer, launch=launch, quote=quote, column=name, now=now)
    board_act.pin_figure(
        actor=marketer,
        launch=launch,
        figure="12 remontées sur les notes de frais en six semaines, en deux langues",
        n=len(notes),
        on=now.date(),
        column=column.PROVES,
        now=now,
    )


def load_pitch(launch: store.Launch, marketer: store.Person, pilots: list[store.Person], today: date) -> None:
    """Invite the pilots and let them write: two lines are in, one waits, one was left out with its reason."""
    for pilot in pilots:
        act.invite_pilot(actor=marketer, launch=launch, person=pilot, now=at(today - timedelta(days=23)))
    first, second, third = (pilots * 3)[:3]

    def propose(author: store.Person, text: str, days_ago: int) -> store.LaunchLine:
        return pitch_act.write_line(
            actor=author, launch=launch, text=text, now=at(today - timedelta(days=days_ago), 18)
        )

    asked = propose(first, "Combien vos techniciens avancent-ils de leur poche chaque mois ?", 20)
    pitch_act.accept_line(actor=marketer, line=asked, now=at(today - timedelta(days=18)))
    pitch_act.write_line(
        actor=marketer,
        launch=launch,
        text="Vos techniciens avancent des pièces de leur poche : combien par mois, et pendant combien de semaines ?",
        replaces=asked,
        now=at(today - timedelta(days=17)),
    )
    capped = propose(second, "La carte est plafonnée par intervention : il achète la pièce, vous gardez la main.", 19)
    pitch_act.accept_line(actor=marketer, line=capped, now=at(today - timedelta(days=17), 11))
    pitch_act.write_line(
        actor=marketer,
        launch=launch,
        text="L'achat arrive dans Brisane avec l'intervention et son ticket : plus de note de frais à saisir.",
        now=at(today - timedelta(days=16)),
    )
    free = propose(second, "Et elle ne vous coûte rien.", 16)
    pitch_act.decline_line(
        actor=marketer,
        line=free,
        reason="Les conditions de la banque ne sont pas signées : nous ne pouvons pas encore le dire.",
        now=at(today - timedelta(days=15)),
    )
    propose(third, "Une ligne arrêtée quatre heures pour une pièce à 60 euros : c'est aussi une note de frais.", 1)
