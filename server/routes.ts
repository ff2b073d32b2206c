import type { DataSource } from 'typeorm';
import {
  createSessionBody,
  eventsQuery,
  historyQuery,
  listSessionsQuery,
  postMessageBody,
  sessionParams,
  socketQuery,
  streamTicketBody,
  turnParams,
  typingQuery,
  updateSessionBody,
} from '../core/contracts/http.js';
import { quickActionsQuery } from '../core/contracts/quick-actions.js';
import type { Logger } from '../core/logger.js';
import type { QuickAction } from '../core/quick-actions/quick-action-file.js';
import type { Deliver, DeliverNext } from './after-commit/deliver.js';
import type { EndStreams } from './after-commit/end-streams.js';
import type { EraseTraces } from './after-commit/erase-traces.js';
import type { Publish, PublishEnd, TellSession } from './after-commit/publish.js';
import type { SignalStop } from './after-commit/signal-stop.js';
import { readers, writers } from './auth/identity.js';
import type { Tickets } from './auth/tickets.js';
import type { AllowanceOf } from './budgets/load-budgets.js';
import { createSessionHandler } from './handlers/create-session.js';
import { createStreamTicketHandler } from './handlers/create-stream-ticket.js';
import { deleteSessionHandler } from './handlers/delete-session.js';
import { getHistoryHandler } from './handlers/get-history.js';
import { getSessionHandler } from './handlers/get-session.js';
import { getTurnHandler } from './handlers/get-turn.js';
import { listQuickActionsHandler } from './handlers/list-quick-actions.js';
import { listSessionsHandler } from './handlers/list-sessions.js';
import { noteTypingHandler } from './handlers/note-typing.js';
import { openSocketHandler } from './handlers/open-socket.js';
import { postMessageHandler } from './handlers/post-message.js';
import { retryTurnHandler } from './handlers/retry-turn.js';
import { sessionEventsHandler } from './handlers/session-events.js';
import { stopTurnHandler } from './handlers/stop-turn.js';
import { updateSessionHandler } from './handlers/update-session.js';
import { type Endpoint, endpoint } from './http/endpoint.js';
import type { LiveHub } from './live/hub.js';
import type { Places } from './live/places.js';
import type { TakeSnapshot } from './live/sink.js';
import type { Typing } from './live/typing.js';
import type { Sockets } from './live/websocket/sockets.js';
import type { RefuseBlocked } from './moderation/refuse-blocked.js';
import type { TakeTail } from './views/log-tail.js';
import type { ViewSession } from './views/session-view.js';

/** What the handlers need, together; each takes its own part of it. */
export interface RouteDeps {
  db: DataSource;
  hub: LiveHub;
  publish: Publish;
  publishEnd: PublishEnd;
  deliver: Deliver;
  deliverNext: DeliverNext;
  signalStop: SignalStop;
  endStreams: EndStreams;
  eraseTraces: EraseTraces;
  places: Places;
  sockets: Sockets;
  tickets: Tickets;
  typing: Typing;
  takeTail: TakeTail;
  viewSession: ViewSession;
  tellSession: TellSession;
  refuseBlocked: RefuseBlocked;
  allowanceOf: AllowanceOf;
  quickActions: readonly QuickAction[];
  snapshotsOf: (sessionId: string) => TakeSnapshot;
  logger: Logger;
}

/**
 * THE TABLE. Everything of the REST API is here: where it is, who may call it, what it takes, what it answers.
 * Whose session it is, is checked by each handler: another's is not found, whatever the role.
 */
export function routes(deps: RouteDeps): Endpoint[] {
  const updateSession = endpoint({
    method: 'put',
    path: '/sessions/:id',
    roles: writers,
    params: sessionParams,
    body: updateSessionBody,
    success: 200,
    handler: updateSessionHandler(deps),
  });
  const postMessage = endpoint({
    method: 'post',
    path: '/sessions/:id/messages',
    roles: writers,
    params: sessionParams,
    body: postMessageBody,
    success: 202,
    handler: postMessageHandler(deps),
  });
  const noteTyping = endpoint({
    method: 'post',
    path: '/sessions/:id/typing',
    roles: writers,
    params: sessionParams,
    query: typingQuery,
    success: 204,
    handler: noteTypingHandler(deps),
  });
  return [
    endpoint({
      method: 'get',
      path: '/quick-actions',
      roles: readers,
      query: quickActionsQuery,
      success: 200,
      handler: listQuickActionsHandler(deps),
    }),
    endpoint({
      method: 'post',
      path: '/sessions',
      roles: writers,
      body: createSessionBody,
      success: 201,
      handler: createSessionHandler(deps),
    }),
    endpoint({
      method: 'get',
      path: '/sessions',
      roles: readers,
      query: listSessionsQuery,
      success: 200,
      handler: listSessionsHandler(deps),
    }),
    endpoint({
      method: 'get',
      path: '/sessions/:id',
      roles: readers,
      params: sessionParams,
      success: 200,
      handler: getSessionHandler(deps),
    }),
    updateSession,
    endpoint({
      method: 'delete',
      path: '/sessions/:id',
      roles: writers,
      params: sessionParams,
      success: 204,
      handler: deleteSessionHandler(deps),
    }),
    endpoint({
      method: 'get',
      path: '/sessions/:id/history',
      roles: readers,
      params: sessionParams,
      query: historyQuery,
      success: 200,
      handler: getHistoryHandler(deps),
    }),
    postMessage,
    endpoint({
      method: 'get',
      path: '/sessions/:id/turns/:turn_id',
      roles: readers,
      params: turnParams,
      success: 200,
      handler: getTurnHandler(deps),
    }),
    endpoint({
      method: 'post',
      path: '/sessions/:id/turns/:turn_id/stop',
      roles: writers,
      params: turnParams,
      success: 202,
      handler: stopTurnHandler(deps),
    }),
    endpoint({
      method: 'post',
      path: '/sessions/:id/turns/:turn_id/retry',
      roles: writers,
      params: turnParams,
      success: 202,
      handler: retryTurnHandler(deps),
    }),
    endpoint({
      method: 'get',
      path: '/sessions/:id/events',
      roles: readers,
      params: sessionParams,
      query: eventsQuery,
      takesTicket: true,
      success: 200,
      handler: sessionEventsHandler(deps),
    }),
    noteTyping,
    endpoint({
      method: 'post',
      path: '/stream-tickets',
      roles: readers,
      body: streamTicketBody,
      success: 201,
      handler: createStreamTicketHandler(deps),
    }),
    endpoint({
      method: 'get',
      path: '/ws',
      roles: readers,
      query: socketQuery,
      takesTicket: true,
      success: 101,
      handler: openSocketHandler({ ...deps, routes: { postMessage, noteTyping } }),
    }),
  ];
}
