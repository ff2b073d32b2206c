import { isStopWord } from '../knowledge/stop-words.js';
import type { Word } from './words.js';

/** Words of a message that goes on with the one before it, and among them those that say something. */
const MOST = { words: 9, own: 3 } as const;

/** What such a message begins with: it leans on something that was said (folded). */
const OPENERS = wordSet(`
  and or but same then also only just instead with without in for on at per by using if plus minus make more less
  another rather versus vs to from over
  et ou mais meme idem pareil avec sans pour en dans a au aux sur par si aussi seulement juste plutot alors puis sinon
  plus moins encore passe passons mettons disons chez sous entre vers depuis`);
const TWO_WORD_OPENERS = new Set(['what about', 'how about', 'the same', 'la meme', 'le meme', 'les memes']);

const AMOUNTS = wordSet(`
  two three four five six seven eight nine ten deux trois quatre cinq sept huit neuf dix each chacun chacune
  gb tb mb gib tib go mo hours days months heures jours mois`);

/** What a request of its own begins with (folded), unless it leans on something: "show it for 5", "explique avec 5". */
const REQUESTING = wordSet(`
  tell explain describe define show write draft list call send translate find look open remind help
  explique expliquez decris decrivez definis montre montrez ecris redige redigez liste listez appelle envoie envoyez
  traduis trouve cherche ouvre rappelle aide parle parlez`);
const TO_WHOM = wordSet('me us moi nous');
const POINTING = wordSet('it that this these those them ca cela ceci');

/** What a question of its own begins with (folded). */
const ASKING = wordSet(`
  what which why when where who whose how is are was were can could do does did should would will shall may has have
  que qu quoi quel quelle quels quelles comment pourquoi combien quand est sont c peut peux doit dois faut y qui`);

/** A message by itself says too little to be understood: "and with five?", "in Paris", "Aurora instead?". */
export function isFollowUp(words: readonly Word[], names: boolean): boolean {
  const own = words.filter(({ folded }) => !isStopWord(folded) && !isAmount(folded));
  if (words.length > MOST.words || own.length > MOST.own) return false;
  const [first = '', second = '', third = ''] = words.map(({ folded }) => folded);
  if (OPENERS.has(first) || TWO_WORD_OPENERS.has(`${first} ${second}`)) return true;
  const next = TO_WHOM.has(second) ? third : second;
  if (REQUESTING.has(first) && !POINTING.has(next) && !OPENERS.has(next)) return false;
  return !ASKING.has(first) && (names || words.some(({ folded }) => /\d/.test(folded)));
}

/** How much of it says nothing of what it is: "trois, avec 200 Go chacune". */
function isAmount(folded: string): boolean {
  return /^\d/.test(folded) || AMOUNTS.has(folded);
}

function wordSet(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
