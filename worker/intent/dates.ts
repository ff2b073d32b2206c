import type { ParsedComponents } from 'chrono-node';
// Its root loads all the other languages, which takes 0.2 s of a worker's start.
import * as en from 'chrono-node/en';
import * as fr from 'chrono-node/fr';
import type { Entity, Language } from '../../core/domain/message.js';
import { dateRules, timeOf } from './date-rules.js';
import { Day } from './day.js';

/*
 * Days and periods, English and French: by chrono, which finds written dates and what is relative to now, behind rules
 * of our own; and "between … and …" put together.
 */

/** Text that is looked at, from its beginning and from its end: what is linear is not yet quick. */
export const DATE_SAMPLE_CHARACTERS = 2_000;
/** Dates of one message. */
export const MAX_DATES = 50;
/** Time zones whose clock is kept. */
export const MAX_CLOCKS = 100;

interface Found {
  start: number;
  end: number;
  from: Day;
  /** Null for a day. */
  to: Day | null;
  /** `09:30` */
  time: string | null;
}

/** What stands before a span and belongs to the grammar around it. */
const CLOCK = /\d\s?(?:h|:|am|pm)|(?:^|\s)(?:at|à|a|vers|around|@|noon|midi|midnight|minuit)(?:\s|$)|T\d/iu;
const LOOSE_NUMBER = /\s*[-–,]?\s*\d{1,2}\s*$/;
const TRAILING = /(?:\s(?:et|and|à|a)|[\s.,;])+$/i;
const LEADING = /^(?:on|the|le|la|au|by|this coming)\s+/i;
const OF_THE_CLOCK =
  /(?<!\p{L})(?:hours?|hrs?|minutes?|mins?|seconds?|secs?|heures?|secondes?|now|maintenant)(?!\p{L})/iu;
/** `1.29`, `10.0`: a version or a number. */
const DOTTED = /^\d{1,3}\.\d{1,3}$/;

/** Days and periods of a text, relative to when and where it was said; the value is ISO 8601. */
export function findDates(
  text: string,
  { language, saidAt, timeZone }: { language: Language; saidAt: Date; timeZone: string | null },
): Entity[] {
  const said = localTime(saidAt, timeZone);
  const found: Found[] = [];
  for (const [offset, sample] of samplesOf(text)) {
    for (const one of [
      ...byRules(sample, said.today),
      ...byChrono(sample, language, saidAt, said.offsetMinutes),
    ]) {
      const moved = { ...one, start: one.start + offset, end: one.end + offset };
      if (!found.some((other) => moved.start < other.end && other.start < moved.end)) found.push(moved);
    }
  }
  found.sort((a, b) => a.start - b.start);
  return merged(text, found)
    .slice(0, MAX_DATES)
    .map(({ start, end, from, to, time }) => ({
      type: to ? 'date_range' : 'date',
      text: text.slice(start, end),
      value: to ? `${from}/${to}` : time ? `${from}T${time}` : String(from),
      start,
      end,
    }));
}

/** What a cut may have parted: the last line, or sentence, of the beginning; the first of the end. */
const CUT_OFF = /[^.!?\n]{0,120}$/;
const CUT_OPEN = /^[^.!?\n]{0,120}/;

function samplesOf(text: string): [number, string][] {
  const size = DATE_SAMPLE_CHARACTERS;
  if (text.length <= 2 * size) return [[0, text]];
  return [
    [0, text.slice(0, size).replace(CUT_OFF, '')],
    [text.length - size, text.slice(-size).replace(CUT_OPEN, (cut) => ' '.repeat(cut.length))],
  ];
}

function byRules(text: string, today: Day): Found[] {
  const found: Found[] = [];
  for (const { pattern, read } of dateRules) {
    for (const match of text.matchAll(pattern)) {
      const so = read(match, today);
      if (!so) continue;
      const end = match.index + match[0].length;
      if (!found.some((other) => match.index < other.end && other.start < end))
        found.push({ start: match.index, end, from: so.from, to: so.to ?? null, time: so.time ?? null });
    }
  }
  return found;
}

