import { useState } from 'react';
import { takesMessages } from '../core/takes-messages.js';
import { useStrings } from './locale.js';
import { useAside } from './use-aside.js';

/** Asks for an answer once more; nothing for who only reads, nor in a session that is closed. */
export function RetryButton({ turnId, className }: { turnId: string | null; className: string }) {
  const { state, store } = useAside();
  const strings = useStrings();
  const [asking, setAsking] = useState(false);
  const { session } = state.current;
  if (turnId === null || state.readsOnly || (session && !takesMessages(session))) return null;
  const retry = async () => {
    setAsking(true);
    await store.retryTurn(turnId);
    setAsking(false);
  };
  return (
    <button type="button" className={className} disabled={asking} onClick={() => void retry()}>
      {strings.tryAgain}
    </button>
  );
}
