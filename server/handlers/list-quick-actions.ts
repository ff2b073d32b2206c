import type { QuickActionPage, QuickActionsQuery } from '../../core/contracts/quick-actions.js';
import { emptyContext } from '../../core/domain/session.js';
import { expandQuickAction } from '../../core/quick-actions/expand-quick-action.js';
import type { QuickAction } from '../../core/quick-actions/quick-action-file.js';
import type { Db } from '../../core/store/data-source.js';
import type { Handler } from '../http/endpoint.js';
import { preferredLanguage } from '../http/preferred-language.js';
import { ownSession } from '../views/own-session.js';

/** What can be asked with one press, in the words it would be asked in. */
export function listQuickActionsHandler(deps: {
  db: Db;
  quickActions: readonly QuickAction[];
}): Handler<unknown, QuickActionsQuery, unknown> {
  const { db, quickActions } = deps;
  return async ({ query, identity, headers }) => {
    const session = query.session_id ? await ownSession(db, query.session_id, identity.userId) : null;
    const context = {
      ...emptyContext,
      ...session?.context,
      ...(query.client_name !== undefined && { clientName: query.client_name }),
      ...(query.meeting_type !== undefined && { meetingType: query.meeting_type }),
      ...(query.project_context !== undefined && { projectContext: query.project_context }),
      ...(query.service_types && { serviceTypes: query.service_types }),
    };
    const language = query.language ?? preferredLanguage(headers);
    const body: QuickActionPage = {
      data: quickActions.map((action) => ({
        id: action.id,
        title: action.title[language],
        detail: action.detail[language],
        icon: action.icon,
        intent: action.intent,
        ...expandQuickAction(action, language, context),
        needs_history: action.needsHistory,
      })),
      page: { next_cursor: null, has_more: false },
    };
    return { headers: { 'Content-Language': language, Vary: 'Accept-Language' }, body };
  };
}
