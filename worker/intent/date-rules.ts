import { Day } from './day.js';

/*
 * What chrono has no notion of (weeks, quarters and months as a whole, "le 14") or reads wrongly in French
 * ("après-demain", "lundi dernier"). Every repetition is bounded, so each is linear in the text.
 */

/** A rule reads a match; null: it is none. */
export interface DateRule {
  pattern: RegExp;
  read(match: RegExpMatchArray, today: Day): { from: Day; to?: Day; time?: string | null } | null;
}

const WEEKDAYS = [
  ['sunday', 'dimanche'],
  ['monday', 'lundi'],
  ['tuesday', 'mardi'],
  ['wednesday', 'mercredi'],
  ['thursday', 'jeudi'],
  ['friday', 'vendredi'],
  ['saturday', 'samedi'],
];
const MONTHS = [
  ['january', 'janvier'],
  ['february', 'février', 'fevrier'],
  ['march', 'mars'],
  ['april', 'avril'],
  ['may', 'mai'],
  ['june', 'juin'],
  ['july', 'juillet'],
  ['august', 'août', 'aout'],
  ['september', 'septembre'],
  ['october', 'octobre'],
  ['november', 'novembre'],
  ['december', 'décembre', 'decembre'],
];
/** They are words of plain speech too, and need something before them. */
const AMBIGUOUS_MONTH = /^(?:may|march|mars)$/i;
const oneOf = (lists: string[][]) => lists.flat().join('|');
const indexIn = (lists: string[][], word = '') =>
  lists.findIndex((names) => names.includes(word.toLowerCase()));

const B = String.raw`(?<![\p{L}\p{N}])`;
const E = String.raw`(?![\p{L}\p{N}])`;
const AT = String.raw`(?:\s(?:at|à|a|vers|around|@)\s(\d{1,2})(?:\s?(?:[:h])\s?(\d{2})?)?\s?([ap]m)?${E})?`;
const rule = (source: string, read: DateRule['read']): DateRule => ({
  pattern: new RegExp(`${B}(?:${source})${E}`, 'giu'),
  read,
});

