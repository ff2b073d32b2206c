import type { ScriptInput } from '../../../dev/bedrock/behaviour.js';
import type { StandInMethods } from '../../programs/stand-in.js';
import type { Call } from '../../rpc.js';
import type { Finding } from '../oracle/finding.js';
import type { JudgeOptions } from '../oracle/judge-aside.js';
import type { Chat } from '../users/chat.js';
import type { Member } from './member.js';
import type { Programs } from './programs.js';
import type { PostgresStore, RedisStore } from './stores.js';

/** Servers, workers and their stores, to be harmed. */
export interface Site {
  servers: Member[];
  workers: Member[];
  redis: RedisStore;
  /** The bare stack has none: it is beside it. */
  postgres: PostgresStore;
  standIn: Call<StandInMethods>;
  /** From now on the model answers like this; unless `answer` says otherwise, with the question in its answer. */
  model(behaviour: ScriptInput): Promise<void>;
  /** `user` has a name of his own unless one is given; his first request goes to the server of this index. */
  openChat(options?: { user?: string; server?: number }): Promise<Chat>;
  /** What has become of everything that these chats were told is taken. */
  judge(chats: readonly Chat[], options?: JudgeOptions): Promise<Finding[]>;
  /** Stores and processes that a scenario has ended run again, and the network is whole. */
  mend(): Promise<void>;
}

export type AsideSite = Omit<Site, 'openChat'> & Programs;
