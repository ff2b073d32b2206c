import { Icon } from './icon.js';
import { useStrings } from './locale.js';
import { useAside } from './use-aside.js';
import { nextFocus } from './use-focus-keeper.js';

/** Before the first question: what could be asked, for the client at hand. */
export function EmptyState() {
  const { state, store } = useAside();
  const strings = useStrings();
  if (state.readsOnly) {
    return (
      <div className="empty">
        <p className="quiet">{strings.emptyReader}</p>
      </div>
    );
  }
  const client = state.current.context.client_name ?? null;
  return (
    <div className="empty">
      <span className="empty-mark">
        <Icon name="mark" size={34} />
      </span>
      <div>
        <h3>{strings.emptyQuestion(client)}</h3>
        <p>{strings.emptyNote}</p>
      </div>
      <div className="quick" {...nextFocus('.composer textarea')}>
        {strings.quickActions.map(({ icon, question, detail }) => (
          <button key={icon} type="button" onClick={() => store.send(question)}>
            <Icon name={icon} />
            <span>
              <b>{question}</b>
              <span>{detail}</span>
            </span>
          </button>
        ))}
      </div>
    </div>
  );
}