function byChrono(text: string, language: Language, saidAt: Date, offsetMinutes: number): Found[] {
  const reference = { instant: saidAt, timezone: offsetMinutes };
  const { casual } = language === 'fr' ? fr : en;
  return casual.parse(text, reference).flatMap(({ text: written, index, start, end }) => {
    const isDay =
      start.isCertain('day') ||
      /tonight|today|this (?:morning|afternoon|evening)|ce (?:soir|matin)|cet après-midi/i.test(written);
    if (!isDay || OF_THE_CLOCK.test(written) || DOTTED.test(written)) return [];
    const lead = LEADING.exec(written)?.[0].length ?? 0;
    // "03/04/2026 - 12 personnes": a number that is not written as a time is none.
    const isTimed = start.isCertain('hour') && CLOCK.test(written);
    const tail =
      ((start.isCertain('hour') && !isTimed && LOOSE_NUMBER.exec(written)) || TRAILING.exec(written))?.[0]
        .length ?? 0;
    const hour = isTimed ? start.get('hour') : null;
    return [
      {
        start: index + lead - (lead === 0 ? weekdayBefore(text.slice(Math.max(0, index - 14), index)) : 0),
        end: index + written.length - tail,
        from: dayOf(start),
        to: end?.isCertain('day') ? dayOf(end) : null,
        time: hour === null ? null : timeOf(String(hour), String(start.get('minute') ?? 0).padStart(2, '0')),
      },
    ];
  });
}

/** "between Monday and Friday", "from 3 April to 7 May": two days that are one range. */
function merged(text: string, found: readonly Found[]): Found[] {
  const list: Found[] = [];
  for (const one of found) {
    const before = list.at(-1);
    const lead =
      before && !before.to ? FROM.exec(text.slice(Math.max(0, before.start - 12), before.start)) : null;
    if (before && lead && !one.to && TO.test(text.slice(before.end, one.start))) {
      const to = one.from.isBefore(before.from) ? one.from.plus(7) : one.from;
      list.pop();
      list.push({ ...before, start: before.start - lead[0].length, end: one.end, to, time: null });
    } else list.push(widened(text, one));
  }
  return list;
}

const FROM = /(?<!\p{L})(?:between|from|entre|du|de)\s(?:the\s|le\s)?$/iu;
const TO = /^\s?(?:and|to|until|till|through|et|au|à|jusqu['’]au|-|–)\s(?:the\s|le\s)?$/iu;

/** "from … to", "du … au" belong to the range. */
function widened(text: string, one: Found): Found {
  const lead = one.to
    ? /(?<!\p{L})(?:between|from|entre|du)\s(?:the\s|le\s)?$/iu.exec(
        text.slice(Math.max(0, one.start - 12), one.start),
      )
    : null;
  const isPair = /\d.*\d|\p{L}{4}.*(?:\sto\s|\sau\s|\sand\s|\set\s|-|–|until|through).*\p{L}/u.test(
    text.slice(one.start, one.end),
  );
  return lead && isPair ? { ...one, start: one.start - lead[0].length } : one;
}

function dayOf(parts: ParsedComponents): Day {
  return new Day(parts.get('year') ?? 0, parts.get('month') ?? 1, parts.get('day') ?? 1);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** To make one takes half a millisecond. @throws RangeError where there is no such zone */
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
  });
  if (clocks.size >= MAX_CLOCKS) clocks.clear();
  clocks.set(zone, made);
  return made;
}

function localTime(at: Date, timeZone: string | null): { today: Day; offsetMinutes: number } {
  let parts: Intl.DateTimeFormatPart[];
  try {
    parts = clockOf(timeZone ?? 'UTC').formatToParts(at);
  } catch {
    parts = clockOf('UTC').formatToParts(at);
  }
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  const offsetMinutes = Math.round((local - Math.floor(at.getTime() / 60_000) * 60_000) / 60_000);
  return { today: new Day(part('year'), part('month'), part('day')), offsetMinutes };
}

/** "Tues 11 Aug": the weekday in front belongs to it. */
function weekdayBefore(before: string): number {
  return (
    /(?<!\p{L})(?:mon|tue|tues|wed|weds|wednes|thu|thur|thurs|fri|sat|satur|sun|wendes)(?:day)?,?\s{1,2}$/iu.exec(
      before,
    )?.[0].length ?? 0
  );
}
