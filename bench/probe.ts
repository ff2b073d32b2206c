import { serve } from './rpc.js';

/* Loaded into each measured process before its program (`node --import`): says what it has used so far. */

const methods = {
  usage: (): Usage => {
    const { user, system } = process.cpuUsage();
    return { cpuMs: (user + system) / 1_000, rssBytes: process.memoryUsage.rss() };
  },
};

export interface Usage {
  /** User and system time of all threads since the start. */
  cpuMs: number;
  rssBytes: number;
}

export type ProbeMethods = typeof methods;

serve(methods);
// The program alone decides when it ends.
process.channel?.unref();
