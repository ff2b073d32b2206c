import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { widgetLimits } from '../core/limits.js';
import { useStrings } from './locale.js';
import { useAutosize } from './use-autosize.js';
import { nextFocus } from './use-focus-keeper.js';

interface EditFormProps {
  /** What it begins with. */
  content: string;
  onChange: (text: string) => void;
  /** Its user has just asked for it, and it takes the focus. */
  isAskedFor: boolean;
  /** False: it could not be taken. */
  onSend: (content: string) => boolean;
  onCancel: () => void;
}

/** The last question, where it stands, to be changed and sent again. Enter sends, Escape leaves it as it was. */
export function EditForm({ content, onChange, isAskedFor, onSend, onCancel }: EditFormProps) {
  const strings = useStrings();
  const [text, setText] = useState(content);
  const field = useRef<HTMLTextAreaElement>(null);
  const mayTake = useRef(isAskedFor);
  useAutosize(field);
  useEffect(() => {
    if (!mayTake.current) return;
    const { current } = field;
    current?.focus({ preventScroll: true });
    current?.setSelectionRange(current.value.length, current.value.length);
    current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const sendable = text.trim() !== '' && [...text].length <= widgetLimits.codePoints;
  const send = () => {
    if (sendable) onSend(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') {
      // The widget would be minimised.
      event.stopPropagation();
      onCancel();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  };
  return (
    <form
      className="edit"
      {...nextFocus('.mine .edit-button', '.composer textarea')}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="box">
        <textarea
          ref={field}
          rows={1}
          value={text}
          aria-label={strings.editQuestion}
          onChange={(event) => {
            setText(event.target.value);
            onChange(event.target.value);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="form-buttons">
        <button type="button" className="button" onClick={onCancel}>
          {strings.cancel}
        </button>
        <button type="submit" className="button primary" disabled={!sendable}>
          {strings.send}
        </button>
      </div>
    </form>
  );
}
