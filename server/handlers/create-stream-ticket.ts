import {
  STREAM_TICKET_SECONDS,
  type StreamTicketAnswer,
  type StreamTicketBody,
} from '../../core/contracts/http.js';
import type { Db } from '../../core/store/data-source.js';
import type { Tickets } from '../auth/tickets.js';
import type { Handler } from '../http/endpoint.js';
import { ownSession } from '../views/own-session.js';

export function createStreamTicketHandler(deps: {
  db: Db;
  tickets: Tickets;
}): Handler<unknown, unknown, StreamTicketBody> {
  return async ({ body, identity }) => {
    const { id } = await ownSession(deps.db, body.session_id, identity.userId);
    const answer: StreamTicketAnswer = {
      ticket: await deps.tickets.issue(identity, id),
      expires_in: STREAM_TICKET_SECONDS,
    };
    return { body: answer };
  };
}
