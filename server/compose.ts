import { setTimeout as pause } from 'node:timers/promises';
import type { Express } from 'express';
import { createBackplane } from '../core/backplane/create-backplane.js';
import { keepSubscribed } from '../core/backplane/keep-subscribed.js';
import { prepareQueues } from '../core/backplane/prepare-queues.js';
import { openQueue } from '../core/backplane/queue-connections.js';
import { SESSION_DELETED_SIGNAL, TYPING_SIGNAL } from '../core/backplane/signals.js';
import { createTurnProducer } from '../core/backplane/turn-producer.js';
import type { Config } from '../core/config.js';
import { type MaintenanceJob, maintenanceJob } from '../core/contracts/jobs.js';
import { deliverNext, deliverTurn } from '../core/deliver-turn.js';
import { createHttpServer } from '../core/http-server.js';
import { createLifecycle } from '../core/lifecycle.js';
import type { Logger } from '../core/logger.js';
import { loadModelFacts } from '../core/models/model-facts.js';
import { loadModeration } from '../core/moderation/load-moderation.js';
import { opsListener } from '../core/ops-listener.js';
import { loadQuickActions } from '../core/quick-actions/load-quick-actions.js';
import { createReadiness } from '../core/readiness.js';
import { openDatabase } from '../core/store/data-source.js';
import { createStreamEnd } from './after-commit/end-streams.js';
import { createTraceEraser } from './after-commit/erase-traces.js';
import { afterCommitLimits } from './after-commit/limits.js';
import { createEndPublisher, createPublisher, createSessionTeller } from './after-commit/publish.js';
import { createReadUploads } from './after-commit/read-uploads.js';
import { createStopSignal } from './after-commit/signal-stop.js';
import { analyticsRoutes } from './analytics-routes.js';
import { createApp } from './app.js';
import { createAuthentication, tokenInHeader } from './auth/authenticate.js';
import { createTickets, tokenOrTicket } from './auth/tickets.js';
import { loadBudgets } from './budgets/load-budgets.js';
import type { Endpoint } from './http/endpoint.js';
import { upgradeThrough } from './http/upgrade.js';
import { knowledgeRoutes } from './knowledge-routes.js';
import { serverLimits } from './limits.js';
import { createLiveHub } from './live/hub.js';
import { createPlaces } from './live/places.js';
import { createTyping } from './live/typing.js';
import { createSockets } from './live/websocket/sockets.js';
import { createInputModeration } from './moderation/refuse-blocked.js';
import { createBoard } from './ops/board.js';
import { livez, readyz } from './ops/health.js';
import { createServerMetrics } from './ops/metrics.js';
import { operatorPages } from './ops/operator-pages.js';
import { routes } from './routes.js';
import { createTailReader } from './views/log-tail.js';
import { createSessionView } from './views/session-view.js';
import { createSnapshotView } from './views/snapshot-view.js';
import { builtWidget, widget } from './widget.js';

export interface RunningServer {
  port: number;
  metricsPort: number;
  /** The route table, as it is served. */
  routes: readonly Endpoint[];
  /** Drains: not ready, then no new connections, streams told to come back, requests answered, and all is closed. */
  close(): Promise<void>;
}

/**
 * Wires the server and starts it. Rejects with a ConfigError, whose one sentence names the setting and the remedy,
 * when the database does not answer or a port is taken; what was opened by then is closed again.
 */
