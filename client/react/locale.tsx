import { createContext, useContext } from 'react';
import { type Language, stringsOf } from '../i18n/choose-language.js';
import type { Strings } from '../i18n/strings.js';

export const LanguageContext = createContext<Language>('en');

export function useLanguage(): Language {
  return useContext(LanguageContext);
}

export function useStrings(): Strings {
  return stringsOf(useContext(LanguageContext));
}
