"""Words that never make the name of a theme: function words, auxiliaries, greetings and fillers of field notes.

Folded (lower case, no accent). Grouping does not use them: it weighs words by their frequency in the notes.
"""

from __future__ import annotations

FRENCH = frozenset(
    """
    a ah ai aie aient ailleurs ainsi alors apres as assez au aucun aucune aujourd aujourd'hui auquel aura aurait
    auraient aurons auront aussi autant autre autres aux auxquels avaient avais avait avant avec avez aviez avions
    avoir avons ayant bah beaucoup ben bien bientot bof bonjour bonne bref ca car ce ceci cela celle celles celui
    cependant certain certaine certaines certains ces cet cette ceux chacun chaque cher chez ci cf comme comment
    concernant contre cote cotes d dans de deja depuis dernier derniere dernieres derniers des dessous dessus deux
    devoir devra devrait dire disait disant disent dit dite dites divers doit doivent donc donner dont du dur durant
    eh elle elles en encore enfin ensuite entre environ envers es est et etaient etais etait etant etc ete etes etre
    eu eux evidemment eviter facon faire fais faisait fait faites fallait faut fera ferait font fois grace gros
    grosse grosses gens guere ha hein helas heu hier hop hors hui ici idem il ils j jamais je jusqu jusque jusqua
    juste l la laquelle le lequel les lesquels leur leurs loin long longtemps lors lorsqu lorsque lui m ma madame
    mais malgre me meme memes merci mes met mettre mieux moi moins mon monsieur mr mme ms n ne ni niveau non nos
    notamment notre nous nouveau nouveaux nouvel nouvelle nouvelles on ont or ou ouais oui outre par parce parceque
    parfois parle parler parmi part partir partout pas passe passer pdt pendant peu peut peuvent peux pire plein
    pleine plupart plus plusieurs plutot point pour pourquoi pourrait pourraient pouvait pouvoir pquoi pr premier
    premiere pres presque prochain prochaine pu puis puisqu puisque q qd qq qqn qqch qu quand quant quasi que quel
    quelle quelles quelqu quelque quelques quels qui quoi quoique rdv re redit refait rendre reste rien s sa sans
    sauf se selon sera serait seraient seront ses seul seule seulement si sinon soi soient sois soit sommes son sont
    souhaite souhaitent souhaiterait souvent sous st suite suis super sur sure surtout svp t ta tant tard te tel
    telle tellement telles tels tes tjs tjrs toi ton tot toujours tous tout toute toutes tres trois trop trouve
    trouvent tu un une unes uns va vais vas venir vers veulent veut veux via viennent vient vite voila voici voir
    voire voit vont vos votre voulait voulaient vouloir voudrait vous vraiment vu y client cliente clients prospect
    prospects interlocuteur demande demandent demander demandait explique expliquent insiste repete rappelle rappel
    dis pense pensent semble attend attendent veille jour jours semaine semaines mois an ans annee annees matin midi
    soir lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout
    septembre octobre novembre decembre ok nickel question chose choses truc trucs fin debut prend prennent prendre
    passent vis donne donnent arrive arrivent reparle entendu remonte remontee remontees quatre cinq six sept huit
    neuf dix onze douze quinze vingt trente quarante cinquante soixante cent mille moitie double deuxieme troisieme
    seconde second demain pb nb tt ts ds tps cdt maint resp heure heures minute minutes reunion reunions visio
    """.split()
)

