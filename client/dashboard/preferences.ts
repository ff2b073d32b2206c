import { useEffect, useState } from 'react';
import { chooseLanguage, type Language } from '../i18n/choose-language.js';
import { withAside } from './aside.js';

export type Theme = 'system' | 'light' | 'dark';

/** The page's language, remembered; the document and the widget follow it. */
export function useLanguageChoice(): [Language, (language: Language) => void] {
  const [language, setLanguage] = useState(() =>
    chooseLanguage([localStorage.getItem('northwind:lang'), ...navigator.languages]),
  );
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem('northwind:lang', language);
    withAside((aside) => aside.setLanguage(language));
  }, [language]);
  return [language, setLanguage];
}

/** Light, dark, or as the system has it. */
export function useThemeChoice(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => {
    const held = localStorage.getItem('northwind:theme');
    return held === 'light' || held === 'dark' ? held : 'system';
  });
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem('northwind:theme', theme);
    withAside((aside) => aside.setTheme(theme));
  }, [theme]);
  return [theme, setTheme];
}
