import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { OfferedAction } from '../../core/contracts/quick-actions.js';
import { widgetLimits } from '../core/limits.js';
import { waitingTurns } from '../core/waiting-turns.js';
import { Icon } from './icon.js';
import { useLanguage, useStrings } from './locale.js';
import { sendQuickAction } from './quick-action.js';
import { QuickMenu } from './quick-menu.js';
import { contextName } from './session-name.js';
import { useAside } from './use-aside.js';
import { useAutosize } from './use-autosize.js';
import { useDraft } from './use-draft.js';
import { nextFocus } from './use-focus-keeper.js';

interface ComposerProps {
  onContext: () => void;
  /** Whether the field may take the focus when it appears. */
  mayFocus: () => boolean;
}

/** Enter sends, Shift+Enter breaks the line; while an answer is written the button stops it. */
export function Composer({ onContext, mayFocus }: ComposerProps) {
  const { state, store } = useAside();
  const strings = useStrings();
  const language = useLanguage();
  const [text, setText] = useDraft(store, state);
  const [full, setFull] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const mayTake = useRef(mayFocus);
  useAutosize(field);
  useEffect(() => {
    const { current } = field;
    if (!current || !mayTake.current() || !matchMedia('(pointer: fine)').matches) return;
    current.focus({ preventScroll: true });
    current.setSelectionRange(current.value.length, current.value.length);
  }, []);

  const { conversation, context } = state.current;
  const length = text.length < widgetLimits.countFrom ? text.length : [...text].length;
  const sendable = text.trim() !== '' && length <= widgetLimits.codePoints;
  const running =
    Object.values(conversation.turns).find((turn) => turn.stage !== 'queued') ??
    waitingTurns(conversation)[0];
  const stopping = running?.stopping === true;
  const about = contextName(context);
  const elsewhere = state.typing === state.userId ? strings.typingElsewhere : strings.someoneTyping;
  const typingWords = state.typing === null ? '' : elsewhere;

  const send = () => {
    if (!sendable) return;
    const taken = store.send(text);
    setFull(!taken);
    if (taken) setText('');
    field.current?.focus();
  };
  const choose = (action: OfferedAction) => {
    const taken = sendQuickAction(store, action, language, text);
    setFull(!taken);
    if (taken) setText('');
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a word; some browsers say so only by key code 229.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229)
      return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {length >= widgetLimits.countFrom && <Room left={widgetLimits.codePoints - length} />}
      {full && (
        <p className="count over" role="alert">
          {strings.errors.OUTBOX_FULL}
        </p>
      )}
      <div className="box">
        <textarea
          ref={field}
          rows={1}
          value={text}
          aria-label={strings.yourMessage}
          placeholder={conversation.entries.length === 0 ? strings.placeholderFirst : strings.placeholderNext}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <div className="row">
          <button
            type="button"
            className="chip"
            aria-label={about ? strings.editContext(about) : strings.addContext}
            {...nextFocus('.context input')}
            onClick={onContext}
          >
            <span>{about || strings.addContext}</span>
          </button>
          <QuickMenu onChoose={choose} />
          <span className="typing">{typingWords}</span>
          {running && (
            <button
              type="button"
              className="send stop"
              aria-label={stopping ? strings.stopping : strings.stop}
              title={stopping ? strings.stopping : strings.stop}
              disabled={stopping}
              {...nextFocus('.composer textarea')}
              onClick={() => {
                store.stopTurn(running.id);
                field.current?.focus();
              }}
            >
              <Icon name="stop" />
            </button>
          )}
          {(!running || text.trim() !== '') && (
            <button
              type="submit"
              className="send"
              aria-label={strings.send}
              title={strings.send}
              disabled={!sendable}
              {...nextFocus('.composer textarea')}
            >
              <Icon name="send" />
            </button>
          )}
        </div>
      </div>
    </form>
  );
}

function Room({ left }: { left: number }) {
  const strings = useStrings();
  return (
    <p className={left < 0 ? 'count over' : 'count'} role="status">
      {left < 0 ? strings.charactersOver(-left, widgetLimits.codePoints) : strings.charactersLeft(left)}
    </p>
  );
}
