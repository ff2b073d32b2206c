import { createContext, type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { type AsideOptions, type AsideStore, createAside } from '../core/store.js';
import { chooseLanguage, type Language, pageLanguages } from '../i18n/choose-language.js';
import { LanguageContext } from './locale.js';

export const StoreContext = createContext<AsideStore | null>(null);

type AsideProviderProps = {
  /** `en` or `fr`; else the document's language, else the browser's. */
  lang?: string | null;
  children: ReactNode;
} & ({ store: AsideStore; options?: never } | { options: AsideOptions; store?: never });

/**
 * Lends a store to the components inside. With `options` it makes one for as long as it is mounted (the first
 * options count); a `store` of the host's own is neither started nor closed here. On a server nothing is
 * started, and nothing is drawn before there is a store.
 */
export function AsideProvider(props: AsideProviderProps) {
  const [own, setOwn] = useState<AsideStore | null>(null);
  const [options] = useState(props.options);
  useEffect(() => {
    if (!options) return;
    const made = createAside(options);
    made.start();
    setOwn(made);
    return () => made.close();
  }, [options]);
  const language = useChosenLanguage(props.lang);
  const store = props.store ?? own;
  useEffect(() => store?.setLanguage(language), [store, language]);
  if (!store) return null;
  return (
    <StoreContext value={store}>
      <LanguageContext value={language}>{props.children}</LanguageContext>
    </StoreContext>
  );
}

/** A server knows only what is asked for; the page's own wishes count from the first drawing in it. */
function useChosenLanguage(lang: string | null | undefined): Language {
  return useSyncExternalStore(
    never,
    () => chooseLanguage([lang, ...pageLanguages()]),
    () => chooseLanguage([lang]),
  );
}

function never(): () => void {
  return () => undefined;
}
