import { fold, stem } from './stem.js';

/**
 * Words that mean the same in this field, in both languages: a question about "the bill" is answered by a sentence
 * about "prix". The first word names the concept.
 */
const vocabulary = `
cost costs price pricing priced charge charges bill billing billed fee fees expense spend spending pay paid money budget coût coûts coûte coûtent prix tarif tarifs tarification facture factures facturé facturation frais dépense dépenses payer paie paient paye cher
reduce reduces reducing reduction cut cuts cutting lower lowers save saves saving decrease shrink optimise optimize optimisation cheaper réduire réduit réduisent réduction diminuer diminue baisser baisse économiser économise économie économies optimiser
choose choosing choice pick select decide decision choisir choix choisit décider décision retenir
compare comparison difference differences differ versus vs comparer comparaison différence différences diffèrent
limit limits limited quota quotas maximum max cap limite limites plafond maximal
time duration minute minutes second seconds hour hours day days month months lasts long quickly fast temps durée dure durent seconde secondes heure heures jour jours mois délai rapide rapidement longtemps vite
step steps stage phase étape étapes phases
advantage benefit benefits avantage avantages pros
backup backups sauvegarde sauvegardes sauvegarder
restore restoring recovery recover restauration restaurer reprise récupérer récupération
gateway gateways passerelle passerelles
network networks networking réseau réseaux
encrypt encrypts encrypted encryption chiffrer chiffré chiffrée chiffrés chiffrement
key keys clé clés clef
failover bascule basculer basculement
storage store stored stores stockage stocker stocké
traffic trafic
security secure secured sécurité sécuriser sécurisé
permission permissions access right rights accès droit droits autorisation autorisations
user users utilisateur utilisateurs
account accounts compte comptes
deploy deploys deployment deployments release releases rollout déployer déploiement déploiements livraison
server servers serveur serveurs
log logs logging journal journaux journalisation
alert alerts alarm alarms alerte alertes alarme alarmes
monitor monitoring observe surveiller surveillance supervision supervise
queue queues
event events événement événements
delete deletes remove removes supprimer supprime suppression
comply compliance compliant conformité conforme
residency residence location résidence localisation
rotate rotates rotation
outage failure fails fail loss lose lost down panne pannes perte perdre défaillance incident
test tests testing tester essai
zone zones az azs
region regions région régions
commitment commit engagement engager engagements
share shared sharing partager partagé partagée partage
transfer transfers transfert transferts
endpoint endpoints
address addresses adresse adresses
upgrade upgrades update updates version versions
rollback back revert retour arrière
rule rules règle règles
secret secrets password passwords
protect protects protection protéger protège
attack attacks attaque attaques ddos
block blocks blocking bloquer bloque blocage prevent prevents interdire empêcher
public publicly publique publiques
tag tags tagging étiquette étiquettes
data données donnée
downtime interruption
cache caching cached
function functions fonction fonctions
kubernetes k8s eks
postgresql postgres
rehost lift shift
ireland irlande eu-west-1 dublin
paris eu-west-3
virginia virginie us-east-1
frankfurt francfort eu-central-1
london londres eu-west-2
2 two deux
3 three trois
4 four quatre
5 five cinq
6 six
7 seven sept
8 eight huit
9 nine neuf
10 ten dix
`;

/** Concepts that say what kind of answer is wanted rather than what it is about. */
const genericNames =
  'cost reduce choose compare limit time step advantage zone region account ireland paris virginia frankfurt london gb tb go month year mois'.split(
    ' ',
  );

const conceptOfStem = new Map<string, string>();
for (const line of vocabulary.trim().split('\n')) {
  const words = line.split(' ');
  const name = words[0] ?? '';
  for (const word of words) {
    const key = stem(fold(word));
    // Where a word is in two groups its first meaning stands.
    if (!conceptOfStem.has(key)) conceptOfStem.set(key, name);
  }
}

// Sources repeat their words; stemming each once makes an answer cheap. Emptied when full.
const known = new Map<string, string>();
const MAX_KNOWN = 20_000;

/** The concept of a folded word: the name of its group, or its stem when it is in none. */
export function conceptOf(foldedWord: string): string {
  const found = known.get(foldedWord);
  if (found !== undefined) return found;
  const key = stem(foldedWord);
  const concept = conceptOfStem.get(key) ?? key;
  if (known.size >= MAX_KNOWN) known.clear();
  if (foldedWord.length <= 64) known.set(foldedWord, concept);
  return concept;
}

export function isGeneric(concept: string): boolean {
  return genericNames.includes(concept) || isNumber(concept);
}

export function isNumber(concept: string): boolean {
  return /^\d/.test(concept);
}
