"""Tell the nouns of a language from its verbs and qualities, by what stands before a word and how it ends.

No dictionary: short closed lists of the commonest words, endings, and what the notes themselves show ("the opening",
"they refuse"). A name is made of things; a verb at its end makes it a fragment.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from liant.loop.themes.glossary import words_of
from liant.loop.themes.stop_words import DETERMINERS
from liant.loop.themes.words import fold, stem_words

#: What a word's form says of it counts as so many meetings with it.
PRIOR_WEIGHT = 3.0

_BEFORE_VERB = {
    "fr": frozenset(
        """
        je j' tu il elle on nous vous ils elles ça ca qui ne n' se s' me m' te t' y peut peuvent pouvoir veut veulent
        doit doivent faut va vont vais voudrait aimerait pourrait préfère souhaite sait laisser faire personne
        """.split()
    ),
    "en": frozenset(
        """
        i you he she we they it who to can could will would must should may might shall do does did don't doesn't didn't
        never please let let's cannot can't won't couldn't wouldn't shouldn't nobody everybody somebody i'd i'll we'll
        they'll you'll he'll
        """.split()
    ),
}
_BEFORE_QUALITY = {
    "fr": frozenset(
        "est sont était étaient être reste restent trop très tres plus moins bien assez aussi pas jamais semble".split()
    ),
    "en": frozenset(
        "is are was were be been being too very so more less most quite really pretty as isn't aren't not it's".split()
    ),
}
#: What follows an act at once: "they refuse the phone"; a thing has a preposition in between.
_AFTER_VERB = {
    "fr": frozenset("le la les l' un une leur leurs notre nos son sa ses cette ces tout rien".split()),
    "en": frozenset("the a an our their his her its it them us me him everything nothing this that these".split()),
}
#: What follows what was done: "sollicité par".
_BY = {"fr": "par", "en": "by"}
_ALSO_BEFORE_NOUN = {"en": frozenset("at by from per between in on about".split())}

#: Commonest verbs, by what their forms begin with: "refus-er, -e, -ent, -ait".
_VERBS_FR = """
accept achet adopt aim ajout amen annonc appell appel apport arrêt arriv attend attir augment avanc baiss bloqu boug
cach cess chang charg cherch choisi clos coinc command commenc compar comprend connaî connai consomm continu contrôl
coup court coût coûter craign croi couvr débord débourser décid découvr déduir défend défini demand démarr démoli
démobilis dépass dépens descend détest devien devienn di disparai dorm dout échang échou écri effray élimin embauch
empêch enlèv entend entr envoi envoy espèr essay étal éternis évit exig exist expliqu explos fai ferm fini fonctionn
form fourni freine gagn gard garanti gèr gér grimp ignor impos imprim inclu inqui install insist intéress interdi
invit jou juge jug justifi lais lanc lis livr lou manqu march mesur met mont montr négoci not oblig obtien obtienn
offr oubli ouvr pai pay parl part pass perd peut plaî plai plaign plant port pos possèd pouss prend préfèr prévoi
prévien promet propos prouv quitt rajout ralenti ramèn rapport rassur rat réagi reçoi reçoiv récupér redémarr redout
refus regard rejett rejoint relanc rempli remplac rencontr rend renonc renvoi renouvell répar repart répond report
repouss reproch réserv resign respect ressembl rest retien retomb retrouv réussi revien revienn rêv risqu rigol rout
saisi saisiss sav sait sembl sen sent ser sert serv sign signal soign sorti souhait souri suffi suffis suggèr suiv
suppos support surpren tap teint tend tien tienn tomb touch tourn traîn train trait travers travaill trouv tu us
utilis valid vau vend vér vérifi vien viennent viser vis vit viv voi vole voul vot
"""
_ENDINGS_FR = tuple("er e es ent ait aient era eront ir it is issent re t s ons ez ant".split())
_VERBS_EN = """
accept add afford agree allow announce answer appear apply approve argue arrive ask avoid bang beat believe belong
blame block blow borrow break bring burn buy calculate cancel care carry cause chase choose claim close collapse
compare complain confirm connect consider contain continue convert convince cool cost cough count cover create cut
deal decide delete deliver demand depend describe detect die disappear discover display divide double drag drain
draw drive drop earn eat enable end enforce enter exist expect explain fail fall fear fetch fill find finish fire
fit fix fly follow force forget gain gather generate happen hate hear hide hire hit hold hurt ignore implement
impose improve include increase insist insert install iterate join judge jump justify kill lack land last laugh
launch lead learn leave lend lie listen live load lock lose love match matter meet miss move multiply notice obtain
offer open own parse pass pay perform pick play plug postpone prefer prepare prevent print promise propose prove
provide publish pull push raise reach read realise realize receive recommend record refer refuse reject remember
remind remove repeat replace reply request require reserve resist resolve respond return reuse rewrite rise roll
rule run scare search select sell send serve share shop shout sign sit sleep smile solve speak spell spend split
stand start stay stick stop store struggle submit suffer suggest suit support suspend swap swear switch teach
terminate test throw track trade trash translate travel treat trust turn type understand update upgrade validate
veto visit wait walk warn waste watch wear win wonder work worry write
"""
_QUALITIES = {
    "fr": """
        actuel actuelle anormal ancien ancienne anciens annuel annuelle automatique bas basse cher chère chers
        compliqué content complet complète court courte critique difficile dur dure écrit écrite élevé élevée entier
        entière exact facile faible faux ferme fort forte gratuit gratuite grand grande gros grosse haut haute
        illisible impossible inacceptable incompréhensible industriel inutile inutilisable juridique lent lente
        léger long longue lourd lourde mauvais mauvaise médical même moyen national neuf neuve nombreux normal nul
        obligatoire opaque ouvert ouverte parfait petit petite pire plein possible pratique prêt prête public
        publique quotidien rapide récent récente réel réelle rouge sale sensible simple sûr technique total totale
        unique urgent utile vide vieux vieille vrai vraie autre telle deuxième troisième seuls seules noir noire
        blanc blanche vert bleu
    """,
    "en": """
        able abroad accurate annual automatic available bad badly bare basic big blank cheap cheaper clean clear
        clearly cold complete confused correct critical current daily dark dead deep different difficult dirty early
        easy easily empty entire exact excessive expensive explosive extra fair fast faster final fine flat free
        full fully general glad good happy hard healthy heavy high higher hot huge illegible impatient important
        impossible internal invalid large late legal light live local long longer loud low lower main major
        mandatory manual minor missing modern monthly multiple narrow national natural negotiable new nice normal
        obvious offline official old online opaque open optional original personal plain poor proper public
        quarterly quick quickly random ready real recent recently red regular rough safe same scared scary separate
        serious several sharp short shared sick similar simple single slow small smart soft sovereign special
        specific stale static strict strong stuck surprised tall tight tiny tough touchy true ugly unable unique
        universal unusable upfront urgent useful useless usual vague valid various weak weekly wet wide wired
        wireless wrong yearly young black white green blue originally false gross best
    """,
}
_NOUN_ENDINGS = {
    "fr": tuple("tion sion ence ance isme ure eur euse age ite iste oire phone gie ement ment erie".split()),
    "en": tuple("tion sion ence ance ism ment ness ship ity ist ogy ure age er or ery cy".split()),
}
_OTHER_ENDINGS = {
    "fr": tuple("er ir ée é ait aient ant ante ais ez era".split()),
    "en": tuple("ly ed ing ful less ous able ible ive est ish al ic".split()),
}
#: How far a word is a thing, a quality and an act: three shares that sum to 1.
Kind = tuple[float, float, float]

#: What a form alone says of a word.
_AS_NOUN, _AS_QUALITY, _AS_ACT, _UNKNOWN = (0.9, 0.08, 0.02), (0.1, 0.8, 0.1), (0.1, 0.2, 0.7), (0.6, 0.2, 0.2)
_DONE, _DOING = (0.05, 0.5, 0.45), (0.45, 0.2, 0.35)
_EITHER, _THING_OR_ACT = (0.3, 0.45, 0.25), (0.55, 0.1, 0.35)


@cache
def _known_forms(language: str) -> dict[str, Kind]:
    """Say what the closed lists say: folded French forms, English stems."""
    if language == "fr":
        infinitives = {fold(base + ending) for base in _VERBS_FR.split() for ending in ("er", "ir", "re", "dre")}
        known = {fold(base + ending): _AS_ACT for base in _VERBS_FR.split() for ending in _ENDINGS_FR}
    else:
        infinitives = set(_VERBS_EN.split())
        known = dict.fromkeys(stem_words(_VERBS_EN.split(), "en"), _AS_ACT)
    known |= {fold(word): _AS_QUALITY for word in _QUALITIES[language].split()}
    for word in map(fold, words_of(language).values()):
        if known.get(word) is not _AS_QUALITY:
            known[word] = _AS_ACT if word in infinitives else _THING_OR_ACT if word in known else _AS_NOUN
    return known


@dataclass(kw_only=True)
class WordKinds:
    """What the notes of a language show of its words, gathered while they are read."""

    language: str
    #: By lower-case word: times it stood as a thing, a quality and an act.
    met: dict[str, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0, 0.0]))
    _prior: dict[str, Kind] = field(default_factory=dict)

    def learn(
        self,
        word: str,
        previous: str,
        following: str,
        *,
        goes_on: bool,
        follows_content: bool,
        is_acronym: bool = False,
    ) -> None:
        """Learn from a lower-case word met between two others.

        Parameters
        ----------
        goes_on : a word that carries meaning comes right after it.
        follows_content : the previous one carries meaning.
        is_acronym : it was in capitals: a thing, whatever stands around it.
        """
        language, met = self.language, self.met[word]
        if is_acronym:
            met[0] += 1
            return
        if following in _AFTER_VERB.get(language, ()):
            met[2] += 1
        elif following == _BY.get(language):
            met[1] += 2
        if previous in _BEFORE_VERB.get(language, ()):
            met[2] += 1
        elif previous in _BEFORE_QUALITY.get(language, ()):
            met[1] += 1
        elif (
            previous in DETERMINERS.get(language, ())
            or previous in _ALSO_BEFORE_NOUN.get(language, ())
            or previous[:1].isdigit()
        ):
            # "a cheap sensor", "the credit card": in English, what another word follows qualifies it.
            met[1 if goes_on and language == "en" else 0] += 1
        elif follows_content and language == "fr":
            met[1] += 1  # "prix élevé"

    def tell(self, word: str) -> Kind:
        """Tell how far a lower-case word is a thing, a quality and an act."""
        prior = self._prior.get(word)
        if prior is None:
            prior = self._prior[word] = guess_kind(word, self.language)
        met = self.met.get(word)
        if met is None:
            return prior
        # Square roots: the same sentence pasted a hundred times teaches little more than once.
        roots = [math.sqrt(n) for n in met]
        total = sum(roots) + PRIOR_WEIGHT
        thing, quality, act = (((n + PRIOR_WEIGHT * p) / total) for n, p in zip(roots, prior, strict=True))
        return thing, quality, act


def guess_kind(word: str, language: str) -> Kind:
    """Guess from its form alone what a lower-case word is."""
    return {"fr": _guess_french, "en": _guess_english}[language](word) if language in _NOUN_ENDINGS else _AS_NOUN


def _guess_french(word: str) -> Kind:
    known, folded = _known_forms("fr"), fold(word)
    bare = word.rstrip("s")
    looked_up = known.get(folded) or known.get(fold(bare))
    # "refusé" is what was done, "qualité" is a thing.
    if bare.endswith(("é", "ée")) and not bare.endswith(("té", "tée")) and looked_up in (None, _AS_ACT):
        return _DONE
    if folded.endswith(("evoir", "avoir", "loir", "era", "eront", "erait", "eraient", "aient")):
        return _AS_ACT
    return looked_up or _guess_by_ending(bare, "fr")


def _guess_english(word: str) -> Kind:
    known = _known_forms("en")
    if word.endswith(("'s", "’s")):
        return _AS_QUALITY
    if word.endswith(("ed", "ing")) and word not in known and len(word) > 5:
        return _DONE if word.endswith("ed") else _DOING
    bare = word if word.endswith("ss") else word.rstrip("s")
    looked_up = known.get(word) or known.get(bare) or known.get(stem_words([word], "en")[0])
    # "replace" is an act, "replacement" a thing.
    if looked_up is _AS_ACT and bare.endswith(("tion", "ment", "er")):
        looked_up = None
    return looked_up or _guess_by_ending(bare, "en")


def _guess_by_ending(bare: str, language: str) -> Kind:
    if len(bare) > 5 and fold(bare).endswith(_NOUN_ENDINGS[language]):
        return _AS_NOUN
    if len(bare) > 4 and bare.endswith(_OTHER_ENDINGS[language]):
        return _EITHER
    return _UNKNOWN
