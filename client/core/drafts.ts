import type { Keepsake } from './keepsake.js';
import { clientLimits } from './limits.js';

/**
 * What is being typed, by session, or by message where one is edited; `null` is the session that does not exist yet. Held here from the first
 * character on, so that no panel that closes takes text with it; written to the keepsake a moment later.
 */
export interface Drafts {
  read(id: string | null): string;
  write(id: string | null, text: string): void;
  /** What was typed for one session belongs to another now, unless that has a draft of its own. */
  move(from: string | null, to: string | null): void;
  /** The keepsake has opened: what was typed before counts, and goes in. */
  keep(): void;
  /** Writes what is not in the keepsake yet. */
  flush(): void;
}

export function createDrafts(keepsake: Keepsake): Drafts {
  /** Drafts that changed in this page: at most one for each session that was written in, and each message. */
  const typed = new Map<string, string>();
  const unsaved = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const nameOf = (id: string | null) => `draft:${id ?? 'new'}`;

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
  const read = (id: string | null) => {
    const name = nameOf(id);
    return typed.get(name) ?? keepsake.read(name) ?? '';
  };

  return {
    read,
    write: (id, text) => {
      if (text !== read(id)) set(nameOf(id), text);
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
