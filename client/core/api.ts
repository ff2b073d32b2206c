import type {
  CreateSessionBody,
  HistoryPage,
  PostMessageAnswer,
  PostMessageBody,
  SessionPage,
  UpdateSessionBody,
} from '../../core/contracts/http.js';
import type { QuickActionPage } from '../../core/contracts/quick-actions.js';
import type { WireSession } from '../../core/contracts/shapes.js';
import { ApiError, readApiError } from './api-error.js';
import type { AuthorizedFetch } from './authorized-fetch.js';
import { clientLimits } from './limits.js';
import { newKey } from './new-key.js';
import type { DraftContext } from './state.js';

/** The REST calls the widget makes. Every one rejects with {@link ApiError}, and with nothing else. */
export interface Api {
  /** Newest activity first. */
  listSessions(cursor: string | null): Promise<SessionPage>;
  getSession(id: string): Promise<WireSession>;
  createSession(body: CreateSessionBody): Promise<WireSession>;
  updateSession(id: string, body: UpdateSessionBody): Promise<WireSession>;
  deleteSession(id: string): Promise<void>;
  /** The newest page, or the one before a page cursor; messages inside it in reading order. */
  getHistory(id: string, before: string | null): Promise<HistoryPage>;
  /** Safe to repeat with the same `clientMessageId`: the server answers with the first outcome. */
  postMessage(id: string, body: PostMessageBody, clientMessageId: string): Promise<PostMessageAnswer>;
  /** For a session, or for the context of one that is not made yet. */
  listQuickActions(id: string | null, language: 'en' | 'fr', context: DraftContext): Promise<QuickActionPage>;
  stopTurn(id: string, turnId: string): Promise<void>;
  /** Safe to repeat with the same key. */
  retryTurn(id: string, turnId: string, key: string): Promise<void>;
  /** All versions of the question and the answer that a message belongs to. */
  getVersions(id: string, messageId: string): Promise<HistoryPage>;
  /** Tells the other viewers, but not this page's own stream, that the user is typing. */
  noteTyping(id: string): Promise<void>;
  /** Address of a session's event stream. */
  eventsUrl(id: string): string;
}

export function createApi(deps: { baseUrl: string; fetch: AuthorizedFetch; timeoutMs?: number }): Api {
  const chat = `${deps.baseUrl.replace(/\/+$/, '')}/api/v1/admin/chat`;
  const root = `${chat}/sessions`;
  /** Names this page, so that it is not told what it has told itself. */
  const client = newKey();
  const at = (id: string, rest = '') => `${root}/${encodeURIComponent(id)}${rest}`;

  async function call(method: string, url: string, body?: unknown, headers: Record<string, string> = {}) {
    const signal = AbortSignal.timeout(deps.timeoutMs ?? clientLimits.requestMs);
    try {
      const response = await deps.fetch(url, {
        method,
        signal,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw await readApiError(response);
      const text = await response.text();
      return text === '' ? null : JSON.parse(text);
    } catch (error) {
      if (error instanceof ApiError) throw error;
      if (signal.aborted) throw new ApiError(0, 'TIMED_OUT', 'No answer in time.', { cause: error });
      throw new ApiError(0, 'UNREADABLE', 'The answer could not be read.', { cause: error });
    }
  }

  return {
    listSessions: (cursor) =>
      call(
        'GET',
        `${root}?limit=${clientLimits.pageRows}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      ),
    getSession: (id) => call('GET', at(id)),
    createSession: (body) => call('POST', root, body),
    updateSession: (id, body) => call('PUT', at(id), body),
    deleteSession: (id) => call('DELETE', at(id)),
    getHistory: (id, before) =>
      call(
        'GET',
        at(
          id,
          `/history?limit=${clientLimits.pageRows}${before ? `&before=${encodeURIComponent(before)}` : ''}`,
        ),
      ),
    postMessage: (id, body, clientMessageId) =>
      call(
        'POST',
        at(id, '/messages'),
        { ...body, client_message_id: clientMessageId },
        { 'idempotency-key': clientMessageId },
      ),
    listQuickActions: (id, language, context) => {
      const query = new URLSearchParams({ language });
      if (id !== null) query.set('session_id', id);
      else {
        for (const name of ['client_name', 'meeting_type', 'project_context'] as const) {
          if (context[name]) query.set(name, context[name]);
        }
        for (const service of context.service_types ?? []) query.append('service_types', service);
      }
      return call('GET', `${chat}/quick-actions?${query}`);
    },
    stopTurn: (id, turnId) => call('POST', at(id, `/turns/${encodeURIComponent(turnId)}/stop`)),
    retryTurn: (id, turnId, key) =>
      call('POST', at(id, `/turns/${encodeURIComponent(turnId)}/retry`), undefined, {
        'idempotency-key': key,
      }),
    getVersions: (id, messageId) =>
      call('GET', at(id, `/history?versions_of=${encodeURIComponent(messageId)}`)),
    noteTyping: (id) => call('POST', at(id, `/typing?client=${client}`)),
    eventsUrl: (id) => at(id, `/events?client=${client}`),
  };
}
