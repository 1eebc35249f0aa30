"""Words of business in French and English that mean the same: what lets two notes meet across their languages.

A line is one meaning: its French words, a bar, its English words. Only common words of selling, buying, making, moving and
using things, whatever the trade; no product, no name, nothing that means two things in an ordinary note.

One file although it is long: a table, in which a meaning is looked for before another one is added.
"""

from __future__ import annotations

from functools import cache

from liant.loop.themes.words import fold, stem_words

MEANINGS = """
prix, tarif, tarifs, tarification | price, pricing, tariff
coût, coûter, coûteux | cost, costly
cher, chère, onéreux | expensive
budget, budgétaire | budget
facture, facturation, facturer | invoice, billing, bill
remise, rabais, ristourne, réduction | discount, rebate
payer, paiement | pay, payment
gratuit, gratuite, gratuitement | free
argent | money
dépense, dépenser | spend, spending
économie, économies, économiser | savings, save
rentabilité, rentable, amortir | profitability, profitable, payback
investissement, investir | investment, invest
devis, chiffrage | quote, quotation, estimate
contrat, contractuel | contract, contractual
abonnement, abonné | subscription, subscriber
licence | licence, license
commande, commander | order
achat, achats, acheter, acheteur, acheteuse | purchase, purchasing, buy, buyer, procurement
vente, ventes, vendre, vendu | sale, sell, selling, sold
vendeur, commercial, commerciaux | seller, salesman, salesperson
client, clients, cliente, clientèle | customer, client
prospect | prospect
fournisseur | supplier, vendor
concurrent, concurrence, concurrents, concurrentiel | competitor, competition, rival
marché | market
marque | brand
offre, proposition | offer, proposal
appel | call
négociation, négocier | negotiation, negotiate, haggle
engagement, engager | commitment, commit
durée | duration, length
renouvellement, renouveler, reconduction | renewal, renew
résiliation, résilier, résilié | termination, terminate
pénalité, pénalités | penalty
clause | clause
juridique, juriste, avocat | legal, lawyer
signature, signer, signé | signature, sign, signed
accord | agreement
condition, conditions | condition, terms
garantie, garantir | warranty, guarantee
assurance, assureur | insurance, insurer
risque, risqué | risk, risky
retard, tardif, tardive | late
délai, délais | delay, deadline, leadtime
attente, attendre, attend | wait, waiting
rapide, rapidement, vite, vitesse, rapidité | fast, quick, quickly, speed
lent, lente, lenteur, lenteurs | slow, slowness, sluggish
livraison, livrer, livré, livreur | delivery, deliver, delivered
expédition, expédier | shipping, ship, shipment
transport, transporteur | transport, carrier, freight
stock, stocks, inventaire | stock, inventory
entrepôt | warehouse
camion | truck, lorry
colis | parcel
emballage | packaging
rupture, pénurie | shortage
disponible, disponibilité | available, availability
indisponible, indisponibilité, coupure | unavailable, outage, downtime
usine | plant, factory
atelier | workshop
ligne, lignes | line
machine, machines | machine
matériel | equipment, hardware
outil, outils, outillage | tool, tooling
pièce, pièces | part, parts
rechange | spare
capteur, capteurs | sensor, sensors
mesure, mesurer | measure, measurement
batterie, pile, piles | battery
câble, câblage | cable, wiring
panne, pannes | breakdown, failure
casse, cassé, casser | break, broken, breakage
réparation, réparer, dépannage | repair, fix
entretien | upkeep
maintenance | maintenance
technicien, techniciens | technician, technicians
opérateur, opérateurs | operator
ouvrier, ouvriers | worker, workers
équipe, équipes | team, teams, crew
chef | boss
directeur, directrice, direction | director, manager
patron | owner
comité | committee, board
décision, décider, décideur | decision, decide, decider
validation, valider, approbation | approval, approve
refus, refuser | refusal, refuse, reject
choix, choisir | choice, choose
comparer, comparaison, comparatif | compare, comparison
gagner, gagné | win, won
perdre, perdu, perte, pertes | lose, lost, loss
changement, changer | change
remplacement, remplacer | replacement, replace
déploiement, déployer | deployment, deploy
installation, installer, pose | installation, install
démarrage, démarrer, lancement | start, launch
arrêt, arrêter | stop, stoppage
projet, projets | project, projects
essai, essayer, pilote | trial, pilot
test, tester | test
démonstration, démo | demonstration, demo
présentation | presentation
preuve, preuves, prouver | proof, prove, evidence
référence, références | reference, references
témoignage | testimonial
exemple | example
étude | study
rapport, rapports | report, reports, reporting
tableau, tableaux | dashboard
indicateur, indicateurs | indicator, kpi, metric
chiffre, chiffres | figure, figures
données, donnée | data
fichier, fichiers | file, files
export, exporter | export
import, importer, reprise | import, migration, migrate
tableur, excel | spreadsheet, excel
papier | paper
imprimer, impression, imprimante | print, printing, printer
logiciel, logiciels | software
application, appli | application, app
téléphone, mobile, smartphone | phone, mobile, smartphone
tablette, tablettes | tablet, tablets
ordinateur | laptop
écran, écrans | screen, screens
bouton, boutons | button
clic, clics, cliquer | click, clicks
réseau | network
connexion, connecter, connecté | connection, connect, connected
internet, wifi | internet, wifi
serveur, serveurs | server, servers
nuage | cloud
hébergement, héberger, hébergé | hosting, host, hosted
sauvegarde | backup
sécurité, sécuriser, sécurisé | security, secure
compte, comptes | account, accounts
utilisateur, utilisateurs, utiliser, usage | user, users, use, usage
droit, droits | permission
accès, accéder | access
informatique | computing
interface, interfaces, interfaçage | interface, integration, integrate
version, versions | version, release
évolution, évolutions | evolution
fonction, fonctions, fonctionnalité | feature, function
paramétrage, paramétrer, configuration | settings, configuration, configure, setup
modèle, modèles | template, model
recherche, chercher, rechercher | search, searching
filtre, filtrer | filter
photo, photos, image | photo, photos, picture, image
vidéo | video
langue, langues, traduction, traduire | language, translation, translate
français | french
anglais | english
formation, former, formateur | training, train, trainer
apprendre, apprentissage | learn, learning
accompagnement, accompagner | coaching, onboarding
aide, aider | help
assistance, support, hotline | support, helpdesk, hotline
ticket, tickets | ticket, tickets
réponse, répondre, répond | answer, reply, response, respond
question, questions | question, questions
demande, demander | request, ask, demand
plainte, plaindre, réclamation | complaint, complain
problème, problèmes, souci | problem, issue, trouble
bug, bogue, bugs, plantage | bug, bugs, crash
erreur, erreurs | error, mistake
qualité | quality
fiable, fiabilité | reliable, reliability
précis, précision | accurate, accuracy, precise
simple, simplicité, simplifier, facile | simple, simplicity, easy
compliqué, complexe | complicated, complex
difficile, difficulté | difficult
pratique | handy, practical
ergonomie, ergonomique | usability, ergonomics
résistance, résister, réticence | resistance, resist, reluctant
peur, craindre, crainte | fear, afraid
confiance | trust, confidence
content, contente, satisfait, satisfaction | happy, satisfied, satisfaction
mécontent, insatisfait | unhappy, dissatisfied
déçu, déception | disappointed, disappointment
félicitations, bravo, merci | thanks, congratulations
intéressé, intérêt | interested, interest
besoin, besoins | need, needs
manque, manquer | lack, missing
temps | time
heure, heures | hour, hours
jour, jours, journée | day, days
semaine, semaines | week, weeks
mois | month, months
année, ans, annuel | year, years, annual, yearly
lundi | monday
nuit, nuits | night, nights
weekend | weekend
matin | morning
vacances, congés | holiday, holidays, vacation
planning, planifier, planification | schedule, scheduling, plan, planning
calendrier, agenda | calendar
urgence, urgent | emergency, urgent
priorité, prioritaire | priority
réunion | meeting
visite | visit
rendez | appointment
salon | exhibition
courriel, mail, mél | email, mail
alerte, alertes, alarme, alarmes | alert, alerts, alarm, alarms
notification | notification
site, sites | site, sites
bâtiment, bâtiments | building, buildings
magasin, boutique | shop, store
bureau, bureaux | office, offices
région | region
pays | country
étranger, international | abroad, foreign, international
filiale, filiales | subsidiary
groupe | group
siège | headquarters
entreprise, société | company, business, firm
partenaire, partenariat | partner, partnership
prestataire, prestataires | subcontractor, contractor
intérim, intérimaires | temp, temporary
embauche, embaucher, recruter, recrutement | hire, hiring, recruit, recruitment
départ, départs | departure, leaver
retraite | retirement, retire
salaire | salary, wage
syndicat, syndicats | union
environnement, environnemental, écologique | environment, environmental
énergie, énergétique | energy
électricité, électrique | electricity, electric
eau | water
gaz | gas
carbone | carbon
déchet, déchets | waste
norme, normes, réglementation, conformité, conforme | standard, regulation, compliance, compliant
audit, auditeur | audit, auditor
certification, certificat | certification, certificate
traçabilité, tracer | traceability, trace
historique | history
suivi, suivre | tracking, track, follow
contrôle, contrôler, inspection | inspection, inspect, check
public, publics | public
mairie, collectivité, collectivités | council, municipality
hôpital, clinique | hospital, clinic
école | school
banque, bancaire | bank
emprunt, crédit | loan, credit
financement, financer, finance, financier | financing, finance, financial
location, louer, loyer | rental, rent, lease
gel, gelé | freeze, frozen
report, reporté, repousser | postponed, postpone
annulation, annuler | cancellation, cancel
croissance | growth, grow
baisse, baisser | decrease, drop
hausse, augmentation, augmenter | increase, rise
gros, grosse, grand, grande | big, large
petit, petite | small
nouveau, nouvelle, nouveaux | new
ancien, ancienne, vieux | old
court | short
long, longue | long
bruit | noise
température, chaud, chaleur | temperature, hot, heat
froid | cold
vibration, vibrations | vibration
huile | oil
poussière | dust
gant, gants | glove, gloves
main, mains | hand, hands
clé | key
code, codes | code
étiquette, étiquettes | label, labels, tag
barre, barres | barcode
quantité, volume | quantity, volume
limite | limit
catalogue | catalogue, catalog
gamme | range
produit, produits | product, products
service | service
solution | solution
système | system
module, modules | module, modules
option, options | option, options
forfait | flat
minimum | minimum
échantillon | sample
brochure, plaquette, documentation | brochure, leaflet, documentation
argument, argumentaire | argument, pitch
stratégie | strategy
objectif | goal, target
résultat, résultats | result, results
bénéfice, avantage | benefit, advantage
valeur | value
intelligence | intelligence
artificielle | artificial
automatique, automatiser, automatisation | automatic, automate, automation
prédictive, prévision, prévoir, prédictif | predictive, forecast, predict
robot, robots | robot, robots
saisie, saisir | entry, typing
lire, lecture | read, reading
voir | see
montrer | show
parler | talk, speak
croire | believe
oublier, oubli | forget
préférer | prefer
vouloir, veut, veulent | want, wants
partager, partage | share, sharing
copier, copie | copy
supprimer | delete
effacer | erase
fermer, fermeture | closure
ouvrir, ouverture | open, opening
deux | two
trois | three
quatre | four
cinq | five
six | six
huit | eight
dix | ten
douze | twelve
quinze | fifteen
vingt | twenty
trente | thirty
cent | hundred
mille | thousand
moitié | half
double, doubler | twice, double
premier, première | first
dernier, dernière | last
total, totale | total
complet, complète | full, complete
obligatoire | mandatory, compulsory
obligation | obligation
impossible | impossible
idée, idées | idea, ideas
liste, listes | list, lists
nom, noms | name, names
adresse, adresses | address
date, dates | date, dates
zone, zones | zone, zones, area
calcul, calculer | calculation, calculate
frais | fee, fees
gain, gains | gain, gains
marge, marges | margin
trésorerie | cash
échéance | due
trimestre | quarter
secteur, sectoriel | sector, industry
métier | trade
technique, techniques | technical
logistique | logistics
ingénieur | engineer
magasinier | storekeeper
jeune, jeunes | young
voisin, voisine | neighbour, neighbor
politique | policy
consigne, consignes | instruction, instructions
sonde, sondes | probe, probes
parc | fleet
sortie, sortir | exit
retour | return
réversibilité, restitution, restituer | reversibility, handover
souveraineté, souverain | sovereignty, sovereign
piratage, piraté, pirater | hack, hacked, hacking
caché, cachée, cachés | hidden
inclus, incluse, compris | included, include
supplément, supplémentaire | extra, supplement
écrit, écrite, écrits | written
réel, réelle | real
mauvais, mauvaise | bad
faible | low, weak
haut, haute | high
niveau | level
minute, minutes | minute, minutes
seconde, secondes | second, seconds
signal | signal
quai | dock
lavage, laver | washing, wash
danger, dangereux | danger, dangerous
explosif, explosive, explosion | explosive, explosion
règle, règles | rule, rules
protection, protéger | protection, protect
réserve, mutualiser, mutualisation | pool, pooling
cotation, grille | grid
palier, dégressif, dégressivité | tier, tiered
"""


