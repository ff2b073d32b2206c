import { createAuthorizedFetch } from '../../../client/core/authorized-fetch.js';
import { type ConnectionState, createEventStream, type EventStream } from '../../../client/core/stream.js';
import type { StreamLimits } from '../../../client/core/stream-limits.js';
import { createTokenSource } from '../../../client/core/token-source.js';
import type { SessionEvent } from '../../../core/contracts/events.js';
import { makeToken } from './page-tokens.js';
import type { ScriptedServer } from './scripted-server.js';
import type { ScriptedSession } from './scripted-sessions.js';

/** Times that keep a test short; what is tested is their order and their bounds. */
export const quickLimits: Partial<StreamLimits> = {
  backoff: { baseMs: 5, capMs: 40 },
  firstByteMs: 2_500,
  probeByteMs: 1_500,
  silenceMs: 500,
  stableMs: 1_000,
  settleMs: 12,
  pollWaitSeconds: 1,
  streamAgainMs: 60_000,
};

export interface Following {
  stream: EventStream;
  events: SessionEvent[];
  states: ConnectionState[];
  gone: () => boolean;
  refused: () => string | null;
  renewals: () => number;
  text: () => string;
}

/** The stream client on a session of the scripted server, with everything it reported. */
export function follow(
  server: ScriptedServer,
  session: ScriptedSession,
  options: { limits?: Partial<StreamLimits>; from?: string; getToken?: () => string } = {},
): Following {
  const events: SessionEvent[] = [];
  const states: ConnectionState[] = [];
  let isGone = false;
  let refusal: string | null = null;
  let renewals = 0;
  const tokens = createTokenSource({ getToken: options.getToken ?? (() => makeToken('consultant')) });
  const stream = createEventStream({
    url: `${server.url}/api/v1/admin/chat/sessions/${session.wire.id}/events`,
    fetch: createAuthorizedFetch({ tokens, fetch }),
    onEvent: (event) => events.push(event),
    onState: (state) => states.push(state),
    onGone: () => {
      isGone = true;
    },
    onRefused: (error) => {
      refusal = error.code;
    },
    renewToken: async () => {
      renewals++;
      await tokens.renew(await tokens.current());
    },
    limits: { ...quickLimits, ...options.limits },
  });
  stream.start(options.from ?? '1-0');
  return {
    stream,
    events,
    states,
    gone: () => isGone,
    refused: () => refusal,
    renewals: () => renewals,
    text: () =>
      events.reduce((text, event) => {
        if (event.type !== 'message.delta') return text;
        return text + event.text.slice(Math.max(0, text.length - event.offset));
      }, ''),
  };
}
