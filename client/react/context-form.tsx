import { useState } from 'react';
import { useStrings } from './locale.js';
import { useAside } from './use-aside.js';
import { nextFocus } from './use-focus-keeper.js';

/** For whom and what the session is; can change in the middle of it. */
export function ContextForm({ onDone }: { onDone: () => void }) {
  const { state, store } = useAside();
  const strings = useStrings();
  const { context } = state.current;
  const [client, setClient] = useState(context.client_name ?? '');
  const [meeting, setMeeting] = useState(context.meeting_type ?? '');
  const [project, setProject] = useState(context.project_context ?? '');
  return (
    <form
      className="context"
      {...nextFocus('.composer .chip')}
      onSubmit={(event) => {
        event.preventDefault();
        store.setContext({
          client_name: client.trim() || null,
          meeting_type: meeting.trim() || null,
          project_context: project.trim() || null,
        });
        onDone();
      }}
    >
      <p>{strings.contextNote}</p>
      <label>
        <span className="field-name">{strings.clientName}</span>
        <input value={client} maxLength={200} onChange={(event) => setClient(event.target.value)} />
      </label>
      <label>
        <span className="field-name">{strings.meetingType}</span>
        <input
          value={meeting}
          maxLength={200}
          placeholder={strings.meetingTypeExample}
          onChange={(event) => setMeeting(event.target.value)}
        />
      </label>
      <label>
        <span className="field-name">{strings.projectContext}</span>
        <textarea
          value={project}
          rows={5}
          maxLength={4000}
          placeholder={strings.projectContextExample}
          onChange={(event) => setProject(event.target.value)}
        />
      </label>
      <div className="form-buttons">
        <button type="submit" className="button primary">
          {strings.save}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {strings.cancel}
        </button>
      </div>
    </form>
  );
}
