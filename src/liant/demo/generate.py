"""Generate the invented company: one seed, one company, with its planted truth kept beside.

The truth says which topic each note is about and by how many points of win probability each argument really helps. It is
for tests and benchmarks; nothing of the product reads it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from liant.demo import names
from liant.demo.arguments import CARDS, Card
from liant.demo.topics import TOPICS
from liant.demo.wording import write_note
from liant.loop.values.roles import Role
from liant.loop.values.stages import OPEN_STAGES, Reason, Stage

MONTHS = 18
DAYS = 548


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How large a company to generate."""

    n_sellers: int
    n_marketers: int
    n_accounts: int
    n_deals: int
    n_notes: int


SCALES = {
    "small": Scale(n_sellers=12, n_marketers=4, n_accounts=60, n_deals=300, n_notes=900),
    "full": Scale(n_sellers=40, n_marketers=12, n_accounts=200, n_deals=2_000, n_notes=6_000),
}


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """Somebody of the company; ``team`` indexes ``Company.teams``."""

    name: str
    email: str
    role: Role
    team: int | None
    language: str


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """A company that Brisane sells to; ``owner`` indexes the people."""

    name: str
    kind: str
    segment: str
    n_employees: int
    city: str
    owner: int
    english: bool


@dataclass(frozen=True, kw_only=True)
class DealRow:
    """A deal with its stages; ``topics`` are the planted issues that decide it."""

    name: str
    account: int
    owner: int
    product: int
    competitors: tuple[int, ...]
    amount_cents: int
    lead_source: str
    opened_on: date
    expected_close_on: date
    closed_on: date | None
    stage: Stage
    stages: tuple[tuple[Stage, date], ...]
    topics: tuple[str, ...]
    reason: Reason | None


@dataclass(frozen=True, kw_only=True)
class NoteRow:
    """A field note; ``topic`` is the planted truth."""

    author: int
    account: int
    deal: int | None
    kind: str
    text: str
    language: str
    on: date
    topic: str


