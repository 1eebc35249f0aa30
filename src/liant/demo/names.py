"""Invented names: people, towns, companies. Any likeness with real ones is chance."""

from __future__ import annotations

FIRST_NAMES = (
    "Aline Bastien Camille Damien Élodie Fabrice Gaëlle Hugo Inès Jérôme Karima Ludovic Maëva Nadège Olivier Pauline "
    "Quentin Rachida Sylvain Tiphaine Ugo Valérie William Yasmine Zoé Arnaud Béatrice Cédric Delphine Étienne Farid "
    "Gwenaëlle Hélène Ismaël Julie Kévin Laure Mathieu Noémie Oscar Perrine Romain Sabrina Thibault Vanessa Yann "
    "Amandine Bruno Claire David Emma Franck Grégory Irène Jonas Lucile Marion Nicolas Ophélie Philippe".split()
)
LAST_NAMES = (
    "Abadie Bellanger Carlier Delmas Escoffier Fabre Garnier Haddad Imbert Jourdan Kerguelen Lacroix Marchand Navarro "
    "Ollivier Perrin Quéré Rousset Salmon Tessier Urbain Vasseur Weber Ybert Zimmer Aubry Besson Chevallier Dufour "
    "Esnault Ferreira Guichard Hamon Jacquet Laporte Meunier Noël Oger Pasquier Renaud Schmitt Toussaint Vidal Lemoine "
    "Bouvier Colin Drouet Fontaine Gilbert Hoarau Joubert Lebrun Mallet Pichon Rivière Sellier Thomas Voisin".split()
)
TOWNS = (
    "Angers Annecy Arras Auxerre Avignon Bayonne Belfort Béthune Blois Bourges Brest Caen Chalon Chambéry Cholet Colmar "
    "Dijon Dole Dreux Dunkerque Épinal Évreux Fougères Gap Grenoble Laval Lens Limoges Lorient Mâcon Melun Metz Mulhouse "
    "Nantes Niort Orléans Pau Quimper Reims Rennes Roanne Rouen Saumur Sens Tarbes Toul Tours Troyes Valence Vannes "
    "Vichy Vienne Vitré".split()
)
#: Segment: words that name its companies, and contacts met there.
SEGMENTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Industrie": (
        ("Mécanique", "Fonderies", "Ateliers", "Tôlerie", "Plasturgie", "Décolletage", "Usinage", "Câblerie"),
        ("resp. maintenance", "directeur d'usine", "chef d'atelier"),
    ),
    "Agroalimentaire": (
        ("Laiterie", "Salaisons", "Conserverie", "Biscuiterie", "Moulins", "Charcuterie", "Brasserie"),
        ("resp. technique", "directrice de site", "resp. qualité"),
    ),
    "Logistique": (
        ("Entrepôts", "Transports", "Messagerie", "Plateforme", "Frigorifiques"),
        ("resp. exploitation", "directeur logistique", "chef de quai"),
    ),
    "Santé": (
        ("Centre hospitalier", "Clinique", "Hôpitaux", "Résidence"),
        ("ingénieur biomédical", "directrice des achats", "resp. services techniques"),
    ),
    "Collectivités": (
        ("Ville", "Communauté de communes", "Régie des eaux", "Syndicat des transports", "Département"),
        ("directeur des services techniques", "resp. bâtiments", "acheteuse publique"),
    ),
}
SUFFIXES = ("SA", "SAS", "& Fils", "Industries", "Services", "Groupe", "France", "de l'Ouest", "du Centre", "Réunis")
FAMILY_NAMES = (
    "Aubrac Bellerive Carnelle Dervault Estrac Fontclair Gresval Hautmont Isard Jonquière Kerlann Lestrade Montbrun "
    "Nervac Orsel Prévalon Quercin Rochebelle Sauvignac Thorigny Uzerche Valbrune Verneuil Ystel Argentière Bressol "
    "Courtval Doucier Esparron Flamanville Gournay Hérival Lanvaux Marsillac Ombrelle Pontivaux Ravel Sarrance".split()
)
PRODUCTS = ("Brisane Atelier", "Brisane Terrain", "Brisane Capteurs", "Brisane Pièces", "Brisane Pilotage")
COMPETITORS = ("Maintena", "Fixio", "Ondalis", "Ferrodata")
SALES_TEAMS = ("Nord et Est", "Ouest et Sud", "Grands comptes")
LEAD_SOURCES = ("Salon", "Site web", "Recommandation", "Appel sortant", "Partenaire", "Client existant")
CONTACTS_EN = ("the plant manager", "their maintenance lead", "the IT manager", "the buyer", "the site director")
