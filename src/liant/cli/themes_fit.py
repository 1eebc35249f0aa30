"""``liant themes fit`` and ``update``: group the notes of a file into themes; neither needs a database or settings."""

from __future__ import annotations

import csv
import json
import os
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from liant.cli.themes_files import read_notes, read_vectors
from liant.loop.values.errors import Invalid
from liant.loop.values.language import detect_language

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from liant.loop.themes.fit import Fit
    from liant.loop.themes.lasting import Lasting
    from liant.loop.themes.track import ThemeEvent

#: Themes listed under the figures.
N_SHOWN = 20


def options(command: Callable[..., None]) -> Callable[..., None]:
    """Give ``fit`` and ``update`` the options they share."""
    for option in reversed(
        (
            click.option("--text", "text_column", required=True, metavar="COLUMN", help="Column that holds the notes."),
            click.option(
                "--lang", "language_column", metavar="COLUMN", help="Column of their language (fr, en); else detected."
            ),
            click.option(
                "--vectors",
                metavar="FILE.npy",
                help="Vectors of the notes, one row each, instead of those learnt on the notes.",
            ),
            click.option(
                "--embedder",
                metavar="ENCODER",
                help="Encode the notes with model2vec:MODEL, sentence-transformers:MODEL or endpoint:ADDRESS#MODEL"
                " (its key in LIANT_EMBEDDER_KEY).",
            ),
            click.option(
                "--resolution",
                default=3.0,
                show_default=True,
                type=click.FloatRange(0.1, 50),
                help="Higher for finer themes.",
            ),
            click.option(
                "--seed", default=0, show_default=True, type=click.IntRange(min=0), help="Same seed, same themes."
            ),
            click.option(
                "--out",
                metavar="FILE",
                help="Write row, theme id, broad theme, label and margin of each note here (- to print them).",
            ),
            click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON."),
        )
    ):
        command = option(command)
    return command


@click.command()
@click.argument("file")
@options
@click.option("--state", metavar="STATE", help="Keep here what “liant themes update” needs to go on from these themes.")
def fit(file: str, state: str | None, out: str | None, *, as_json: bool, **settings: Any) -> None:
    """Group the notes of FILE into themes: CSV or TSV, gzipped or not, or Parquet; - for the standard input."""
    notes, found, summary = group_file(file, **settings)
    finish(notes, found, range(found.n_themes), summary, [], out=out, as_json=as_json)
    if state is not None:
        from liant.loop.themes.lasting import begin, write_lasting

        write_bytes(state, write_lasting(begin(notes, found.grouping.fine)))


@click.command()
@click.argument("state")
@click.argument("file")
@options
def update(state: str, file: str, out: str | None, *, as_json: bool, **settings: Any) -> None:
    """Group the notes of FILE, those of the last time among them, from the themes kept in STATE, and keep the new ones.

    A theme that is still there keeps its id; what happened to the others is said.
    """
    last = read_state(state)
    from liant.loop.themes.lasting import carry_on, recall, write_lasting

    notes, found, summary = group_file(file, recall=lambda texts: recall(texts, last), **settings)
    continued = carry_on(notes, found.grouping.fine, last)
    summary |= {
        "known": continued.n_known,
        "churn": round(continued.churn, 4),
    }
    events = [tell_event(event, continued.number_by_group) for event in continued.events]
    numbers = [continued.number_by_group[group] for group in range(found.n_themes)]
    finish(notes, found, numbers, summary, events, out=out, as_json=as_json)
    # Last: rows that could not be written do not move the state on.
    write_bytes(state, write_lasting(continued.lasting))


