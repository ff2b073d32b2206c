import type { DigestProducer } from '../../core/backplane/digest-producer.js';
import type { EventLog } from '../../core/backplane/event-log.js';
import type { KeyStore } from '../../core/backplane/keys.js';
import type { TurnProducer } from '../../core/backplane/turn-producer.js';
import type { Gap } from '../../core/domain/knowledge.js';
import type { Used } from '../../core/domain/ledger.js';
import type { AnsweredBy, ToolCall } from '../../core/domain/message.js';
import type { Turn } from '../../core/domain/turn.js';
import type { Logger } from '../../core/logger.js';
import type { Db } from '../../core/store/data-source.js';
import type { Claim } from '../../core/store/turn-attempts.js';
import type { AnswerCache, KeptAnswer } from '../answer-cache/answer-cache.js';
import type { AskIntent } from '../intent/ask-intent.js';
import type { Understand, Understanding } from '../intent/understand.js';
import type { Retriever } from '../knowledge/retriever.js';
import type { NumberedChunk } from '../knowledge/sources.js';
import type { ModelChain } from '../model/chain.js';
import type { ModelMetrics } from '../model/model-metrics.js';
import type { AnswerRules } from '../output-filter/answer-text.js';
import type { AnswerMetrics } from '../output-filter/metrics.js';
import type { PromptTemplates } from '../prompt/templates.js';
import type { Toolbox } from '../tools/toolbox.js';
import type { AttemptEvents } from './attempt-events.js';
import type { Flights } from './flights.js';
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
  digests: DigestProducer;
  leases: Leases;
  clock: FlushClock;
  understand: Understand;
  /** Null where no model is set for it. */
  askIntent: AskIntent | null;
  retriever: Retriever;
  templates: PromptTemplates;
  toolbox: Toolbox;
  answerRules: AnswerRules;
  answerMetrics: AnswerMetrics;
  chain: ModelChain;
  answers: AnswerCache;
  flights: Flights;
  metrics: ModelMetrics;
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
  /** Where an answer to this question is kept; null where none may be. */
  keeping: { key: string; found: Promise<KeptAnswer | null> } | null;
  /** Which prompt was sent, as its version names it. */
  templateVersion: string | null;
  /** An answer that holds it has told its instructions. */
  canary: string | null;
  /** Best first; the answer cites the first as `[1]`. */
  chunks: NumberedChunk[];
  /** Of this attempt's prompt, for what is fenced in it. */
  nonce: string;
  /** In order. */
  toolCalls: ToolCall[];
  /** Whose text the events hold, or will. */
  answeredBy: AnsweredBy | null;
  /** What its calls of models took, as far as they have said. */
  used: Used[];
  /** What the knowledge base lacks if it leaves the question open; null where it was not searched. */
  gap: Gap | null;
  /** What was found may not answer the question. */
  weak: boolean;
  /** A search, its own or one of the model, could not ask where the documents are: another attempt may know better. */
  degraded: boolean;
}
