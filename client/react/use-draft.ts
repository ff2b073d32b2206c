import { useEffect, useState } from 'react';
import type { AsideStore } from '../core/store.js';

const SAVE_AFTER_MS = 300;

/** Text being typed; kept per session, over pages and reloads. */
export function useDraft(store: AsideStore): [string, (text: string) => void] {
  const [text, setText] = useState(store.readDraft);
  useEffect(() => {
    const timer = setTimeout(() => store.writeDraft(text), SAVE_AFTER_MS);
    const onLeave = () => store.writeDraft(text);
    window.addEventListener('pagehide', onLeave);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pagehide', onLeave);
    };
  }, [text, store]);
  return [text, setText];
}
