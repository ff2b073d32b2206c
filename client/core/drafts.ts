import type { Keepsake } from './keepsake.js';
import { clientLimits } from './limits.js';

/**
 * What is being typed, by session; `null` is the one that does not exist yet. Held here from the first
 * character on, so that no panel that closes takes text with it; written to the keepsake a moment later.
 */
export interface Drafts {
  read(sessionId: string | null): string;
  write(sessionId: string | null, text: string): void;
  /** In place of a message, of which one at a time is edited. */
  readEdit(sessionId: string | null, messageId: string): string;
  writeEdit(sessionId: string | null, messageId: string, text: string): void;
  /** The session is no more. */
  drop(sessionId: string): void;
  /** What was typed for one session belongs to another now, unless that has a draft of its own. */
  move(from: string | null, to: string | null): void;
  /** The keepsake has opened: what was typed before counts, and goes in. */
  keep(): void;
  /** Writes what is not in the keepsake yet. */
  flush(): void;
}

export function createDrafts(keepsake: Keepsake): Drafts {
  /** Drafts that changed in this page: at most two for each session that was written in. */
  const typed = new Map<string, string>();
  const unsaved = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const nameOf = (sessionId: string | null) => `draft:${sessionId ?? 'new'}`;

  function flush(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    for (const name of unsaved) keepsake.write(name, typed.get(name) ?? null);
    unsaved.clear();
  }
  function set(name: string, text: string): void {
    typed.set(name, text);
    unsaved.add(name);
    timer ??= setTimeout(flush, clientLimits.saveDraftMs);
  }
  const editName = (sessionId: string | null) => `${nameOf(sessionId)}:edit`;
  const held = (name: string) => typed.get(name) ?? keepsake.read(name) ?? '';
  const read = (sessionId: string | null) => held(nameOf(sessionId));
  const write = (name: string, text: string) => {
    if (text !== held(name)) set(name, text);
  };

  return {
    read,
    write: (sessionId, text) => write(nameOf(sessionId), text),
    readEdit: (sessionId, messageId) => {
      const edit = held(editName(sessionId));
      return edit.startsWith(`${messageId} `) ? edit.slice(messageId.length + 1) : '';
    },
    writeEdit: (sessionId, messageId, text) =>
      write(editName(sessionId), text === '' ? '' : `${messageId} ${text}`),
    drop: (sessionId) => {
      for (const name of [nameOf(sessionId), editName(sessionId)]) write(name, '');
    },
    move: (from, to) => {
      const text = read(from);
      if (text === '' || read(to) !== '') return;
      set(nameOf(to), text);
      set(nameOf(from), '');
    },
    keep: () => {
      for (const [name, text] of typed) {
        if (text === '') typed.delete(name);
        else unsaved.add(name);
      }
      flush();
    },
    flush,
  };
}
