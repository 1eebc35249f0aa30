"""Planted topics about service, references and other people's doubts."""

from __future__ import annotations

from liant.demo.topics.model import Topic, topic

TOPICS: tuple[Topic, ...] = (
    topic(
        "sensor_delivery_delay",
        "Délai de livraison des capteurs",
        "Delivery time of sensors",
        "setback objection need",
        """
        Huit semaines annoncées pour livrer les capteurs, il en voulait deux.
        « Votre matériel arrive après l'arrêt technique, ça ne sert à rien. »
        Livraison repoussée pour la deuxième fois, je ne sais plus quoi dire.
        Rupture de stock sur les sondes, affaire en suspens.
        délai de livraison trop long, parti chez ondalis qui a du stock
        L'arrêt annuel est {month}, il faut les boîtiers avant.
        Promis pour le 15, toujours rien reçu sur le site de {site}.
        Expédition partielle : la moitié des capteurs, aucune passerelle.
        Il demande une date ferme, le dépôt me répond « à confirmer ».
        Retard d'approvisionnement, le client parle de pénalités.
        On gagne sur tout sauf sur la date d'arrivée du matériel.
        Le transporteur a perdu le colis, encore trois semaines.
        Besoin d'un prêt de capteurs en attendant la livraison.
        """,
        """
        Eight weeks to deliver the sensors, he wanted two.
        "Your hardware gets here after the shutdown, useless."
        Shipment pushed back for the second time.
        Probes out of stock, deal on hold.
        lead time too long, went to Ondalis who had stock
        Annual shutdown is in {month}, boxes must be there before.
        Promised for the 15th, still nothing on site.
        Half of the sensors shipped, no gateway.
        He wants a firm date, our depot says to be confirmed.
        Late supply, client mentions penalties.
        We win on everything but delivery date.
        Carrier lost the parcel, three more weeks.
        Could we lend devices until the order arrives?
        """,
    ),
    topic(
        "technician_training",
        "Formation des techniciens",
        "Training technicians",
        "need objection",
        """
        Pas le temps de former 40 techniciens, ils tournent en 3x8.
        « Une journée de formation par personne, vous rêvez. »
        Demande des modules de dix minutes sur téléphone.
        Formation en salle refusée, il faut venir dans l'atelier.
        les nouveaux arrivent chaque semaine, qui les forme ?
        Session annulée deux fois parce que la ligne tombait en panne.
        Il veut former deux référents qui formeront les autres.
        Le coût de la formation dépasse celui des licences la première année.
        Tutoriels vidéo en français demandés, les PDF personne ne les lit.
        Prise en main trop rapide, ils ont tout oublié un mois après.
        Éligible à l'OPCO ? La RH aimerait savoir.
        Apprentissage sur le tas, il craint que ça ne prenne pas.
        """,
        """
        No time to train 40 technicians on three shifts.
        "A day of training each, you're dreaming."
        Wants ten-minute lessons on the phone.
        Classroom refused, we have to come to the shop floor.
        new starters every week, who trains them?
        Session cancelled twice because the line went down.
        Train two champions who teach the rest, he says.
        Training costs more than licences in year one.
        Short videos please, nobody reads PDFs.
        Too quick a walkthrough, all forgotten a month later.
        Can the training fund pay for the course?
        Learning on the job, he fears it won't stick.
        Asked for a refresher for the night crew.
        """,
    ),
    topic(
        "night_support_hours",
        "Assistance la nuit et le week-end",
        "Support at night and weekends",
        "need objection setback",
        """
        À trois heures du matin personne ne répond chez nous.
        « On travaille le dimanche, et vous ? »
        Support 8 h – 18 h, inacceptable pour une usine en continu.
        Panne samedi, rappel lundi : le directeur a fait un scandale.
        hotline fermée le week-end, gros point noir
        Veut une astreinte téléphonique, quitte à la payer.
        Ferrodata annonce un support 24/7, on n'a pas ça.
        L'hôpital exige une réponse en moins d'une heure, jour et nuit.
        Ticket ouvert vendredi soir, première réponse lundi midi.
        Horaires d'assistance à revoir pour les sites en équipes postées.
        Numéro d'urgence demandé noir sur blanc au contrat.
        Le chef d'équipe de nuit se sent abandonné.
        """,
        """
        Three in the morning and nobody answers on our side.
        "We run on Sundays, do you?"
        8 to 6 helpdesk is no good for a continuous plant.
        Broke down on Saturday, call back on Monday, director was furious.
        hotline closed at weekends, big minus
        Wants on-call support and would pay for it.
        Ferrodata offers 24/7 assistance, we don't.
        Hospital needs an answer within the hour, day and night.
        Ticket opened Friday evening, first reply Monday noon.
        Support hours do not fit shift work.
        Emergency number to be written in the contract.
        Night crew lead feels abandoned.
        Out-of-hours help is the last blocker.
        """,
    ),
    topic(
        "slow_onboarding",
        "Mise en route trop longue",
        "Slow onboarding",
        "objection setback",
        """
        La dernière fois, la mise en route leur a pris un an.
        « Combien de temps avant que ça tourne vraiment ? »
        Signé {month}, toujours pas démarré, le client s'impatiente.
        Planning de déploiement flou, il veut des dates.
        projet qui traine, chef de projet injoignable
        Trop d'ateliers de cadrage, il voulait commencer par une ligne.
        Il demande un démarrage en six semaines, engagé par écrit.
        Déploiement ralenti parce qu'on attend leurs fichiers d'équipements.
        Le pilote s'éternise, les équipes se démobilisent.
        Fixio était opérationnel en trois jours chez son voisin.
        Calendrier de lancement réclamé avant même le prix.
        Entre la signature et le premier bon saisi : cinq mois.
        """,
        """
        Last time the roll-out took them a year.
        "How long until it really runs?"
        Signed in {month}, still not live, client is impatient.
        Deployment plan is vague, he wants dates.
        project drags on, nobody reachable
        Too many scoping workshops, he wanted to start with one line.
        Wants go-live in six weeks, in writing.
        Onboarding stuck waiting for their asset files.
        Pilot drags on and teams lose interest.
        Fixio was up in three days next door.
        Launch calendar requested before the price.
        Five months between signature and the first work order.
        Implementation time scares the plant manager.
        """,
    ),
    topic(
        "same_sector_reference",
        "Référence dans le même secteur",
        "Reference in the same sector",
        "need objection",
        """
        « Vous avez un client laitier ? Pas une usine de vis, un laitier. »
        Il veut appeler quelqu'un de son métier avant de décider.
        Aucune référence en milieu hospitalier à lui citer, ça refroidit.
        Visite d'un site équipé demandée, même activité, même taille.
        reference client ds l'agro svp, urgent
        Le concurrent lui a fait rencontrer un confrère, effet garanti.
        Cas client trop industriel pour une collectivité.
        Elle aimerait un témoignage d'une mairie comparable.
        Qui connaît un transporteur content chez nous ?
        Pas de preuve dans leur branche, ils ont peur d'essuyer les plâtres.
        Il ne croit qu'à la parole d'un pair.
        Nos références datent, deux des trois contacts sont partis.
        """,
        """
        "Do you have a dairy? Not a screw factory, a dairy."
        Wants to call somebody in the same trade first.
        No hospital reference to quote, it cooled things down.
        Asked to visit an equipped site, same size, same business.
        need a food industry reference asap
        The competitor let them meet a peer, works every time.
        Our case study is too industrial for a town council.
        Would like a testimonial from a comparable city.
        Who knows a happy haulage client of ours?
        Nobody in their branch, they fear being guinea pigs.
        He only trusts the word of a peer.
        Our references are old, two of three contacts left.
        Success story in logistics would help a lot.
        """,
    ),
    topic(
        "hosting_location",
        "Hébergement en France",
        "Where data is hosted",
        "objection need",
        """
        « Vos serveurs sont où ? » Première question du RSSI.
        Hébergement hors de France exclu par la collectivité.
        Données de santé : hébergeur certifié HDS exigé.
        Cloud américain = refus automatique.
        veut une installation chez lui, pas de nuage
        Souveraineté des données, sujet sensible depuis l'attaque du voisin.
        Demande le nom du centre de données et l'adresse.
        SecNumCloud dans le cahier des charges, on ne l'a pas.
        Sur site ou rien, dit l'industriel de la défense.
        Question sur le transfert hors Europe, il faut une réponse écrite.
        Le DPO bloque tant qu'il ne sait pas où dorment les données.
        Serveurs à {site} ? Il a souri, ça l'a rassuré.
        """,
        """
        "Where are your servers?" First question from security.
        Hosting abroad is ruled out by the council.
        Health data needs a certified host.
        US cloud is an automatic no.
        wants it on premises, no cloud at all
        Data sovereignty is touchy since the neighbour was hacked.
        Asked for the name and address of the data centre.
        Sovereign cloud label in the specification, we lack it.
        On-site or nothing, says the defence contractor.
        Needs a written answer on transfers outside Europe.
        DPO blocks until he knows where data sleeps.
        EU-only hosting is a hard requirement.
        Which region is our data stored in?
        """,
    ),
    topic(
        "security_questionnaire",
        "Questionnaire de sécurité",
        "Security questionnaire",
        "need setback",
        """
        180 questions de sécurité à remplir pour vendredi.
        « Notre RSSI doit valider avant toute commande. »
        Le questionnaire cyber arrive la veille de la signature, comme toujours.
        Ils demandent un test d'intrusion récent, on en a un ?
        ISO 27001 obligatoire dans leur politique fournisseurs
        J'ai rempli la grille à moitié, je ne connais pas les réponses techniques.
        Assurance qualité sécurité : PAS à fournir, modèle introuvable.
        Bloqué par l'analyse de risque de leur prestataire cyber.
        Veut savoir comment on gère les mots de passe et les journaux.
        Troisième grille différente ce mois-ci, on devrait avoir une réponse type.
        La double authentification est exigée pour tous les comptes.
        Audit fournisseur prévu {month}, deux jours.
        """,
        """
        180 security questions due on Friday.
        "Our CISO signs off before any order."
        Cyber questionnaire lands the day before signature, as always.
        They want a recent penetration test, do we have one?
        ISO 27001 is mandatory in their vendor policy
        Filled half of the grid, I don't know the technical answers.
        Risk assessment by their cyber consultant blocks us.
        How do we handle passwords and logs?
        Third different form this month, we need a standard answer.
        Two-factor required for every account.
        Vendor audit planned in {month}, two days.
        Infosec review is holding the contract.
        Asked for our vulnerability disclosure policy.
        """,
    ),
    topic(
        "technicians_resist_change",
        "Réticence des techniciens",
        "Technicians resist change",
        "objection setback",
        """
        Les anciens n'en veulent pas, ils disent qu'on va les fliquer.
        « Mes gars vont croire qu'on les chronomètre. »
        Le papier marche depuis trente ans, pourquoi changer ?
        Rejet de l'outil par l'équipe, deux techniciens refusent le téléphone.
        peur d'être surveillés, sujet explosif en réunion
        Conduite du changement à prévoir, le chef le dit lui-même.
        Un meneur dans l'atelier démolit le projet à la pause.
        Ils saisissent le strict minimum pour qu'on les laisse tranquilles.
        Les représentants du personnel veulent savoir ce qui est enregistré.
        Adhésion faible, sauf chez les jeunes.
        Il propose de commencer par le technicien le plus respecté.
        « Encore un logiciel du siège. »
        """,
        """
        Old hands don't want it, they think we'll spy on them.
        "My guys will think we are timing them."
        Paper worked for thirty years, why change?
        Team rejects the change, two technicians refuse the phone.
        fear of being watched, explosive in the meeting
        Change management needed, the foreman says it himself.
        One ringleader trashes the project at every break.
        They enter the bare minimum to be left alone.
        Works council wants to know what is recorded.
        Low adoption, except among the young ones.
        Suggests starting with the most respected technician.
        "Yet another change from headquarters."
        Low adoption of change is the real risk here.
        """,
    ),
    topic(
        "it_department_blocks",
        "Blocage par la DSI",
        "Blocked by IT",
        "setback objection",
        """
        Ça coince à la DSI : elle découvre le projet et repart du début.
        « Rien n'entre sans le comité d'architecture. »
        La maintenance veut, l'informatique ne veut pas.
        Ouverture de flux refusée, pas de pare-feu, pas de projet.
        dsi débordée, aucune ressource avant {month}
        L'authentification unique est un préalable, sinon veto.
        Le DSI préfère tout faire dans son ERP.
        Validation technique en attente depuis {n} semaines.
        Personne ne nous avait parlé du comité informatique.
        Téléphones personnels interdits par la politique du groupe.
        Ils imposent leur outil de gestion des mobiles.
        L'informatique du siège a dit non sans nous recevoir.
        """,
        """
        Stuck at IT, they discover the project and start over.
        "Nothing gets in without the architecture board."
        Maintenance wants it, IT does not.
        Firewall opening refused, no project.
        IT is swamped, no resources before {month}
        Single sign-on is a prerequisite or they veto.
        CIO would rather do it inside the ERP.
        Technical approval pending for {n} weeks.
        Nobody told us about the IT committee.
        Personal phones are banned by group policy.
        They impose their own mobile device management.
        Corporate IT said no without meeting us.
        The infrastructure team is the real decision maker.
        """,
    ),
    topic(
        "fixio_free_version",
        "Version gratuite de Fixio",
        "Fixio's free version",
        "competitor objection setback",
        """
        « Fixio, c'est gratuit, pourquoi je paierais ? »
        Ils ont installé Fixio tout seuls en une heure.
        Un stagiaire a mis Fixio en place, ça leur suffit pour l'instant.
        fixio gratuit jusqu'à 3 utilisateurs, du coup ils jouent la montre
        Petit site, la formule gratuite de Fixio couvre leur besoin.
        Il teste Fixio depuis {month} et ne voit pas la différence.
        Perdu contre rien : ils restent sur le Fixio offert.
        Fixio limite le nombre de machines, il ne l'avait pas vu.
        Le chef d'atelier adore Fixio, simple et sans facture.
        Quand ils passeront payants chez Fixio, on revient.
        Comment se compare-t-on au gratuit de Fixio ?
        Leur filiale tourne sur Fixio sans débourser un centime.
        """,
        """
        "Fixio is free, why would I pay?"
        They set Fixio up by themselves in an hour.
        An intern installed Fixio and it's enough for now.
        fixio free up to 3 users so they play for time
        Small site, Fixio's free plan covers it.
        Testing Fixio since {month}, sees no difference.
        Lost to nothing, they stay on free Fixio.
        Fixio caps the number of assets, he hadn't noticed.
        Foreman loves Fixio, simple and no invoice.
        Once they have to pay for Fixio we come back.
        How do we compare with Fixio's free tier?
        Their branch runs on Fixio at no cost.
        Fixio freemium again, second time this week.
        """,
    ),
)
