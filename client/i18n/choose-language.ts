import { en } from './en.js';
import { fr } from './fr.js';
import type { Strings } from './strings.js';

export type Language = 'en' | 'fr';

const languages: Record<Language, Strings> = { en, fr };

/** The first of the wishes that is spoken here: an attribute, the document's language, the browser's. */
export function chooseLanguage(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const tag = wish?.toLowerCase().split('-')[0];
    if (tag === 'en' || tag === 'fr') return tag;
  }
  return 'en';
}

/** The document's, then those of the browser; none on a server. */
export function pageLanguages(): readonly string[] {
  return [globalThis.document?.documentElement.lang ?? '', ...(globalThis.navigator?.languages ?? [])];
}

export function stringsOf(language: Language): Strings {
  return languages[language];
}
