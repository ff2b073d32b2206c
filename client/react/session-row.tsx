import { type KeyboardEvent, useState } from 'react';
import type { WireSession } from '../../core/contracts/shapes.js';
import { takesMessages } from '../core/takes-messages.js';
import { IconButton } from './icon-button.js';
import { useLanguage, useStrings } from './locale.js';
import { withoutMarks } from './markdown/plain-text.js';
import { RenameForm } from './rename-form.js';
import { since } from './times.js';
import { useStore } from './use-aside.js';
import { nextFocus } from './use-focus-keeper.js';

const moreIn = (sessionId: string) => `[data-session="${sessionId}"] .session-top .icon-button`;

interface SessionRowProps {
  session: WireSession;
  /** The row that takes the focus when this one goes away. */
  neighbourId: string | undefined;
  isCurrent: boolean;
  /** Whether anything can be done with it but to read. */
  canChange: boolean;
  onOpen: () => void;
}

/** The beginning of what was said last, as it is shown. */
export const lastWords = (message: WireSession['last_message']) =>
  withoutMarks(message?.content ?? '').slice(0, 240);

/** A session in the list: name, when, the last words, and what can be done with it. */
export function SessionRow({ session, neighbourId, isCurrent, canChange, onOpen }: SessionRowProps) {
  const store = useStore();
  const strings = useStrings();
  const language = useLanguage();
  const [mode, setMode] = useState<'plain' | 'actions' | 'rename' | 'delete'>('plain');
  const title = session.title ?? strings.untitled;
  const isClosed = !takesMessages(session);
  const row = {
    'data-session': session.id,
    ...nextFocus(moreIn(session.id), moreIn(neighbourId ?? ''), '.sessions input'),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || mode === 'plain') return;
    event.stopPropagation();
    setMode('plain');
  };
  const done = (action: () => void) => () => {
    action();
    setMode('plain');
  };

  if (mode === 'rename') {
    return (
      <li className="session" {...row}>
        <RenameForm
          title={session.title ?? ''}
          onSave={(next) => done(() => store.rename(session.id, next))()}
          onCancel={() => setMode('plain')}
        />
      </li>
    );
  }
  return (
    <li className={isCurrent ? 'session on' : 'session'} {...row} onKeyDown={onKeyDown}>
      <div className="session-top">
        <button
          type="button"
          className="session-open"
          aria-current={isCurrent ? 'true' : undefined}
          {...nextFocus('.composer textarea')}
          onClick={onOpen}
        >
          <b>{title}</b>
          <time dateTime={session.last_activity}>
            {since(session.last_activity, new Date(), language, strings)}
          </time>
          <span className="last">{lastWords(session.last_message)}</span>
          {isClosed && <span className="tag plain">{strings.closed}</span>}
        </button>
        {canChange && (
          <IconButton
            small
            name="more"
            label={strings.sessionActions(title)}
            expanded={mode !== 'plain'}
            onClick={() => setMode(mode === 'plain' ? 'actions' : 'plain')}
          />
        )}
      </div>
      {mode === 'actions' && (
        <div className="session-actions">
          <button
            type="button"
            className="button"
            {...nextFocus('.rename input')}
            onClick={() => setMode('rename')}
          >
            {strings.rename}
          </button>
          <button
            type="button"
            className="button"
            onClick={done(() => store.setClosed(session.id, !isClosed))}
          >
            {isClosed ? strings.reopenSession : strings.closeSession}
          </button>
          <button
            type="button"
            className="button"
            {...nextFocus('.session .keep')}
            onClick={() => setMode('delete')}
          >
            {strings.deleteSession}
          </button>
        </div>
      )}
      {mode === 'delete' && (
        <div className="session-actions">
          <span>{strings.deleteQuestion}</span>
          <button type="button" className="button danger" onClick={done(() => store.remove(session.id))}>
            {strings.deleteSession}
          </button>
          <button type="button" className="button keep" onClick={() => setMode('plain')}>
            {strings.keep}
          </button>
        </div>
      )}
    </li>
  );
}
