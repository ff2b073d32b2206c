import type { WireMessage } from '../../core/contracts/shapes.js';
import { useStrings } from './locale.js';
import { RetryButton } from './retry-button.js';
import { nextFocus } from './use-focus-keeper.js';

/** What went wrong, where it happened, with what was kept and one button. */
export function FailedCard({ message }: { message: WireMessage }) {
  const strings = useStrings();
  const code = message.error?.code ?? '';
  const said = strings.errors[code] ?? message.error?.message ?? strings.failedTitle;
  const end = said.indexOf('. ');
  const [headline, rest] = end === -1 ? [said, ''] : [said.slice(0, end + 1), said.slice(end + 2)];
  return (
    <div className="failed" {...nextFocus('.composer textarea', '.list')}>
      <strong>{headline}</strong>
      {rest !== '' && <span>{rest}</span>}
      <RetryButton turnId={message.turn_id} className="button" />
    </div>
  );
}
