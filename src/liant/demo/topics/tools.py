"""Planted topics about the products.

One file although it is long: a table, a topic after the other.
"""

from __future__ import annotations

from liant.demo.topics.model import Topic, topic

TOPICS: tuple[Topic, ...] = (
    topic(
        "offline_app",
        "Application hors ligne",
        "App without network",
        "need objection setback",
        """
        Au sous-sol pas de réseau, l'appli tourne dans le vide.
        « Dans la chaufferie il n'y a pas de 4G, vous faites comment ? »
        Il faut que Brisane Terrain marche hors connexion, sinon c'est non.
        Zone blanche sur la moitié du site, les gars reviennent au papier.
        perdu leur saisie en sortant de l'ascenseur, plus de signal
        Démo ratée : pas de wifi dans l'entrepôt, écran figé.
        Demande un mode déconnecté avec envoi plus tard.
        Les chambres froides coupent le signal, les bons ne partent pas.
        Il a testé derrière la porte métallique, tout a disparu.
        Barrage isolé, aucune couverture mobile : hors ligne obligatoire.
        Synchronisation quand on remonte à la surface, c'est tout ce qu'il veut.
        Sans réseau l'application est inutilisable, dit le chef d'équipe.
        Fixio fonctionne sans connexion, eux, il me l'a fait remarquer.
        """,
        """
        No signal in the basement, the app just spins.
        "There is no 4G in the boiler room, what then?"
        Brisane Terrain has to work offline or it's a no.
        Half the site is a dead zone, they go back to paper.
        lost everything they typed when leaving the lift
        Demo failed, no wifi in the warehouse.
        Wants disconnected mode with sync later.
        Cold rooms block the signal, orders don't go out.
        He tested behind the steel door and the entry vanished.
        Remote dam, zero coverage, offline is mandatory.
        Sync when they come back up, that's all they ask.
        Useless without network, says the team lead.
        """,
    ),
    topic(
        "gloves_big_buttons",
        "Utilisable avec des gants",
        "Usable with gloves on",
        "need objection",
        """
        Les gars portent des gants, impossible de viser les petits boutons.
        « Faut enlever les gants pour taper, ils le feront jamais. »
        Écran trop chargé, il faut trois gros boutons et basta.
        Mains pleines de graisse, le tactile ne répond pas.
        police trop petite, le chef d'atelier met ses lunettes
        Veut la dictée vocale plutôt que le clavier.
        En chambre froide on garde les gants, l'interface n'est pas pensée pour.
        Trop d'étapes pour fermer un bon : sept appuis, il les a comptés.
        Idée d'un technicien : un mode atelier avec icônes énormes.
        Clavier minuscule sur le téléphone durci, saisie pénible.
        Ergonomie de bureau, pas de terrain, dixit le responsable.
        Il a demandé si on pouvait valider en parlant.
        Avec des moufles en extérieur l'hiver, l'appli est inutilisable.
        """,
        """
        They wear gloves, the buttons are far too small.
        "Nobody takes gloves off to type."
        Screen too busy, wants three big buttons.
        greasy hands, touch screen does not react
        Font is tiny, foreman needs his glasses.
        Would rather dictate than use the keyboard.
        Cold store workers keep gloves on all day.
        Seven taps to close a work order, he counted.
        Technician's idea: a workshop mode with huge icons.
        Designed for an office, not for the shop floor.
        Can we confirm by voice?
        Winter outdoors with mittens, app is unusable.
        """,
    ),
    topic(
        "erp_integration",
        "Connexion à l'ERP",
        "ERP integration",
        "need objection",
        """
        Tout doit redescendre dans SAP sinon double saisie.
        « Si ça ne parle pas avec notre ERP, ce n'est même pas la peine. »
        Magasinier ressaisit chaque sortie dans Sage, il n'en peut plus.
        Connecteur ERP demandé dès le premier rendez-vous.
        interface avec la gestion commerciale = condition n°1
        Les commandes d'achat doivent partir de l'ERP, pas de chez nous.
        Passerelle avec leur progiciel, qui la développe et qui paie ?
        Divalto chez eux, personne ne connaît chez nous.
        L'échange de fichiers la nuit leur suffirait, mais il faut le cadrer.
        A peur que l'intégration coûte plus que le logiciel.
        Articles et fournisseurs en double dans deux systèmes, refus de la compta.
        Demande la liste des ERP déjà connectés.
        Synchronisation des stocks avec l'ERP en temps réel ?
        """,
        """
        Everything must flow to SAP or it's double entry.
        "If it doesn't talk to our ERP don't bother."
        Storekeeper retypes each issue into Sage, fed up.
        ERP connector is the first question every time.
        purchase orders must start in the ERP, not with us
        Who builds the interface and who pays for it?
        A nightly file exchange would do, needs scoping.
        Afraid integration costs more than the software.
        Items and vendors live in two systems, accounting refuses.
        Asked for a list of ERPs already connected.
        Real-time stock sync with their back office?
        Dynamics shop, they expect a standard connector.
        """,
    ),
    topic(
        "sensor_battery_life",
        "Autonomie des capteurs",
        "Sensor battery life",
        "objection setback need",
        """
        Piles à plat au bout de huit mois, on leur avait dit cinq ans.
        « Je ne vais pas grimper changer des piles toutes les semaines. »
        Autonomie réelle des capteurs ? Il veut une mesure, pas une brochure.
        Trois sondes muettes sur douze, batterie morte sans alerte.
        remplacer une pile en hauteur = nacelle + consignation
        Demande un capteur alimenté par câble, ras le bol des piles.
        Par -20 °C la batterie tient quelques semaines, pas plus.
        Il a gardé un mauvais souvenir de capteurs à recharger.
        Qui paie le remplacement des piles à terme ?
        Aucune visibilité sur la charge restante, il le découvre trop tard.
        La durée de vie annoncée ne tient pas avec une mesure par minute.
        Veut être prévenu trois mois avant la panne de pile.
        """,
        """
        Batteries died after eight months, we had said five years.
        "I'm not climbing up to change batteries every week."
        Real-life autonomy of the sensors? Wants measurements.
        Three probes silent out of twelve, flat and no warning.
        swapping a cell at height means a lift and a permit
        Asks for a wired sensor, sick of batteries.
        At -20 the battery lasts a few weeks at best.
        Bad memory of sensors that needed charging.
        Who pays for replacement cells?
        No view on remaining charge, finds out too late.
        Stated lifetime does not hold at one reading a minute.
        Wants a warning three months before it runs out.
        energy harvesting possible? he hates changing batteries
        """,
    ),
    topic(
        "explosive_zone_sensors",
        "Capteurs pour zones ATEX",
        "Sensors for explosive zones",
        "need setback",
        """
        Silo à grains classé ATEX, nos capteurs ne sont pas certifiés.
        « Zone 21, vous avez le certificat ? » Non.
        Perdu faute de matériel antidéflagrant.
        Leur ingénieur sécurité exige le marquage Ex avant toute visite.
        poussières explosives partout, on ne peut rien poser
        Cabine de peinture : seul Ferrodata a un modèle homologué.
        Demande la liste des sondes par zone, gaz et poussière.
        Atmosphère explosible sur 40 % du site, le reste l'intéresse.
        Il faut une barrière de sécurité intrinsèque, on ne la propose pas.
        Le dépôt d'hydrocarbures refuse même les téléphones non certifiés.
        Certification attendue {month} selon nous, il veut une date écrite.
        Sans agrément ATEX le HSE met son veto.
        """,
        """
        Grain silo is an explosive atmosphere, our sensors aren't certified.
        "Zone 21, where is the certificate?"
        Lost it, no explosion-proof hardware.
        Safety engineer wants the Ex marking before any visit.
        dust hazard everywhere, we can't fit anything
        Paint booth: only Ferrodata has an approved model.
        Asked for the list of probes by zone, gas and dust.
        Hazardous area is 40% of the site, the rest interests them.
        Needs an intrinsic safety barrier we don't sell.
        Fuel depot refuses even uncertified phones.
        Wants a written date for the ATEX approval.
        Without ATEX the HSE team vetoes the project.
        intrinsically safe version? asked twice this week
        """,
    ),
    topic(
        "history_migration",
        "Reprise de l'historique",
        "Migrating the history",
        "need objection",
        """
        Dix ans d'interventions dans l'ancienne GMAO, hors de question de les perdre.
        « On ne va pas repartir de zéro. »
        Reprise des données : il veut voir un essai avant de signer.
        Tout est dans un vieux Access que personne n'ose toucher.
        4 000 équipements à reprendre dans des fichiers excel incohérents
        Qui nettoie les gammes avant la bascule ?
        L'ancien éditeur traîne pour donner la base.
        A peur de perdre les compteurs et les dates de contrôle réglementaire.
        Migration facturée à part ? Il pensait que c'était inclus.
        Nomenclatures en trois versions différentes selon les sites.
        Import de l'existant, sujet numéro un du responsable méthodes.
        Il faut garder l'historique pour l'assureur.
        """,
        """
        Ten years of work orders in the old CMMS, can't lose them.
        "We are not starting from scratch."
        Data migration: wants a trial before signing.
        All in an old Access base nobody dares to touch.
        4,000 assets sitting in messy spreadsheets
        Who cleans up the task lists before cut-over?
        Former vendor drags its feet handing the database over.
        Afraid of losing meters and inspection dates.
        Is migration charged separately?
        Asset trees differ from site to site.
        Importing legacy records is their number one topic.
        Insurer requires the maintenance history to be kept.
        How long does taking over their existing data take?
        """,
    ),
    topic(
        "multi_site_spare_parts",
        "Pièces de rechange entre sites",
        "Spare parts across sites",
        "need idea",
        """
        Le site de {site} commande une pièce que l'usine voisine a en stock.
        « On a le même roulement en quatre exemplaires dans quatre magasins. »
        Veut voir le stock de pièces de tous les établissements sur un écran.
        Pas de vision groupe du magasin, chacun garde sa réserve.
        ruptures alors que la pièce dort à 40 km
        Demande les transferts inter-magasins dans Brisane Pièces.
        Références différentes pour la même pièce selon l'usine.
        Idée : proposer la pièce du site le plus proche avant de commander.
        Surstock partout, le directeur achats veut mutualiser.
        Mini-maxi par site ok, mais rien au niveau du groupe.
        Inventaire en double, {amount} de pièces qui ne bougent pas.
        Brisane Pièces ne gère pas le prêt de pièces entre sites.
        """,
        """
        One plant orders a part that the next one has in stock.
        "Same bearing, four stores, four of each."
        Wants every site's spares on one screen.
        No group view of the stores, everybody hoards.
        stock-out while the part sits 40 km away
        Asked for transfers between storerooms in Brisane Pièces.
        Same part, different reference in each factory.
        Idea: suggest the nearest site's spare before buying.
        Overstock everywhere, purchasing wants to pool.
        Min-max per site is fine, nothing at group level.
        {amount} of parts that never move, counted twice.
        Lending spares between sites is not covered.
        Can technicians see what other warehouses hold?
        """,
    ),
    topic(
        "board_dashboard",
        "Tableau de bord pour la direction",
        "Dashboard for the board",
        "need idea praise",
        """
        La direction veut une page, pas douze écrans.
        « Mon patron me demande un chiffre par mois, je passe deux jours à le sortir. »
        Indicateurs à imprimer pour le comité : disponibilité, coût, risques.
        Il refait ses graphiques sous PowerPoint chaque mois.
        pilotage trop technique pour un comex
        Brisane Pilotage a plu au directeur, il s'est vu dedans.
        Demande un rapport automatique le premier lundi du mois.
        MTBF, MTTR, il ne comprend pas, il veut des euros.
        Tableau de bord groupe attendu, site par site, sur une page.
        Veut comparer ses usines sans que ça fasse classement.
        Export PDF du reporting, joli, pour le conseil.
        Aucune synthèse lisible par un non-technicien.
        Le DG a ouvert l'écran et l'a refermé, trop de courbes.
        """,
        """
        Management wants one page, not twelve screens.
        "My boss asks for one number a month and it takes me two days."
        KPIs to print for the board: uptime, cost, risks.
        He rebuilds his charts in slides each month.
        reporting is too technical for executives
        Brisane Pilotage impressed the director.
        Asked for an automatic report on the first Monday.
        MTBF means nothing to them, they want money.
        Group dashboard expected, all plants on one page.
        Wants to compare sites without a league table.
        Pretty PDF of the figures for the board, please.
        CEO opened the screen and closed it, too many curves.
        """,
    ),
    topic(
        "technician_scheduling",
        "Planning des techniciens",
        "Scheduling technicians",
        "need objection",
        """
        Planning faux dès le lundi matin, première urgence et tout saute.
        « Je fais mon planning sur un tableau blanc, et ça marche mieux. »
        Veut glisser un bon d'un technicien à l'autre.
        Les congés ne sont pas pris en compte, l'appli affecte des absents.
        Astreintes et équipes de nuit impossibles à représenter
        Qui est disponible jeudi ? Personne ne sait sans appeler.
        Tournées mal optimisées, deux gars au même endroit à une heure d'écart.
        Compétences et habilitations à respecter dans l'affectation.
        Charge par semaine invisible, il découvre la surcharge trop tard.
        Ordonnancement du préventif à la main dans Excel.
        Demande une vue semaine par équipe, imprimable.
        Replanifier après une panne prend une heure.
        """,
        """
        Schedule is wrong by Monday morning, first breakdown and it's gone.
        "My whiteboard works better."
        Wants to drag a job from one technician to another.
        Holidays are ignored, jobs go to people who are off.
        on-call and night crews can't be shown
        Who is free on Thursday? Nobody knows without calling.
        Rounds badly planned, two guys at the same place an hour apart.
        Skills and permits must be respected in the assignment.
        Weekly workload is invisible until it's too late.
        Preventive jobs are sequenced by hand in Excel.
        Asked for a printable week view per crew.
        Replanning after a failure takes an hour.
        Rota and availability should drive the dispatch.
        """,
    ),
    topic(
        "qr_code_on_machines",
        "QR code sur les machines",
        "QR codes on machines",
        "idea need praise",
        """
        Étiquette QR sur chaque machine, ils adorent l'idée.
        « On perd dix minutes à retrouver la bonne pompe dans la liste. »
        Idée d'un opérateur : scanner et déclarer la panne directement.
        Les étiquettes papier ne tiennent pas au lavage haute pression.
        flasher un code = ouvrir la fiche, simple
        Demande des plaques gravées résistantes à 80 °C.
        Scan impossible dans le noir, faut un code plus grand.
        Il a collé nos étiquettes d'essai, tout le monde flashe depuis.
        Veut que les opérateurs scannent sans compte.
        NFC ou code-barres ? Leur parc a déjà des codes-barres.
        Repérage des équipements par flashcode, argument qui fait mouche.
        Retrouver la machine dans l'arborescence décourage les techniciens.
        """,
        """
        QR label on each machine, they love it.
        "We lose ten minutes finding the right pump in the list."
        Operator's idea: scan and report the fault right there.
        Paper stickers don't survive high-pressure cleaning.
        scan a tag, open the asset, simple
        Asked for engraved plates that stand 80 degrees.
        Can't scan in the dark, needs a bigger code.
        Trial labels are up and everybody scans since.
        Wants operators to scan without an account.
        NFC or barcode? Their fleet has barcodes already.
        Finding the machine in the tree puts technicians off.
        Labelling equipment with codes is what sold the demo.
        Can one tag cover a whole line?
        """,
    ),
    topic(
        "photos_in_work_order",
        "Photos dans le bon de travail",
        "Photos in the work order",
        "need praise idea",
        """
        Veut joindre des photos avant / après à chaque bon.
        « Une photo et je comprends, un texte et je me déplace. »
        Passage de consignes : l'équipe de nuit devrait pouvoir montrer, pas écrire.
        Photo trop lourde, l'envoi échoue en 3G.
        dessiner une flèche sur l'image, ce serait top
        Les images prises avec l'appli ont convaincu le chef de maintenance.
        Trois photos max par intervention, il en veut dix.
        Prestataires à contrôler : la preuve en image est indispensable.
        Idée : une courte vidéo du bruit de la machine.
        Annoter le cliché pour montrer la fuite.
        Ils s'envoient les photos par messagerie perso, ingérable.
        Galerie par équipement demandée pour voir l'usure dans le temps.
        """,
        """
        Wants before and after pictures on each job.
        "One photo and I get it, a text and I drive over."
        Night shift should show, not write.
        Picture too heavy, upload fails on 3G.
        draw an arrow on the image would be great
        Photos in the app convinced the maintenance head.
        Three pictures per job max, he needs ten.
        Contractors have to prove the work with images.
        Idea: a short video of the noise the machine makes.
        Annotate the shot to show the leak.
        They share photos on private chats, unmanageable.
        Gallery per asset to see wear over time.
        Camera roll is full of shop pictures, should live in the order.
        """,
    ),
    topic(
        "electronic_signature",
        "Signature électronique des bons",
        "Electronic signature of jobs",
        "need",
        """
        Faire signer le client sur le téléphone à la fin de l'intervention.
        « Je cours après les bons signés pour facturer. »
        Signature manuscrite scannée trois jours après, ça bloque la facture.
        Valeur légale de la signature à l'écran ? Question du juriste.
        bon d'intervention signé = paiement, sans ça rien
        Veut l'envoi du PDF signé au donneur d'ordre, automatique.
        Les sous-traitants doivent parapher le plan de prévention.
        Papier carbone en trois exemplaires, encore, en 2020 et quelques.
        Permis de feu à valider et signer sur tablette.
        Le gardien signe n'importe quoi, il faut le nom et l'heure.
        Émargement numérique demandé par l'exploitant.
        Litige sur une intervention non signée, {amount} dans la balance.
        """,
        """
        Get the client to sign on the phone when the job is done.
        "I chase signed sheets to be able to invoice."
        Signed paper comes back three days later and blocks billing.
        Is a signature on screen legally valid? their lawyer asks
        no signed report, no payment
        Signed PDF should go to the customer by itself.
        Subcontractors must sign the safety plan.
        Carbon copies in triplicate, still.
        Hot work permits to approve and sign on a tablet.
        Guard signs anything, we need name and time.
        Dispute over an unsigned visit, {amount} at stake.
        Digital sign-off asked for by the operator.
        E-signature on the work report would close it.
        """,
    ),
    topic(
        "interface_in_polish_spanish",
        "Interface en polonais, espagnol",
        "Interface in Polish, Spanish",
        "need setback",
        """
        L'usine polonaise ne peut pas lire l'écran, tout est en français.
        « Mes intérimaires espagnols appuient au hasard. »
        Langues disponibles ? Il lui faut polonais et roumain.
        Traduction partielle, des mots anglais au milieu, ça fait amateur.
        site de lodz exclu du projet faute de langue
        Chaque technicien doit choisir sa langue, pas l'administrateur.
        Équipe portugaise à {site}, l'application ne parle pas la leur.
        Les gammes aussi doivent être traduites, pas que les menus.
        Groupe multilingue : six pays, six langues, sinon pas de déploiement.
        Affaire bloquée : l'interface en espagnol n'existe pas.
        Consignes de sécurité incomprises, question de langue.
        Demande une version néerlandaise pour la filiale belge.
        """,
        """
        Polish plant can't read the screens.
        "My Spanish temps press buttons at random."
        Which languages do we have? They need Polish and Romanian.
        Half-translated menus look amateur.
        site left out of the project, no language for them
        Each technician should choose a language.
        Portuguese crew, the app doesn't speak theirs.
        Task lists must be translated too, not only menus.
        Six countries, six languages or no roll-out.
        Deal blocked, Spanish interface does not exist.
        Safety instructions misunderstood because of language.
        Asked for Dutch for the Belgian branch.
        Multilingual interface is on their must-have list.
        """,
    ),
    topic(
        "too_many_alerts",
        "Trop d'alertes",
        "Too many alerts",
        "objection setback need",
        """
        Trente alertes par jour, plus personne ne regarde.
        « On a coupé les notifications, c'était l'enfer. »
        Fausses alarmes la nuit, le cadre d'astreinte n'en peut plus.
        Seuils mal réglés, le capteur crie au démarrage du moteur.
        des mails, des sms, des popups, pour rien
        Veut regrouper les alertes par machine.
        L'alerte utile est noyée, ils ont raté la vraie panne.
        Demande un niveau de gravité avant de réveiller quelqu'un.
        Trop de bruit, pas assez de signal, dit l'ingénieur fiabilité.
        Il préfère trois alarmes justes que cent.
        Alertes vibratoires intempestives dès qu'un chariot passe.
        Impossible de mettre une machine en sourdine pendant un arrêt.
        """,
        """
        Thirty alerts a day, nobody looks any more.
        "We switched notifications off, it was hell."
        False alarms at night, on-call manager is exhausted.
        Thresholds badly set, it screams at motor start.
        mails, texts, popups, all for nothing
        Wants alerts grouped by machine.
        The useful warning drowned and they missed a failure.
        Asks for severity levels before waking anybody.
        Too much noise, not enough signal, says reliability.
        Would rather have three right alarms than a hundred.
        Vibration alarm fires each time a forklift goes by.
        Can't mute an asset during a shutdown.
        alarm fatigue is how he put it
        """,
    ),
    topic(
        "open_api",
        "API ouverte",
        "Open API",
        "need objection",
        """
        Leur informatique veut une API documentée, pas un export.
        « Vous avez un swagger ? » J'ai dit que je demandais.
        Développeur maison prêt à tout brancher s'il a la doc.
        Accès par programme facturé en plus ? Ça les choque.
        webhooks demandés pour déclencher leurs propres traitements
        Limite d'appels trop basse pour leur entrepôt de données.
        La documentation technique publique de Ferrodata les a séduits.
        REST, jeton, environnement de test : la liste est claire.
        Veut interroger les bons depuis son outil de BI.
        Pas d'interface de programmation sur les pièces, surprise.
        Bac à sable demandé avant la signature.
        L'architecte juge un éditeur à son API.
        """,
        """
        IT wants a documented API, not an export.
        "Do you have a swagger?" Said I'd ask.
        In-house developer ready to plug it all if he gets docs.
        Paying extra for API access shocks them.
        webhooks wanted to trigger their own processes
        Rate limit too low for their data warehouse.
        Ferrodata's public developer docs won them over.
        REST, tokens, test environment: the list is clear.
        Wants to query work orders from the BI tool.
        No endpoints for spare parts, surprise.
        Sandbox requested before signing.
        Architect judges vendors by their API.
        Programmatic access is a must for their platform team.
        """,
    ),
)
