import { useEffect, useRef, useState } from 'react';
import { hasEnded } from '../core/conversation.js';
import { useStrings } from './locale.js';
import { useAside } from './use-aside.js';

/** Tells a screen reader that an answer has ended, and reads it: once, and not piece by piece. */
export function Announcer() {
  const { state } = useAside();
  const strings = useStrings();
  const [words, setWords] = useState('');
  const open = useRef(new Set<string>());

  useEffect(() => {
    for (const { message } of state.current.conversation.entries) {
      if (message.type !== 'assistant') continue;
      if (!hasEnded(message)) open.current.add(message.id);
      else if (open.current.delete(message.id)) {
        setWords(
          message.status === 'failed'
            ? strings.answerFailed
            : `${strings.answerFinished} ${message.content.replace(/[*_`#|>]|\[\d+\]/g, '').slice(0, 600)}`,
        );
      }
    }
  }, [state.current.conversation.entries, strings]);

  return (
    <div className="unseen" aria-live="polite" aria-atomic="true">
      {words}
    </div>
  );
}
