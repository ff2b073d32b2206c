import type { Member } from './member.js';

/** What has been started, to be ended in the opposite order, whatever happened in between. */
export interface Undo {
  with<T>(started: Promise<T>, end: (value: T) => Promise<unknown>): Promise<T>;
  /** Starts them all; ends them by SIGKILL. */
  members(members: readonly Member[]): Promise<void>;
  all(): Promise<void>;
}

export function createUndo(): Undo {
  const ends: (() => Promise<unknown>)[] = [];
  return {
    with: async (started, end) => {
      const value = await started;
      ends.push(() => end(value));
      return value;
    },
    members: async (members) => {
      ends.push(async () => {
        await Promise.all(members.map((member) => member.end('SIGKILL')));
      });
      await Promise.all(members.map((member) => member.start()));
    },
    all: async () => {
      for (const end of ends.splice(0).reverse()) await end().catch(() => undefined);
    },
  };
}
