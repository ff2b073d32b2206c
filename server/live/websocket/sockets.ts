import type { Request, Response } from 'express';
import { type WebSocket, WebSocketServer } from 'ws';
import { AsideError } from '../../../core/domain/errors.js';
import { newId } from '../../../core/domain/ids.js';
import type { Logger } from '../../../core/logger.js';
import type { Db } from '../../../core/store/data-source.js';
import type { Identity } from '../../auth/identity.js';
import { takeSocket, type Upgrade } from '../../http/upgrade.js';
import type { TakeTail } from '../../views/log-tail.js';
import { expiryTimer } from '../expiry.js';
import type { LiveHub } from '../hub.js';
import { jittered } from '../jitter.js';
import { liveLimits } from '../limits.js';
import type { Places } from '../places.js';
import type { ClosingReason, TakeSnapshot } from '../sink.js';
import { runConnection, type SocketConnection } from './connection.js';
import { createFollowing } from './following.js';
import { createFrameActions, type FrameRoutes } from './frame-actions.js';
import { checkHandshake, checkOrigin } from './handshake.js';
import { watchHeartbeat } from './heartbeat.js';
import { socketLimits } from './limits.js';
import { createOutlet } from './outlet.js';

interface SocketCaller {
  identity: Identity;
  correlationId: string;
  /** Where the frames go. */
  routes: FrameRoutes;
}

/** The WebSockets of this process. */
export interface Sockets {
  /** Answers 101 and runs the connection, or throws why not; then the response answers as for any request. */
  open(req: Request, res: Response, caller: SocketCaller): void;
  /** Sockets open at this moment. */
  count(): number;
  /** Says goodbye on every socket, each with a moment of its own to come back; new ones are refused. */
  closeAll(reason: ClosingReason, retryMs: number): void;
}

export interface SocketTimes {
  pingMs: number;
  stalledMs: number;
  unsentBytes: number;
}

const usualTimes: SocketTimes = {
  pingMs: socketLimits.pingMs,
  stalledMs: liveLimits.stalledMs,
  unsentBytes: liveLimits.unsentBytes,
};

/** Whoever says goodbye first, `ws` too at a frame that is too large. Its types do not know the option yet. */
const goodbye: object = { closeTimeout: socketLimits.goodbyeMs };

export function createSockets(deps: {
  db: Db;
  hub: LiveHub;
  places: Places;
  takeTail: TakeTail;
  snapshotsOf: (sessionId: string) => TakeSnapshot;
  /** Origins of pages that may connect, beside our own. */
  corsOrigins: readonly string[];
  logger: Logger;
  times?: Partial<SocketTimes>;
}): Sockets {
  const times: SocketTimes = { ...usualTimes, ...deps.times };
  const open = new Set<SocketConnection>();
  let closing = false;
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: socketLimits.frameBytes,
    ...goodbye,
  });
  // checkHandshake has refused what ws would; this is for what it would refuse in a later version.
  server.on('wsClientError', (_error, socket) => void socket.destroy());

  /** `ws` answers in this very call, or not at all. */
  const upgrade = ({ socket, head }: Upgrade, req: Request, correlationId: string): WebSocket | null => {
    let opened: WebSocket | null = null;
    const name = (headers: string[]) => void headers.push(`X-Correlation-Id: ${correlationId}`);
    server.once('headers', name);
    server.handleUpgrade(req, socket, head, (ws) => {
      opened = ws;
    });
    server.off('headers', name);
    return opened;
  };

  const run = (ws: WebSocket, { socket }: Upgrade, caller: SocketCaller, leavePlace: () => void) => {
    const { identity, correlationId, routes } = caller;
    const { logger } = deps;
    const begunAt = performance.now();
    const client = newId();
    const outlet = createOutlet(ws, socket, times.unsentBytes);
    const following = createFollowing({
      ...deps,
      outlet,
      userId: identity.userId,
      client,
      onLastDeleted: (sessionId) => connection.close('replaced', 0, sessionId),
    });
    const act = createFrameActions({
      ...deps,
      routes,
      following,
      outlet,
      identity,
      client,
      correlationId,
      isOpen: () => open.has(connection),
    });
    const connection = runConnection({ ws, outlet, act, correlationId, logger });
    open.add(connection);
    watchHeartbeat(ws, socket, times);
    const expiry = expiryTimer(identity.expiresAt.getTime(), () => connection.close('auth_expired', 0));
    // A frame that is too large, text that is no UTF-8, a connection that breaks: `close` follows, and tells which.
    ws.on('error', () => {});
    ws.once('close', (code) => {
      clearTimeout(expiry);
      open.delete(connection);
      following.endAll();
      leavePlace();
      const ms = Math.round(performance.now() - begunAt);
      logger.info(
        { code, ms, correlation_id: correlationId, user_id: identity.userId },
        'a WebSocket has closed',
      );
    });
  };

  return {
    count: () => open.size,
    open: (req, res, caller) => {
      checkHandshake(req);
      checkOrigin(req, deps.corsOrigins);
      if (closing)
        throw new AsideError('SERVICE_UNAVAILABLE', { retryAfter: socketLimits.retryAfterSeconds });
      const leavePlace = deps.places.take(caller.identity.userId);
      const upgraded = takeSocket(req, res);
      const ws = upgraded && upgrade(upgraded, req, caller.correlationId);
      if (upgraded && ws) run(ws, upgraded, caller, leavePlace);
      else leavePlace();
    },
    closeAll: (reason, retryMs) => {
      closing = true;
      for (const connection of [...open]) connection.close(reason, jittered(retryMs));
    },
  };
}
