import { wordsOf } from '../intent/words.js';

/**
 * Words of questions that say nothing of their subject, in both languages (folded): people write French
 * questions about English names and the other way round, and Postgres drops only the words of the one language
 * it searches, and none of the words that make a sentence a question.
 */
const STOP_WORDS = new Set(
  `a about above after again all also am an and any anyone are as at be because been before being below between
  both but by can cannot could did do does doing don down during each few for from further get give had has have
  having he help her here hers him his how i if in into is it its itself just know let like ll make many may me
  mean might more most much must my need no nor not now of off on once one only or other our out over own
  please re really same shall she should so some such t tell than thanks that the their them then there these
  they thing things this those through to too under until up us use used using ve very want was way we well were
  what when where whether which while who whom why will with would yes you your yours
  best good better right still actually exactly explain happens happen say someone ok okay yes yeah
  hello hi hey thank

  afin ai alors apres au aucun aussi autre aux avait avant avec avez avoir avons bien bonjour c car ce cela ces
  cet cette ceux chaque chez combien comme comment d dans de des deux devons devrait dire dit dois doit doivent
  donc donner du elle elles en encore entre es est et etait ete etre eux existe expliquer faire fait faut font
  il ils j je l la laquelle le lequel les leur leurs lors lui m ma mais me meme merci mes mettre mieux moi mon n
  ne nos notre nous on ont ou par parce pas pendant peut peuvent peux plus plutot pour pourquoi pouvez pouvons
  puis puisque qu quand que quel quelle quelles quels quelque quelques quelqu qui quoi s sa sans se sera ses si
  sinon soit son sont sous suis sur t ta te tes toi ton tous tout toute toutes tres tu un une utiliser vais vaut
  vers veut voici vos votre vous y a oui salut bonsoir`.split(/\s+/),
);

/** `folded` as `foldWord` gives it. Single letters are what elisions and plurals leave behind. */
export function isStopWord(folded: string): boolean {
  return STOP_WORDS.has(folded) || /^\p{L}$/u.test(folded);
}

/** The words that carry meaning, folded. */
export function contentWords(text: string): string[] {
  return wordsOf(text)
    .map((word) => word.folded)
    .filter((word) => !isStopWord(word));
}
