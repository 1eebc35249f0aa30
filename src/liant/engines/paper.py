"""Draw a page to keep: A4, with every accent, and nothing in it that the page does not show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

FONTS = Path(__file__).parent / "fonts"
INK, MUTED, LINE = (28, 36, 48), (86, 96, 114), (217, 222, 231)
MARGIN_MM = 18


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table; ``width`` counts against those of the others."""

    title: str
    width: int
    is_number: bool = False


class Page(FPDF):
    """An A4 page with its footer."""

    footer_text = ""

    def footer(self) -> None:
        """Write what stands under every page, and its number."""
        self.set_y(-MARGIN_MM + 4)
        self.set_font("sans", "", 8)
        self.set_text_color(*MUTED)
        self.cell(0, 5, self.footer_text)
        self.cell(0, 5, f"{self.page_no()}/{{nb}}", align="R")


def draw_table(
    *,
    title: str,
    introduction: Sequence[str],
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    notes: Sequence[str],
    footer: str,
    language: str,
    made_at: datetime,
) -> bytes:
    """Draw a titled table with the lines before and after it, as a PDF file.

    Parameters
    ----------
    rows : one text per column; a long one wraps, a row never breaks across pages.
    made_at : the day written into the file; the same arguments give the same bytes.
    """
    page = Page(format="A4")
    for style, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
        page.add_font("sans", style, FONTS / name)
    page.footer_text = footer
    page.set_title(title)
    page.set_lang(language)
    page.set_creation_date(made_at)
    page.set_margins(MARGIN_MM, MARGIN_MM)
    page.set_auto_page_break(True, MARGIN_MM)
    page.add_page()
    page.set_text_color(*INK)
    page.set_font("sans", "B", 17)
    page.multi_cell(0, 9, title, align="L", new_x="LMARGIN", new_y="NEXT")
    write_lines(page, introduction, MUTED)
    page.ln(4)
    if rows:
        write_rows(page, columns, rows)
        page.ln(4)
    write_lines(page, notes, MUTED)
    return bytes(page.output())


def write_lines(page: Page, lines: Sequence[str], colour: tuple[int, int, int]) -> None:
    """Write paragraphs."""
    page.set_font("sans", "", 9.5)
    page.set_text_color(*colour)
    for line in lines:
        page.multi_cell(0, 5.2, line, align="L", new_x="LMARGIN", new_y="NEXT")
        page.ln(1)


def write_rows(page: Page, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Write a table with its head, again on every page."""
    page.set_font("sans", "", 9.5)
    page.set_text_color(*INK)
    page.set_draw_color(*LINE)
    with page.table(
        col_widths=tuple(column.width for column in columns),
        text_align=tuple("RIGHT" if column.is_number else "LEFT" for column in columns),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(emphasis="BOLD", color=MUTED),
        line_height=5.2,
        padding=(1.6, 1.6),
    ) as table:
        for cells in ([column.title for column in columns], *rows):
            row = table.row()
            for cell in cells:
                row.cell(cell)
