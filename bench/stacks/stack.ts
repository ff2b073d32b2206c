import type { SessionPaths, Target } from '../load/target.js';
import type { Usage } from '../probe.js';

/** A server and a worker under load. */
export interface Stack {
  name: StackName;
  target: Target;
  createSessions(count: number): Promise<SessionPaths[]>;
  usage(): Promise<{ server: Usage; worker: Usage }>;
  stop(): Promise<void>;
}

export type StackName = 'redis' | 'postgres' | 'bare';
