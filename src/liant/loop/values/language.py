"""Tell French from English in a few words, without a model: function words and spelling habits vote."""

from __future__ import annotations

import re

#: Frequent function words and a few field words; a word of both languages votes for neither.
FRENCH = frozenset(
    """le la les un une des du de au aux et ou où mais donc car ni que qui quoi dont ce cet cette ces il elle ils elles
    on nous vous je tu me te se lui leur leurs mon ma mes ton ta tes son sa ses notre nos votre vos pas ne plus jamais
    rien tout tous toute toutes très trop peu beaucoup avec sans pour par dans sur sous chez entre vers est sont était
    étaient être avoir ai as avons avez ont avait fait faire dit dire veut veulent peut peuvent doit faut si oui non
    aussi encore déjà toujours quand comme comment pourquoi parce après avant depuis pendant ici là y en d l qu c j n s
    m t prix client cher devis rdv matin semaine mois ans année budget demande bien bon hier leur aucun même chaque
    été ça cela celui selon contre trois deux quatre dès mieux moins équipe""".split()
)
ENGLISH = frozenset(
    """the a an and or but so because not no nor that which who whom what this these those he she it they we you i me
    him her us them my your his its our their very too much many with without for by in on under at from to of is are
    was were be been being have has had do does did done says said say wants want can could must should would will if
    yes also still already always when as how why after before since during here there price client customer expensive
    quote morning week month months year years ask asked asking well good than then about into over out up down all
    any some none even each own let got get need needs they're don't doesn't can't won't it's i'm isn't where""".split()
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
FRENCH_LETTERS = re.compile(r"[éèêëàâçùûîïôœ]")
ELISION = re.compile(r"\b(?:l|d|j|n|s|c|m|t|qu|jusqu|lorsqu)['’](?=[^\W\d_])", re.IGNORECASE)
ENGLISH_SUFFIX = re.compile(r"\b[a-z]{3,}(?:ing|tion|ly|ght)\b")


def detect_language(text: str) -> str:
    """Return ``"fr"``, ``"en"``, or ``"und"`` when nothing in the text tells.

    Notes
    -----
    Each function word votes once per occurrence; accented letters and elisions vote for French, ``-ing`` and ``-ly``
    endings half a vote for English. A tie of votes is ``"und"``.
    """
    lowered = text.lower()
    french = english = 0.0
    for word in WORD.findall(lowered):
        plain = word.replace("’", "'")
        french += plain in FRENCH
        english += plain in ENGLISH
    french += 0.75 * len(FRENCH_LETTERS.findall(lowered)) + len(ELISION.findall(lowered))
    english += 0.5 * len(ENGLISH_SUFFIX.findall(lowered))
    if french == english:
        return "und"
    return "fr" if french > english else "en"