def group_file(
    file: str,
    *,
    text_column: str,
    language_column: str | None,
    vectors: str | None,
    embedder: str | None,
    resolution: float,
    seed: int,
    recall: Callable[[Sequence[str]], NDArray[np.int64]] | None = None,
) -> tuple[list[str], Fit, dict[str, object]]:
    """Read a file and group its notes: the notes, what was found, and the figures.

    Parameters
    ----------
    recall : finds the last theme of each note, -1 for a new one; None to start from nothing.
    """
    texts, given = read_notes(file, text_column, language_column)
    if vectors is not None and embedder is not None:
        raise click.UsageError("Give --vectors or --embedder, not both.")
    given_vectors = read_vectors(vectors, len(texts)) if vectors is not None else None
    if embedder is not None:
        from liant.engines.embedders import open_embedder

        given_vectors = open_embedder(embedder, key=os.environ.get("LIANT_EMBEDDER_KEY", "")).encode(texts)
    wall, cpu = time.perf_counter(), time.process_time()
    from liant.loop.themes.fit import Step, fit_themes

    # The bar shows only to somebody who looks: on a terminal, and never among the rows printed.
    with click.progressbar(length=len(Step), file=sys.stderr, label=file, hidden=not sys.stderr.isatty()) as bar:
        found = fit_themes(
            texts,
            given or [detect_language(text) for text in texts],
            seed=seed,
            resolution=resolution,
            vectors=given_vectors,
            start=recall(texts) if recall is not None else None,
            at_step=lambda step: bar.update(1 if step != Step.READ else 0),
        )
        bar.update(1)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    refuse_hopeless(found, n_notes=len(texts), file=file, column=text_column)
    return (
        texts,
        found,
        {
            "notes": len(texts),
            "distinct": found.n_distinct,
            "themes": found.n_themes,
            "broad_themes": int(found.grouping.broad.max()) + 1,
            "unassigned": int((found.grouping.fine < 0).sum()),
            "seed": seed,
            "resolution": resolution,
            "cpu_seconds": round(cpu, 2),
            "wall_seconds": round(wall, 2),
            "peak_mib": round(peak_bytes() / 2**20),
        },
    )


def finish(
    notes: Sequence[str],
    found: Fit,
    numbers: Sequence[int],
    summary: dict[str, object],
    events: Sequence[Mapping[str, object]],
    *,
    out: str | None,
    as_json: bool,
) -> None:
    """Write the rows where asked, and print the figures."""
    labels = label_themes(found)
    if out is not None:
        with open_output(out) as stream:
            write_rows(stream, found, numbers, labels)
    show(summary, events, found, numbers, labels, notes, as_json=as_json, to_stderr=out == "-")


def read_state(state: str) -> Lasting:
    """Read what ``fit --state`` or ``update`` kept.

    Raises
    ------
    Invalid : ``themes.no_file``, ``themes.bad_state``.
    """
    from liant.loop.themes.lasting import read_lasting

    try:
        return read_lasting(Path(state).read_bytes())
    except OSError as error:
        raise Invalid(
            "%(file)s cannot be read: %(reason)s.",
            code="themes.no_file",
            params={"file": state, "reason": (error.strerror or "unknown reason").lower()},
        ) from error
    except ValueError as error:
        raise Invalid(
            "%(file)s is not a state of themes.",
            code="themes.bad_state",
            hint="Make one with “liant themes fit FILE --text COLUMN --state STATE”.",
            params={"file": state},
        ) from error


