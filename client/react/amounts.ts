import type { Language } from '../i18n/choose-language.js';
import { withOrdinal } from './times.js';

/** Numbers as a language sets them. What comes as text is a decimal, and no digit of it is lost. */
export interface Amounts {
  count(decimal: string): string;
  /** In dollars; cents are always shown, and what is below them as far as it goes. */
  money(decimal: string): string;
  /** `2025-06-30` in words, on one line. */
  day(date: string): string;
}

const locales: Record<Language, string> = { en: 'en-GB', fr: 'fr-FR' };

export function amountsIn(language: Language): Amounts {
  const locale = locales[language];
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 12 });
  const dollars = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: 2,
    maximumFractionDigits: 10,
  });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  return {
    count: (decimal) => plain.format(decimal as `${number}`),
    money: (decimal) => dollars.format(decimal as `${number}`),
    day: (date) => withOrdinal(days.format(new Date(date)), language).replaceAll(' ', '\u00a0'),
  };
}
