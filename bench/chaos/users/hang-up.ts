/** Under this symbol undici and the `fetch` of Node.js keep, and share, the agent that holds their connections. */
const DISPATCHER = Symbol.for('undici.globalDispatcher.1');

interface Agent {
  close(): Promise<void>;
}

/** Closes the idle connections that `fetch` keeps for a minute, as browsers do whose page is left. */
export async function hangUp(): Promise<void> {
  const held = globalThis as unknown as Record<symbol, Agent | undefined>;
  const agent = held[DISPATCHER];
  if (!agent) return;
  held[DISPATCHER] = new (agent.constructor as new () => Agent)();
  await agent.close();
}
