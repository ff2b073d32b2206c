/**
 * What the widget remembers between pages: small strings under a common prefix. Storage that is full, blocked
 * or absent (private windows, sandboxed frames) is no reason to fail: then nothing is remembered.
 */
export interface Keepsake {
  read(name: string): string | null;
  write(name: string, value: string | null): void;
}

/** Longest value kept, in UTF-16 units: a full draft fits. */
const MAX_LENGTH = 40_000;

export function createKeepsake(deps: { storage: Storage | null; prefix: string }): Keepsake {
  return {
    read: (name) => {
      try {
        return deps.storage?.getItem(deps.prefix + name) ?? null;
      } catch {
        return null;
      }
    },
    write: (name, value) => {
      try {
        if (value === null || value === '') deps.storage?.removeItem(deps.prefix + name);
        else if (value.length <= MAX_LENGTH) deps.storage?.setItem(deps.prefix + name, value);
      } catch {
        // Not remembered; nothing else depends on it.
      }
    },
  };
}
