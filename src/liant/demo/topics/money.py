"""Planted topics about price, contract and purchase.

One file although it is long: a table, a topic after the other.
"""

from __future__ import annotations

from liant.demo.topics.model import Topic, topic

TOPICS: tuple[Topic, ...] = (
    topic(
        "price_too_high",
        "Prix jugé trop élevé",
        "Price seen as too high",
        "objection setback",
        """
        Il trouve ça trop cher, point. Pas d'argument technique.
        « Vous êtes 30 % au-dessus des autres », me dit le DAF sans regarder la démo.
        le prix coince, il voulait rester sous {amount}
        Réaction à l'ouverture du devis : « ah oui quand même ».
        Budget annoncé deux fois plus petit que notre offre, on est hors course si on ne bouge pas.
        Toujours pareil, on plaît aux techniciens et c'est le tarif qui nous tue.
        Le directeur compare au prix d'un tableur, donc forcément c'est cher.
        « À ce prix-là je prends un alternant. » Difficile de répondre sur le moment.
        Montant refusé par la direction, elle juge la dépense démesurée pour la taille du site.
        Offre trouvée excessive. Ils demandent ce qu'on peut enlever pour baisser la note.
        Perdu sur le montant, 12 k€ d'écart avec le second.
        pas convaincu par notre tarif, il dit que ca vaut pas plus de la moitie
        Bon feeling, mais la somme totale lui fait peur : il n'ose pas la montrer à son patron.
        Il me redemande trois fois pourquoi c'est aussi coûteux.
        """,
        """
        Too expensive, full stop. He stopped listening at the number.
        "You are a third above everybody else", the CFO said.
        sticker shock again, they had half of that in mind
        Price is the only thing left on the table and we are too high.
        They like it but cannot justify the cost for one site.
        "For that money I hire somebody." Hard to answer.
        Quote came in way over what the director would sign.
        Lost on price, gap was about {amount}.
        She says the value is there but the total is scary.
        Keeps comparing our cost to a spreadsheet that is free.
        our pricing is out of their league tbh
        Management called the offer excessive and wants it cut down.
        """,
    ),
    topic(
        "volume_discount",
        "Remise si plusieurs sites",
        "Discount for several sites",
        "need objection",
        """
        S'ils équipent les {n} usines, ils veulent un barème dégressif dès maintenant.
        « Et si on prend pour tout le groupe, vous descendez à combien ? »
        Demande une remise de volume écrite avant de signer le premier site.
        Le groupe négocie global : un tarif par palier ou rien.
        ils veulent que la 3e usine coûte moins que la première
        Acheteur groupe : il lui faut une grille par nombre de sites pour convaincre ses directeurs.
        Prix unitaire identique partout, il trouve ça anormal vu les quantités.
        Prêt à s'engager sur {n} établissements si on fait un geste sur l'ensemble.
        Ne comprend pas qu'on ne sache pas chiffrer un déploiement groupe.
        Veut une clause : plus on déploie, moins on paie.
        Remise quantité, encore. Le filiale de {site} a eu mieux que lui, il l'a su.
        Négo groupe : il met tous les sites dans la balance pour faire baisser.
        Il attend un tarif cadre, pas un devis usine par usine.
        """,
        """
        If all {n} plants come on board they expect a tiered price.
        "What do we get if the whole group buys?"
        Wants a volume discount in writing before site one.
        Group procurement asks for a rate card per number of sites.
        same unit price for 1 or 12 sites, he finds that odd
        Ready to commit to more plants if the scale works in his favour.
        They discovered that a sister site paid less. Not happy.
        Framework price or no deal, says the group buyer.
        He will roll out everywhere as long as each extra site is cheaper.
        Needs a bulk rate to sell it to the other plant directors.
        Asked for degressive pricing again, I had nothing to show.
        Multi-site rebate is the whole negotiation now.
        """,
    ),
    topic(
        "three_year_commitment",
        "Engagement de trois ans refusé",
        "Refuses a three-year commitment",
        "objection setback",
        """
        Trois ans d'engagement, il bloque net.
        « Je ne sais pas où sera l'usine dans trois ans, et vous voulez que je signe ? »
        Il veut du douze mois renouvelable, rien d'autre.
        La durée du contrat fait plus peur que le prix.
        Direction juridique : pas d'abonnement pluriannuel depuis la nouvelle politique.
        veut pouvoir arrêter qd il veut, sans pénalité
        Échaudé par un contrat de 36 mois chez un autre fournisseur, il n'en veut plus.
        Demande une porte de sortie à un an. J'ai dit que je revenais vers lui.
        Il signerait demain pour une année, jamais pour trois.
        « Si c'est bien on restera, pas besoin de nous enfermer. »
        Refus de la clause de durée, le reste est validé.
        Affaire perdue : le concurrent proposait un contrat mensuel sans durée.
        Engagement trop long pour un site qui change de propriétaire {month}.
        """,
        """
        Three years is a no. They want to walk away after one.
        "I don't know if this plant exists in three years."
        Legal refuses any multi-year subscription.
        lock-in scares them more than the price
        Would sign tomorrow for twelve months, never for thirty-six.
        They got burnt by a long contract before and want an exit.
        Asked for a break clause at the end of year one.
        Lost it: the other vendor let them go month to month.
        "If it works we will stay, no need to tie us down."
        Term length is the last open point in the contract.
        New owner coming, nobody will commit that far ahead.
        wants to be able to cancel any time, no penalty
        """,
    ),
    topic(
        "hidden_setup_cost",
        "Coûts cachés de mise en service",
        "Hidden set-up costs",
        "objection need",
        """
        « Et les jours de consultant, ils sont où dans votre devis ? »
        A peur des frais qui sortent après la signature.
        Il veut un montant tout compris, installation et paramétrage inclus.
        Chez l'ancien prestataire, la mise en service a doublé la facture. Il se méfie.
        Le devis ne dit pas ce que coûte le paramétrage, il l'a vu tout de suite.
        « Donnez-moi le vrai prix, avec tout dedans. »
        demande ce qui n'est PAS dans l'offre, et il a raison
        Surpris par la ligne intégration, il pensait que c'était compris.
        On a découvert en fin de réunion que la pose n'était pas chiffrée, mauvais effet.
        L'acheteuse exige un engagement écrit : aucun frais annexe la première année.
        Trop de lignes en option, il ne sait plus ce qu'il paie au final.
        Frais de démarrage jugés opaques par le contrôle de gestion.
        """,
        """
        "Where are the consulting days in this quote?"
        Worried about extra fees once the contract is signed.
        Wants one all-in figure including installation and configuration.
        Their last vendor doubled the bill during set-up.
        He asked what is NOT in the offer, fair question.
        Installation was missing from the quote, it looked bad.
        Controller calls our onboarding fees opaque.
        too many optional lines, they can't tell the real total
        Needs it in writing that nothing else will be charged in year one.
        Thought integration was included and was not amused.
        "Give me the real price, with everything."
        They got hit by surprise implementation costs in the past.
        Asks for a fixed fee to get started, no time and materials.
        """,
    ),
    topic(
        "frozen_budget",
        "Budget gelé",
        "Budget frozen",
        "setback objection",
        """
        Gel des investissements jusqu'à {month}, tout est suspendu.
        Plus un euro d'investissement cette année, consigne du siège.
        « Je suis d'accord avec tout, mais je n'ai plus de budget. »
        L'enveloppe a été coupée, on repart pour un tour l'année prochaine.
        projet reporté au prochain exercice, rien à voir avec nous
        Le siège a bloqué toutes les dépenses de plus de 5 k€.
        Les crédits sont consommés, la mairie vote le prochain budget {month}.
        Contrôle des coûts : seuls les projets de sécurité passent.
        Mauvais trimestre chez eux, tout ce qui n'est pas commencé est arrêté.
        Elle pourrait passer en fonctionnement mais plus en investissement.
        Décalé, faute de ligne budgétaire. Le besoin reste.
        Capex gelé par la maison mère, même le directeur n'y peut rien.
        On me demande d'attendre le vote du budget.
        """,
        """
        Capex freeze until {month}, everything is on hold.
        No budget left this year, order from headquarters.
        "I agree with all of it but there is no money."
        Pushed to next fiscal year, nothing against us.
        HQ blocked every spend above 5k.
        bad quarter on their side, all new projects stopped
        Could go through opex, not through capital expenditure.
        Funding was pulled after the reorganisation.
        The town council votes the next budget in {month}, until then nothing.
        Only safety projects get approved for now.
        Deal postponed, the need is still there.
        They ran out of budget, asked me to come back in {month}.
        """,
    ),
    topic(
        "tender_deadline",
        "Appel d'offres à délai court",
        "Tender with a short deadline",
        "need setback",
        """
        Appel d'offres publié, réponse sous dix jours, on n'a rien de prêt.
        « Le marché est en ligne, vous avez jusqu'à vendredi midi. »
        On a raté la date limite de dépôt, le mémoire technique n'était pas fini.
        Marché public : il faut un dossier complet, critères notés 40 % technique.
        consultation reçue hier, retour attendu lundi, mission impossible seul
        Besoin d'un mémoire type, je réécris tout à chaque consultation.
        Le règlement de consultation demande des pièces que je n'ai pas.
        Éliminés pour pièce manquante, bête.
        L'acheteuse publique rappelle que tout dépôt hors délai est rejeté.
        Cahier des charges de 80 pages, {n} jours pour répondre.
        Ils relancent le marché {month}, autant préparer le dossier maintenant.
        AO perdu : le titulaire connaissait le besoin avant nous.
        Qui peut m'aider à remplir le DC1 et le cadre de réponse ?
        """,
        """
        Tender is out, ten days to answer and we have nothing ready.
        "The portal closes on Friday at noon."
        Missed the submission date, technical file was not finished.
        RFP landed yesterday, 80 pages, answer expected Monday.
        public procurement, 40% of the score is the technical response
        I rewrite the same RFP answers every single time.
        Disqualified because one document was missing.
        They will reissue the tender in {month}, we should prepare.
        Late bids are rejected, the public buyer was very clear.
        Need a ready-made response file for tenders.
        The incumbent clearly helped write the specification.
        Short turnaround again on a call for bids.
        """,
    ),
    topic(
        "payment_terms_60_days",
        "Délais de paiement",
        "Payment terms",
        "objection need",
        """
        Compta : paiement à soixante jours fin de mois, non négociable.
        Il refuse l'abonnement payé d'avance pour l'année.
        « On ne paie jamais d'avance, c'est la règle du groupe. »
        Facturation annuelle à la commande = blocage de la trésorerie.
        veulent payer au trimestre, terme échu
        Mandat administratif : la collectivité paie à trente jours après service fait.
        Notre échéancier ne passe pas leur service financier.
        Demande un règlement en trois fois.
        L'acompte de 40 % à la signature fait tousser tout le monde.
        Le DAF veut étaler le règlement sur douze mensualités.
        Question de trésorerie, pas de prix : il veut payer plus tard.
        Conditions de règlement à revoir, sinon pas de bon de commande.
        """,
        """
        Accounts payable works at sixty days, not negotiable.
        They never pay a year upfront, group rule.
        "We don't prepay, ever."
        Wants quarterly invoicing in arrears.
        cash flow issue more than price, they want to pay later
        Our 40% down payment made everybody cough.
        Finance wants twelve monthly instalments.
        Public body, pays thirty days after delivery.
        Payment schedule rejected by their treasury.
        Asked to split the invoice in three.
        No purchase order unless we change the payment terms.
        Yearly billing in advance is a blocker for the CFO.
        net 60 or nothing according to the buyer
        """,
    ),
    topic(
        "sensor_unit_price",
        "Prix du capteur à l'unité",
        "Unit price of sensors",
        "objection competitor",
        """
        À 240 € le capteur il dit qu'il en trouve à 35 sur internet.
        « Un capteur de vibration, ça vaut pas ce prix-là. »
        Il multiplie par 200 machines et il arrête de rire.
        Brisane Capteurs : coût unitaire trop haut pour équiper toutes les pompes.
        capteur chinois à 40 euros posé sur son bureau pour me montrer
        Le logiciel passe, c'est le matériel qui fait exploser le total.
        Veut savoir pourquoi nos sondes coûtent six fois plus qu'en ligne.
        Ondalis lui propose la sonde à moitié prix.
        Pour 15 moteurs ok, pour l'atelier entier impossible à ce tarif.
        Demande un prix dégressif sur les sondes de température.
        L'équipement complet en capteurs revient plus cher que la GMAO.
        Il n'équipera que les machines critiques vu le prix de la sonde.
        """,
        """
        He finds sensors online for 35, ours are 240.
        "A vibration sensor is not worth that."
        Multiplied by 200 pumps and stopped smiling.
        Software is fine, the hardware blows the total.
        cheap sensor from the web sitting on his desk, to make a point
        Ondalis quotes half per probe.
        Wants to know why our probes cost six times the market.
        Fine for 15 motors, not for the whole shop at that unit cost.
        Hardware price per device is the sticking point.
        Will only fit critical machines given what a sensor costs.
        Equipping everything costs more than the CMMS itself.
        Asks for cheaper temperature probes.
        Brisane Capteurs price per unit again, third time this month.
        """,
    ),
    topic(
        "per_user_licence",
        "Licence par utilisateur",
        "Licence per user",
        "objection need",
        """
        Payer par utilisateur avec des équipes en 3x8, ça ne va pas.
        « J'ai 80 techniciens mais 15 téléphones, vous comptez comment ? »
        Il veut une licence par site, pas par tête.
        Les intérimaires changent chaque semaine : un compte chacun = ruine.
        facturation au nombre de comptes incompréhensible pour lui
        La moitié des gens n'ouvrent l'appli qu'une fois par mois et il paie pareil.
        Demande un accès partagé par équipe postée.
        Le modèle par siège le pousse à limiter les comptes, donc l'usage.
        Ses sous-traitants doivent accéder aussi, il ne paiera pas pour eux.
        Le nombre d'utilisateurs fait grimper le devis à chaque simulation.
        Préfère un forfait illimité, quitte à payer un peu plus.
        Comptes nominatifs obligatoires ? Il trouve ça d'un autre âge.
        """,
        """
        Per-seat pricing does not work with three shifts.
        "I have 80 technicians and 15 phones, how do you count?"
        Wants a site licence instead of named users.
        Temps change every week, one account each is silly.
        half of them log in once a month and cost the same
        Subcontractors need access and they won't pay for those.
        Seat count drives the quote up each time we simulate.
        Would rather have a flat unlimited plan.
        They share logins to save on licences, not good.
        Asked for a shared account per shift team.
        Named-user model pushes them to restrict usage.
        Licensing per head is a deal breaker for the union of plants.
        How do we bill occasional users? nobody could tell me
        """,
    ),
    topic(
        "yearly_increase",
        "Hausse annuelle du tarif",
        "Yearly price increase",
        "objection setback",
        """
        Client depuis 4 ans, furieux de la hausse de 8 %.
        « Vous augmentez tous les ans sans rien ajouter. »
        A découvert l'augmentation sur la facture, personne ne l'avait prévenu.
        Il veut une indexation plafonnée dans le contrat.
        hausse de tarif mal passée, il consulte ailleurs
        Réclame le gel du prix sur la durée du contrat.
        Renouvellement compromis à cause de la révision de prix.
        L'indice Syntec il connaît, mais pas au-delà.
        Ne comprend pas la majoration de cette année, service inchangé.
        Demande à être averti trois mois avant toute révision.
        Sa facture a pris 600 € d'un coup, il parle de partir.
        Le service achats refuse toute clause de révision libre.
        Prix augmenté deux fois en 18 mois, il a fait le calcul devant moi.
        """,
        """
        Four-year client, furious about the 8% increase.
        "You put the price up every year and add nothing."
        Found out about the raise on the invoice.
        Wants a cap on indexation in the contract.
        renewal at risk because of the price uplift
        Asks for a price freeze over the term.
        Nobody warned them before the increase.
        Procurement refuses an open revision clause.
        Two hikes in 18 months, he did the maths in front of me.
        Annual uplift went down badly, they are looking around.
        Needs three months' notice before any rise.
        Their bill jumped and they talk about leaving.
        """,
    ),
    topic(
        "proof_of_return",
        "Preuve du retour sur investissement",
        "Proof of return on investment",
        "need objection",
        """
        Il lui faut un retour en moins de 18 mois, chiffres à l'appui.
        « Prouvez-moi que ça rapporte, avec mes chiffres. »
        La direction demande un calcul de rentabilité avant d'aller plus loin.
        Pas de ROI, pas de dossier. C'est aussi simple que ça.
        veut savoir combien d'heures d'arrêt on évite vraiment
        Je n'ai aucun cas chiffré à lui montrer, c'est gênant.
        Le contrôleur de gestion ne croit pas aux gains annoncés.
        Il cherche un tableau simple : coût, gain, délai de retour.
        « Vos 20 % de pannes en moins, vous les sortez d'où ? »
        Business case exigé par le comité d'investissement.
        Les gains sont évidents pour la maintenance, invisibles pour la finance.
        Demande une étude des économies sur une ligne avant de décider.
        Amortissement sur 2 ans max sinon c'est non.
        """,
        """
        Needs payback under 18 months, with numbers.
        "Show me it pays, with my own figures."
        The board wants a business case before going further.
        no ROI no project, as simple as that
        Controller does not believe our savings claims.
        "Where does your 20% fewer breakdowns come from?"
        Asked how many downtime hours we really avoid.
        I had no case study with figures, awkward.
        Wants a simple sheet: cost, gain, payback time.
        Investment committee needs a return calculation.
        Benefits are obvious to maintenance, invisible to finance.
        They want proof of savings on one line first.
        """,
    ),
    topic(
        "rent_instead_of_buy",
        "Louer plutôt qu'acheter",
        "Rent instead of buying",
        "need idea",
        """
        Préfère louer le matériel que l'acheter.
        « Une location mensuelle, ça je peux signer seul. »
        Demande si les capteurs existent en leasing.
        Tout en loyer, sinon ça passe en investissement et c'est mort.
        il loue déjà ses chariots et ses compresseurs, il veut pareil
        Une mensualité tout compris l'arrangerait, remplacement inclus.
        Ne veut pas immobiliser de matériel au bilan.
        Idée : un kit de démarrage en location pour six mois.
        Il propose de louer d'abord, d'acheter ensuite si ça marche.
        Crédit-bail possible ? Sa banque le pousse à le demander.
        Formule locative attendue par le DAF pour rester en charges.
        Matériel en propriété = non, abonnement matériel = oui.
        """,
        """
        Would rather rent the hardware than buy it.
        "A monthly rental I can sign by myself."
        Are the sensors available on a lease?
        All as rent, otherwise it is capex and it dies.
        they already rent forklifts and compressors, want the same
        One monthly fee with replacements included would suit him.
        Does not want equipment on the balance sheet.
        Idea: a rented starter kit for six months.
        Rent first, purchase later if it works.
        Leasing company is pushing them, can we do it?
        Hardware as a service is what the CFO expects.
        Owning devices is a no, subscribing to them is a yes.
        Asked for a rental formula, had to say I'd check.
        """,
    ),
    topic(
        "exit_clause_data",
        "Récupérer ses données en partant",
        "Getting one's data back when leaving",
        "objection need",
        """
        « Si on arrête, je récupère mes données comment ? »
        Réversibilité : ils veulent l'export complet écrit au contrat.
        A perdu dix ans d'historique en quittant son éditeur, traumatisé.
        Exige un format ouvert pour ressortir ses bons et ses gammes.
        Le juridique veut une clause de restitution sous trente jours.
        peur d'être prisonnier, il veut pouvoir tout extraire
        Question sur la portabilité, je n'avais pas la réponse.
        L'ancien fournisseur facture la récupération 9 k€, il ne veut pas revivre ça.
        Demande une démonstration de l'export total, pas une promesse.
        Qui est propriétaire des données ? Il repose la question à chaque rendez-vous.
        Plan de sortie obligatoire dans leurs contrats logiciels.
        Restitution des données gratuite, sinon l'acheteur ne signe pas.
        """,
        """
        "If we stop, how do I get my data out?"
        Wants the full export spelled out in the contract.
        Lost ten years of records when leaving a vendor.
        Needs an open format for work orders and assets.
        legal asks for data return within thirty days
        Afraid of being a hostage, wants to extract everything.
        Former supplier charged 9k to hand data back.
        Asked for a live export, not a promise.
        Who owns the data? Comes up in each meeting.
        Exit plan is mandatory in their software contracts.
        Portability question and I had no answer.
        No signature without free data retrieval at the end.
        He wants to be sure he can leave with his history.
        """,
    ),
    topic(
        "maintena_dumping",
        "Maintena casse les prix",
        "Maintena slashes its prices",
        "competitor setback objection",
        """
        Maintena est passé derrière nous avec moins 40 %.
        « Maintena m'offre la première année. »
        Perdu contre Maintena, prix cassé sur la dernière ligne droite.
        maintena brade tout en fin de trimestre, impossible de suivre
        Offre de Maintena affichée sur l'écran : moitié moins cher que nous.
        Le commercial de Maintena a dit qu'il s'alignerait quoi qu'on fasse.
        Ils font du dumping sur les comptes où on est installés.
        Il sait que Maintena remontera ses prix, mais son patron ne voit que la remise.
        Maintena donne l'installation et trois mois gratuits.
        Encore Maintena. Remise de 45 % si signature avant vendredi.
        Comment répond-on quand Maintena divise son tarif par deux ?
        Client sollicité par Maintena avec une offre de reprise à bas prix.
        """,
        """
        Maintena came in behind us at minus 40%.
        "Maintena gives me year one for free."
        Lost to Maintena, they slashed at the very end.
        maintena dumps prices every quarter end, can't follow
        Their Maintena quote is half of ours.
        Maintena rep said he would match anything we do.
        They undercut us on accounts where we are installed.
        He knows Maintena will raise it later but the boss sees the rebate.
        Maintena throws in set-up and three free months.
        45% off from Maintena if they sign by Friday.
        What do we say when Maintena halves its price?
        Maintena approached our client with a cheap takeover offer.
        Third deal this month where Maintena buys the business.
        """,
    ),
    topic(
        "group_purchasing_listing",
        "Référencement à la centrale d'achats",
        "Listing with the purchasing body",
        "need setback",
        """
        Il faut être référencé à la centrale d'achats, sinon pas de commande.
        « Vous êtes au catalogue de notre groupement ? Non ? Alors on ne peut pas. »
        L'hôpital passe par le groupement régional, obligatoire.
        Dossier de référencement à remplir, validité {n} mois.
        pas listés chez leur centrale, on perd six semaines
        Le siège impose ses fournisseurs agréés, nous n'y sommes pas.
        Affaire perdue faute d'agrément fournisseur.
        Comment entre-t-on à l'UGAP ? Troisième demande ce trimestre.
        L'acheteur aimerait nous prendre mais le panel est fermé jusqu'à {month}.
        Accord-cadre national détenu par un autre éditeur.
        Homologation fournisseur : 12 documents et un audit.
        Elle demande notre numéro de marché au groupement.
        """,
        """
        We must be listed with the purchasing group or no order.
        "Are you in our catalogue? No? Then we can't buy."
        Hospital has to go through the regional buying body.
        Supplier approval file, twelve documents and an audit.
        not on their vendor panel, costs us six weeks
        HQ imposes approved suppliers and we are not one.
        Lost for lack of a vendor registration.
        How do we get onto the framework agreement?
        Panel closed until {month}, buyer would like us though.
        National framework is held by another vendor.
        They asked for our contract number with the group.
        Vendor onboarding process takes longer than the sale.
        Central purchasing says no listing, no deal.
        """,
    ),
)
