import type { RawData, WebSocket } from 'ws';
import type { ClientFrame } from '../../../core/contracts/socket.js';
import { AsideError } from '../../../core/domain/errors.js';
import type { Logger } from '../../../core/logger.js';
import { toAsideError } from '../../http/errors.js';
import type { ClosingReason } from '../sink.js';
import { errorEnvelope, statusEnvelope } from './envelope.js';
import type { ActOnFrame } from './frame-actions.js';
import { closeCodes, socketLimits } from './limits.js';
import type { Outlet } from './outlet.js';
import { createPace } from './pace.js';
import { readFrame } from './read-frame.js';

export interface SocketConnection {
  /** Says why, closes, and cuts off a peer that does not answer the goodbye. */
  close(reason: ClosingReason, retryMs: number, sessionId?: string): void;
}

const codeOf: Record<ClosingReason, number> = {
  draining: closeCodes.goingAway,
  auth_expired: closeCodes.authExpired,
  replaced: closeCodes.sessionDeleted,
};

/**
 * The reading side of one WebSocket: frames are acted on one after the other, in the order they came, and none is while
 * the client does not read what it is told. Whatever is wrong with one is answered, and changes nothing.
 */
export function runConnection(deps: {
  ws: WebSocket;
  outlet: Outlet;
  act: ActOnFrame;
  correlationId: string;
  logger: Logger;
}): SocketConnection {
  const { ws, outlet, correlationId, logger } = deps;
  const pace = createPace(socketLimits.frames);
  const badPace = createPace(socketLimits.badFrames);
  const waiting: ClientFrame[] = [];
  let working = false;
  let closing = false;

  const end = (code: number, reason: string) => {
    closing = true;
    waiting.length = 0;
    ws.resume();
    ws.close(code, reason);
  };
  const refuse = (thrown: unknown, frame: ClientFrame | null) => {
    const error = toAsideError(thrown);
    if (error.status >= 500) {
      logger.error(
        { err: error.cause ?? error, code: error.code, correlation_id: correlationId },
        'a frame failed',
      );
    }
    const about = { sessionId: frame?.session_id ?? null, messageId: frame?.message_id || null };
    outlet.send(errorEnvelope(error, about, correlationId));
  };

  const work = async () => {
    if (working) return;
    working = true;
    for (let frame = waiting.shift(); frame && !closing; frame = waiting.shift()) {
      await deps.act(frame).catch((error: unknown) => refuse(error, frame ?? null));
      await outlet.room();
      if (ws.isPaused && waiting.length < socketLimits.waiting) ws.resume();
    }
    working = false;
  };
  const receive = (data: RawData, isBinary: boolean) => {
    if (closing) return;
    if (!pace.take()) {
      refuse(new AsideError('TOO_MANY_FRAMES'), null);
      return end(closeCodes.policy, 'too many frames');
    }
    try {
      waiting.push(readFrame(data, isBinary));
    } catch (error) {
      refuse(error, null);
      if (badPace.take()) return;
      refuse(new AsideError('TOO_MANY_BAD_FRAMES'), null);
      return end(closeCodes.policy, 'too many bad frames');
    }
    if (waiting.length >= socketLimits.waiting) ws.pause();
    void work();
  };
  ws.on('message', receive);

  return {
    close: (reason, retryMs, sessionId) => {
      if (closing) return;
      const about = { sessionId: sessionId ?? null };
      outlet.send(statusEnvelope('stream.closing', about, { reason, retry_ms: retryMs }));
      end(codeOf[reason], reason);
    },
  };
}
