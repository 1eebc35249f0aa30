"""Mine: what became of everything I contributed, and my credit statement, on paper too."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats
from django.utils.translation import get_language, gettext

from liant.actions import credit_naming as naming
from liant.engines.paper import Column, draw_table
from liant.loop.values.errors import Invalid
from liant.queries import mine as query
from liant.queries.credit import exactly
from liant.queries.credit_naming import naming_of
from liant.store.models import Showing
from liant.web.access import WORKING, PersonRequest, Route, get, post
from liant.web.credit_words import acts_in_words
from liant.web.paging import page_number, pager
from liant.web.templatetags.liant import percent
from liant.web.words import in_words

PAGE = 20


def mine_page(request: PersonRequest) -> HttpResponse:
    """Show one's own contributions, what they produced, and one's credit."""
    return shown(request)


def shown(request: PersonRequest, *, status: int = 200, **context: object) -> HttpResponse:
    """Show the page, with what a refused form held."""
    page, only_fed = page_number(request), request.GET.get("show") == "fed"
    shares = query.my_shares(request.user)
    notes = query.my_notes(request.user, only_fed=only_fed, first=(page - 1) * PAGE, limit=PAGE + 1)
    return render(
        request,
        "mine/mine.html",
        {
            "shares": shares,
            "totals": query.my_totals(request.user, shares),
            "notes": notes[:PAGE],
            "only_fed": only_fed,
            "naming": naming_of(request.user),
            **pager(page, has_next=len(notes) > PAGE),
            **context,
        },
        status=status,
    )


def name_me_everywhere(request: PersonRequest) -> HttpResponse:
    """Choose how one is named wherever one is credited."""
    showing = request.POST.get("showing", "")
    try:
        naming.choose_naming(
            actor=request.user,
            showing=Showing(showing) if showing in set(Showing) else Showing.TEAM,
            pen_name=request.POST.get("pen_name", ""),
            now=request.now,
        )
    except Invalid as refusal:
        return shown(request, naming_refusal=in_words(refusal), status=422)
    messages.success(request, gettext("From now on you are named so."))
    return redirect("mine")


def statement_file(request: PersonRequest) -> HttpResponse:
    """Give one's credit statement as a PDF file."""
    shares = query.my_shares(request.user)
    totals = query.my_totals(request.user, shares)
    day = formats.date_format(request.today, "DATE_FORMAT")
    content = draw_table(
        title=gettext("Credit statement"),
        introduction=[
            f"{request.user.name} · {day}",
            gettext(
                "%(n_notes)s notes, of which %(n_ideas)s ideas; %(n_fed)s of them were used; credited for %(n_credited)s."
            )
            % vars_of(totals),
        ],
        columns=[
            Column(title=gettext("What"), width=44),
            Column(title=gettext("What you did"), width=30),
            Column(title=gettext("Since"), width=14),
            Column(title=gettext("Share"), width=12, is_number=True),
        ],
        rows=[
            (
                mine.title,
                acts_in_words(mine.acts),
                formats.date_format(mine.since, "SHORT_DATE_FORMAT"),
                f"{percent(mine.percent)}\n{exactly(mine.share)}",
            )
            for mine in shares
        ],
        notes=[
            gettext(
                "Shares are exact: those of all contributors of one object sum to 1. Nobody can edit them; a contest is "
                "decided with a written reason."
            ),
            gettext("This statement is yours alone: nobody else can print it from Liant."),
        ],
        footer=gettext("Liant · credit statement of %(name)s") % {"name": request.user.name},
        language=get_language() or "en",
        made_at=request.now,
    )
    answer = HttpResponse(content, content_type="application/pdf")
    name = gettext("credit-statement")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


def vars_of(totals: query.MyTotals) -> dict[str, str]:
    """Write the totals as numbers of the reader's language."""
    names = ("n_notes", "n_ideas", "n_fed", "n_credited")
    return {name: formats.number_format(getattr(totals, name), use_l10n=True, force_grouping=True) for name in names}


ROUTES = (
    Route(path="mine", view=mine_page, name="mine", rights=get(WORKING), relation="own"),
    Route(path="mine/name", view=name_me_everywhere, name="name_me_everywhere", rights=post(WORKING), relation="own"),
    Route(path="mine/statement.pdf", view=statement_file, name="statement_file", rights=get(WORKING), relation="own"),
)
