import { useState } from 'react';
import type { AsideStore } from '../core/store.js';

/**
 * Text being typed. The store holds it, by session; it is read again once it is known who is signed in, since
 * until then the keepsake is closed.
 */
export function useDraft(store: AsideStore, userId: string | null): [string, (text: string) => void] {
  const [held, setHeld] = useState(() => ({ userId, text: store.readDraft() }));
  if (held.userId !== userId) setHeld({ userId, text: store.readDraft() });
  const write = (text: string) => {
    setHeld({ userId, text });
    store.writeDraft(text);
  };
  return [held.text, write];
}
