import { serve } from '../rpc.js';
import { openPostConnection, type PostConnection } from './http.js';
import { assembledText, openStream, type Stream } from './stream.js';
import type { SessionPaths, Target } from './target.js';

/* The users: a process of its own that opens streams, posts messages, and notes when what came back. */

/** An answer that takes longer is a failure of the bench, or of the stack. */
const TURN_LIMIT_MS = 60_000;
/** Streams that are opened at once. */
const OPENING = 20;

interface Reader {
  session: SessionPaths;
  stream: Stream;
}

export interface Turns {
  content: string;
  /** Readers that ask at the same time; each asks `turns` times, one after the other. */
  concurrency: number;
  turns: number;
  /** The first questions come so far apart. */
  staggerMs: number;
}

/** Milliseconds of each turn from the moment of sending the message; and of all of them, since 1970. */
export interface TurnTimes {
  acceptedMs: number[];
  firstTokenMs: number[];
  startedAt: number;
  endedAt: number;
}

let target: Target | null = null;
let readers: Reader[] = [];
/** What was begun and is to be waited for. */
let running: Promise<TurnTimes> | null = null;
let begun = 0;
/** Why what was begun will never end well; `finish` tells it too. */
let failure: string | null = null;
const note = (error: Error) => {
  failure = error.message;
};

const methods = {
  /** Opens a stream for each session, in place of those that are open. */
  open: async (options: { target: Target; sessions: SessionPaths[] }) => {
    close();
    target = options.target;
    for (let at = 0; at < options.sessions.length; at += OPENING) {
      const opened = options.sessions.slice(at, at + OPENING).map(async (session): Promise<Reader> => {
        return { session, stream: await openStream(options.target, session) };
      });
      readers.push(...(await Promise.all(opened)));
    }
  },
  /** Begins to ask; `finish` has the times. */
  begin: (options: Turns) => {
    begun = 0;
    failure = null;
    running = ask(options);
    running.catch(note);
  },
  /** Waits for the end of one answer on each stream that nobody here asked for. */
  expect: () => {
    failure = null;
    running = watch();
    running.catch(note);
  },
  finish: async (): Promise<TurnTimes> => {
    if (!running) throw new Error('nothing was begun');
    return await running;
  },
  /** How many of the turns have come to their first text, and how much text has come in all of them. */
  progress: () => ({
    begun,
    failure,
    units: readers.reduce((sum, { stream }) => sum + stream.received(), 0),
    at: now(),
  }),
  /** Asks on the first stream and answers with the text that its events make; null when they do not fit. */
  transcript: async (content: string): Promise<string | null> => {
    const [reader] = readers;
    if (!reader || !target) throw new Error('no stream is open');
    reader.stream.keep();
    const times = { acceptedMs: [], firstTokenMs: [], startedAt: 0, endedAt: 0 };
    const posts = await openPostConnection(target.port);
    await turn(reader, posts, content, times);
    posts.close();
    return assembledText(reader.stream.kept());
  },
  close: () => close(),
};

export type LoadMethods = typeof methods;

async function ask({ content, concurrency, turns, staggerMs }: Turns): Promise<TurnTimes> {
  const times: TurnTimes = { acceptedMs: [], firstTokenMs: [], startedAt: now(), endedAt: 0 };
  const left = [...readers];
  const user = async (place: number) => {
    if (staggerMs > 0) await new Promise((resolve) => setTimeout(resolve, place * staggerMs));
    for (let reader = left.shift(); reader; reader = left.shift()) {
      const posts = await openPostConnection(target?.port ?? 0);
      for (let count = 0; count < turns; count++) await turn(reader, posts, content, times);
      posts.close();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, (_, place) => user(place)));
  times.endedAt = now();
  return times;
}

/** One question and its answer. */
async function turn(
  { stream, session }: Reader,
  posts: PostConnection,
  content: string,
  times: TurnTimes,
): Promise<void> {
  const headers = { ...session.headers, 'Idempotency-Key': crypto.randomUUID() };
  const body = JSON.stringify({ content });
  const sentAt = performance.now();
  const answered = answerOn(stream, () => {
    begun++;
    times.firstTokenMs.push(performance.now() - sentAt);
  });
  const accepted = posts.post(session.messages, headers, body).then(() => {
    times.acceptedMs.push(performance.now() - sentAt);
  });
  await Promise.all([answered, accepted]);
}

async function watch(): Promise<TurnTimes> {
  const times: TurnTimes = { acceptedMs: [], firstTokenMs: [], startedAt: now(), endedAt: 0 };
  await Promise.all(readers.map(({ stream }) => answerOn(stream, () => {})));
  times.endedAt = now();
  return times;
}

function answerOn(stream: Stream, first: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => end(new Error('an answer did not end in time')), TURN_LIMIT_MS);
    const end = (error: Error | null) => {
      clearTimeout(limit);
      if (error) reject(error);
      else resolve();
    };
    stream.expect({ first, end });
  });
}

function close(): void {
  for (const { stream } of readers) stream.close();
  readers = [];
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

serve(methods);
