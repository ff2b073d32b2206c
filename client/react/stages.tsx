import type { WireMessage } from '../../core/contracts/shapes.js';
import type { Stage, TurnView } from '../core/conversation.js';
import type { Strings } from '../i18n/strings.js';
import { useStrings } from './locale.js';

/** Where a turn is, in words: what is done, then what goes on; or, of one that has `ended`, what it came to. */
export function Stages({ turn, ended }: { turn: TurnView; ended: WireMessage | null }) {
  const strings = useStrings();
  if (ended) return <p className="stages">{outcome(turn, ended, strings).join(' › ')}</p>;
  return (
    <p className="stages">
      {turn.again && <Done word={strings.startingAgain} />}
      {doneBefore(turn, strings).map((word) => (
        <Done key={word} word={word} />
      ))}
      <b className="going">{strings.stages[turn.stage]}</b>
    </p>
  );
}

function Done({ word }: { word: string }) {
  return (
    <span>
      <span className="ok">{word}</span>
      <span className="step" aria-hidden="true">
        ›
      </span>
    </span>
  );
}

function outcome(turn: TurnView, message: WireMessage, strings: Strings): string[] {
  const { status, sources, tool_calls = [] } = message;
  const done = doneBefore(turn, strings);
  if (status === 'stopped') return [...done, strings.stoppedStage];
  if (status === 'blocked') return [...done, strings.blockedStage];
  if (status === 'failed') return [...done, strings.failedStage];
  // What was found and then not used is no support of the answer; an estimate needs none.
  const isEstimate = tool_calls.some(({ name, status }) => name === 'estimate_cost' && status === 'success');
  if (turn.sources && turn.stage === 'writing' && sources.length === 0 && !isEstimate)
    done[done.length - 1] = strings.sourcesUnused(turn.sources);
  return [...done, strings.written];
}

function doneBefore(turn: TurnView, strings: Strings): string[] {
  const order: readonly Stage[] = ['queued', 'understanding', 'searching', 'writing'];
  const at = order.indexOf(turn.stage);
  const words: string[] = [];
  if (at > 1) words.push(strings.understood);
  if (at > 2 && turn.sources !== null) words.push(strings.sourcesFound(turn.sources));
  return words;
}
