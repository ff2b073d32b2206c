import { Initial1764000000001 } from './initial.js';
import { KnowledgeQuestions1764330000003 } from './knowledge-questions.js';
import { PostgresBackplane1764000000002 } from './postgres-backplane.js';
import { Retention1764000000003 } from './retention.js';
import { TurnsAskedAt1764200000002 } from './turns-asked-at.js';
import { TurnsInHand1764200000001 } from './turns-in-hand.js';
import { Understanding1764300000001 } from './understanding.js';

/** In the order they run. */
export const migrations = [
  Initial1764000000001,
  PostgresBackplane1764000000002,
  Retention1764000000003,
  TurnsInHand1764200000001,
  TurnsAskedAt1764200000002,
  Understanding1764300000001,
  KnowledgeQuestions1764330000003,
];
