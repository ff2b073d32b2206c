import { randomUUID } from 'node:crypto';
import { breakerKey, breakerProbeKey, type KeyStore } from '../../core/backplane/keys.js';
import { withinMs } from '../../core/backplane/within-ms.js';
import type { Logger } from '../../core/logger.js';
import { repeat } from '../repeat.js';
import {
  type Breaker,
  type BreakerState,
  breakerLimits,
  type CallOutcome,
  createBreaker,
} from './breaker.js';

/** The right to make one call, which ends with what came of it. */
export interface Permit {
  /** Its first words are there: for a probe that is enough, an answer may take minutes. */
  spoke(): void;
  settle(outcome: CallOutcome): void;
}

/** The breakers of all models of this worker. */
export interface Breakers {
  /**
   * Null when the model is not to be asked. While its breaker is closed, or open and not due, nobody is asked about it;
   * the call that may be the probe asks the key store whether another worker makes it.
   */
  admit(model: string): Permit | null | Promise<Permit | null>;
  /** Until one of these models may be asked. */
  waitMs(models: readonly string[]): number;
  close(): void;
}

export const sharedBreakerLimits = {
  /** What other workers found is looked up so often. */
  refreshMs: 2_000,
  /** Longest wait for the right to probe; afterwards this worker judges alone. */
  probeWaitMs: 300,
  /** An opening is forgotten after this time, if whoever had the right to probe is gone. */
  ttlSeconds: 60,
} as const;

/**
 * What is shared lies in the key store under two keys for each model: the id of its opening, which tells the others that
 * it is open, and a token that only one of them gets, who makes the probe. Each worker goes by a copy of its own. While
 * the key store is away, workers open, probe and close alone.
 */
export function createBreakers(deps: {
  keys: KeyStore;
  models: readonly string[];
  onChange(model: string, state: BreakerState): void;
  logger: Logger;
  now?: () => number;
}): Breakers {
  const { keys, logger } = deps;
  const shared = new Map(
    deps.models.map((model) => {
      const onChange = (state: BreakerState) => {
        logger.warn({ model, state }, 'the breaker of a model changed');
        deps.onChange(model, state);
      };
      return [model, shareBreaker(keys, model, createBreaker(onChange, deps.now), logger)] as const;
    }),
  );
  const of = (model: string) => {
    const found = shared.get(model);
    if (!found) throw new Error(`there is no breaker for the model ${model}`);
    return found;
  };
  const refreshAll = async () => {
    try {
      await Promise.all([...shared.values()].map((breaker) => breaker.refresh()));
    } catch (error) {
      logger.debug({ err: error }, 'breakers go by what this worker knows');
    }
  };
  const refreshing = repeat(sharedBreakerLimits.refreshMs, refreshAll, logger);
  refreshing.now();
  return {
    admit: (model) => of(model).admit(),
    waitMs: (models) => Math.min(...models.map((model) => of(model).waitMs())),
    close: refreshing.stop,
  };
}

function shareBreaker(keys: KeyStore, model: string, breaker: Breaker, logger: Logger) {
  const { ttlSeconds, probeWaitMs } = sharedBreakerLimits;
  /** The opening that the others have been told of, or told of by them. */
  let known: string | null = null;
  let asking = false;

  /** Best effort: whoever does not learn of it finds out by himself. */
  const tell = (work: Promise<unknown>) =>
    void work.catch((error) => {
      logger.debug({ err: error, model }, 'the state of a breaker could not be shared');
    });
  const open = () => {
    const opening = randomUUID();
    breaker.open(opening);
    known = null;
    const told = Promise.all([
      keys.set(breakerKey(model), opening, ttlSeconds),
      keys.set(breakerProbeKey(model), opening, ttlSeconds),
    ]);
    tell(
      told.then(() => {
        if (breaker.opening === opening) known = opening;
      }),
    );
  };
  const close = () => {
    breaker.close();
    known = null;
    tell(Promise.all([keys.delete(breakerKey(model)), keys.delete(breakerProbeKey(model))]));
  };

  const call: Permit = {
    spoke: () => undefined,
    settle: (outcome) => {
      if (outcome !== 'unknown' && breaker.note(outcome)) open();
    },
  };
  const probe = (): Permit => {
    breaker.halfOpen();
    let hasSpoken = false;
    return {
      spoke: () => {
        hasSpoken = true;
        close();
      },
      settle: (outcome) => {
        if (hasSpoken) call.settle(outcome);
        else if (outcome === 'alive') close();
        else if (outcome === 'failed') open();
        else {
          breaker.goOnWaiting(0);
          if (known !== null) tell(keys.set(breakerProbeKey(model), known, ttlSeconds));
        }
      },
    };
  };
  const maySomebodyElseProbe = async (): Promise<boolean> => {
    // The others know nothing of it: there is nobody to agree with.
    if (known === null) return false;
    try {
      const token = await withinMs(
        keys.take(breakerProbeKey(model)),
        probeWaitMs,
        'the key store says nothing',
      );
      return token === null;
    } catch {
      return false;
    }
  };
  const askForProbe = async (): Promise<Permit | null> => {
    asking = true;
    const changes = breaker.changes;
    const others = await maySomebodyElseProbe();
    asking = false;
    if (breaker.changes !== changes) return breaker.state === 'closed' ? call : null;
    if (!others) return probe();
    breaker.goOnWaiting(breakerLimits.pauseMs);
    return null;
  };

  return {
    waitMs: breaker.waitMs,
    admit: (): Permit | null | Promise<Permit | null> => {
      if (breaker.state === 'closed') return call;
      if (breaker.state === 'half_open' || asking || breaker.waitMs() > 0) return null;
      return askForProbe();
    },
    refresh: async () => {
      const { changes, opening } = breaker;
      const wasKnown = known;
      const found = await keys.get(breakerKey(model));
      // What changed here meanwhile is newer than the answer.
      if (breaker.changes !== changes || known !== wasKnown) return;
      if (found !== null && found !== opening) {
        breaker.open(found);
        known = found;
      } else if (found === null && opening !== null && opening === wasKnown && breaker.state === 'open') {
        breaker.close();
        known = null;
      }
    },
  };
}
