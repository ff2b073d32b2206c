import type { EventLog } from '../../core/backplane/event-log.js';
import type { KeyStore } from '../../core/backplane/keys.js';
import type { TurnProducer } from '../../core/backplane/turn-producer.js';
import type { Gap } from '../../core/domain/knowledge.js';
import type { Turn } from '../../core/domain/turn.js';
import type { Logger } from '../../core/logger.js';
import type { Db } from '../../core/store/data-source.js';
import type { Claim } from '../../core/store/turn-attempts.js';
import type { Understand, Understanding } from '../intent/understand.js';
import type { Retriever } from '../knowledge/retriever.js';
import type { NumberedChunk } from '../knowledge/sources.js';
import type { Model } from '../model/bedrock.js';
import type { PromptTemplates } from '../prompt/templates.js';
import type { AttemptEvents } from './attempt-events.js';
import type { FlushClock } from './flush-clock.js';
import type { Lease, Leases } from './leases.js';
import type { RecentContext } from './recent-context.js';
import type { Stopwatch } from './stopwatch.js';

/** What a worker has for all its turns. */
export interface TurnDeps {
  db: Db;
  log: EventLog;
  keys: KeyStore;
  producer: TurnProducer;
  leases: Leases;
  clock: FlushClock;
  understand: Understand;
  retriever: Retriever;
  templates: PromptTemplates;
  model: Model;
  /** Who answers. */
  modelId: string;
  logger: Logger;
}

/** Where operators watch a turn: progress and lines of Bull Board. Never given any text of a message. */
export interface TurnJournal {
  progress(stage: string): void;
  line(text: string): void;
}

/** An attempt at a turn, while it runs. */
export interface Attempt {
  claim: Claim;
  turn: Turn;
  lease: Lease;
  events: AttemptEvents;
  watch: Stopwatch;
  journal: TurnJournal;
  recent: RecentContext | null;
  understood: Understanding | null;
  /** Which prompt was sent, as its version names it. */
  templateVersion: string | null;
  /** Best first; the answer cites the first as `[1]`. */
  chunks: NumberedChunk[];
  /** What the knowledge base lacked for it, if it was searched. */
  gap: Gap | null;
}
