import { Icon, iconNamed } from './icon.js';
import { useLanguage, useStrings } from './locale.js';
import { sendQuickAction } from './quick-action.js';
import { useAside } from './use-aside.js';
import { nextFocus } from './use-focus-keeper.js';

/** As many as are read at a glance; all others are in the menu below. */
const SHOWN = 3;

/** Before the first question: what could be asked, for the client at hand. */
export function EmptyState() {
  const { state, store } = useAside();
  const strings = useStrings();
  const language = useLanguage();
  if (state.readsOnly) {
    return (
      <div className="empty">
        <p className="quiet">{strings.emptyReader}</p>
      </div>
    );
  }
  const client = state.current.context.client_name ?? null;
  const offered = state.quickActions.filter((action) => !action.needs_history).slice(0, SHOWN);
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
        {offered.map((action) => (
          <button key={action.id} type="button" onClick={() => sendQuickAction(store, action, language)}>
            <Icon name={iconNamed(action.icon)} />
            <span>
              <b>{action.question}</b>
              <span>{action.detail}</span>
            </span>
          </button>
        ))}
      </div>
    </div>
  );
}
