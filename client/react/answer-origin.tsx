import type { WireMessage } from '../../core/contracts/shapes.js';
import { useStrings } from './locale.js';
import { modelName } from './model-name.js';

/** Says so where an answer is not simply that of the first model. */
export function AnswerOrigin({ message }: { message: WireMessage }) {
  const strings = useStrings();
  return (
    <>
      {message.canned && <span className="tag">{strings.cannedAnswer}</span>}
      {message.fallback && message.model !== null && (
        <span className="tag plain">{strings.fallbackAnswer(modelName(message.model))}</span>
      )}
      {message.cached && <span className="tag plain">{strings.cachedAnswer(ageInMinutes(message))}</span>}
    </>
  );
}

/** How old the answer was when it was given here; null where that is not known. */
function ageInMinutes({ cached_at, created_at, processing_ms }: WireMessage): number | null {
  if (!cached_at) return null;
  const givenAt = Date.parse(created_at) + (processing_ms ?? 0);
  return Math.max(0, Math.floor((givenAt - Date.parse(cached_at)) / 60_000));
}
