import type { PostMessageBody } from '../../core/contracts/http.js';
import type { Problem } from './conversation.js';
import type { Keepsake } from './keepsake.js';
import { clientLimits } from './limits.js';
import type { DraftContext } from './state.js';

/** A message of this user that the server has not accepted yet. */
export interface Letter {
  /** Idempotency key, and client id of the message. */
  key: string;
  /** As it is shown. */
  content: string;
  /** What is posted, where that is not the content alone. */
  body?: PostMessageBody;
  createdAt: string;
  /** Counts up in the order typed. */
  order: number;
  /** The session it goes to; null until the first message of its place has made one. */
  sessionId: string | null;
  /** Where it was typed; the letters of one place go to one session. */
  place: string;
  /** Context for the session it makes. */
  context: DraftContext;
  /** A session may have been made for it already. */
  tried: boolean;
  /** Why it was refused; null while it waits. */
  problem: Problem | null;
  /** Position of the last message when it was refused, if that was on screen. */
  after?: number | undefined;
}

/**
 * Keeps letters until they are accepted or thrown away, over pages and reloads. Each is an item of its own, so
 * that two tabs do not overwrite one another's; sent twice, it is the same message by its key.
 */
export interface LetterBox {
  /** False when it is full and the letter is new: nothing was kept. */
  put(letter: Letter): boolean;
  change(key: string, change: Partial<Letter>): void;
  drop(key: string): void;
  /** The same, and no other tab sends it. */
  withdraw(key: string): void;
  get(key: string): Letter | null;
  /** The same, after what another tab may have done with it: begun to send it, or sent it. */
  reread(key: string): Letter | null;
  /** In the order typed. */
  all(): readonly Letter[];
  /** The keepsake has opened: what an earlier page left is taken up, what came before is written. */
  keep(): void;
}

export function createLetterBox(keepsake: Keepsake, now: () => number = Date.now): LetterBox {
  const letters = new Map<string, Letter>();
  /** Those that were in the keepsake: gone from it, another tab has sent them, or somebody has emptied it. */
  const stored = new Set<string>();
  const read = (key: string) => readLetter(keepsake.read(`letter:${key}`));
  const isWithdrawn = (key: string) => keepsake.read(`letter:${key}`) === withdrawn;
  const write = (letter: Letter) => {
    letters.set(letter.key, letter);
    keepsake.write(`letter:${letter.key}`, JSON.stringify(letter));
    if (read(letter.key)) stored.add(letter.key);
  };
  return {
    put: (letter) => {
      if (!letters.has(letter.key) && letters.size >= clientLimits.letters) return false;
      write(letter);
      return true;
    },
    change: (key, change) => {
      const letter = letters.get(key);
      if (letter && !isWithdrawn(key)) write({ ...letter, ...change });
    },
    drop: (key) => {
      stored.delete(key);
      if (letters.delete(key)) keepsake.write(`letter:${key}`, null);
    },
    withdraw: (key) => {
      stored.delete(key);
      if (letters.delete(key)) keepsake.write(`letter:${key}`, withdrawn);
    },
    get: (key) => letters.get(key) ?? null,
    reread: (key) => {
      const held = letters.get(key);
      if (!held || !stored.has(key)) return held ?? null;
      if (isWithdrawn(key)) {
        letters.delete(key);
        return null;
      }
      const kept = read(key);
      const now = {
        ...held,
        sessionId: held.sessionId ?? kept?.sessionId ?? null,
        tried: held.tried || (kept?.tried ?? true),
      };
      letters.set(key, now);
      return now;
    },
    all: () => [...letters.values()].sort((a, b) => a.order - b.order),
    keep: () => {
      for (const letter of letters.values()) write(letter);
      for (const name of keepsake.names('letter:')) {
        const letter = readLetter(keepsake.read(name));
        if (keepsake.read(name) === withdrawn) keepsake.write(name, null);
        if (!letter || letters.has(letter.key) || letters.size >= clientLimits.letters) continue;
        stored.add(letter.key);
        const isOld = now() - Date.parse(letter.createdAt) > clientLimits.letterMs;
        letters.set(letter.key, isOld && !letter.problem ? { ...letter, problem: waitedTooLong } : letter);
      }
    },
  };
}

/** Stands for a letter until the next page comes, for the tabs that hold it. */
const withdrawn = 'withdrawn';

/** Whether it arrived can no longer be found out by sending it: the user sees history, and decides. */
const waitedTooLong: Problem = { code: 'WAITED_TOO_LONG', message: 'It waited for more than a day.' };

function readLetter(text: string | null): Letter | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isLetter(value) ? value : null;
  } catch {
    return null;
  }
}

function isLetter(value: unknown): value is Letter {
  if (typeof value !== 'object' || value === null) return false;
  const { key, content, createdAt, order, place }: Partial<Record<keyof Letter, unknown>> = value;
  return (
    [key, content, createdAt, place].every((text) => typeof text === 'string') && typeof order === 'number'
  );
}
