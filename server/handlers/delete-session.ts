import type { DataSource } from 'typeorm';
import { AsideError } from '../../core/domain/errors.js';
import { deleteSession } from '../../core/store/sessions.js';
import type { DeliverNext } from '../after-commit/deliver.js';
import type { EndStreams } from '../after-commit/end-streams.js';
import type { EraseTraces } from '../after-commit/erase-traces.js';
import type { SignalStop } from '../after-commit/signal-stop.js';
import type { Handler } from '../http/endpoint.js';

/**
 * Hides the session at once; what is running in it is stopped, who watches it is sent away, and the places of its
 * waiting turns go to others of the same user.
 */
export function deleteSessionHandler(deps: {
  db: DataSource;
  signalStop: SignalStop;
  endStreams: EndStreams;
  eraseTraces: EraseTraces;
  deliverNext: DeliverNext;
}): Handler<{ id: string }, unknown, unknown> {
  return async ({ params, identity }) => {
    const running = await deleteSession(deps.db, { id: params.id, userId: identity.userId });
    if (!running) throw new AsideError('CHAT_SESSION_NOT_FOUND');
    await Promise.all([
      ...running.map(deps.signalStop),
      deps.endStreams(params.id),
      deps.eraseTraces(params.id),
      deps.deliverNext(identity.userId),
    ]);
    return {};
  };
}
