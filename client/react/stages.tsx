import type { Stage, TurnView } from '../core/conversation.js';
import type { Strings } from '../i18n/strings.js';
import { useStrings } from './locale.js';

/** Where a turn is, in words: what is done, then what goes on. */
export function Stages({ turn, ended }: { turn: TurnView; ended: boolean }) {
  const strings = useStrings();
  const done = doneBefore(turn, strings);
  if (ended) return <p className="stages">{[...done, strings.written].join(' › ')}</p>;
  return (
    <p className="stages">
      {done.map((word) => (
        <span key={word}>
          <span className="ok">{word}</span>
          <span className="step" aria-hidden="true">
            ›
          </span>
        </span>
      ))}
      <b className="going">{strings.stages[turn.stage]}</b>
    </p>
  );
}

function doneBefore(turn: TurnView, strings: Strings): string[] {
  const order: readonly Stage[] = ['queued', 'understanding', 'searching', 'writing'];
  const at = order.indexOf(turn.stage);
  const words: string[] = [];
  if (turn.again) words.push(strings.startingAgain);
  if (at > 1) words.push(strings.understood);
  if (at > 2 && turn.sources !== null) words.push(strings.sourcesFound(turn.sources));
  return words;
}
