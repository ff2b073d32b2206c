import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Entity, Language } from '../../core/domain/message.js';
import { firstFew } from './first-few.js';

// Every repetition is bounded and no match begins inside a word, so both are linear in the text.
const EMAIL =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}_%+-][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,6}\p{L}{2,24}(?![\p{L}\p{N}@])/giu;
const MAYBE_PHONE =
  /(?<![\p{L}\p{N}.,:/@#-])(?:\+|\(|\d)(?:[\d\s().\u00a0\u202f/-]{6,24})\d(?![\p{L}\p{N}]|[.,:]\d)/gu;
/** A row of digits without a plus or anything between them is more often an id. */
const PLAIN_DIGITS = /^[1-9]\d*$/;
/** `2026-05`, `03/04/2026`. */
const HAS_DATE = /\d{4}-\d\d|\d{1,2}\/\d{1,2}\/\d{2,4}/;
/** An IP address. */
const DOTTED_QUAD = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** A pasted table of numbers is no list of telephones; each one that may be costs some 50 µs. */
export const MAX_MAYBE_PHONES = 50;

/** The first `most` of them. */
export function findEmails(text: string, most: number): Entity[] {
  return firstFew(text.matchAll(EMAIL), most).map((match) => ({
    type: 'email',
    text: match[0],
    value: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Valid numbers; the value is E.164. One without a country code is of the language's country: France, or the US. */
export function findPhones(text: string, language: Language): Entity[] {
  const country: CountryCode = language === 'fr' ? 'FR' : 'US';
  return firstFew(text.matchAll(MAYBE_PHONE), MAX_MAYBE_PHONES).flatMap((match) => {
    // An opening bracket that is not closed is around the number, not of it.
    const written = match[0].includes(')') ? match[0] : match[0].replace(/^\(/, '');
    if ([PLAIN_DIGITS, DOTTED_QUAD, HAS_DATE].some((other) => other.test(written))) return [];
    const number = parsePhoneNumberFromString(written, country);
    if (!number?.isValid()) return [];
    const start = match.index + match[0].length - written.length;
    return [{ type: 'phone', text: written, value: number.number, start, end: start + written.length }];
  });
}
