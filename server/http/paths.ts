/** Everything of the REST API is below this. */
export const apiPrefix = '/api/v1/admin/chat';

export const sessionPath = (sessionId: string) => `${apiPrefix}/sessions/${sessionId}`;
export const turnPath = (sessionId: string, turnId: string) => `${sessionPath(sessionId)}/turns/${turnId}`;
export const eventsPath = (sessionId: string) => `${sessionPath(sessionId)}/events`;
