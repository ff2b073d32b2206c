import { createContext, type ReactNode, useEffect, useMemo, useState } from 'react';
import { type AsideOptions, type AsideStore, createAside } from '../core/store.js';
import { chooseLanguage } from '../i18n/choose-language.js';
import { LanguageContext } from './locale.js';

export const StoreContext = createContext<AsideStore | null>(null);

type AsideProviderProps = {
  /** `en` or `fr`; else the document's language, else the browser's. */
  lang?: string | null;
  children: ReactNode;
} & ({ store: AsideStore; options?: never } | { options: AsideOptions; store?: never });

/**
 * Lends a store to the components inside. With `options` it makes one for as long as it is mounted (the first
 * options count); a `store` of the host's own is neither started nor closed here.
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
  const language = useMemo(
    () => chooseLanguage([props.lang, document.documentElement.lang, ...navigator.languages]),
    [props.lang],
  );
  const store = props.store ?? own;
  if (!store) return null;
  return (
    <StoreContext value={store}>
      <LanguageContext value={language}>{props.children}</LanguageContext>
    </StoreContext>
  );
}
