import { useEffect, useState } from 'react';
import type { WireSession } from '../../core/contracts/shapes.js';
import { clientLimits } from '../core/limits.js';
import { findByWords } from './find-by-words.js';
import { Icon } from './icon.js';
import { useStrings } from './locale.js';
import { lastWords, SessionRow } from './session-row.js';
import { useAside } from './use-aside.js';
import { nextFocus } from './use-focus-keeper.js';

/** Of a row, what can be read in it. */
const textOf = ({ title, last_message }: WireSession) => `${title ?? ''} ${lastWords(last_message)}`;

/** All sessions, newest first. */
export function SessionsPanel({ onDone }: { onDone: () => void }) {
  const { state, store } = useAside();
  const strings = useStrings();
  const [words, setWords] = useState('');
  useEffect(() => {
    store.loadSessions();
    const away = new AbortController();
    // Nothing tells of what another tab or device has done to the sessions that are not followed here.
    const back = () => {
      if (document.visibilityState !== 'visible') return;
      // Read anew, a list that was read further would lose what it shows.
      if (store.getSnapshot().sessions.items.length <= clientLimits.pageRows) store.loadSessions();
    };
    window.addEventListener('focus', back, away);
    document.addEventListener('visibilitychange', back, away);
    return () => away.abort();
  }, [store]);

  const { items, status, nextCursor } = state.sessions;
  const shown = findByWords(items, words, textOf);
  return (
    <div className="sessions" {...nextFocus('.composer textarea', '.head .icon-button')}>
      <label className="find">
        <Icon name="find" size={17} />
        <input
          type="search"
          value={words}
          placeholder={strings.findSession}
          aria-label={strings.findSession}
          onChange={(event) => setWords(event.target.value)}
        />
      </label>
      {items.length === 0 && status === 'ready' && (
        <p className="none">{state.readsOnly ? strings.emptyReader : strings.noSessions}</p>
      )}
      {items.length > 0 && shown.length === 0 && <p className="none">{strings.noSessionFound}</p>}
      {status === 'failed' && (
        <p className="none" role="alert" {...nextFocus('.session-open')}>
          {strings.sessionsFailed}{' '}
          <button type="button" className="link-button" onClick={store.loadSessions}>
            {strings.tryAgain}
          </button>
        </p>
      )}
      <ul>
        {shown.map((session, index) => (
          <SessionRow
            key={session.id}
            session={session}
            neighbourId={(shown[index + 1] ?? shown[index - 1])?.id}
            isCurrent={session.id === state.current.id}
            canChange={!state.readsOnly}
            onOpen={() => {
              store.select(session.id);
              onDone();
            }}
          />
        ))}
      </ul>
      {nextCursor && (
        <button
          type="button"
          className="older"
          {...nextFocus('.session:last-child .session-open')}
          onClick={store.loadMoreSessions}
        >
          {strings.more}
        </button>
      )}
    </div>
  );
}
