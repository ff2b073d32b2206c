import { useState } from 'react';
import { useStrings } from './locale.js';
import { useAside } from './use-aside.js';

/** Asks for an answer once more; nothing for who only reads. */
export function RetryButton({ turnId, className }: { turnId: string | null; className: string }) {
  const { state, store } = useAside();
  const strings = useStrings();
  const [asking, setAsking] = useState(false);
  if (turnId === null || state.readsOnly) return null;
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
