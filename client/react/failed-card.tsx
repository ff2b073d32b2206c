import { useState } from 'react';
import type { WireMessage } from '../../core/contracts/shapes.js';
import { useStrings } from './locale.js';
import { useAside } from './use-aside.js';
import { nextFocus } from './use-focus-keeper.js';

/** What went wrong, where it happened, with what was kept and one button. */
export function FailedCard({ message }: { message: WireMessage }) {
  const { state, store } = useAside();
  const strings = useStrings();
  const code = message.error?.code ?? '';
  const said = strings.errors[code] ?? message.error?.message ?? strings.failedTitle;
  const end = said.indexOf('. ');
  const [headline, rest] = end === -1 ? [said, ''] : [said.slice(0, end + 1), said.slice(end + 2)];
  const turnId = message.turn_id;
  const [asking, setAsking] = useState(false);
  const retry = async (id: string) => {
    setAsking(true);
    await store.retryTurn(id);
    setAsking(false);
  };
  return (
    <div className="failed" {...nextFocus('.composer textarea', '.list')}>
      <strong>{headline}</strong>
      {rest !== '' && <span>{rest}</span>}
      {turnId && !state.readsOnly && (
        <button type="button" className="button" disabled={asking} onClick={() => void retry(turnId)}>
          {strings.tryAgain}
        </button>
      )}
    </div>
  );
}
