"""The forms of an import: the file, then how it is to be read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liant.loop.listen.imports.decode import DELIMITERS, ENCODINGS
from liant.loop.listen.imports.headers import DATE_FIELDS, FIELDS, Kind
from liant.loop.values.errors import Invalid
from liant.loop.values.stages import Stage
from liant.queries.import_words import FIELDS as FIELD_LABELS
from liant.queries.import_words import KINDS
from liant.queries.imports import FileSettings
from liant.store.models import ImportRun

DELIMITER_LABELS: dict[str, str | Promise] = {
    ",": _("Comma"),
    ";": _("Semicolon"),
    "\t": _("Tab"),
    "|": _("Vertical bar"),
}
STAGE_LABELS: dict[str, str | Promise] = {
    Stage.PROSPECTING: _("Prospecting"),
    Stage.QUALIFICATION: _("Qualification"),
    Stage.PROPOSAL: _("Proposal"),
    Stage.NEGOTIATION: _("Negotiation"),
    Stage.WON: _("Won"),
    Stage.LOST: _("Lost"),
}


class FileForm(forms.Form):
    """Give a file."""

    kind = forms.ChoiceField(
        label=_("What does it hold?"), choices=[(kind.value, label) for kind, label in KINDS.items()]
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, TSV or XLSX, as your CRM exports it; up to 500 MB and 2,000,000 rows."),
        widget=forms.ClearableFileInput({"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    mapping = forms.CharField(required=False, max_length=80)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """An option of a list."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class ColumnRow:
    """A column of the file in the form: its samples, and the field that it fills."""

    name: str
    label: str
    samples: tuple[str, ...]
    choices: tuple[Choice, ...]
    is_used: bool


def choices_of(labels: dict[str, str | Promise], chosen: str) -> tuple[Choice, ...]:
    """List options with the chosen one marked."""
    return tuple(Choice(value=value, label=str(label), is_chosen=value == chosen) for value, label in labels.items())


def column_rows(run: ImportRun) -> list[ColumnRow]:
    """Lay out the columns of a file."""
    settings = FileSettings.from_json(run.settings)
    field_by_label = {label: name for name, label in settings.columns.items()}
    samples = run.survey.get("samples", [])
    rows = []
    for position, label in enumerate(run.survey.get("header", [])):
        chosen = field_by_label.get(label, "")
        labels: dict[str, str | Promise] = {"": gettext("– not used –")}
        labels |= {name: FIELD_LABELS[name] for name in FIELDS[Kind(run.kind)]}
        rows.append(
            ColumnRow(
                name=f"column-{position}",
                label=label,
                samples=tuple(str(sample[position])[:80] for sample in samples if position < len(sample)),
                choices=choices_of(labels, chosen),
                is_used=bool(chosen),
            )
        )
    return rows


def stage_rows(run: ImportRun) -> list[dict[str, object]]:
    """Lay out the company's own words for stages, each with the stage of Liant chosen for it."""
    settings = FileSettings.from_json(run.settings)
    rows: list[dict[str, object]] = []
    for position, (word, n) in enumerate(run.survey.get("unknown_stages", [])):
        labels = {"": gettext("– set these rows aside –"), **STAGE_LABELS}
        choices = choices_of(labels, settings.stages.get(word, ""))
        rows.append({"name": f"stage-{position}", "word": word, "n": n, "choices": choices})
    return rows


def written_choices(run: ImportRun) -> dict[str, object]:
    """List the options about how a file is written; a question still open has nothing chosen."""
    settings = FileSettings.from_json(run.settings)
    questions = run.survey.get("questions", [])
    order = "" if "date_order" in questions else settings.date_order
    decimal = "" if "decimal" in questions else settings.decimal
    return {
        "encodings": choices_of({**ENCODINGS}, settings.encoding),
        "delimiters": choices_of(DELIMITER_LABELS, settings.delimiter),
        "date_orders": choices_of(
            {"": _("– choose –"), "dmy": _("Day first: 31/12/2026"), "mdy": _("Month first: 12/31/2026")}, order
        ),
        "decimals": choices_of({"": _("– choose –"), ",": _("Comma: 1234,56"), ".": _("Point: 1234.56")}, decimal),
        "has_dates": bool(DATE_FIELDS & settings.columns.keys()),
        "has_amounts": "amount" in settings.columns,
    }


def read_settings(data: QueryDict, run: ImportRun) -> FileSettings:
    """Read how somebody wants the file to be read.

    Raises
    ------
    Invalid : ``import.field_twice`` when two columns fill one field.
    """
    before = FileSettings.from_json(run.settings)
    columns: dict[str, str] = {}
    for position, label in enumerate(run.survey.get("header", [])):
        field = data.get(f"column-{position}", "")
        if field not in FIELDS[Kind(run.kind)]:
            continue
        if field in columns:
            raise Invalid(
                "Two columns, “%(first)s” and “%(second)s”, fill the field “%(field)s”.",
                code="import.field_twice",
                hint="Leave one of them out.",
                params={"first": columns[field], "second": label, "field": str(FIELD_LABELS[field])},
            )
        columns[field] = label
    stages = dict(before.stages)
    for position, (word, _n) in enumerate(run.survey.get("unknown_stages", [])):
        stage = data.get(f"stage-{position}", "")
        if stage in STAGE_LABELS:
            stages[word] = stage
        else:
            stages.pop(word, None)

    def one_of(name: str, allowed: tuple[str, ...], otherwise: str) -> str:
        value = data.get(name, otherwise)
        return value if value in allowed else otherwise

    currency = data.get("currency", before.currency).strip().upper()
    return replace(
        before,
        encoding=one_of("encoding", tuple(ENCODINGS), before.encoding),
        delimiter=one_of("delimiter", DELIMITERS, before.delimiter),
        sheet=data.get("sheet", before.sheet)[:80],
        date_order=one_of("date_order", ("dmy", "mdy", ""), ""),
        decimal=one_of("decimal", (",", ".", ""), ""),
        currency=currency if len(currency) == 3 and currency.isalpha() else before.currency,
        source=data.get("source", "").strip()[:40] or before.source,
        columns=columns,
        stages=stages,
        update_only=data.get("update_only") == "1",
        keep_sensitive=data.get("keep_sensitive") == "1",
    )
