import { Counter, Gauge, type Registry } from 'prom-client';
import type { BreakerState } from './breaker.js';

/** Where an answer came from. */
export type AnswerOrigin = 'model' | 'fallback' | 'shared' | 'cache' | 'canned';

export interface ModelMetrics {
  /** `outcome`: completed, interrupted by us as `aborted`, or the kind of the error. */
  called(model: string, outcome: string): void;
  breaker(model: string, state: BreakerState): void;
  limit(model: string, calls: number): void;
  answered(origin: AnswerOrigin): void;
}

const levels: Record<BreakerState, number> = { closed: 0, half_open: 1, open: 2 };

export function createModelMetrics(register: Registry): ModelMetrics {
  const registers = [register];
  const calls = new Counter({
    name: 'aside_model_calls_total',
    help: 'Calls of a model by what came of them; shut_out were not made, because its breaker was open',
    labelNames: ['model', 'outcome'],
    registers,
  });
  const breaker = new Gauge({
    name: 'aside_model_breaker_state',
    help: 'Circuit breaker of a model: 0 closed, 1 half open, 2 open',
    labelNames: ['model'],
    registers,
  });
  const limit = new Gauge({
    name: 'aside_model_concurrency_limit',
    help: 'Calls of a model that this worker allows itself at once',
    labelNames: ['model'],
    registers,
  });
  const answers = new Counter({
    name: 'aside_answers_total',
    help: 'Completed answers by where they came from: model, fallback, shared, cache or canned',
    labelNames: ['origin'],
    registers,
  });
  return {
    called: (model, outcome) => calls.inc({ model, outcome }),
    breaker: (model, state) => breaker.set({ model }, levels[state]),
    limit: (model, value) => limit.set({ model }, value),
    answered: (origin) => answers.inc({ origin }),
  };
}
