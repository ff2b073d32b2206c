import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { EventLog } from '../../core/backplane/event-log.js';
import { encodeEvent } from '../../core/backplane/event-log.js';
import { AsideError } from '../../core/domain/errors.js';
import { createLiveHub, type LiveHub } from '../../server/live/hub.js';
import type { LiveLimits } from '../../server/live/limits.js';
import type { TakeSnapshot } from '../../server/live/sink.js';
import { openStream } from '../../server/live/sse.js';
import { silentLogger as logger } from './logger.js';

export interface LiveServer {
  hub: LiveHub;
  port: number;
  /** Responses of streams that are open. */
  open: Set<ServerResponse>;
  /** Snapshots that were taken. */
  snapshots(): number;
  close(): Promise<void>;
}

/**
 * A real HTTP server with nothing but streams: `GET /<session id>`, cursor in `Last-Event-ID`. Its snapshots have
 * no messages: what they are made of is not live delivery's concern.
 */
export async function startLiveServer(options: {
  events: EventLog;
  limits?: Partial<LiveLimits>;
  expiresAtMs?: () => number;
}): Promise<LiveServer> {
  const { events } = options;
  const limits = options.limits ?? {};
  const hub = createLiveHub({ events, logger, limits });
  const open = new Set<ServerResponse>();
  let snapshots = 0;

  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    const sessionId = (req.url ?? '').slice(1, 37);
    const after = req.headers['last-event-id'];
    open.add(res);
    res.on('close', () => open.delete(res));
    try {
      await openStream({
        hub,
        req,
        res,
        sessionId,
        after: typeof after === 'string' ? after : null,
        snapshot: () => {
          snapshots++;
          return emptySnapshot(events, sessionId)();
        },
        limits,
        ...(options.expiresAtMs ? { expiresAtMs: options.expiresAtMs() } : {}),
      });
    } catch (error) {
      res.writeHead(error instanceof AsideError ? error.status : 500).end();
    }
  };
  const server = createServer((req, res) => void answer(req, res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    hub,
    port: address.port,
    open,
    snapshots: () => snapshots,
    close: async () => {
      hub.closeAll('draining', 1);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function emptySnapshot(events: EventLog, sessionId: string): TakeSnapshot {
  return async () => {
    const { cursor } = await events.tail(sessionId);
    return {
      event: encodeEvent(sessionId, { type: 'snapshot', messages: [], active_turn: null, cursor }),
      cursor,
    };
  };
}
