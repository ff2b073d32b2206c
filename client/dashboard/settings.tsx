import type { Language } from '../i18n/choose-language.js';
import type { Theme } from './preferences.js';
import { wordsOf } from './words.js';

export interface SettingsProps {
  language: Language;
  setLanguage: (language: Language) => void;
  theme: Theme;
  setTheme: (theme: Theme) => void;
}

/** Language and appearance of the page and the widget on it. */
export function Settings({ language, setLanguage, theme, setTheme }: SettingsProps) {
  const words = wordsOf(language);
  return (
    <div className="settings">
      <fieldset>
        <legend>{words.language}</legend>
        {(['en', 'fr'] as const).map((option) => (
          <label key={option}>
            <input
              type="radio"
              name="language"
              checked={language === option}
              onChange={() => setLanguage(option)}
            />
            <span>{option.toUpperCase()}</span>
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>{words.theme}</legend>
        {(['system', 'light', 'dark'] as const).map((option) => (
          <label key={option}>
            <input type="radio" name="theme" checked={theme === option} onChange={() => setTheme(option)} />
            <span>{words.themes[option]}</span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}