export function timeOf(hour?: string, minute?: string, half?: string): string | null {
  if (hour === undefined) return null;
  const given = Number(hour);
  // 12 am is midnight, 12 pm is noon.
  const hours = half === undefined ? given : (given % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  if (hours > 23 || Number(minute ?? 0) > 59) return null;
  return `${String(hours).padStart(2, '0')}:${minute ?? '00'}`;
}

const LAST = /last|previous|past|dern|pass|préc|prec/i;
const NEXT = /next|coming|follow|proch|suiv/i;
/** −1, 0 or 1: last, this, next. */
const turn = (...words: (string | undefined)[]) => {
  const said = words.join(' ');
  return LAST.test(said) ? -1 : NEXT.test(said) ? 1 : 0;
};
const WHICH_EN = '(this|last|next|previous|past|coming)';
const WHICH_FR =
  '(dernière|dernier|derniere|prochaine|prochain|passée|passee|passé|passe|suivante|suivant|précédente|précédent)';

export const dateRules: readonly DateRule[] = [
  rule(
    String.raw`(tomorow|tommorow|tommorrow|tmrw|demian|2main)${AT}|(day after tomorrow|apr[èe]s[\s-]demain)${AT}`,
    ([, typo, h1, m1, p1, , h2, m2, p2], today) =>
      typo
        ? { from: today.plus(1), time: timeOf(h1, m1, p1) }
        : { from: today.plus(2), time: timeOf(h2, m2, p2) },
  ),
  rule(String.raw`day before yesterday|avant[\s-]hier`, (_, today) => ({ from: today.plus(-2) })),
  rule(`${WHICH_EN} week|cette semaine|semaine ${WHICH_FR}`, ([, en, fr], today) =>
    week(today.plus(7 * turn(en, fr))),
  ),
  rule(
    String.raw`(?:week of|semaine du)\s(?:the\s)?(?:(\d{1,2})(?:er|st|nd|rd|th)?\s(${oneOf(MONTHS)})|(${oneOf(MONTHS)})\s(\d{1,2}))`,
    ([, day1, month1, month2, day2], today) => {
      const month = indexIn(MONTHS, month1 ?? month2) + 1;
      const day = Number(day1 ?? day2);
      return week(new Day(nearestYear(today, month, day), month, day));
    },
  ),
  rule(`${WHICH_EN} week-?end|(?:ce )?week-?end(?: ${WHICH_FR})?`, ([, en, fr], today) => {
    const { from } = week(today.plus(7 * turn(en, fr)));
    return { from: from.plus(5), to: from.plus(6) };
  }),
  rule(`${WHICH_EN} month|ce mois(?:-ci)?|mois ${WHICH_FR}`, ([, en, fr], today) =>
    months(today.year, today.month + turn(en, fr), 1),
  ),
  rule(`${WHICH_EN} quarter|ce trimestre|trimestre ${WHICH_FR}`, ([, en, fr], today) =>
    months(today.year, 3 * (Math.floor((today.month - 1) / 3) + turn(en, fr)) + 1, 3),
  ),
  rule(`${WHICH_EN} year|cette année|an(?:née)? ${WHICH_FR}`, ([, en, fr], today) =>
    months(today.year + turn(en, fr), 1, 12),
  ),
  // A t3 is an instance; so is whatever has a size behind it.
  rule(String.raw`([QT])([1-4])(?![.-])(?:[\s/-]?(20\d\d))?`, ([, letter, quarter, year], today) =>
    letter === 'Q' || letter === 'T' ? months(Number(year ?? today.year), 3 * Number(quarter) - 2, 3) : null,
  ),
  rule(
    String.raw`(first|second|third|fourth|premier|deuxième|troisième|quatrième|1er|[1-4](?:e|ème|st|nd|rd|th))\s(?:quarter|trimestre)(?:\s(?:of\s|de\s)?(20\d\d))?`,
    ([, which = '', year], today) => {
      const spelled = ['first', 'second', 'third', 'fourth', 'premier', 'deuxième', 'troisième', 'quatrième'];
      const at = spelled.indexOf(which.toLowerCase());
      const quarter = at === -1 ? Number(which[0]) : (at % 4) + 1;
      return months(Number(year ?? today.year), 3 * quarter - 2, 3);
    },
  ),
  rule(
    String.raw`(?:entre le|du|from|between)\s(?:the\s)?(\d{1,2}|1er)(?:st|nd|rd|th)?\s(?:et le|au|to|and|until)\s(?:the\s)?(\d{1,2})(?:st|nd|rd|th)?\s(?:of\s)?(${oneOf(MONTHS)})(?:\s(20\d\d))?`,
    (match, today) => {
      const [whole, first = '', last, month, year] = match;
      const rest = (match.input ?? '').slice(match.index ?? 0).slice(whole.length);
      // "from 3 to 5 may suffice"
      if (month === 'may' && year === undefined && /^\s\p{L}/u.test(rest)) return null;
      const at = indexIn(MONTHS, month) + 1;
      const near = year ? Number(year) : nearestYear(today, at, Number(last));
      const begins = Number.parseInt(first, 10);
      const to = dayIn(near, at, Number(last));
      const from = dayIn(near, begins > Number(last) ? at - 1 : at, begins);
      return from && to ? { from, to } : null;
    },
  ),
  rule(
    `(?:${WHICH_EN} )?(${oneOf(WEEKDAYS)})(?: ${WHICH_FR})?(?!,?\\s{1,3}(?:\\d|1er|${oneOf(MONTHS)}))${AT}`,
    (match, today) => {
      const [, en, name, fr, hour, minute, half] = match;
      const wanted = indexIn(WEEKDAYS, name);
      const ahead = (wanted - today.weekday + 7) % 7;
      const before = (match.input ?? '').slice(Math.max(0, (match.index ?? 0) - 14), match.index);
      const isPast = turn(en, fr) === -1 || (!en && !fr && /(?:since|depuis)\s(?:le\s)?$/i.test(before));
      const days = isPast ? ahead - 7 : ahead === 0 && !/^this$/i.test(en ?? '') ? 7 : ahead;
      return { from: today.plus(days), time: timeOf(hour, minute, half) };
    },
  ),
  rule(
    String.raw`(\d{1,2})(?:st|nd|rd|th)(?!\s(?:of\s)?(?:${oneOf(MONTHS)}|century|floor|time|place|quarter|day|week|month|year|edition|gen))${AT}`,
    (match, today) => (isDay(match, /(?:the|on)\s$/i) ? dayOfMonth(match, today) : null),
  ),
  rule(
    String.raw`(\d{1,2}|1er)(?=${AT}(?:$|[\s]?[,.;!?)]|\s(?:au|pour|et|ou|si|on|nous|je|il|elle|vous|avec|en|chez|prochain)${E}))${AT}`,
    (match, today) =>
      isDay(match, /(?<!\p{L})(?:le|du|au|avant le|dès le)\s$/iu) ? dayOfMonth(match, today) : null,
  ),
  rule(String.raw`(${oneOf(MONTHS)})(?:\s(?:of\s)?(20\d\d))?(?!\s?\d)`, (match, today) => {
    const [, name = '', year] = match;
    const before = (match.input ?? '').slice(Math.max(0, (match.index ?? 0) - 16), match.index);
    if (/\d(?:st|nd|rd|th|er)?(?:\sof)?\s$/i.test(before)) return null;
    if (AMBIGUOUS_MONTH.test(name) && year === undefined && !BEFORE_MONTH.test(before)) return null;
    const at = indexIn(MONTHS, name) + 1;
    return months(year ? Number(year) : nearestYear(today, at, 15), at, 1);
  }),
];
const BEFORE_MONTH =
  /(?<!\p{L})(?:in|by|since|until|till|during|from|of|for|early|mid|late|last|next|before|after|through|en|depuis|fin|début|mi|courant|pour|de|avant|après|d['’]ici|jusqu['’]en|au mois de|to|à)[\s-]$/iu;

function isDay(match: RegExpMatchArray, before: RegExp): boolean {
  const day = Number.parseInt(match[1] ?? '', 10);
  return (
    day >= 1 &&
    day <= 31 &&
    before.test((match.input ?? '').slice(Math.max(0, (match.index ?? 0) - 12), match.index))
  );
}

/** The next day of that number; not every month has a 31st. */
function dayOfMonth(match: RegExpMatchArray, today: Day) {
  const day = Number.parseInt(match[1] ?? '', 10);
  const from = [0, 1, 2]
    .map((later) => dayIn(today.year, today.month + later, day))
    .find((one) => one && !one.isBefore(today));
  return from ? { from, time: timeOf(match.at(-3), match.at(-2), match.at(-1)) } : null;
}

/** Null where that month has no such day. The month may lie outside of 1 to 12. */
function dayIn(year: number, month: number, day: number): Day | null {
  const found = new Day(year, month, day);
  return day >= 1 && found.day === day ? found : null;
}

function week(day: Day): { from: Day; to: Day } {
  const from = day.plus(-((day.weekday + 6) % 7));
  return { from, to: from.plus(6) };
}

/** So many months from the first of that one, which may lie outside of 1 to 12. */
function months(year: number, month: number, count: number): { from: Day; to: Day } {
  return { from: new Day(year, month, 1), to: new Day(year, month + count, 0) };
}

/** The year in which that day is nearest. */
function nearestYear(today: Day, month: number, day: number): number {
  const distance = (year: number) => Math.abs(new Day(year, month, day).since(today));
  return [today.year - 1, today.year, today.year + 1].reduce((a, b) => (distance(b) < distance(a) ? b : a));
}
