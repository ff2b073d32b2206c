import type { Config } from '../config.js';
import { type TurnJob, turnJob } from '../contracts/jobs.js';
import type { Turn } from '../domain/turn.js';
import type { Logger } from '../logger.js';
import { type JobQueue, type OpenQueue, openQueue } from './queue-connections.js';
import { removeIdle } from './remove-idle.js';
import { withinMs } from './within-ms.js';

export const producerLimits = {
  /** The turn counts its own failures and decides; this only has to be more than it will ever allow. */
  attempts: 20,
} as const;

export interface TurnProducer {
  queue: JobQueue<TurnJob>;
  /** Settles when turns can be handed over; with Redis at once, since that may be away for now. */
  ready(): Promise<void>;
  onConnected: OpenQueue<TurnJob>['onConnected'];
  /**
   * Hands a turn to the queue. Rejects within `deliverWithinMs` when the queue cannot be reached.
   * Giving the same turn and epoch twice is harmless: the job that is there stays. Only with `replace` it goes first
   * where it would not run now, having ended or being delayed: the turn is due by Postgres' clock, and nobody has it.
   */
  deliver(turn: Delivery, options?: { replace?: boolean }): Promise<void>;
  close(): Promise<void>;
}

type Delivery = Pick<Turn, 'id' | 'sessionId' | 'epoch' | 'correlationId'>;

export function createTurnProducer(deps: {
  config: Pick<Config, 'databaseUrl' | 'redisUrl'>;
  /** How long handing a turn over may take; then it is left to the sweep. */
  deliverWithinMs: number;
  logger: Logger;
}): TurnProducer {
  const { config, deliverWithinMs, logger } = deps;
  const onError = (error: Error) => logger.warn({ err: error }, 'the queue cannot be reached');
  const { queue, ready, onConnected, close } = openQueue<TurnJob>(
    config,
    turnJob.queue,
    { defaultJobOptions },
    onError,
  );

  const add = async (turn: Delivery, replace: boolean) => {
    const jobId = turnJob.id(turn.id, turn.epoch);
    if (replace) await removeIdle(queue, jobId);
    const payload: TurnJob = {
      turn_id: turn.id,
      session_id: turn.sessionId,
      correlation_id: turn.correlationId,
    };
    await queue.add(turnJob.name, payload, { jobId });
  };
  return {
    queue,
    ready,
    onConnected,
    deliver: (turn, options = {}) =>
      withinMs(add(turn, options.replace ?? false), deliverWithinMs, 'the queue did not answer in time'),
    close,
  };
}

const defaultJobOptions = {
  attempts: producerLimits.attempts,
  backoff: { type: 'custom' },
  removeOnComplete: turnJob.keep.completed,
  removeOnFail: turnJob.keep.failed,
};
