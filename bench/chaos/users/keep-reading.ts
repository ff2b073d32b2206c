import { setTimeout as pause } from 'node:timers/promises';
import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** Between two tries to connect, at random up to this. */
const RECONNECT_MS = 300;

/** A stream that is opened again whenever it ends, until it is closed. */
export interface KeptStream {
  /** How long it was without life after it broke, each time, in milliseconds. */
  resumesMs: number[];
  /** Ends the connection; it comes back by itself. */
  cut(): void;
  /** Takes nothing more from its socket, and does not come back, until `resume`. */
  pause(): void;
  resume(): void;
  close(): void;
}

/** @param open asks for the stream; what it rejects with, and what is no stream, is tried again */
export function keepReading(
  open: (signal: AbortSignal) => Promise<Response>,
  onEvent: (event: EventSourceMessage) => void,
): KeptStream {
  const resumesMs: number[] = [];
  let brokenAt: number | null = null;
  let paused: { until: Promise<void>; end: () => void } | null = null;
  let connection = new AbortController();
  let closed = false;

  const hear = (event: EventSourceMessage) => {
    if (brokenAt !== null) resumesMs.push(performance.now() - brokenAt);
    brokenAt = null;
    onEvent(event);
  };
  const readOnce = async () => {
    const answer = await open(connection.signal);
    if (!answer.ok) return void (await answer.body?.cancel());
    const parser = createParser({ onEvent: hear });
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      await paused?.until;
      parser.feed(decoder.decode(chunk, { stream: true }));
    }
  };
  const readOn = async () => {
    while (!closed) {
      await paused?.until;
      connection = new AbortController();
      // Cut, refused or reset: all one to a reader, who comes back.
      await readOnce().catch(() => undefined);
      if (closed) return;
      brokenAt ??= performance.now();
      await pause(Math.random() * RECONNECT_MS);
    }
  };
  void readOn();

  const resume = () => {
    paused?.end();
    paused = null;
  };
  return {
    resumesMs,
    cut: () => connection.abort(),
    pause: () => {
      if (paused) return;
      let end = () => {};
      const until = new Promise<void>((resolve) => {
        end = resolve;
      });
      paused = { until, end };
    },
    resume,
    close: () => {
      closed = true;
      resume();
      connection.abort();
    },
  };
}