export async function composeServer(options: {
  config: Config;
  logger: Logger;
  mount?: (app: Express) => void;
}): Promise<RunningServer> {
  const { config, logger } = options;
  const lifecycle = createLifecycle(logger);
  let draining = false;
  // Before anything is opened: a wrong file is said whatever else is wrong.
  const moderation = loadModeration();
  const { modelIds, factsFile } = config.bedrock;
  const asked = config.intentModelId === null ? modelIds : [...modelIds, config.intentModelId];
  const allowanceOf = loadBudgets(config.budgetsFile, asked, loadModelFacts(factsFile));
  const quickActions = loadQuickActions();

  const start = async (): Promise<RunningServer> => {
    const db = await openDatabase({
      url: config.databaseUrl,
      poolSize: serverLimits.poolSize,
      applicationName: 'aside-server',
    });
    lifecycle.onClose('database', () => db.destroy());

    await prepareQueues(config);
    const backplane = await createBackplane({ config, logger });
    lifecycle.onClose('backplane', () => backplane.close());
    const producer = createTurnProducer({ config, deliverWithinMs: afterCommitLimits.stepMs, logger });
    lifecycle.onClose('queue', () => producer.close());
    await producer.ready();
    // To be looked at, and for what had better not wait for the clock.
    const maintenance = openQueue<MaintenanceJob>(config, maintenanceJob.queue, {}, (error) =>
      logger.warn({ err: error, queue: maintenanceJob.queue }, 'the queue cannot be reached'),
    );
    lifecycle.onClose('maintenance queue', maintenance.close);
    await maintenance.ready();
    const hub = createLiveHub({ events: backplane.events, logger });
    lifecycle.onClose('streams', () => hub.closeAll('draining', serverLimits.reconnectMs));
    const { signals } = backplane;
    lifecycle.onClose(
      'signals',
      keepSubscribed({ signals, logger }, SESSION_DELETED_SIGNAL, hub.closeSession),
    );

    const takeTail = createTailReader({ events: backplane.events, logger });
    const snapshotsOf = createSnapshotView({ db, takeTail, budgets: config.budgetsFile !== null });
    const places = createPlaces();
    const { corsOrigins } = config.http;
    const sockets = createSockets({ db, hub, places, takeTail, snapshotsOf, corsOrigins, logger });
    lifecycle.onClose('sockets', () => sockets.closeAll('draining', serverLimits.reconnectMs));
    const typing = createTyping({ hub, signals, logger });
    lifecycle.onClose('typing', keepSubscribed({ signals, logger }, TYPING_SIGNAL, typing.heard));
    const authenticateBy = createAuthentication(config.jwt);
    const authenticate = authenticateBy(tokenInHeader);
    const tickets = createTickets({ keys: backplane.keys });
    const metrics = createServerMetrics({ openStreams: hub.watchers, openSockets: sockets.count });
    const publish = createPublisher({ events: backplane.events, logger });
    const viewSession = createSessionView({ db, takeTail });
    const table = routes({
      db,
      hub,
      logger,
      takeTail,
      publish,
      publishEnd: createEndPublisher({ events: backplane.events, logger }),
      deliver: (turn) => deliverTurn({ db, producer, logger }, turn),
      deliverNext: (userId) => deliverNext({ db, producer, logger }, userId),
      signalStop: createStopSignal({ signals, logger }),
      endStreams: createStreamEnd({ hub, signals, logger }),
      eraseTraces: createTraceEraser({ backplane, logger }),
      places,
      sockets,
      tickets,
      typing,
      viewSession,
      allowanceOf,
      refuseBlocked: createInputModeration({ db, moderation }),
      quickActions,
      tellSession: createSessionTeller({ viewSession, publish, logger }),
      snapshotsOf,
    });
    const readiness = createReadiness({
      checks: {
        // The table, so that a database without migrations is not ready either.
        database: () => db.query('SELECT 1 FROM sessions LIMIT 1'),
        backplane: () => backplane.check(),
      },
      isDraining: () => draining,
      logger,
    });
    const app = createApp({
      config,
      logger,
      authenticate,
      authenticateOrTicket: tokenOrTicket(authenticate, tickets),
      routes: table,
      knowledgeRoutes: knowledgeRoutes({
        db,
        readUploads: createReadUploads({ queue: maintenance.queue, logger }),
        logger,
      }),
      analyticsRoutes: analyticsRoutes({ db }),
      measure: metrics.measure,
      livez: livez(),
      readyz: readyz(readiness),
      operatorPages: operatorPages({
        authenticateBy,
        board: createBoard(
          [producer.queue, maintenance.queue],
          config.production ? 'production' : 'development',
        ),
        https: config.production,
      }),
      widget: widget(builtWidget()),
      mount: options.mount,
    });

    const { host } = config.http;
    const metricsServer = createHttpServer(opsListener(metrics.registry));
    lifecycle.onClose('metrics', () => metricsServer.close(serverLimits.metricsGraceMs));
    const metricsPort = await metricsServer.listen({ port: config.metricsPort, host }, 'METRICS_PORT');
    const server = createHttpServer(app, upgradeThrough(app));
    const port = await server.listen({ port: config.http.port, host }, 'PORT');
    lifecycle.onClose('http', async () => {
      draining = true;
      const noticeMs = Math.min(config.shutdownGraceMs / 4, serverLimits.maxNoticeMs);
      await pause(noticeMs);
      const closed = server.close(config.shutdownGraceMs - noticeMs);
      sockets.closeAll('draining', serverLimits.reconnectMs);
      hub.closeAll('draining', serverLimits.reconnectMs);
      await closed;
    });
    logger.info({ port, metricsPort, backplane: backplane.kind }, 'listening');
    return { port, metricsPort, routes: table, close: () => lifecycle.close() };
  };

  return start().catch(async (error: unknown) => {
    await lifecycle.close();
    throw error;
  });
}
