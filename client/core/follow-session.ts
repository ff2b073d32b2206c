import type { SessionEvent } from '../../core/contracts/events.js';
import type { HistoryPage } from '../../core/contracts/http.js';
import type { WireSession } from '../../core/contracts/shapes.js';
import type { Api } from './api.js';
import { ApiError } from './api-error.js';
import type { AuthorizedFetch } from './authorized-fetch.js';
import { backoffMs } from './backoff.js';
import { hasEnded } from './conversation.js';
import { pause } from './deadline.js';
import type { Connection } from './state.js';
import { createEventStream } from './stream.js';
import { defaultStreamLimits, type StreamLimits } from './stream-limits.js';

export interface SessionFollowing {
  /** Reads session and history again and follows from there: text is missing, or may be. */
  resync(): void;
  reconnectNow(): void;
  /** Closes the connection; {@link resync} opens it again. */
  pause(): void;
  stop(): void;
}

export interface FollowDeps {
  sessionId: string;
  api: Api;
  fetch: AuthorizedFetch;
  renewToken: () => Promise<unknown>;
  onLoaded: (session: WireSession, page: HistoryPage) => void;
  onEvent: (event: SessionEvent) => void;
  onConnection: (connection: Connection) => void;
  onGone: () => void;
  /** The server will not have it, and not because of a passing trouble; {@link SessionFollowing.resync} asks anew. */
  onRefused: (error: ApiError) => void;
  limits?: Partial<StreamLimits>;
}

/**
 * Follows one session: session, then history, then the events after the cursor that both are true at. The
 * session is read first, so that a turn which ends in between can only be told twice, never missed.
 */
export function followSession(deps: FollowDeps): SessionFollowing {
  const limits = { ...defaultStreamLimits, ...deps.limits };
  const life = new AbortController();
  let step = new AbortController();
  let loading: Promise<void> | null = null;

  const stream = createEventStream({
    url: deps.api.eventsUrl(deps.sessionId),
    fetch: deps.fetch,
    onEvent: deps.onEvent,
    onState: deps.onConnection,
    onGone: deps.onGone,
    onRefused: refused,
    renewToken: deps.renewToken,
    limits,
  });

  /** Nobody looks: what is loaded meanwhile begins no stream. */
  let paused = false;
  function refused(error: ApiError): void {
    deps.onConnection({ word: 'refused', retryAt: null });
    deps.onRefused(error);
  }

  async function load(): Promise<void> {
    for (let failures = 1; !life.signal.aborted; failures++) {
      try {
        const session = await deps.api.getSession(deps.sessionId);
        if (life.signal.aborted) return;
        const page = await deps.api.getHistory(deps.sessionId, null);
        if (life.signal.aborted) return;
        deps.onLoaded(session, page);
        if (!paused) stream.start(startingCursor(session, page));
        return;
      } catch (error) {
        if (life.signal.aborted) return;
        const problem = error instanceof ApiError ? error : null;
        const signedOut = problem?.code === 'SIGNED_OUT';
        if (problem?.status === 404 || problem?.status === 410) {
          deps.onGone();
          return;
        }
        if (problem && !problem.passing && !signedOut) {
          refused(problem);
          return;
        }
        const asked = (problem?.retryAfterSeconds ?? 0) * 1_000;
        const waitMs = signedOut
          ? limits.backoff.capMs
          : Math.min(Math.max(asked, backoffMs(failures, limits.backoff)), limits.backoff.capMs);
        deps.onConnection(
          signedOut
            ? { word: 'signed-out', retryAt: null }
            : { word: 'offline', retryAt: Date.now() + waitMs },
        );
        step = new AbortController();
        await pause(waitMs, AbortSignal.any([life.signal, step.signal]));
      }
    }
  }

  function resync(): void {
    paused = false;
    if (life.signal.aborted || loading) return;
    stream.stop();
    loading = load().finally(() => {
      loading = null;
    });
  }

  deps.onConnection({ word: 'connecting', retryAt: null });
  resync();
  return {
    resync,
    reconnectNow: () => {
      step.abort();
      stream.reconnectNow();
    },
    pause: () => {
      paused = true;
      stream.stop();
    },
    stop: () => {
      life.abort();
      stream.stop();
    },
  };
}

/**
 * A running answer's text is in the events from its turn's beginning on. When history already holds that
 * answer, and none after it is open, the page's own cursor saves reading them.
 */
function startingCursor(session: WireSession, page: HistoryPage): string {
  const active = session.active_turn;
  if (!active) return page.cursor;
  return page.data.every(hasEnded) ? page.cursor : active.cursor;
}
