/** Everything of the chat is below this. */
export const apiPrefix = '/api/v1/admin/chat';
/** What administrators do with the knowledge base. */
export const knowledgePrefix = '/api/v1/admin/knowledge';
/** Figures for administrators. */
export const analyticsPrefix = '/api/v1/admin/analytics';

export const sessionPath = (sessionId: string) => `${apiPrefix}/sessions/${sessionId}`;
export const turnPath = (sessionId: string, turnId: string) => `${sessionPath(sessionId)}/turns/${turnId}`;
export const documentPath = (id: string) => `${knowledgePrefix}/documents/${id}`;
export const eventsPath = (sessionId: string) => `${sessionPath(sessionId)}/events`;
