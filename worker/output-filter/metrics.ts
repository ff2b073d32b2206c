import { Counter, type Registry } from 'prom-client';

/** What had to be done to answers. */
export interface AnswerMetrics {
  withheld(category: string): void;
  citationsRemoved(count: number): void;
}

export function createAnswerMetrics(registry: Registry): AnswerMetrics {
  const withheld = new Counter({
    name: 'aside_answers_withheld_total',
    help: 'Answers that were not given, by the category of what was found in them',
    labelNames: ['category'],
    registers: [registry],
  });
  const removed = new Counter({
    name: 'aside_citations_removed_total',
    help: 'Citations that pointed to no source, and were taken out of answers',
    registers: [registry],
  });
  return {
    withheld: (category) => withheld.inc({ category }),
    citationsRemoved: (count) => removed.inc(count),
  };
}
