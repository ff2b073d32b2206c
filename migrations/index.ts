import { AnsweredBy1764320000001 } from './answered-by.js';
import { AttemptsBefore1764380000001 } from './attempts-before.js';
import { Initial1764000000001 } from './initial.js';
import { KnowledgeAdmin1764330000001 } from './knowledge-admin.js';
import { KnowledgeQuestions1764330000003 } from './knowledge-questions.js';
import { KnowledgeVersion1764320000002 } from './knowledge-version.js';
import { Ledger1764360000001 } from './ledger.js';
import { Moderation1764340000001 } from './moderation.js';
import { PostgresBackplane1764000000002 } from './postgres-backplane.js';
import { PromptVersion1764350000001 } from './prompt-version.js';
import { QuickActions1764370000002 } from './quick-actions.js';
import { Retention1764000000003 } from './retention.js';
import { SessionSummary1764350000002 } from './session-summary.js';
import { ToolCalls1764310000001 } from './tool-calls.js';
import { TurnsAskedAt1764200000002 } from './turns-asked-at.js';
import { TurnsInHand1764200000001 } from './turns-in-hand.js';
import { Understanding1764300000001 } from './understanding.js';
import { Versions1764370000001 } from './versions.js';

/** By the times in their names, which is the order that TypeORM runs them in, whatever stands here. */
export const migrations = [
  Initial1764000000001,
  PostgresBackplane1764000000002,
  Retention1764000000003,
  TurnsInHand1764200000001,
  TurnsAskedAt1764200000002,
  Understanding1764300000001,
  ToolCalls1764310000001,
  AnsweredBy1764320000001,
  KnowledgeVersion1764320000002,
  KnowledgeAdmin1764330000001,
  KnowledgeQuestions1764330000003,
  Moderation1764340000001,
  PromptVersion1764350000001,
  SessionSummary1764350000002,
  Ledger1764360000001,
  Versions1764370000001,
  QuickActions1764370000002,
  AttemptsBefore1764380000001,
];
