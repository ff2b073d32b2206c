/** How much of each scenario a round has, and how many rounds there are. */
export interface Plan {
  rounds: number;
  /** Programs settle after their start: caches are filled, what was only needed for it is freed, by V8 after some 10 s. */
  settleMs: number;
  /** Turns that each stack answers before anything is measured. */
  warmUpTurns: number;
  /** One user: sessions, and questions in each. */
  oneUser: { sessions: number; turns: number };
  /** Users who ask side by side, and questions of each. */
  sideBySide: { users: number; turns: number };
  /** Users who ask at the same moment, and how often that happens. */
  burst: { users: number; times: number };
  delivered: { streams: number; tokens: number };
  fromLog: { streams: number; tokens: number };
  /** How long the questions are spread over, how long is measured, and how much longer the answers are. */
  paced: { streams: number; rampMs: number; windowMs: number; marginMs: number };
}

/** Under a minute: enough to see where things stand. */
export const quickPlan: Plan = {
  rounds: 1,
  settleMs: 7_000,
  warmUpTurns: 60,
  oneUser: { sessions: 10, turns: 5 },
  sideBySide: { users: 50, turns: 1 },
  burst: { users: 50, times: 1 },
  delivered: { streams: 100, tokens: 250 },
  fromLog: { streams: 100, tokens: 400 },
  paced: { streams: 200, rampMs: 2_500, windowMs: 1_500, marginMs: 1_000 },
};

/** Under six minutes: medians of three rounds. */
export const fullPlan: Plan = {
  rounds: 3,
  settleMs: 20_000,
  warmUpTurns: 150,
  oneUser: { sessions: 25, turns: 6 },
  sideBySide: { users: 50, turns: 3 },
  burst: { users: 50, times: 2 },
  delivered: { streams: 100, tokens: 600 },
  fromLog: { streams: 100, tokens: 1_600 },
  paced: { streams: 200, rampMs: 4_000, windowMs: 3_500, marginMs: 1_500 },
};

/** Runs every line of the bench once, for a test of the bench: its figures say nothing. */
export const smokePlan: Plan = {
  rounds: 1,
  settleMs: 0,
  warmUpTurns: 2,
  oneUser: { sessions: 1, turns: 2 },
  sideBySide: { users: 3, turns: 1 },
  burst: { users: 3, times: 1 },
  delivered: { streams: 3, tokens: 30 },
  fromLog: { streams: 3, tokens: 32 },
  paced: { streams: 3, rampMs: 50, windowMs: 200, marginMs: 500 },
};
