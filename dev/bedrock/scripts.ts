import { createRandom } from '../random.js';
import { type Behaviour, type operations, type ScriptInput, scriptSchema } from './behaviour.js';

export type Operation = (typeof operations)[number];

export interface ScriptStatus {
  id: number;
  match: string | null;
  timesLeft: number | null;
  used: number;
}

/**
 * Scripts wait in the order they were given. A request takes the first that applies to it, those with a `match`
 * before those without, so a general pace never hides a fault meant for one question. At most 1,000 wait.
 */
export interface Scripts {
  /** Throws a ZodError for an unknown or wrong field, a RangeError when too many wait. */
  add(input: ScriptInput): ScriptStatus;
  /** Counts a use of the script that it returns. With `named` only one whose `match` is the whole of it. */
  take(question: string, modelId: string, options?: { named?: boolean; operation?: Operation }): Behaviour;
  list(): ScriptStatus[];
  clear(): void;
}

const MAX_SCRIPTS = 1_000;

interface Script extends ScriptStatus {
  operation: Operation;
  model: string | null;
  behaviour: Behaviour;
  applies: () => boolean;
}

export function createScripts(): Scripts {
  let scripts: Script[] = [];
  let lastId = 0;

  const status = ({ id, match, timesLeft, used }: Script): ScriptStatus => ({ id, match, timesLeft, used });

  return {
    add(input) {
      const {
        operation,
        match = null,
        model = null,
        times = null,
        probability = 1,
        ...behaviour
      } = scriptSchema.parse(input);
      if (scripts.length >= MAX_SCRIPTS) throw new RangeError(`At most ${MAX_SCRIPTS} scripts may wait.`);
      lastId += 1;
      const script: Script = {
        id: lastId,
        operation,
        match,
        model,
        timesLeft: times,
        used: 0,
        behaviour,
        applies: createChance(probability, scripts.length),
      };
      scripts.push(script);
      return status(script);
    },
    take(question, modelId, { named = false, operation = 'converse' } = {}) {
      const ofModel = scripts.filter(
        (script) => script.operation === operation && (script.model === null || script.model === modelId),
      );
      const matching = ofModel.filter(({ match }) =>
        named ? match === question : match !== null && question.includes(match),
      );
      const general = named ? [] : ofModel.filter((script) => script.match === null);
      const script = [...matching, ...general].find((candidate) => candidate.applies());
      if (!script) return {};
      script.used += 1;
      if (script.timesLeft !== null) {
        script.timesLeft -= 1;
        if (script.timesLeft === 0) scripts = scripts.filter((other) => other !== script);
      }
      return script.behaviour;
    },
    list: () => scripts.map(status),
    clear() {
      scripts = [];
    },
  };
}

/** From a fixed seed, another for each script that waits: faults fall on the same requests in each run. */
function createChance(probability: number, place: number): () => boolean {
  if (probability === 1) return () => true;
  const random = createRandom(0x9e3779b9 + Math.imul(place, 0x85ebca6b));
  return () => random.next() < probability;
}
