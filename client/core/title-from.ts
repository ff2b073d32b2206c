import { clientLimits } from './limits.js';

/** What a question says before its matter; each that applies goes, in this order. */
const openings: readonly RegExp[] = [
  /^(?:please|hello|hi|bonjour|s['’]il (?:vous|te) pla[iî]t)[\s,!.]+/i,
  // "How can a client with three VPCs cut the cost": the verb is where the matter begins.
  /^how (?:can|could|should|would) .{1,60}? (?=(?:avoid|choose|compare|cut|estimate|improve|lower|migrate|prepare|protect|reduce|save|secure) )/i,
  /^comment .{0,60}?(?:peut|peuvent|pourrait|puis|pouvons|doit|doivent|devrait|faut)-(?:t-)?(?:il|ils|elle|elles|je|nous|on) /i,
  /^(?:can|could|would|will) you (?:please )?/i,
  /^(?:what|which|who|where|when|why|how)(?: (?:much|many|about|is|are|was|do|does|did|can|could|should|would|to|for|(?:a|per) (?:month|year)))* (?:(?:an?|the|i|we|you|they) )?/i,
  /^(?:pouvez-vous|peux-tu|pourriez-vous) /i,
  /^(?:est-ce qu(?:e |['’])|qu['’]est-ce qu(?:e |['’]|i )|(?:comment|combien|pourquoi|quand|où|quels?|quelles?) (?:(?:est|sont|coûte(?:nt|rait|raient)?|par (?:mois|an)) )*(?:(?:les?|la|des?|une?) |l['’])?)/i,
];

/** "What risks do you see for": the matter is in the middle. */
const matterWithin =
  /^(?:what|which) (\S+(?: \S+){0,2}?) (?:do|does|should|can|could|would|must) (?:you|we|i|they|one) (?:see|recommend|suggest|advise|propose|check|use|need|want|have|know|take|follow|consider) (?=(?:for|in|about|on|when|with|to|before|of) )/i;

/** Where the first part of a question ends. */
const clauseEnd =
  /[?!.;:](?:\s|$)|\s[?!;:]|,? (?:and|et) (?:how|what|which|comment|combien|quels?|quelles?) /i;

/** What no title ends on. */
const loose =
  /(?:\s(?:an?|the|of|for|to|in|on|at|with|and|or|from|by|is|are|do|does|should|i|we|you|les?|la|des?|du|une?|et|ou|à|au|aux|en|pour|par|sur|avec|dans|que?|qui|se|est|sont)|\s\S*['’]|[\s,;:.–-]+)$/i;

/**
 * A session's name until someone gives it a better one: the first question if it is short, else what it is about,
 * whole or to the last word for which there is room.
 */
export function titleFrom(question: string): string {
  const whole = question.toWellFormed().trim().replace(/\s+/g, ' ');
  if (whole.length <= clientLimits.titleLength) return whole;
  const asked = firstClause(whole);
  if (asked.length <= clientLimits.titleLength) return asked;
  const clause = firstClause(openings.reduce(withoutOpening, whole.replace(matterWithin, '$1 ')));
  if (clause.length <= clientLimits.titleLength) return capitalised(clause);
  const room = clause.slice(0, clientLimits.titleLength);
  const lastSpace = room.lastIndexOf(' ');
  let title = lastSpace > 0 ? room.slice(0, lastSpace) : [...room].slice(0, -1).join('');
  while (loose.test(title)) title = title.replace(loose, '');
  return `${capitalised(title)}…`;
}

/** The whole when its first part is a single word, as "Why?" is. */
function firstClause(text: string): string {
  const end = text.search(clauseEnd);
  return text.slice(0, end).includes(' ') && end > 0 ? text.slice(0, end) : text;
}

/** The opening stays when hardly anything would be left. */
function withoutOpening(text: string, opening: RegExp): string {
  const rest = text.replace(opening, '');
  return rest.includes(' ') ? rest : text;
}

function capitalised(text: string): string {
  const [first = ''] = text;
  return first.toLocaleUpperCase() + text.slice(first.length);
}
