export type SessionStatus = 'active' | 'closed' | 'archived' | 'escalated';

export interface SessionContext {
  clientName: string | null;
  meetingType: string | null;
  projectContext: string | null;
  serviceTypes: string[];
  cloudProviders: string[];
  customFields: Record<string, unknown>;
}

export interface Session {
  id: string;
  userId: string;
  title: string | null;
  status: SessionStatus;
  context: SessionContext;
  metadata: Record<string, unknown>;
  rating: number | null;
  messageCount: number;
  createdAt: Date;
  updatedAt: Date;
  lastActivity: Date;
  expiresAt: Date | null;
}

export const emptyContext: SessionContext = {
  clientName: null,
  meetingType: null,
  projectContext: null,
  serviceTypes: [],
  cloudProviders: [],
  customFields: {},
};
