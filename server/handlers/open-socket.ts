import type { SocketQuery } from '../../core/contracts/http.js';
import type { Handler } from '../http/endpoint.js';
import type { FrameRoutes } from '../live/websocket/frame-actions.js';
import type { Sockets } from '../live/websocket/sockets.js';

/** The frames of the socket are requests to `routes`. */
export function openSocketHandler(deps: {
  sockets: Sockets;
  routes: FrameRoutes;
}): Handler<unknown, SocketQuery, unknown> {
  const { sockets, routes } = deps;
  return async ({ identity, correlationId }) => ({
    stream: (req, res) => sockets.open(req, res, { identity, correlationId, routes }),
  });
}
