import { useEffect, useRef, useState } from 'react';
import { useStrings } from './locale.js';

interface RenameFormProps {
  title: string;
  onSave: (title: string) => void;
  onCancel: () => void;
}

export function RenameForm({ title, onSave, onCancel }: RenameFormProps) {
  const strings = useStrings();
  const [name, setName] = useState(title);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      className="rename"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') onSave(name.trim());
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onCancel();
      }}
    >
      <input
        ref={field}
        // A new name usually replaces the old one.
        onFocus={(event) => event.currentTarget.select()}
        value={name}
        maxLength={200}
        aria-label={strings.sessionTitle}
        onChange={(event) => setName(event.target.value)}
      />
      <button type="submit" className="button">
        {strings.save}
      </button>
      <button type="button" className="button" onClick={onCancel}>
        {strings.cancel}
      </button>
    </form>
  );
}