ENGLISH = frozenset(
    """
    a able about above across actually after again against ago ah ain all almost along already also although always
    am among an and another any anybody anyone anything anyway are aren around as ask asked asking asks at away back
    basically be became because become been before being below best better between big bit both but by call called
    came can can't cannot come comes coming could couldn couldn't did didn didn't do does doesn doesn't doing don
    don't done down due during each either else enough etc even ever every everyone everything fairly far feel feels
    few find first for from further gave get gets getting give given gives giving go goes going gone gonna good got
    great had hadn has hasn have haven haven't having he heard he's hello help her here hers herself hey hi him
    himself his hm how however i i'd i'll i'm i've if in indeed instead into is isn isn't it it's its itself just
    keep keeps kept kind know known knows last later least less let like likely little ll long look looking looks
    lot lots made make makes making many may maybe me mean means mention mentioned might mightn mine more most mr
    mrs ms much must mustn my myself near need needed needs neither never new next no nobody none nor not nothing
    now of off often oh ok okay old on once one ones only onto or other others ought our ours out over own per
    perhaps please pls possible pretty probably put quite rather re really regarding right said same saw say saying
    says see seem seems seen several shall she she's should shouldn shouldn't show since so some somebody someone
    something soon sort still stuff such sure take taken takes taking talk talked tell tells than thanks that that's
    the their theirs them themselves then there there's these they they'd they're they've thing things think thinks
    this those though through thus til till to today told tomorrow too took total toward try trying two u under
    until unless up upon us use used using ve very via w want wanted wants was wasn way we we'd we'll we're we've
    well went were weren what what's whatever when where whether which while who whole whom whose why will with
    within without won won't wont would wouldn wouldn't y yeah yes yesterday yet you you'd you'll you're you've your
    yours yourself client clients customer customers prospect prospects buyer guy guys day days week weeks month
    months year years monday tuesday wednesday thursday friday saturday sunday january february march april june
    july august september october november december morning afternoon meeting question three four five six seven
    eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty hundred thousand second third fourth half
    twice including mtg abt ppl maint bc tbh asap hour hours minute minutes
    """.split()
)

STOP_WORDS = {"fr": FRENCH, "en": ENGLISH}

#: Words that say nothing alone, and those who speak rather than what is spoken of; they may stand in a phrase ("case
#: study", "temps de pose").
VAGUE = {
    "fr": frozenset(
        """
        besoin bon bons cas choix cours etat exemple facon fait geste idee lieu mal manque mise moment mot moyen nom
        nombre ordre place point prise liste listes probleme projet raison site sites situation sorte souci sujet
        temps terme tour type valeur vue personne personnes gens monde effet total taille peur niveau reponse
        reponses sens suite acheteur acheteuse acheteurs chef chefs daf directeur directrice direction equipe
        equipes responsable patron ingenieur operateur operateurs commercial commerciale commerciaux
        """.split()
    ),
    "en": frozenset(
        """
        area bit case cases choice end fact form idea issue issues item kind list matter name number order part
        people person place point problem problems project reason request side site sites situation size sort start
        state stuff term thing time times total type value version example level answer answers reply minus plus
        boss buyer buyers ceo cfo coo cto director directors engineer engineers foreman manager managers operator
        operators owner team teams
        """.split()
    ),
}

#: Acronyms that would pass for function words in lower case.
ACRONYMS = {"fr": frozenset(("SI", "CA")), "en": frozenset(("IT", "US"))}

#: Words that come before a noun, in speech as in notes: what often follows them is a thing, not an act ("le délai").
DETERMINERS = {
    "fr": frozenset(
        """
        le la les l' un une des du de d' au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre
        vos leur leurs quel quelle quels quelles chaque plusieurs aucun aucune deux trois
        """.split()
    ),
    "en": frozenset(
        "the a an our their your his her its my this these those of for with no any every each another".split()
    ),
}

#: What may stand inside a name, never at its ends ("délai de la livraison"): one of the first, then one of the second.
PREPOSITIONS = {
    "fr": frozenset("de du des d' à au aux en sur pour par sans et".split()),
    "en": frozenset("of for in on with without per and".split()),
}
#: Those that only hold a thing together; the others may tell where or when.
PLAIN_LINKS = {"fr": frozenset("de du des d'".split()), "en": frozenset("of for and".split())}
ARTICLES = {"fr": frozenset("la le les l'".split()), "en": frozenset("the a an".split())}
