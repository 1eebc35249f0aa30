"""Print the names of 30 themes of the demonstration's notes, to be read as a marketer would.

Run: ``python bench/theme_names.py [FILE ...]``. The invented company's notes at full size are grouped with own vectors,
seed 0; the 30 heaviest themes are written to ``bench/results/theme_names.md`` with their names, three of their most central
quotes and the topics planted in them. A reader then writes in the last two columns of the table whether each name would
be kept as it is, and why not; marks are kept from one run to the next where the name is the same, and counted. FILE: a
labelled set (see ``themes.py``) whose names are only printed. Must: 25 of 30 names kept, in each language.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

import numpy as np

from liant.demo.names import COMPETITORS, PRODUCTS
from liant.loop.themes import Fit, fit_themes
from liant.loop.themes.words import fold
from themes import Notes, demo_set, read_set

RESULTS = Path(__file__).parent / "results" / "theme_names.md"
N_THEMES, N_QUOTES, MUST = 30, 3, 25
#: The product gives the engine the names of its own products and competitors.
KNOWN_NAMES = frozenset(map(fold, (*PRODUCTS, *COMPETITORS)))
LANGUAGES = {"fr": "French", "en": "English"}


def read_marks() -> dict[tuple[str, str], str]:
    """Read what a person marked in the last run: by language and name, "yes", or "no" and why."""
    if not RESULTS.exists():
        return {}
    row = re.compile(r"^\| \d+ \| \d+ \| ([^|]+) \| ([^|]+) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
    marks: dict[tuple[str, str], str] = {}
    for french, english, mark_fr, mark_en in row.findall(RESULTS.read_text(encoding="utf-8")):
        marks |= {("fr", french): mark_fr, ("en", english): mark_en}
    return marks


def describe(fit: Fit, notes: Notes) -> str:
    """Write the table, and three quotes for each theme."""
    texts, topics, languages = notes
    marks = read_marks()
    rows, quotes, kept = [], [], Counter[str]()
    for theme in range(min(N_THEMES, fit.n_themes)):
        members = np.flatnonzero(fit.grouping.fine == theme)
        names = {code: fit.names[code][theme].text if theme in fit.names[code] else "none" for code in LANGUAGES}
        given = {code: marks.get((code, names[code]), "to read") for code in LANGUAGES}
        kept.update(code for code, mark in given.items() if mark == "yes")
        planted = ", ".join(f"{topic} {n}" for topic, n in Counter(topics[row] for row in members).most_common(2))
        rows.append(
            f"| {theme + 1} | {len(members)} | {names['fr']} | {names['en']} | {planted} | {given['fr']} | {given['en']} |"
        )
        central = members[np.argsort(fit.centrality[members], kind="stable")]
        said = [row for code in LANGUAGES for row in [r for r in central if languages[r] == code][:2]][:N_QUOTES]
        quotes.append(f"{theme + 1}. {names['fr']} / {names['en']}\n" + "".join(f"   - {texts[row]}\n" for row in said))
    counts = ", ".join(f"{kept[code]} of {len(rows)} in {name}" for code, name in LANGUAGES.items())
    return (
        "# Names of themes, read\n\n"
        f"`python bench/theme_names.py`: {len(texts):,} notes of the demonstration, own vectors, seed 0, "
        f"the {len(rows)} heaviest of {fit.n_themes} themes. Planted: the commonest topics and their notes. The last two "
        f"columns are the marks of a person reading: would a marketer keep the name as it is?\n\n"
        f"Kept: **{counts}** (must: {MUST} of {N_THEMES} in each).\n\n"
        "| | notes | French | English | planted | kept, French | kept, English |\n|---|---|---|---|---|---|---|\n"
        + "\n".join(rows)
        + "\n\n## Three quotes of each\n\n"
        + "".join(quotes)
    )


def main() -> None:
    """Name the demonstration's themes, and print those of other sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    notes = demo_set()
    text = describe(fit_themes(notes[0], notes[2], known_names=KNOWN_NAMES), notes)
    print(text)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(text, encoding="utf-8")
    for path in options.files:
        texts, labels, languages = read_set(path)
        fit = fit_themes(texts, languages)
        for theme in range(min(N_THEMES, fit.n_themes)):
            members = np.flatnonzero(fit.grouping.fine == theme).tolist()
            planted = Counter(labels[row] for row in members).most_common(2)
            print(path.name, len(members), fit.names["en"][theme].text, planted)


if __name__ == "__main__":
    main()
