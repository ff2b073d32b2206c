import { EntitySchema } from 'typeorm';
import type { Budget } from '../domain/budget.js';
import type { Message } from '../domain/message.js';
import type { Session } from '../domain/session.js';
import type { Turn } from '../domain/turn.js';

/** Rows as the store's code reads them: the domain types and the columns that only the store uses. */
export type SessionRow = Session & {
  lastPosition: number;
  openTurns: number;
  epoch: number;
  deletedAt: Date | null;
};
export type TurnRow = Turn & {
  leaseUntil: Date | null;
  /** By its question, or by its user's last retry. */
  askedAt: Date;
  dueAt: Date;
  deliveredAt: Date | null;
  /** No attempt is begun after this, whatever failed before; `Infinity` until it is first handed over. */
  deadlineAt: Date | number;
  stopRequestedAt: Date | null;
  announced: boolean;
  releaseReason: string | null;
  labels: string[];
  /** Under which it was taken; null where its user had none. */
  budget: Budget | null;
};

/** pg hands bigint over as text; fencing numbers stay far below 2^53. */
const safeBigint = { from: (value: string | null) => Number(value), to: (value: number) => value };

const uuid = 'uuid' as const;
const instant = 'timestamp with time zone' as const;

export const SessionEntity = new EntitySchema<SessionRow>({
  name: 'Session',
  tableName: 'sessions',
  columns: {
    id: { type: uuid, primary: true },
    userId: { name: 'user_id', type: 'text' },
    title: { type: 'text', nullable: true },
    status: { type: 'text' },
    context: { type: 'jsonb' },
    entities: { type: 'jsonb' },
    frustration: { type: 'smallint' },
    metadata: { type: 'jsonb' },
    rating: { type: 'smallint', nullable: true },
    messageCount: { name: 'message_count', type: 'integer' },
    lastPosition: { name: 'last_position', type: 'integer' },
    openTurns: { name: 'open_turns', type: 'integer' },
    epoch: { type: 'bigint', transformer: safeBigint },
    createdAt: { name: 'created_at', type: instant },
    updatedAt: { name: 'updated_at', type: instant },
    lastActivity: { name: 'last_activity', type: instant },
    expiresAt: { name: 'expires_at', type: instant, nullable: true },
    deletedAt: { name: 'deleted_at', type: instant, nullable: true },
  },
});

export const MessageEntity = new EntitySchema<Message>({
  name: 'Message',
  tableName: 'messages',
  columns: {
    sessionId: { name: 'session_id', type: uuid, primary: true },
    position: { type: 'integer', primary: true },
    id: { type: uuid },
    type: { type: 'text' },
    status: { type: 'text' },
    content: { type: 'text' },
    clientMessageId: { name: 'client_message_id', type: 'text', nullable: true },
    turnId: { name: 'turn_id', type: uuid, nullable: true },
    replyTo: { name: 'reply_to', type: uuid, nullable: true },
    version: { type: 'integer' },
    replaces: { type: uuid, nullable: true },
    replacedBy: { name: 'replaced_by', type: uuid, nullable: true },
    quickAction: { name: 'quick_action', type: 'text', nullable: true },
    createdAt: { name: 'created_at', type: instant },
    language: { type: 'text', nullable: true },
    intent: { type: 'jsonb', nullable: true },
    entities: { type: 'jsonb' },
    sentiment: { type: 'jsonb', nullable: true },
    model: { type: 'text', nullable: true },
    template: { type: 'text', nullable: true },
    fallback: { type: 'boolean' },
    cached: { type: 'boolean' },
    cachedAt: { name: 'cached_at', type: instant, nullable: true },
    canned: { type: 'boolean' },
    usage: { type: 'jsonb', nullable: true },
    processingMs: { name: 'processing_ms', type: 'integer', nullable: true },
    sources: { type: 'jsonb' },
    toolCalls: { name: 'tool_calls', type: 'jsonb' },
    error: { type: 'jsonb', nullable: true },
    truncated: { type: 'boolean' },
  },
});

export const TurnEntity = new EntitySchema<TurnRow>({
  name: 'Turn',
  tableName: 'turns',
  columns: {
    id: { type: uuid, primary: true },
    sessionId: { name: 'session_id', type: uuid },
    userId: { name: 'user_id', type: 'text' },
    messageId: { name: 'message_id', type: uuid },
    answerId: { name: 'answer_id', type: uuid },
    position: { type: 'integer' },
    state: { type: 'text' },
    attempt: { type: 'integer' },
    attemptsBefore: { name: 'attempts_before', type: 'integer' },
    epoch: { type: 'bigint', transformer: safeBigint },
    failures: { type: 'integer' },
    leaseUntil: { name: 'lease_until', type: instant, nullable: true },
    askedAt: { name: 'asked_at', type: instant },
    dueAt: { name: 'due_at', type: instant },
    deliveredAt: { name: 'delivered_at', type: instant, nullable: true },
    stopRequestedAt: { name: 'stop_requested_at', type: instant, nullable: true },
    announced: { type: 'boolean' },
    releaseReason: { name: 'release_reason', type: 'text', nullable: true },
    deadlineAt: { name: 'deadline_at', type: instant },
    timings: { type: 'jsonb' },
    error: { type: 'jsonb', nullable: true },
    correlationId: { name: 'correlation_id', type: 'text' },
    labels: { type: 'text', array: true },
    budget: { type: 'jsonb', nullable: true },
    createdAt: { name: 'created_at', type: instant },
    startedAt: { name: 'started_at', type: instant, nullable: true },
    endedAt: { name: 'ended_at', type: instant, nullable: true },
  },
});
