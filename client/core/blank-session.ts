import type { HistoryPage } from '../../core/contracts/http.js';
import type { WireSession } from '../../core/contracts/shapes.js';
import { emptyConversation } from './conversation.js';
import { newKey } from './new-key.js';
import { applyHistory } from './reducer.js';
import type { CurrentSession, DraftContext } from './state.js';

/** The widget before a session is open. */
export function blankSession(context: DraftContext): CurrentSession {
  return {
    key: newKey(),
    id: null,
    session: null,
    context,
    contextIsTyped: false,
    loading: false,
    conversation: emptyConversation,
    olderCursor: null,
    loadingOlder: false,
  };
}

/** The open session as the server has just told it. Older pages that are here already stay, if they fit. */
export function withHistory(held: CurrentSession, session: WireSession, page: HistoryPage): CurrentSession {
  const conversation = applyHistory(held.conversation, page.data, session.active_turn);
  const first =
    conversation.entries.find(({ delivery }) => delivery === 'sent')?.message.position ??
    Number.POSITIVE_INFINITY;
  const holdsOlder = first < (page.data[0]?.position ?? 0);
  const next = page.page.has_more ? page.page.next_cursor : null;
  return {
    ...held,
    session,
    context: session.context,
    loading: false,
    conversation,
    olderCursor: holdsOlder ? held.olderCursor : next,
  };
}
