"""The forty arguments of the invented company: each answers one planted topic.

Invented, like everything here. A claim without ``opinion`` cites notes of its topic.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Card:
    """One argument as marketing wrote it.

    ``claims`` are (sentence, is_opinion). ``help_points`` is the planted truth: how many points of win probability its use
    really brings; it never leaves the generator.
    """

    topic: str
    title: str
    situation: str
    reply: str
    claims: tuple[tuple[str, bool], ...]
    not_to_say: str = ""
    stage: str = ""
    competitor: str = ""
    help_points: int = 0


def card(
    topic: str,
    title: str,
    situation: str,
    reply: str,
    *claims: str,
    no: str = "",
    stage: str = "",
    vs: str = "",
    helps: int = 0,
) -> Card:
    """Write a card in few words: a claim that begins with ``~`` is an opinion."""
    return Card(
        topic=topic,
        title=title,
        situation=situation,
        reply=reply,
        claims=tuple((c.removeprefix("~").strip(), c.startswith("~")) for c in claims),
        not_to_say=no,
        stage=stage,
        competitor=vs,
        help_points=helps,
    )


CARDS: tuple[Card, ...] = (
    card(
        "price_too_high",
        "Ce que coûte un arrêt d'une heure",
        "« Vous êtes plus chers que les autres. »",
        "Demander ce que coûte une heure d'arrêt sur la ligne la plus chargée, puis compter avec lui combien d'heures évitées paient l'écart.",
        "Les clients comparent le prix d'achat, rarement le coût d'un arrêt.",
        "~ Un responsable de production défend un chiffre qu'il a calculé lui-même.",
        no="Ne pas parler de remise avant d'avoir compté.",
        stage="proposal",
        helps=12,
    ),
    card(
        "volume_discount",
        "Le palier écrit d'avance",
        "« Si on équipe les autres sites, vous faites quoi ? »",
        "Proposer un palier par nombre de sites, écrit au contrat dès le premier.",
        "Les groupes veulent savoir ce que deviendra le prix quand ils grandiront.",
        "~ Un palier écrit évite de renégocier à chaque site.",
        stage="negotiation",
    ),
    card(
        "three_year_commitment",
        "Sortir au bout d'un an, sans frais",
        "« Trois ans, c'est trop long pour nous. »",
        "Proposer trois ans avec une sortie au douzième mois, données rendues.",
        "La durée d'engagement bloque des signatures que le prix ne bloque pas.",
        "~ Ceux qui peuvent partir restent.",
        no="Ne pas dire que personne ne part.",
        stage="negotiation",
        helps=9,
    ),
    card(
        "hidden_setup_cost",
        "Un seul devis, mise en service comprise",
        "« Et il y aura encore des jours de consultant ? »",
        "Montrer le devis ligne à ligne : licences, reprise, formation, et rien d'autre pendant douze mois.",
        "Des clients ont déjà payé ailleurs des jours qui n'étaient pas au devis.",
        "~ Un devis complet se lit comme une preuve de méthode.",
        stage="proposal",
    ),
    card(
        "frozen_budget",
        "Commencer par un atelier, payer au budget suivant",
        "« Tous les investissements sont gelés. »",
        "Proposer un atelier pilote imputé en fonctionnement, puis le reste à l'ouverture du budget.",
        "Un budget gelé l'est souvent pour l'investissement, pas pour le fonctionnement.",
        "~ Un pilote qui tourne se défend mieux qu'une présentation.",
        stage="qualification",
    ),
    card(
        "tender_deadline",
        "Le dossier de réponse en 48 heures",
        "« L'appel d'offres ferme vendredi. »",
        "Envoyer le dossier type : mémoire technique, sécurité, références, planning, prêt à compléter.",
        "Les délais d'appels d'offres publics laissent rarement plus de deux semaines.",
        "~ Répondre vite et complet fait passer pour le titulaire.",
        stage="proposal",
    ),
    card(
        "payment_terms_60_days",
        "Payer au trimestre, terme échu",
        "« Notre comptabilité ne paie qu'à soixante jours. »",
        "Proposer la facturation trimestrielle à terme échu, sans changer le prix.",
        "La demande vient de la comptabilité, pas de l'utilisateur.",
        "~ Le calendrier compte plus que le montant.",
        stage="negotiation",
    ),
    card(
        "sensor_unit_price",
        "Dix capteurs bien placés",
        "« À ce prix le capteur, on ne va pas en mettre partout. »",
        "Ne pas en mettre partout : choisir avec lui les dix machines qui arrêtent tout.",
        "Le prix unitaire est comparé à celui de capteurs vendus en ligne.",
        "~ Dix capteurs utiles en amènent cinquante.",
        stage="proposal",
        helps=8,
    ),
    card(
        "per_user_licence",
        "Le technicien occasionnel ne compte pas",
        "« On ne va pas payer pour des gens qui ouvrent l'application une fois par mois. »",
        "Expliquer le compte occasionnel : gratuit jusqu'à quatre ouvertures par mois.",
        "Les équipes postées multiplient les comptes peu utilisés.",
        stage="proposal",
    ),
    card(
        "yearly_increase",
        "L'indice au contrat, pas la surprise",
        "« Vous augmentez tous les ans. »",
        "Montrer la clause : indice public, plafonné, annoncé trois mois avant.",
        "Ce n'est pas le montant qui fâche, c'est de le découvrir sur la facture.",
        "~ Un plafond écrit vaut mieux qu'une promesse.",
    ),
    card(
        "proof_of_return",
        "Le calcul de retour, avec ses propres chiffres",
        "« Prouvez-moi que ça rapporte. »",
        "Remplir avec lui la feuille de calcul : arrêts, pièces, heures. Il garde la feuille.",
        "Les directions demandent un retour en moins de dix-huit mois.",
        "~ Un chiffre du client pèse plus que trois études.",
        stage="qualification",
        helps=10,
    ),
    card(
        "rent_instead_of_buy",
        "Tout en loyer, capteurs compris",
        "« On préfère louer. »",
        "Proposer le loyer mensuel tout compris, remplacement des capteurs inclus.",
        "Le loyer passe en fonctionnement et se décide plus bas.",
        stage="proposal",
    ),
    card(
        "exit_clause_data",
        "Vos données vous suivent",
        "« Et si on part, on récupère quoi ? »",
        "Montrer l'export complet, en un clic, en formats ouverts, sans nous appeler.",
        "La question vient de ceux qui ont perdu un historique chez un autre.",
        "~ Montrer la sortie rassure plus que la promettre.",
        helps=6,
    ),
    card(
        "maintena_dumping",
        "Maintena : comparer trois ans, pas trois mois",
        "« Maintena nous fait moins 40 %. »",
        "Poser les deux offres sur trois ans, avec options, formation et hausse prévue.",
        "La remise de Maintena tombe à la première année.",
        "~ Celui qui casse son prix le reprend plus tard.",
        no="Ne jamais dire de mal de leurs équipes.",
        vs="Maintena",
        stage="negotiation",
    ),
    card(
        "group_purchasing_listing",
        "Référencés par la centrale",
        "« Il faut passer par notre centrale d'achats. »",
        "Donner le numéro de référencement s'il existe, sinon lancer le dossier tout de suite.",
        "Une centrale allonge la vente de plusieurs semaines quand on la découvre tard.",
        stage="qualification",
    ),
    card(
        "offline_app",
        "Terrain marche en sous-sol",
        "« Dans nos sous-sols il n'y a pas de réseau. »",
        "Couper le réseau du téléphone pendant la démonstration, saisir un bon, le rallumer.",
        "Les zones sans réseau sont citées dans tous les secteurs.",
        "~ La démonstration téléphone coupé ne s'oublie pas.",
        stage="qualification",
        helps=11,
    ),
    card(
        "gloves_big_buttons",
        "Trois boutons, avec des gants",
        "« Mes gars ont des gants, ils ne vont pas taper sur un écran. »",
        "Montrer le mode atelier : trois gros boutons et la dictée.",
        "Les techniciens renoncent quand la saisie demande d'ôter les gants.",
        "~ Prêter un téléphone à un technicien pendant la visite.",
    ),
    card(
        "erp_integration",
        "Le connecteur, déjà en place chez d'autres",
        "« Si ça ne parle pas avec notre ERP, ce n'est pas la peine. »",
        "Montrer la liste des champs échangés et le journal des échanges.",
        "La double saisie est le premier motif de rejet par les magasiniers.",
        "~ Un journal des échanges rassure l'informatique.",
        stage="qualification",
        helps=7,
    ),
    card(
        "sensor_battery_life",
        "Cinq ans de pile, mesurés",
        "« Je ne vais pas changer des piles toutes les semaines. »",
        "Montrer la courbe de pile et l'alerte à trois mois de la fin.",
        "Les clients gardent le souvenir de capteurs qu'il fallait recharger.",
    ),
    card(
        "explosive_zone_sensors",
        "Zone ATEX : ce qui passe et ce qui ne passe pas",
        "« On est classés ATEX, vous savez faire ? »",
        "Donner la liste des capteurs certifiés par zone ; dire clairement ce qui ne l'est pas.",
        "Dire non pour une zone fait gagner les autres.",
        "~ La franchise sur la sécurité ouvre la suite.",
    ),
    card(
        "history_migration",
        "Dix ans d'historique repris en une semaine",
        "« On a tout dans l'ancien logiciel, on ne va pas repartir de zéro. »",
        "Reprendre un extrait de leur fichier pendant l'avant-vente et le montrer dans Atelier.",
        "L'historique est ce que les responsables de maintenance ont peur de perdre.",
        "~ Voir ses propres machines à l'écran change la discussion.",
        stage="proposal",
    ),
    card(
        "multi_site_spare_parts",
        "La pièce est à quarante minutes",
        "« On commande une pièce que l'autre site a en stock. »",
        "Chercher devant lui une référence sur tous ses sites.",
        "Les groupes ont en moyenne la même pièce sur plusieurs sites.",
    ),
    card(
        "board_dashboard",
        "Une page pour le comité de direction",
        "« Ma direction veut un chiffre, pas un logiciel. »",
        "Montrer la page imprimée : disponibilité, coût, trois risques.",
        "Les responsables refont à la main un tableau chaque mois.",
    ),
    card(
        "technician_scheduling",
        "Le planning qui tient compte des absences",
        "« Notre planning est faux dès le lundi. »",
        "Déplacer un bon devant lui et montrer ce que cela bouge.",
        "Les plannings papier ne survivent pas à la première urgence.",
    ),
    card(
        "qr_code_on_machines",
        "L'étiquette posée pendant la visite",
        "« On perd un temps fou à retrouver la bonne machine. »",
        "Coller une étiquette sur une machine, la lire, voir sa fiche.",
        "Retrouver la fiche de la machine prend plusieurs minutes par bon.",
    ),
    card(
        "photos_in_work_order",
        "La photo avant, la photo après",
        "« On ne comprend jamais ce qu'a fait l'équipe de nuit. »",
        "Montrer un bon avec deux photos annotées.",
        "Les consignes d'équipe se perdent entre la nuit et le matin.",
    ),
    card(
        "electronic_signature",
        "Le bon signé avant de quitter le site",
        "« On court après les bons signés. »",
        "Faire signer sur le téléphone, envoyer le PDF devant lui.",
        "Les prestataires attendent des bons signés pour facturer.",
    ),
    card(
        "interface_in_polish_spanish",
        "Chacun dans sa langue",
        "« La moitié de l'équipe ne lit pas le français. »",
        "Changer la langue d'un compte en deux gestes.",
        "Les sites frontaliers et les intérimaires demandent d'autres langues.",
    ),
    card(
        "too_many_alerts",
        "Trois alertes par jour, pas trente",
        "« On a coupé les alertes, il y en avait trop. »",
        "Régler devant lui les seuils et le regroupement.",
        "Des clients ont coupé toutes les alertes d'un autre fournisseur.",
        "~ Une alerte ignorée vaut moins que pas d'alerte.",
    ),
    card(
        "open_api",
        "L'interface est documentée et publique",
        "« Notre informatique veut une API. »",
        "Envoyer l'adresse de la documentation pendant le rendez-vous.",
        "L'informatique juge sur la documentation avant de parler au commerce.",
    ),
    card(
        "sensor_delivery_delay",
        "La date de livraison, tenue ou remboursée",
        "« Huit semaines pour des capteurs, c'est trop. »",
        "Donner la date de stock réelle ; proposer un prêt de capteurs en attendant.",
        "Le délai de livraison a fait perdre des affaires gagnées sur le prix.",
        no="Ne pas promettre une date que l'entrepôt n'a pas confirmée.",
        stage="negotiation",
        helps=5,
    ),
    card(
        "technician_training",
        "Deux heures par équipe, dans l'atelier",
        "« On n'a pas le temps de former tout le monde. »",
        "Proposer deux heures par équipe, aux horaires postés.",
        "La formation en salle ne passe pas dans les équipes postées.",
    ),
    card(
        "night_support_hours",
        "Quelqu'un répond la nuit",
        "« À trois heures du matin, il y a qui ? »",
        "Donner le numéro de nuit et le délai constaté.",
        "Les sites en trois-huit posent la question au premier rendez-vous.",
    ),
    card(
        "slow_onboarding",
        "En service en six semaines, plan à l'appui",
        "« La dernière fois, la mise en route a pris un an. »",
        "Montrer le plan de six semaines, avec ce que le client doit fournir.",
        "Les clients échaudés demandent un calendrier avant un prix.",
    ),
    card(
        "same_sector_reference",
        "Un client du même métier au téléphone",
        "« Vous avez quelqu'un dans notre secteur ? »",
        "Proposer un appel de vingt minutes avec un client du secteur, sans nous.",
        "La référence demandée est toujours celle du même métier.",
        "~ Laisser le client parler seul avec la référence.",
        stage="proposal",
    ),
    card(
        "hosting_location",
        "Hébergé en France, contrat à l'appui",
        "« Nos données partent où ? »",
        "Donner le nom de l'hébergeur, la ville, et la clause.",
        "La question bloque les hôpitaux et les collectivités.",
    ),
    card(
        "security_questionnaire",
        "Le questionnaire de sécurité déjà rempli",
        "« Notre RSSI vous envoie 180 questions. »",
        "Envoyer le questionnaire type rempli, puis traiter les écarts.",
        "Le questionnaire arrive souvent la veille de la signature.",
    ),
    card(
        "technicians_resist_change",
        "Le technicien qui convainc les autres",
        "« Les anciens ne voudront jamais. »",
        "Choisir avec le chef un technicien respecté et commencer par lui.",
        "Le refus vient de la peur d'être surveillé.",
        "~ Un pair convainc mieux qu'un chef.",
    ),
    card(
        "it_department_blocks",
        "Deux pages pour la DSI",
        "« Ça coince à l'informatique. »",
        "Remettre les deux pages : authentification, flux, hébergement, sauvegardes.",
        "La DSI entre tard et repart du début.",
    ),
    card(
        "fixio_free_version",
        "Fixio gratuit : jusqu'où ?",
        "« Fixio, c'est gratuit. »",
        "Demander combien de machines et d'utilisateurs, puis lire ensemble leurs limites.",
        "La version gratuite de Fixio s'arrête à un petit nombre de machines.",
        "~ Le gratuit se paie en temps.",
        vs="Fixio",
        no="Ne pas se moquer : ils ont essayé, c'est bon signe.",
        stage="qualification",
    ),
)
