import { randomUUID } from 'node:crypto';
import type { NewEvent, SessionEvent } from '../../../core/contracts/events.js';
import type {
  WireActiveTurn,
  WireMessage,
  WireSession,
  WireSource,
  WireToolCall,
} from '../../../core/contracts/shapes.js';

/** One session of the scripted server: its rows, its event log, and who is listening. */
export interface ScriptedSession {
  wire: WireSession;
  messages: WireMessage[];
  /** Events with their cursors; `generation` changes when the log is lost. */
  log: { cursor: string; event: SessionEvent }[];
  generation: number;
  listeners: Set<() => void>;
  active: WireActiveTurn | null;
  waiting: string[];
}

export function newScriptedSession(
  userId: string,
  body: {
    title?: string;
    context?: Partial<WireSession['context']>;
    metadata?: WireSession['metadata'];
  },
): ScriptedSession {
  const now = new Date().toISOString();
  return {
    wire: {
      id: uuidv7(),
      user_id: userId,
      title: body.title ?? null,
      status: 'active',
      context: {
        client_name: null,
        meeting_type: null,
        project_context: null,
        service_types: [],
        cloud_providers: [],
        custom_fields: {},
        ...body.context,
      },
      entities: [],
      metadata: body.metadata ?? {},
      rating: null,
      message_count: 0,
      last_message: null,
      active_turn: null,
      created_at: now,
      updated_at: now,
      last_activity: now,
      expires_at: null,
    },
    messages: [],
    log: [],
    generation: 1,
    listeners: new Set(),
    active: null,
    waiting: [],
  };
}

export function tail(session: ScriptedSession): string {
  return session.log.at(-1)?.cursor ?? `${session.generation}-0`;
}

export function append(session: ScriptedSession, event: NewEvent): void {
  const cursor = `${session.generation}-${session.log.length + 1}`;
  session.log.push({
    cursor,
    event: { ...event, id: cursor, session_id: session.wire.id, at: new Date().toISOString() },
  });
  for (const listener of [...session.listeners]) listener();
}

/** Events after a cursor, or one snapshot when the cursor is of an earlier log. */
export function readAfter(
  session: ScriptedSession,
  cursor: string,
): { cursor: string; event: SessionEvent }[] {
  const [generation, number] = cursor.split('-').map(Number);
  if (generation === session.generation) return session.log.slice(number ?? 0);
  const now = tail(session);
  return [
    {
      cursor: now,
      event: {
        type: 'snapshot',
        id: now,
        session_id: session.wire.id,
        at: new Date().toISOString(),
        messages: session.messages,
        active_turn: session.active,
        cursor: session.active?.cursor ?? now,
      },
    },
  ];
}

export function blankRow(
  session: ScriptedSession,
  known: Partial<WireMessage> & Pick<WireMessage, 'type' | 'status'>,
): WireMessage {
  return {
    id: uuidv7(),
    session_id: session.wire.id,
    position: session.messages.length + 1,
    content: '',
    client_message_id: null,
    turn_id: null,
    reply_to: null,
    version: 1,
    replaces: null,
    replaced_by: null,
    quick_action: null,
    created_at: new Date().toISOString(),
    language: null,
    intent: null,
    entities: [],
    sentiment: null,
    model: null,
    template: null,
    fallback: false,
    cached: false,
    cached_at: null,
    canned: false,
    usage: null,
    processing_ms: null,
    truncated: false,
    sources: [],
    tool_calls: [],
    error: null,
    ...known,
  };
}

export function uuidv7(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

export interface ScriptedAnswer {
  text: string;
  sources?: WireSource[];
  toolCalls?: WireToolCall[];
  /** Code and sentence of a failure in place of an answer. */
  fails?: { code: string; message: string };
  fallback?: boolean;
  /** Milliseconds of each stage before writing, and between two deltas. */
  stageMs?: number;
  deltaMs?: number;
  /** What the server says the answer took. */
  tookMs?: number;
  /** Nothing is written before it settles. */
  held?: Promise<void>;
  /** UTF-16 units of a delta. */
  pieceLength?: number;
}
