import { conceptOf } from './concepts.js';
import { fold } from './stem.js';

const stopWords = new Set(
  `a about above after again all also am an and any are as at be because been before being best better between both but
  by can could did do does doing done each even every few for from further get gets give given gives go good got had has
  have having he her here hers him his how i if in into is it its itself just kind know least less let like list ll
  look made make makes many may me mean means might more most much must my need needs no nor not now of off often
  on once one only or other our ours out over own please possible put really right s same say see set she should show so
  some such take tell than that the their them then there these they thing things this those through to too try under
  until up us use used uses using very want was way ways we well were what when where which while who whom why will with within
  without work works would yes you your explain describe happen happens handle practice practices recommended recommend
  au aucun aussi autre autres aux avant avec avoir bien bon bonne c ca car ce ceci cela celle celui ces cet cette
  chaque chez comme comment d dans de depuis des deux dire doit doivent donc du elle elles en encore entre es est et etait etc
  etre eu eux faire fait fait faut faut il ils j je jusqu l la le les leur leurs lors lui m ma mais me meme memes mes mieux
  moi moins mon n ne ni nos notre nous on ont or ou par parce pas peu peut peuvent plus pour pourquoi pouvons puis
  qu quand que quel quelle quelles quels qui quoi sa sans se selon sera ses si soit son sont sous sur t ta tant te tes tous
  tout toute toutes tres tu un une va vers vos votre vous y a-t-il bonne meilleure meilleur meilleures pratique pratiques
  expliquer explique utiliser utilise existe combien
  client clients customer customers company entreprise team equipe aws amazon service services cloud question
  hold holds whole apply applies valid true case still exactly actually roughly typically usually generally simple simplest easy easiest recommend advise suggest tenir vaut valable cas vrai simple facile conseiller conseil recommandez recommande high higher haut haute eleve elevee eleves elevees prepare meeting meetings preparer reunion set setup base bases petite petit big large small hello hi thanks thank bonjour merci ok alors`
    .split(/\s+/)
    .filter((word) => word !== '' && word !== 'deux'),
);

/** Word groups that are one term. Applied to folded text. */
const phrases: [RegExp, string][] = [
  [/\bbases? de donnees\b/g, 'database'],
  [/\bdatabases\b/g, 'database'],
  [/\b(?:availability zones?|zones? de disponibilite)\b/g, 'az'],
  [
    /\b(?:disaster recovery|reprise apres sinistre|reprise d'activite|plan de reprise)\b/g,
    'disaster-recovery',
  ],
  [/\bpoint[- ]in[- ]time\b/g, 'pitr'],
  [/\b(?:cold starts?|demarrages? a froid)\b/g, 'coldstart'],
  [/\b(?:well[- ]architected)\b/g, 'wellarchitected'],
  [/\b(?:savings? plans?)\b/g, 'savingsplan'],
  [/\b(?:reserved instances?|instances? reservees?)\b/g, 'reservedinstance'],
  [/\b(?:at most|up to|au plus|au maximum)\b/g, 'limit'],
  [/\bmots? de passe\b/g, 'password'],
  [/\b(?:(?:iam )?identity center|single sign[- ]on|authentification unique)\b/g, 'sso'],
  [/\bfiles? d'attente\b/g, 'queue'],
  [/\b(?:mises? a jour|mettre a jour)\b/g, 'upgrade'],
  [/\b(?:step functions?)\b/g, 'stepfunctions'],
  [/\b(?:nat gateways?|passerelles? nat)\b/g, 'nat gateway'],
  [/\b(?:lift and shift|lift-and-shift)\b/g, 'rehost'],
];

export interface Term {
  concept: string;
  /** As written, for telling the reader. */
  word: string;
  /** Position in the text, in UTF-16 units of the folded text. */
  at: number;
}

/** The content words of a text as concepts, in order; stop words are left out. */
export function termsOf(text: string): Term[] {
  let folded = fold(text);
  for (const [pattern, term] of phrases) folded = folded.replace(pattern, term);
  const terms: Term[] = [];
  for (const match of folded.matchAll(
    /[a-z]{2}-[a-z]+-\d|disaster-recovery|\d+(?:[.,]\d+)*|[\p{L}\p{N}]+/gu,
  )) {
    const word = match[0];
    if (stopWords.has(word) || (word.length === 1 && !/\d/.test(word))) continue;
    terms.push({ concept: conceptOf(word), word, at: match.index });
  }
  return terms;
}

export function conceptsOf(text: string): Set<string> {
  return new Set(termsOf(text).map((term) => term.concept));
}
