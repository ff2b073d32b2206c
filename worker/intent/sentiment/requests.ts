import { split } from './lexicon.js';

/* What a clause wants: a fact, a reason, or something made. Folded words, English and French. */

const set = (words: string): ReadonlySet<string> => new Set(split(words));

/** Words of infrastructure. */
const technical = set(`
  database databases snapshot snapshots subnet bucket buckets module beanstalk cloudformation registrar vpn
  alb api apache argo athena aurora aws cloudfront cluster clusters codepipeline container containers
  conteneur conteneurs cpu ci cdn deployment deployments deploiement deploiements dns docker dynamodb ebs
  ecs efs eks elb gateway helm http https iam instance instances jvm kafka kernel kubernetes lambda linux
  mysql nat nfs nginx nlb node nodes oom php pipeline pod pods postgres postgresql python rds redis redshift
  replica replicas server servers serveur serveurs sns sql sqs ssh ssl stack tcp terraform tls upstream vpc`);

/** Of a report on a system, which tells no feeling: "the pod crashed at 10:42". */
export function isTechnical(word: string): boolean {
  return technical.has(word) || /\d\d|[a-z]\d|\d[a-z]/.test(word);
}

const auxiliaries = set(`
  do does did is are can could should would will has have had was were to many much long often s about come
  the each kind sort type of`);
const factWords = set('how what which where when who whose whom');
export const whys = set('why pourquoi');
const factWordsFr = set('comment quel quelle quels quelles ou quand qui quoi que qu');
const auxiliariesFr = set(`
  est sont se s puis peut peux peuvent pouvons faut ce fait faire on je il elle les le la de d faudrait veut
  signifie`);

/** Asks for a fact, with or without a question mark: "how do i", "combien de". Not "what a mess", not "quel plaisir". */
export function asksFact([first = '', second = '']: readonly string[], hasMark: boolean): boolean {
  if (hasMark && (factWords.has(first) || factWordsFr.has(first))) return true;
  if (factWords.has(first)) return auxiliaries.has(second) && !(first === 'what' && second === 'the');
  return first === 'combien' || (factWordsFr.has(first) && auxiliariesFr.has(second));
}

/** Verbs that tell the assistant what to make or show: what it is to be like is no feeling. */
const orders = set(`
  add remind rends rendez raconte ignore compose secure inspire organise organize analyse analyze calculate
  compare compute convert create define delete describe explain extract format generate give identify
  improve include merge optimise optimize prepare propose provide recommend remove rename rephrase replace
  restart rewrite send shorten simplify suggest summarise summarize translate write affiche afficher ajoute
  ajouter analyser calculer changer chercher comparer convertis creer decris definis donne donner ecris
  ecrire envoie envoyer estimer expliquer exporter extrais faire formule generer indique indiquer invente
  lister mettre montrer optimiser planifier preparer proposer raccourcis rappelle recapitule redige rediger
  reduis reduire reformule remplace renomme resumer simplifier sors suggere supprime supprimer traduis
  traduire transforme trie trouver verifier ameliorer corriger analysez comparez creez donnez ecrivez
  envoyez expliquez faites generez listez montrez preparez proposez redigez resumez traduisez trouvez
  verifiez ajoutez affichez`);
/** They may be nouns, or what somebody does: orders only before what they are to be done to. */
const ordersOfNouns = set(`
  build change check clean clear count design draft estimate export fetch filter find fix get group help
  highlight import list look make measure move open plan post pull put reduce report review run schedule
  search set show sort split switch tell turn update use adapte aide aider ameliore analyse change cherche
  classe compare compte corrige cree detaille dis estime explique exporte fais filtre genere identifie
  importe liste mets montre optimise passe planifie precise prepare propose recherche resume simplifie
  trouve utilise verifie`);
/** Before what an order is to be done to. */
const objects = set(`
  a an the me us my our your all this that these those some every each any how why which what where whether
  if to it them up out in on at for by with moi nous un une le la les l du des d de mon ma mes notre nos
  votre vos ce cette ces tous toutes tout quel quelle quels quelles comment pourquoi si a en sur`);
/** May stand before an order, or before what somebody wants. */
const leads = set(`
  please i we need want d like to help me us let s lets and then also now hi hello hey ok okay thanks svp
  stp merci de je j voudrais voudrait aimerais veux veut souhaite nous aimerions voulons besoin ai avons il
  faut m faudrait moi a bonjour salut et puis alors maintenant aussi te can could would will you peux peut
  pouvez vous pourrais pourriez pourrait tu on`);
/** Who says one of these wants something. */
const wanting = set(`
  need want voudrais voudrait aimerais aimerions voulons veux veut souhaite besoin faut faudrait please svp
  stp merci lets`);
/** Before a subject they ask for something: "can you". Behind it they do not: "you can". */
const modals = set('can could would will peux peut pouvez pourrais pourriez pourrait');
/** They do also behind these: "tu peux". */
const asked = set('tu vous');
const speakers = set('i we you je j il on nous tu vous');
const somethings = set('a an some un une des');

/** Asks for something to be made: "write a friendly reply", "je voudrais un résumé clair". Not "I find it clear". */
export function requests(words: readonly string[]): boolean {
  let speaks = false;
  let wants = false;
  for (let at = 0; at < Math.min(words.length - 1, 8); at++) {
    const [word = '', next = ''] = words.slice(at, at + 2);
    const isOrder = orders.has(word) || (ordersOfNouns.has(word) && objects.has(next));
    if (isOrder && (wants || !speaks)) return true;
    if (!leads.has(word)) return false;
    const before = words[at - 1] ?? '';
    if (wanting.has(word) || (word === 'like' && /^(?:would|d)$/.test(before))) wants = true;
    else if (modals.has(word) && (!speaks || asked.has(before))) wants = true;
    if (speakers.has(word)) speaks = true;
    if (wants && speaks && somethings.has(next) && wanting.has(word)) return true;
  }
  return false;
}
