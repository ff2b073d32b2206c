import { useState } from 'react';
import type { AsideState } from '../core/state.js';
import type { AsideStore } from '../core/store.js';

/**
 * Text being typed. The store holds it, by session; it is read again once it is known who is signed in, since
 * until then the keepsake is closed, and when a message that was refused has come back.
 */
export function useDraft(
  store: AsideStore,
  { userId, takenBack }: Pick<AsideState, 'userId' | 'takenBack'>,
): [string, (text: string) => void] {
  const [held, setHeld] = useState(() => ({ userId, takenBack, text: store.readDraft() }));
  if (held.userId !== userId || held.takenBack !== takenBack)
    setHeld({ userId, takenBack, text: store.readDraft() });
  const write = (text: string) => {
    setHeld({ userId, takenBack, text });
    store.writeDraft(text);
  };
  return [held.text, write];
}
