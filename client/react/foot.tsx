import { takesMessages } from '../core/takes-messages.js';
import { Composer } from './composer.js';
import { useStrings } from './locale.js';
import { useAside } from './use-aside.js';
import { nextFocus } from './use-focus-keeper.js';

interface FootProps {
  onContext: () => void;
  /** Whether the field may take the focus when it appears. */
  mayFocus: () => boolean;
}

/** Where one writes, or, where nothing can be written, a sentence that says so. */
export function Foot(props: FootProps) {
  const { state, store } = useAside();
  const strings = useStrings();
  const { key, session } = state.current;
  if (state.readsOnly) return <p className="foot quiet">{strings.readsOnly}</p>;
  if (session && !takesMessages(session)) {
    return (
      <div className="foot" {...nextFocus('.composer textarea')}>
        <p className="quiet">{strings.sessionClosed}</p>
        <div className="form-buttons">
          <button type="button" className="button primary" onClick={store.startNew}>
            {strings.newSession}
          </button>
          <button type="button" className="button" onClick={() => store.setClosed(session.id, false)}>
            {strings.reopenSession}
          </button>
        </div>
      </div>
    );
  }
  return <Composer key={`composer-${key}`} {...props} />;
}