def write_bytes(path: str, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    Invalid : ``themes.not_written``.
    """
    part = Path(f"{path}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise Invalid(
            "%(file)s cannot be written: %(reason)s.",
            code="themes.not_written",
            params={"file": path, "reason": (error.strerror or "unknown reason").lower()},
        ) from error


def say_link(event: Mapping[str, object]) -> str:
    """Say where a theme came from or went to."""
    return f" from {event['from']}." if "from" in event else f" into {event['into']}." if "into" in event else "."


def tell_event(event: ThemeEvent, number_by_group: Mapping[int, int]) -> dict[str, object]:
    """Tell what happened to a theme by lasting ids."""
    told: dict[str, object] = {"what": event.what.value}
    if event.group is not None:
        told["theme"] = number_by_group[event.group]
    if event.theme is not None:
        told["from" if event.group is not None else "theme"] = int(event.theme)
    if event.into is not None:
        told["into"] = number_by_group[event.into]
    return told


def refuse_hopeless(found: Fit, *, n_notes: int, file: str, column: str) -> None:
    """Refuse notes that hold no word, or several notes that say the same thing.

    Raises
    ------
    Invalid : ``themes.no_word``, ``themes.all_identical``.
    """
    if found.n_themes == 0:
        raise Invalid(
            "No note of column “%(column)s” of %(file)s holds a word.",
            code="themes.no_word",
            params={"column": column, "file": file},
        )
    if n_notes > 1 and found.n_distinct == 1:
        raise Invalid(
            "The %(n)d notes of %(file)s all hold the same words: there is nothing to group.",
            code="themes.all_identical",
            params={"n": n_notes, "file": file},
        )


def label_themes(found: Fit) -> list[str]:
    """Write one label per theme: its name in the language most of its notes are in."""
    labels = []
    for theme in range(found.n_themes):
        names = [by_theme[theme] for by_theme in found.names.values() if theme in by_theme]
        labels.append(max(names, key=lambda name: name.n).text if names else str(theme))
    return labels


@contextmanager
def open_output(out: str) -> Iterator[TextIO]:
    """Open the file of rows, or the standard output for ``-``."""
    if out == "-":
        yield sys.stdout
        return
    try:
        stream = Path(out).open("w", encoding="utf-8", newline="")  # noqa: SIM115 - closed below
    except OSError as error:
        raise Invalid(
            "%(file)s cannot be written: %(reason)s.",
            code="themes.not_written",
            params={"file": out, "reason": (error.strerror or "unknown reason").lower()},
        ) from error
    with stream:
        yield stream


def write_rows(stream: TextIO, found: Fit, numbers: Sequence[int], labels: Sequence[str]) -> None:
    """Write one line per note, in the order of the input; a note without theme has an empty id and label."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["row", "id", "broad", "label", "margin"])
    grouping = found.grouping
    columns = zip(grouping.fine.tolist(), grouping.broad.tolist(), grouping.margin.tolist(), strict=True)
    for row, (theme, broad, margin) in enumerate(columns, start=1):
        writer.writerow(
            [row, numbers[theme], broad, labels[theme], f"{margin:.4f}"] if theme >= 0 else [row, "", "", "", ""]
        )


def show(
    summary: dict[str, object],
    events: Sequence[Mapping[str, object]],
    found: Fit,
    numbers: Sequence[int],
    labels: Sequence[str],
    texts: Sequence[str],
    *,
    as_json: bool,
    to_stderr: bool,
) -> None:
    """Print the figures, then the largest themes with their most central note."""
    sizes = [int((found.grouping.fine == theme).sum()) for theme in range(found.n_themes)]
    if as_json:
        quotes = [texts[row] for row in found.representatives.tolist()]
        themes = [
            {
                "id": numbers[theme],
                "broad_id": int(broad),
                "label": labels[theme],
                "notes": size,
                "quote": quotes[theme],
            }
            for theme, (size, broad) in enumerate(zip(sizes, found.grouping.broad_by_fine.tolist(), strict=True))
        ]
        click.echo(
            json.dumps({**summary, "events": events, "found": themes}, ensure_ascii=False, indent=2), err=to_stderr
        )
        return
    click.echo(
        "{notes} notes, {themes} themes in {broad_themes} broad ones, {unassigned} without theme; "
        "{cpu_seconds:.1f} s of CPU, {wall_seconds:.1f} s, peak memory {peak_mib} MiB.".format_map(summary),
        err=to_stderr,
    )
    if "churn" in summary:
        click.echo(
            "{known} notes of the last time, {churn:.1%} of them in another theme.".format_map(summary), err=to_stderr
        )
        for event in events:
            click.echo("Theme {theme} {what}".format_map(event) + say_link(event), err=to_stderr)
    for theme in range(min(found.n_themes, N_SHOWN)):
        click.echo(f"{sizes[theme]:8d}  {labels[theme]}", err=to_stderr)
    if found.n_themes > N_SHOWN:
        click.echo(f"          ... and {found.n_themes - N_SHOWN} more", err=to_stderr)


def peak_bytes() -> int:
    """Tell the largest memory this program held; on Linux not what its parent held when it was started."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        if found is not None:
            return int(found[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
