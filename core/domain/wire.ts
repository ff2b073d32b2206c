import type { z } from 'zod';
import type { WireUsageRow } from '../contracts/analytics.js';
import type { WireKnowledgeDocument, WireKnowledgeGap } from '../contracts/knowledge.js';
import type {
  sessionContext,
  WireActiveTurn,
  WireBudgetStanding,
  WireMessage,
  WireSession,
  WireTurn,
} from '../contracts/shapes.js';
import { type BudgetStanding, dollarsOf } from './budget.js';
import type { AskedGap, DocumentEntry } from './knowledge.js';
import type { UsageRow } from './ledger.js';
import type { Message } from './message.js';
import type { Session, SessionContext } from './session.js';
import type { Turn } from './turn.js';

/** The one mapping between the code's camelCase and the wire's snake_case. */

export function messageToWire(message: Message): WireMessage {
  return {
    id: message.id,
    session_id: message.sessionId,
    position: message.position,
    type: message.type,
    status: message.status,
    content: message.content,
    client_message_id: message.clientMessageId,
    turn_id: message.turnId,
    reply_to: message.replyTo,
    version: message.version,
    replaces: message.replaces,
    replaced_by: message.replacedBy,
    quick_action: message.quickAction,
    created_at: message.createdAt.toISOString(),
    language: message.language,
    intent: message.intent,
    entities: message.entities,
    sentiment: message.sentiment,
    model: message.model,
    template: message.template,
    fallback: message.fallback,
    cached: message.cached,
    cached_at: message.cachedAt?.toISOString() ?? null,
    canned: message.canned,
    usage: message.usage && {
      input_tokens: message.usage.inputTokens,
      output_tokens: message.usage.outputTokens,
      cached_tokens: message.usage.cachedTokens,
      cost_usd: message.usage.costUsd,
    },
    processing_ms: message.processingMs,
    sources: message.sources,
    tool_calls: message.toolCalls,
    truncated: message.truncated,
    error: message.error,
  };
}

/** `position` is the turn's place in the session's line, which only a query can tell; 0 once it runs. */
export function turnToWire(turn: Turn, position: number, answer?: Message | null): WireTurn {
  return {
    id: turn.id,
    session_id: turn.sessionId,
    message_id: turn.messageId,
    answer_id: turn.answerId,
    state: turn.state,
    attempt: turn.attempt,
    position,
    timings: {
      queued_ms: turn.timings.queuedMs,
      understand_ms: turn.timings.understandMs,
      recall_ms: turn.timings.recallMs,
      compose_ms: turn.timings.composeMs,
      first_token_ms: turn.timings.firstTokenMs,
      total_ms: turn.timings.totalMs,
    },
    error: turn.error,
    ...(answer === undefined ? {} : { message: answer && messageToWire(answer) }),
  };
}

export function sessionToWire(
  session: Session,
  extra: { lastMessage: Message | null; activeTurn: WireActiveTurn | null },
): WireSession {
  return {
    id: session.id,
    user_id: session.userId,
    title: session.title,
    status: session.status,
    context: {
      client_name: session.context.clientName,
      meeting_type: session.context.meetingType,
      project_context: session.context.projectContext,
      service_types: session.context.serviceTypes,
      cloud_providers: session.context.cloudProviders,
      custom_fields: session.context.customFields,
    },
    entities: session.entities.map(({ type, value, messageId }) => ({ type, value, message_id: messageId })),
    metadata: session.metadata,
    rating: session.rating,
    message_count: session.messageCount,
    last_message: extra.lastMessage && messageToWire(extra.lastMessage),
    active_turn: extra.activeTurn,
    created_at: session.createdAt.toISOString(),
    updated_at: session.updatedAt.toISOString(),
    last_activity: session.lastActivity.toISOString(),
    expires_at: session.expiresAt?.toISOString() ?? null,
  };
}

export function documentToWire(document: DocumentEntry): WireKnowledgeDocument {
  const { id, title, path, language, url, labels, chunks, status, updatedAt, error } = document;
  return {
    id,
    title,
    path,
    language,
    url,
    labels,
    chunks,
    status,
    updated_at: updatedAt.toISOString(),
    error,
  };
}

export function gapToWire(gap: AskedGap): WireKnowledgeGap {
  return {
    message_id: gap.messageId,
    session_id: gap.sessionId,
    question: gap.question,
    language: gap.language,
    best_score: gap.bestScore,
    asked: gap.asked,
    at: gap.at.toISOString(),
  };
}

export function standingToWire({ window, fraction, resetsAt }: BudgetStanding): WireBudgetStanding {
  return { window, fraction, resets_at: resetsAt.toISOString() };
}

export function usageToWire(row: UsageRow): WireUsageRow {
  return {
    ...(row.day !== null && { day: row.day }),
    ...(row.userId !== null && { user_id: row.userId }),
    ...(row.turnId !== null && { turn_id: row.turnId }),
    ...(row.sessionId !== null && { session_id: row.sessionId }),
    calls: row.calls,
    unpriced_calls: row.unpricedCalls,
    input_tokens: row.inputTokens,
    output_tokens: row.outputTokens,
    cached_tokens: row.cachedTokens,
    cost_usd: dollarsOf(row.picodollars),
  };
}

/** The fields that a request gives; those it leaves out are absent. */
export function contextFromWire(wire: z.infer<typeof sessionContext>): Partial<SessionContext> {
  return {
    ...(wire.client_name !== undefined && { clientName: wire.client_name }),
    ...(wire.meeting_type !== undefined && { meetingType: wire.meeting_type }),
    ...(wire.project_context !== undefined && { projectContext: wire.project_context }),
    ...(wire.service_types && { serviceTypes: wire.service_types }),
    ...(wire.cloud_providers && { cloudProviders: wire.cloud_providers }),
    ...(wire.custom_fields && { customFields: wire.custom_fields }),
  };
}

/** Null stays null, and what was not given undefined. */
export function timeFromWire(wire: string | null | undefined): Date | null | undefined {
  return wire == null ? wire : new Date(wire);
}
