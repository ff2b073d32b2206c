import { burst, oneUser, sideBySide } from './first-token.js';
import { paced } from './paced.js';
import type { Scenario } from './scenario.js';
import { delivered, fromLog } from './throughput.js';

export const scenarios = { oneUser, sideBySide, burst, delivered, fromLog, paced } satisfies Record<
  string,
  Scenario
>;

export type ScenarioName = keyof typeof scenarios;

/** In the order they run. */
export const scenarioNames = Object.keys(scenarios) as ScenarioName[];