@dataclass(frozen=True, kw_only=True)
class UseRow:
    """An argument used in a deal."""

    card: int
    deal: int
    person: int
    verdict: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What was planted: topic of each note, points of win probability that each argument really brings."""

    topic_by_note: tuple[str, ...]
    help_points_by_card: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Generated:
    """The whole company."""

    today: date
    teams: tuple[tuple[str, str], ...]
    people: tuple[PersonRow, ...]
    accounts: tuple[AccountRow, ...]
    deals: tuple[DealRow, ...]
    notes: tuple[NoteRow, ...]
    uses: tuple[UseRow, ...]
    cards: tuple[Card, ...]
    truth: Truth


def generate_company(*, seed: int, size: str, today: date) -> Generated:
    """Generate the company of a seed.

    Parameters
    ----------
    size : ``small`` or ``full``.
    today : the last day of its life; deals go back ``MONTHS`` months.

    Notes
    -----
    Same arguments, same company, to the letter.
    """
    scale = SCALES[size]
    rng = random.Random(seed)
    teams = (*((name, "sales") for name in names.SALES_TEAMS), ("Marketing", "marketing"))
    people = make_people(rng, scale)
    sellers = [i for i, person in enumerate(people) if person.role == Role.SELLER]
    accounts = make_accounts(rng, scale, sellers)
    weights = topic_weights(rng)
    skill = {i: rng.gauss(0, 0.35) for i in sellers}
    eagerness = {i: rng.uniform(0.1, 0.75) for i in sellers}
    deals: list[DealRow] = []
    uses: list[UseRow] = []
    for number in range(scale.n_deals):
        deal, deal_uses = make_deal(rng, number, accounts, weights, skill, eagerness, today)
        deals.append(deal)
        uses.extend(deal_uses)
    notes = make_notes(rng, scale, people, accounts, deals, weights, today)
    return Generated(
        today=today,
        teams=teams,
        people=tuple(people),
        accounts=tuple(accounts),
        deals=tuple(deals),
        notes=tuple(notes),
        uses=tuple(uses),
        cards=CARDS,
        truth=Truth(
            topic_by_note=tuple(note.topic for note in notes),
            help_points_by_card=tuple(card.help_points for card in CARDS),
        ),
    )


def make_people(rng: random.Random, scale: Scale) -> list[PersonRow]:
    """Name everybody: sellers, their managers, marketers, a director, an administrator; all names differ."""
    pairs = [(first, last) for first in names.FIRST_NAMES for last in names.LAST_NAMES]
    rng.shuffle(pairs)
    seen: set[str] = set()
    marketing = len(names.SALES_TEAMS)

    def person(role: Role, team: int | None, language: str = "fr") -> PersonRow:
        first, last = next(pair for pair in pairs if pair[1] not in seen or len(seen) >= len(names.LAST_NAMES))
        pairs.remove((first, last))
        seen.add(last)
        address = f"{plain(first)}.{plain(last)}@brisane.example"
        return PersonRow(name=f"{first} {last}", email=address, role=role, team=team, language=language)

    people = [person(Role.SELLER, i % marketing, "en" if rng.random() < 0.3 else "fr") for i in range(scale.n_sellers)]
    # The first seller is the one a visitor becomes: in French.
    people[0] = PersonRow(**{**people[0].__dict__, "language": "fr"})
    people += [person(Role.SALES_MANAGER, team) for team in range(marketing)]
    people += [person(Role.MARKETER, marketing, "en" if i % 5 == 4 else "fr") for i in range(scale.n_marketers - 1)]
    people += [person(Role.MARKETING_DIRECTOR, marketing), person(Role.ADMIN, None)]
    return people


def plain(name: str) -> str:
    """Write a name for an address."""
    folded = name.lower().translate(str.maketrans("éèêëàâçùûîïôö", "eeeeaacuuiioo"))
    return "".join(c for c in folded if c.isascii() and c.isalpha())


def make_accounts(rng: random.Random, scale: Scale, sellers: Sequence[int]) -> list[AccountRow]:
    """Invent companies: a third speak English (foreign plants and groups)."""
    accounts: list[AccountRow] = []
    used: set[str] = set()
    while len(accounts) < scale.n_accounts:
        segment = rng.choices(list(names.SEGMENTS), weights=(5, 3, 3, 2, 2))[0]
        word = rng.choice(names.SEGMENTS[segment][0])
        town = rng.choice(names.TOWNS)
        public = segment in ("Collectivités", "Santé")
        name = f"{word} de {town}" if public else f"{word} {rng.choice(names.FAMILY_NAMES)}"
        if not public and rng.random() < 0.35:
            name += f" {rng.choice(names.SUFFIXES)}"
        name = name.replace("de A", "d'A").replace("de É", "d'É").replace("de O", "d'O").replace("de E", "d'E")
        if name in used:
            continue
        used.add(name)
        accounts.append(
            AccountRow(
                name=name,
                kind=rng.choices(("client", "prospect", "partner"), weights=(5, 4, 1))[0],
                segment=segment,
                n_employees=int(rng.lognormvariate(5, 1.2)) + 8,
                city=town,
                owner=rng.choice(sellers),
                english=not public and rng.random() < 0.42,
            )
        )
    return accounts


def topic_weights(rng: random.Random) -> dict[str, tuple[float, float]]:
    """Draw how often each topic comes up (a long tail), and its drift over the months: a few grow, a few fade."""
    keys = [topic.key for topic in TOPICS]
    rng.shuffle(keys)
    drift = dict.fromkeys(keys, 0.0)
    for key in keys[4:8]:
        drift[key] = 1.8
    for key in keys[8:12]:
        drift[key] = -1.8
    return {key: (1 / (rank + 6) ** 0.75, drift[key]) for rank, key in enumerate(keys)}


def draw_topics(
    rng: random.Random, weights: dict[str, tuple[float, float]], age_share: float, how_many: int
) -> tuple[str, ...]:
    """Draw distinct topics at a moment of the company's life (0 first day, 1 today)."""
    now = {key: weight * math.exp(drift * (age_share - 0.5)) for key, (weight, drift) in weights.items()}
    chosen: list[str] = []
    for _ in range(how_many):
        key = rng.choices(list(now), weights=list(now.values()))[0]
        now.pop(key)
        chosen.append(key)
    return tuple(chosen)


REASON_BY_GROUP = {
    "price": Reason.PRICE,
    "volume": Reason.PRICE,
    "sensor_unit": Reason.PRICE,
    "per_user": Reason.PRICE,
    "maintena": Reason.COMPETITOR,
    "fixio": Reason.COMPETITOR,
    "frozen": Reason.TIMING,
    "tender": Reason.TIMING,
    "sensor_delivery": Reason.SERVICE,
    "slow": Reason.SERVICE,
    "night": Reason.SERVICE,
    "changing": Reason.RELATION,
    "it_department": Reason.NO_DECISION,
    "technicians_resist": Reason.NO_DECISION,
}


