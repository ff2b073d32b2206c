import { split } from './lexicon.js';

/* The small words by which a sentence says yes or no, asks, compares; English and French at once, folded. */

const set = (words: string): ReadonlySet<string> => new Set(split(words));

/** Turns what follows into its opposite, for that many words of the clause. */
const REACHES: readonly (readonly [reach: number, words: string])[] = [
  [14, 'not never nobody noone none nothing pas jamais rien personne nullement aucunement'],
  [8, 'no neither nor without zero hardly barely scarcely seldom rarely sans aucun aucune guere ni'],
  [8, 'lack lacks lacked lacking devoid denue denuee denues denuees depourvu depourvue depourvus'],
  [6, 'instead absence avoid avoids avoided avoiding prevents prevented eliminates eliminated evite evitent'],
  [3, 'less fewer least moins'],
];
export const reachOf: ReadonlyMap<string, number> = new Map(
  REACHES.flatMap(([reach, words]) => split(words).map((word) => [word, reach] as const)),
);
/** Negates by its meaning, so that a negation before it makes it none: "not without charm", "ne manque pas de". */
export const undoing = set(`
  without sans lack lacks lacked lacking devoid denue denuee denues denuees depourvu depourvue depourvus
  fail fails failed failing manque manquent manquait peine peinent less fewer moins absence stop stops
  stopped stopping arrete arretent arreter cesse cessent cesser avoid avoids evite`);
/** Negates where "to", "de" or the like follows: "fails to impress", "manque de clarté". */
export const openingVerbs = set('fail fails failed failing peine peinent manque manquent manquait');
export const openedBy = set('to a de d');
/** Negates no further than to a new subject: "without a manual I found it". */
export const determiners = set('no without zero sans');
/** "ne" opens a French negation, and one of these closes it. */
export const particles = set('pas plus jamais rien guere aucun aucune ni point nullement personne nulle');
/** Of them there is hardly any: "peu clair", "of little use"; not "un peu", "a few". */
export const scarce = set('peu little few');
export const notScarce = set('a un le the quite d de depuis tout');
/** May stand between a verb and the "pas" that negates it: "ça marche toujours pas". */
export const betweenVerbAndPas = set(`
  toujours vraiment encore franchement absolument meme carrement clairement juste trop tellement plus du`);
/** Before a "ne" they are its negation. */
export const negativeSubjects = set('aucun aucune personne rien nul nulle ni jamais');
/** Negates the verb right before it. */
export const closing = set('pas jamais rien guere personne aucun aucune nobody noone nothing none');
/** "une personne" is somebody. */
export const articles = set('une la cette chaque toute seule bonne autre de d en par the a');

/** Behind one of these stands a noun, and no verb that a "pas" could negate. */
export const nounArticles = set('un une le la les ce cette ces mon ma mes the');

/** What a new sentence may begin with behind "and" or "no". */
export const subjects = set(`
  i we it you he she they this that these those the my your our je j tu il elle on nous vous ils elles c ca
  cela ce le la les mon ma mes ton ta tes votre vos notre nos l`);
export const persons = set('i we it you he she they je j tu il elle on nous vous ils elles c ca');
export const nobodies = set('nobody noone personne none');
export const prepositions = set('to for by with a pour par chez aupres');
/** A reason or a circumstance begins: no negation reaches over it. */
export const subordinators = set(`
  which where why whether because since when while if unless car parce puisque quand lorsque donc`);
/** What follows counts more than what stood before. */
export const contrasts = set('but however yet though mais cependant pourtant toutefois neanmoins');
/** "anything but" is no contrast. */
export const beforeBut = set('anything nothing tout everything');
/** What follows counts less. */
export const concessions = set('although though despite malgre quoique notwithstanding');

export const stronger = set(`
  very really so extremely absolutely totally incredibly truly highly super completely utterly deeply far
  way much too quite tres vraiment tellement extremement absolument totalement completement hyper trop si
  carrement franchement beaucoup profondement fort ultra mega vachement drolement rudement sacrement`);
export const weaker = set(`
  slightly somewhat bit little rather fairly peu plutot assez moyennement relativement almost nearly presque`);
/** Strengthens a feeling right behind it, whatever it says by itself: "pretty bad", "super lent". */
export const intensifiers = set(`
  pretty super bien damn crazy good well hyper fort beau bel belle bonne gros grosse sacre perfectly fucking
  freaking bloody`);

/** Before them an adverb is about the sentence: "clearly this is". */
export const afterLy = set(`
  not never no is are was were do does did has have had will would can could should a an the this that i we
  it you he she they`);
/** "clairement pas" */
export const afterMent = set('pas ne n plus');

/** Trouble with one of these is felt. */
export const returns = set(`
  again still always constantly constant continually everytime encore toujours nouveau constamment partout
  everywhere another enieme continuellement`);
/** The same right before it, or with one word between: "plein d'erreurs". */
export const greats = set(`
  big huge major massive real serious terrible endless gros grosse grosses enorme enormes vrai vraie vrais
  serieux sacre sacres full filled plein pleine rempli remplie remplis bourre bourree truffe truffee riddled
  plagued trop many after mille nombreux nombreuses enieme`);
/** Trouble that they are told of is over. */
export const mends = set(`
  fixed solved resolved gone disappeared vanished corrige corriges corrigee repare reparee repares regle
  regles reglee resolu resolus resolue disparu disparus disparue`);

/** May stand between the words of an idiom, and some of them negate it: "ne tient jamais parole". */
export const negatingFillers = set('pas jamais plus guere never no');
export const fillers = set(`
  pas jamais plus guere never no really actually just always still so very quite totally completely simply
  also all certainly definitely truly finally toujours vraiment bien tres trop encore souvent franchement
  carrement completement totalement parfaitement exactement enfin pratiquement quasiment presque tout du`);
/** Verbs and nouns of a lack: alone they are a complaint, and denied they are praise. */
export const lacking = set(`
  lack lacks lacked lacking fail fails failed failing manque manquent manquait peine peinent refuse refuses
  refused refusent unable incapable impossible devoid denue denuee depourvu depourvue`);
/** With a deed they make it praise: "always answers". */
export const constantly = set('always toujours');
/** An idiom with one of these has a negation of its own. */
export const denials = set(`
  n ne not no never nobody noone none nothing neither nor hardly barely pas jamais rien aucun aucune guere
  few little`);
