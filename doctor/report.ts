import type { TurnBacklog } from '../core/store/turn-backlog.js';
import type { Bound } from './bounds/bound.js';

/** A setting as it is in effect; passwords and secrets are masked. */
export interface ShownSetting {
  name: string;
  value: string | null;
  source: 'environment' | 'default' | 'not set';
  meaning: string;
}

/** What keeps a program from working, and what somebody should know. Each is one sentence. */
export interface Findings {
  problems: string[];
  notices: string[];
}

export interface PostgresState {
  version: string;
  migrations: { applied: number; missing: string[]; unknown: string[] };
  /** How far Postgres' clock is ahead of this machine's. */
  clockAheadMs: number;
  /** Null before the migrations. */
  turns: TurnBacklog | null;
}

export interface RedisState {
  version: string;
  /** Null where Redis does not say. */
  maxmemoryPolicy: string | null;
  usedMemoryBytes: number;
  maxMemoryBytes: number;
  appendOnly: boolean;
}

export interface QueueState {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
}

/** What was found out about one thing; null where it was not asked or did not answer. */
export interface Report extends Findings {
  settings: ShownSetting[];
  postgres: PostgresState | null;
  redis: RedisState | null;
  identityProvider: { keys: number } | null;
  queue: QueueState | null;
  bounds: readonly Bound[];
}