def make_deal(
    rng: random.Random,
    number: int,
    accounts: Sequence[AccountRow],
    weights: dict[str, tuple[float, float]],
    skill: dict[int, float],
    eagerness: dict[int, float],
    today: date,
) -> tuple[DealRow, list[UseRow]]:
    """Live one deal from its opening to today, with the arguments used on the way and what they changed."""
    account_index = rng.randrange(len(accounts))
    account = accounts[account_index]
    opened = today - timedelta(days=rng.randrange(3, DAYS))
    length = max(14, int(rng.lognormvariate(4.55, 0.55)))
    topics = draw_topics(rng, weights, 1 - (today - opened).days / DAYS, rng.choices((1, 2, 3), weights=(3, 5, 2))[0])
    competitors = tuple(sorted(rng.sample(range(4), k=rng.choices((0, 1, 2), weights=(5, 4, 1))[0])))
    chance = -0.15 + skill[account.owner] - 0.35 * len(competitors) + (0.4 if account.kind == "client" else 0.0)
    uses = []
    for index, card in enumerate(CARDS):
        # Longer deals have more time to use arguments: that is the trap which naive rates fall into.
        if card.topic in topics and rng.random() < eagerness[account.owner] * min(1.0, length / 80):
            on = opened + timedelta(days=rng.randrange(5, length))
            if on <= today:
                chance += card.help_points / 100 * 4.2
                verdict = rng.choices(("used", "did_not_work", "wrong"), weights=(88, 10, 2))[0]
                uses.append(UseRow(card=index, deal=number, person=account.owner, verdict=verdict, on=on))
    won = rng.random() < 1 / (1 + math.exp(-chance))
    close = opened + timedelta(days=length)
    closed = close <= today
    cuts = sorted(rng.uniform(0.08, 0.9) for _ in range(3))
    moments = [opened, *(opened + timedelta(days=int(length * cut)) for cut in cuts)]
    reached = [(stage, on) for stage, on in zip(OPEN_STAGES, moments, strict=True) if on <= min(today, close)]
    if closed:
        # A lost deal often stops before the last stage.
        if not won and rng.random() < 0.5:
            reached = reached[: rng.randrange(1, len(reached) + 1)]
        reached.append((Stage.WON if won else Stage.LOST, close))
    group = next((r for prefix, r in REASON_BY_GROUP.items() if topics[0].startswith(prefix)), Reason.PRODUCT)
    product = rng.randrange(len(names.PRODUCTS))
    slip = rng.choice((-15, 0, 0, 10, 30)) if not closed else 0
    deal = DealRow(
        name=f"{names.PRODUCTS[product].removeprefix('Brisane ')} – {account.name}",
        account=account_index,
        owner=account.owner,
        product=product,
        competitors=competitors,
        amount_cents=int(rng.lognormvariate(10.1, 0.8)) // 10 * 1_000,
        lead_source=rng.choice(names.LEAD_SOURCES),
        opened_on=opened,
        expected_close_on=close + timedelta(days=slip),
        closed_on=close if closed else None,
        stage=reached[-1][0],
        stages=tuple(reached),
        topics=topics,
        reason=group if closed and not won and rng.random() < 0.85 else None,
    )
    return deal, uses


def make_notes(
    rng: random.Random,
    scale: Scale,
    people: Sequence[PersonRow],
    accounts: Sequence[AccountRow],
    deals: Sequence[DealRow],
    weights: dict[str, tuple[float, float]],
    today: date,
) -> list[NoteRow]:
    """Write what the field heard: mostly along deals, about their issues; some of it out of the blue."""
    topics = {topic.key: topic for topic in TOPICS}
    notes: list[NoteRow] = []
    for _ in range(scale.n_notes):
        if rng.random() < 0.78:
            deal_index = rng.randrange(len(deals))
            deal = deals[deal_index]
            end = min(today, deal.closed_on or today)
            on = deal.opened_on + timedelta(days=rng.randrange(0, max(1, (end - deal.opened_on).days + 1)))
            topic = topics[rng.choice(deal.topics)]
            account_index, author, about = deal.account, deal.owner, deal_index
        else:
            account_index, about = rng.randrange(len(accounts)), None
            author = accounts[account_index].owner
            on = today - timedelta(days=rng.randrange(0, DAYS))
            topic = topics[draw_topics(rng, weights, 1 - (today - on).days / DAYS, 1)[0]]
        english = accounts[account_index].english or people[author].language == "en"
        language = "en" if english and rng.random() < 0.72 else "fr"
        phrasings = topic.en if language == "en" else topic.fr
        notes.append(
            NoteRow(
                author=author,
                account=account_index,
                deal=about,
                kind=rng.choices(topic.kinds, weights=[4 / (i + 1) for i in range(len(topic.kinds))])[0],
                text=write_note(rng.sample(phrasings, k=rng.choices((1, 2, 3), weights=(12, 6, 2))[0]), language, rng),
                language=language,
                on=on,
                topic=topic.key,
            )
        )
    notes.sort(key=lambda note: note.on)
    return notes
