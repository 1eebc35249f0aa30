"""What Liant says about imported files: the names of fields and kinds, and why a row is set aside."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_lazy

from liant.loop.listen.imports.headers import Kind

KINDS = {
    Kind.ACCOUNTS: gettext_lazy("Accounts"),
    Kind.OPPORTUNITIES: gettext_lazy("Deals"),
    Kind.NOTES: gettext_lazy("Field notes"),
    Kind.PEOPLE: gettext_lazy("People"),
    Kind.PRODUCTS: gettext_lazy("Products"),
}
#: Name of every field of a file, and of every column that may differ.
FIELDS = {
    "external_id": gettext_lazy("Identifier in the CRM"),
    "name": gettext_lazy("Name"),
    "kind": gettext_lazy("Kind"),
    "segment": gettext_lazy("Segment"),
    "size": gettext_lazy("Size"),
    "n_employees": gettext_lazy("Number of employees"),
    "city": gettext_lazy("City"),
    "country": gettext_lazy("Country"),
    "owner": gettext_lazy("Owner"),
    "owner_id": gettext_lazy("Owner"),
    "owner_email": gettext_lazy("Address of the owner"),
    "owner_external_id": gettext_lazy("Identifier of the owner"),
    "team": gettext_lazy("Team"),
    "team_id": gettext_lazy("Team"),
    "account": gettext_lazy("Account"),
    "account_id": gettext_lazy("Account"),
    "account_external_id": gettext_lazy("Identifier of the account"),
    "amount": gettext_lazy("Amount"),
    "amount_cents": gettext_lazy("Amount"),
    "currency": gettext_lazy("Currency"),
    "stage": gettext_lazy("Stage"),
    "crm_stage": gettext_lazy("Stage in the CRM"),
    "status": gettext_lazy("Status (open, won, lost)"),
    "is_closed": gettext_lazy("Closed (yes or no)"),
    "is_won": gettext_lazy("Won (yes or no)"),
    "lost_on": gettext_lazy("Lost on"),
    "won_on": gettext_lazy("Won on"),
    "closed_on": gettext_lazy("Closed on"),
    "close_on": gettext_lazy("Close date, expected or real"),
    "expected_close_on": gettext_lazy("Expected close date"),
    "opened_on": gettext_lazy("Opened on"),
    "product": gettext_lazy("Product"),
    "product_id": gettext_lazy("Product"),
    "competitors": gettext_lazy("Competitors"),
    "lead_source": gettext_lazy("Source of the deal"),
    "reason": gettext_lazy("Why it was won or lost"),
    "text": gettext_lazy("Text of the note"),
    "author": gettext_lazy("Author"),
    "author_id": gettext_lazy("Author"),
    "author_email": gettext_lazy("Address of the author"),
    "deal": gettext_lazy("Deal"),
    "opportunity_id": gettext_lazy("Deal"),
    "deal_external_id": gettext_lazy("Identifier of the deal"),
    "heard_on": gettext_lazy("Heard on"),
    "email": gettext_lazy("E-mail address"),
    "role": gettext_lazy("Role"),
    "manager": gettext_lazy("Manager"),
    "language": gettext_lazy("Language"),
}
#: Sentence of every reason for which a row is set aside.
REASONS = {
    "import.broken_quote": gettext_lazy(
        "A quotation mark is opened and never closed, or closed in the middle of a cell. Correct the row."
    ),
    "import.ragged": gettext_lazy(
        "The row has %(n)s cells where the header has %(width)s. A cell that holds the delimiter needs quotation marks."
    ),
    "import.missing": gettext_lazy("The cell is empty, and Liant needs it. Fill it in."),
    "import.too_long": gettext_lazy("The text has %(n)s characters; the most is %(limit)s. Shorten it."),
    "import.control_character": gettext_lazy(
        "The text holds a character that nobody typed (%(character)s). Delete it or type the cell again."
    ),
    "import.not_a_number": gettext_lazy("“%(value)s” is not a number. Correct the cell or leave it empty."),
    "import.negative": gettext_lazy("“%(value)s” is below zero. Correct the cell or leave it empty."),
    "import.too_large": gettext_lazy("“%(value)s” is too large to be an amount. Correct the cell."),
    "import.not_a_currency": gettext_lazy("“%(value)s” is not a currency code such as EUR. Correct the cell."),
    "import.not_a_date": gettext_lazy("“%(value)s” is not a date. Write it as 2026-03-12 or leave it empty."),
    "import.date_out_of_range": gettext_lazy(
        "“%(value)s” is not between %(first)s and %(last)s. Correct the date or leave it empty."
    ),
    "import.date_order_unknown": gettext_lazy(
        "“%(value)s”: the order of day and month is not known. Choose it for the whole file."
    ),
    "import.unknown_stage": gettext_lazy(
        "Liant does not know the stage “%(value)s”. Say which of its own stages this is, for the whole file."
    ),
    "import.unknown_note_kind": gettext_lazy(
        "“%(value)s” is not a kind of note (idea, objection, need, setback, competitor, praise, visit)."
    ),
    "import.unknown_role": gettext_lazy("“%(value)s” is not a role that a file may give. Leave the cell empty."),
    "import.not_an_address": gettext_lazy("“%(value)s” is not an e-mail address. Correct the cell or leave it empty."),
    "import.sensitive": gettext_lazy(
        "The note seems to hold something that it should not (%(concern)s). Reword it, or choose to keep such notes."
    ),
    "import.duplicate": gettext_lazy(
        "The same identifier, “%(value)s”, is already in a row above. Keep one of the two rows."
    ),
    "import.note_changed": gettext_lazy(
        "This note is already kept with other words, and words are never changed. Give the row a new identifier."
    ),
    "import.unknown_deal": gettext_lazy(
        "No deal is known as “%(value)s”. Import the deals first, then this file again."
    ),
    "import.ambiguous_deal": gettext_lazy(
        "%(n)s deals are called “%(value)s”. Add a column with the identifier of the deal."
    ),
    "import.wrong_side": gettext_lazy(
        "This person’s role does not belong to that team. Change one of the two in the settings."
    ),
}
#: What the guard of notes may have found.
CONCERNS = {
    "health": gettext_lazy("health"),
    "religion": gettext_lazy("religion"),
    "union": gettext_lazy("union membership"),
    "origin": gettext_lazy("origin"),
    "sexual_life": gettext_lazy("sexual life"),
    "politics": gettext_lazy("political opinion"),
    "offence": gettext_lazy("offence or conviction"),
    "insult": gettext_lazy("insult"),
    "card_number": gettext_lazy("payment-card number"),
    "social_security": gettext_lazy("social-security number"),
}


def say_reason(code: str, params: Mapping[str, object]) -> str:
    """Say why a row is set aside, in the current language; the cell's text fills the sentence and is never a template."""
    filled = dict(params)
    if "concern" in filled:
        filled["concern"] = CONCERNS[str(filled["concern"])]
    return str(REASONS[code]) % filled


def say_where(line: int, column: str) -> str:
    """Say where a row stands."""
    if column:
        return gettext("Line %(line)s, column “%(column)s”") % {"line": line, "column": column}
    return gettext("Line %(line)s") % {"line": line}
