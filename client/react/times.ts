import type { Language } from '../i18n/choose-language.js';
import type { Strings } from '../i18n/strings.js';

const locales: Record<Language, string> = { en: 'en-GB', fr: 'fr-FR' };

/** `14:06` */
export function clock(iso: string, language: Language): string {
  return new Date(iso).toLocaleTimeString(locales[language], { hour: '2-digit', minute: '2-digit' });
}

/** When a budget begins anew, where the user is: a day's at a time, a month's on a date. */
export function budgetBegins(
  { window, resets_at }: { window: 'day' | 'month'; resets_at: string },
  language: Language,
): string {
  if (window === 'day') return clock(resets_at, language);
  const day = new Date(resets_at).toLocaleDateString(locales[language], { day: 'numeric', month: 'long' });
  return withOrdinal(day, language).replace(' ', '\u00a0');
}

/** French has an ordinal for the first of a month only, which Intl does not write. */
export function withOrdinal(day: string, language: Language): string {
  return language === 'fr' ? day.replace(/^1 /, '1er ') : day;
}

/** Heading of a day's messages: today, yesterday, or the date. */
export function dayName(iso: string, now: Date, language: Language, strings: Strings): string {
  const days = daysBetween(new Date(iso), now);
  if (days <= 0) return strings.today;
  if (days === 1) return strings.yesterday;
  return new Date(iso).toLocaleDateString(locales[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(days > 300 ? { year: 'numeric' } : {}),
  });
}

/** Short time for a list: minutes, then the clock, then the weekday, then the date. */
export function since(iso: string, now: Date, language: Language, strings: Strings): string {
  const date = new Date(iso);
  const minutes = Math.floor((now.getTime() - date.getTime()) / 60_000);
  if (minutes < 1) return strings.justNow;
  if (minutes < 60) return strings.minutesAgo(minutes);
  const days = daysBetween(date, now);
  if (days === 0) return clock(iso, language);
  if (days < 7) return date.toLocaleDateString(locales[language], { weekday: 'short' });
  return date.toLocaleDateString(locales[language], { day: 'numeric', month: 'short' });
}

export function sameDay(a: string, b: string): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

function daysBetween(date: Date, now: Date): number {
  const midnight = (of: Date) => new Date(of.getFullYear(), of.getMonth(), of.getDate()).getTime();
  return Math.round((midnight(now) - midnight(date)) / 86_400_000);
}
