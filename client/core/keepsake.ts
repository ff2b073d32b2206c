import { clientLimits } from './limits.js';

/**
 * What the widget remembers between pages: small strings under a common prefix. Storage that is full, blocked
 * or absent (private windows, sandboxed frames) is no reason to fail: then nothing is remembered.
 */
export interface Keepsake {
  read(name: string): string | null;
  write(name: string, value: string | null): void;
  /** Tells of what another tab of this user has written under one of `names`. The returned function ends it. */
  watch(names: readonly string[], listener: (name: string, value: string | null) => void): () => void;
  /** Everything remembered under names that begin so. */
  names(beginning: string): string[];
}

/** `prefix` is asked each time; while it is null nothing is read or written. */
export function createKeepsake(deps: { storage: Storage | null; prefix: () => string | null }): Keepsake {
  function tried<T>(otherwise: T, use: (storage: Storage, prefix: string) => T): T {
    const prefix = deps.prefix();
    if (!deps.storage || prefix === null) return otherwise;
    try {
      return use(deps.storage, prefix);
    } catch {
      return otherwise;
    }
  }
  return {
    read: (name) => tried<string | null>(null, (storage, prefix) => storage.getItem(prefix + name)),
    write: (name, value) =>
      tried<void>(undefined, (storage, prefix) => {
        if (value === null || value === '') storage.removeItem(prefix + name);
        else if (value.length <= clientLimits.keepsakeLength) storage.setItem(prefix + name, value);
      }),
    watch: (names, listener) => {
      if (typeof window === 'undefined') return () => undefined;
      const onStorage = ({ key, newValue, storageArea }: StorageEvent) => {
        const prefix = deps.prefix();
        if (prefix === null || storageArea !== deps.storage) return;
        const name = names.find((one) => key === prefix + one);
        if (name !== undefined) listener(name, newValue);
      };
      window.addEventListener('storage', onStorage);
      return () => window.removeEventListener('storage', onStorage);
    },
    names: (beginning) =>
      tried<string[]>([], (storage, prefix) =>
        Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
          .filter((key) => key.startsWith(prefix + beginning))
          .map((key) => key.slice(prefix.length)),
      ),
  };
}
