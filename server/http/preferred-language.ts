import type { IncomingHttpHeaders } from 'node:http';
import type { Language } from '../../core/domain/message.js';

const languages: readonly Language[] = ['en', 'fr'];

/** The first of our languages that `Accept-Language` names; English where it names none. */
export function preferredLanguage(headers: IncomingHttpHeaders): Language {
  const named = (headers['accept-language'] ?? '')
    .split(',')
    .map((tag) => tag.trim().slice(0, 2).toLowerCase());
  return (
    languages.find((language) => language === named.find((tag) => languages.some((one) => one === tag))) ??
    'en'
  );
}
