import express, { type Express, type RequestHandler, Router } from 'express';
import type { Config } from '../core/config.js';
import type { Logger } from '../core/logger.js';
import type { Authenticate } from './auth/authenticate.js';
import { dispatch } from './http/dispatch.js';
import type { Endpoint } from './http/endpoint.js';
import { analyticsPrefix, apiPrefix, knowledgePrefix } from './http/paths.js';
import { correlation } from './middleware/correlation.js';
import { cors } from './middleware/cors.js';
import { errors } from './middleware/errors.js';
import { notFound, otherMethods } from './middleware/not-found.js';
import { requestLog } from './middleware/request-log.js';
import { securityHeaders } from './middleware/security-headers.js';
import { wellFormed } from './middleware/well-formed.js';
import { mark } from './ops/sign-in-page.js';

export interface AppDeps {
  config: Config;
  logger: Logger;
  routes: readonly Endpoint[];
  knowledgeRoutes: readonly Endpoint[];
  analyticsRoutes: readonly Endpoint[];
  authenticate: Authenticate;
  /** For the rows that take a ticket as well. */
  authenticateOrTicket: Authenticate;
  measure: RequestHandler;
  livez: RequestHandler;
  readyz: RequestHandler;
  operatorPages: RequestHandler;
  widget: RequestHandler;
  /** Adds more addresses before everything else is answered with 404. */
  mount?: ((app: Express) => void) | undefined;
}

/** What a request passes, from top to bottom. */
export function createApp(deps: AppDeps): Express {
  const { config, logger } = deps;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', config.http.trustProxyHops);

  app.use(correlation());
  app.use(requestLog(logger));
  app.use(deps.measure);
  app.use(securityHeaders({ https: config.production, for: 'pages' }));
  app.use(wellFormed());

  app.get('/livez', deps.livez);
  app.get('/readyz', deps.readyz);
  app.get('/widget.js', deps.widget);
  // Browsers ask for it by themselves, also on pages that are JSON.
  app.get('/favicon.ico', (_req, res) => {
    res.type('svg').set('Cache-Control', 'public, max-age=86400').send(mark);
  });
  app.use('/ops', deps.operatorPages);
  app.use(apiPrefix, cors(config.http.corsOrigins), api(deps.routes, deps));
  app.use(knowledgePrefix, cors(config.http.corsOrigins), api(deps.knowledgeRoutes, deps));
  app.use(analyticsPrefix, cors(config.http.corsOrigins), api(deps.analyticsRoutes, deps));
  deps.mount?.(app);

  app.use(notFound());
  app.use(errors(logger));
  return app;
}

/** A route table on a router; a path answers its other methods with 405 and what it allows. */
function api(
  routes: readonly Endpoint[],
  { authenticate, authenticateOrTicket }: Pick<AppDeps, 'authenticate' | 'authenticateOrTicket'>,
): Router {
  const router = Router({ caseSensitive: true });
  const methodsOf = new Map<string, string[]>();
  for (const route of routes) {
    router[route.method](
      route.path,
      dispatch(route, route.takesTicket ? authenticateOrTicket : authenticate),
    );
    methodsOf.set(route.path, [...(methodsOf.get(route.path) ?? []), route.method]);
  }
  for (const [path, methods] of methodsOf) router.all(path, otherMethods(methods));
  return router;
}