@cache
def meanings_of(language: str) -> dict[str, str]:
    """Map the stems of a language to what they mean, told by the first English stem of the line; {} for other languages."""
    side = {"fr": 0, "en": 1}.get(language)
    if side is None:
        return {}
    meanings: dict[str, str] = {}
    for line in MEANINGS.strip().splitlines():
        sides = [[fold(word.strip()) for word in half.split(",")] for half in line.split("|")]
        meaning = stem_words(sides[1][:1], "en")[0]
        for stem in stem_words(sides[side], language):
            meanings.setdefault(stem, meaning)
    return meanings


@cache
def words_of(language: str) -> dict[str, str]:
    """Map each meaning, told as :func:`meanings_of` does, to its first word in a language; {} for other languages."""
    side = {"fr": 0, "en": 1}.get(language)
    if side is None:
        return {}
    words: dict[str, str] = {}
    for line in MEANINGS.strip().splitlines():
        sides = [half.split(",")[0].strip() for half in line.split("|")]
        words.setdefault(stem_words([fold(sides[1])], "en")[0], sides[side])
    return words


@cache
def first_words(language: str) -> frozenset[str]:
    """List the first words of the lines in a language, folded, without the mark of the plural."""
    return frozenset(fold(word).rstrip("sx") for word in words_of(language).values())
