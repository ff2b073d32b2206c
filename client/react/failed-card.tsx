import type { WireMessage } from '../../core/contracts/shapes.js';
import { useStrings } from './locale.js';
import { useStore } from './use-aside.js';

/** What went wrong, where it happened, with what was kept and one button. */
export function FailedCard({ message }: { message: WireMessage }) {
  const store = useStore();
  const strings = useStrings();
  const code = message.error?.code ?? '';
  const said = strings.errors[code] ?? message.error?.message ?? strings.failedTitle;
  const end = said.indexOf('. ');
  const [headline, rest] = end === -1 ? [said, ''] : [said.slice(0, end + 1), said.slice(end + 2)];
  const turnId = message.turn_id;
  return (
    <div className="failed" role="alert">
      <strong>{headline}</strong>
      {rest !== '' && <span>{rest}</span>}
      {turnId && (
        <button type="button" className="button" onClick={() => store.retryTurn(turnId)}>
          {strings.tryAgain}
        </button>
      )}
    </div>
  );
}
