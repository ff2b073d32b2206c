import type { IncomingHttpHeaders } from 'node:http';
import type { PostMessageBody } from '../../core/contracts/http.js';
import { codePointLength, MAX_CONTENT_CODE_POINTS } from '../../core/contracts/text.js';
import { AsideError } from '../../core/domain/errors.js';
import { contextFromWire } from '../../core/domain/wire.js';
import { expandQuickAction } from '../../core/quick-actions/expand-quick-action.js';
import type { QuickAction } from '../../core/quick-actions/quick-action-file.js';
import type { Db } from '../../core/store/data-source.js';
import { preferredLanguage } from '../http/preferred-language.js';
import { ownSession } from '../views/own-session.js';

/**
 * What a message says: its content; or what its quick action says in the session, with the context as the message changes
 * it, and then its content as words of the user's own.
 */
export function createContentReader({ db, quickActions }: { db: Db; quickActions: readonly QuickAction[] }) {
  const byId = new Map(quickActions.map((action) => [action.id, action]));
  return async (
    about: { sessionId: string; userId: string },
    body: PostMessageBody,
    headers: IncomingHttpHeaders,
  ): Promise<string> => {
    const { content = '', quick_action } = body;
    if (quick_action === undefined) return content;
    const action = byId.get(quick_action);
    if (!action) throw wrong('quick_action', 'is not one of those of GET /quick-actions');
    const session = await ownSession(db, about.sessionId, about.userId);
    const context = { ...session.context, ...(body.context && contextFromWire(body.context)) };
    const { text } = expandQuickAction(action, body.language ?? preferredLanguage(headers), context);
    const whole = content === '' ? text : `${text}\n\n${content}`;
    if (codePointLength(whole) > MAX_CONTENT_CODE_POINTS) {
      throw wrong(
        'content',
        `must leave room for the ${codePointLength(text)} characters of the quick action`,
      );
    }
    return whole;
  };
}

function wrong(field: string, problem: string): AsideError {
  return new AsideError('VALIDATION_FAILED', { details: { in: 'body', fields: [{ field, problem }] } });
}
