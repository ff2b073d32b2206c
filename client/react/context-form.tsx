import { useEffect, useRef, useState } from 'react';
import type { DraftContext } from '../core/state.js';
import { useStrings } from './locale.js';
import { useAside } from './use-aside.js';
import { nextFocus } from './use-focus-keeper.js';
import { useOnline } from './use-online.js';

const fields = ['client_name', 'meeting_type', 'project_context'] as const;
type Texts = Record<(typeof fields)[number], string>;

function textsOf(context: DraftContext): Texts {
  const text = (name: keyof Texts) => context[name] ?? '';
  return {
    client_name: text('client_name'),
    meeting_type: text('meeting_type'),
    project_context: text('project_context'),
  };
}

/** For whom and what the session is; can change in the middle of it. */
export function ContextForm({ onDone }: { onDone: () => void }) {
  const { state, store } = useAside();
  const strings = useStrings();
  const [before] = useState(() => textsOf(state.current.context));
  const [texts, setTexts] = useState(before);
  const [saving, setSaving] = useState(false);
  const [failed, setFailed] = useState(false);
  const online = useOnline();
  const isThere = useRef(true);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);
  const field = (name: keyof Texts) => ({
    value: texts[name],
    readOnly: saving,
    onChange: ({ target }: { target: { value: string } }) => setTexts({ ...texts, [name]: target.value }),
  });
  const save = async () => {
    // Only what was changed: the rest may have changed elsewhere, or was not read yet when the form was opened.
    const changed = fields.filter((name) => texts[name].trim() !== before[name].trim());
    const context = Object.fromEntries(changed.map((name) => [name, texts[name].trim() || null]));
    setSaving(true);
    setFailed(false);
    const taken = changed.length === 0 || (await store.setContext(context));
    // Who has left it meanwhile is somewhere else.
    if (!isThere.current) return;
    setSaving(false);
    setFailed(!taken);
    if (taken) onDone();
  };
  return (
    <form
      className="context"
      {...nextFocus('.composer .chip')}
      onSubmit={(event) => {
        event.preventDefault();
        if (!saving) void save();
      }}
    >
      <p>{strings.contextNote}</p>
      <label>
        <span className="field-name">{strings.clientName}</span>
        <input {...field('client_name')} maxLength={200} />
      </label>
      <label>
        <span className="field-name">{strings.meetingType}</span>
        <input {...field('meeting_type')} maxLength={200} placeholder={strings.meetingTypeExample} />
      </label>
      <label>
        <span className="field-name">{strings.projectContext}</span>
        <textarea
          {...field('project_context')}
          rows={5}
          maxLength={4000}
          placeholder={strings.projectContextExample}
        />
      </label>
      {failed && (
        <p className="failed" role="alert">
          {!online && `${strings.noConnection} `}
          {online && state.connection.word === 'offline' && `${strings.notReached} `}
          {strings.notSaved}
        </p>
      )}
      <div className="form-buttons">
        <button type="submit" className="button primary" aria-disabled={saving}>
          {strings.save}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {strings.cancel}
        </button>
      </div>
    </form>
  );
}
