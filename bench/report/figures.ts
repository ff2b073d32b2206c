/** What must hold: of our figure, or of our figure divided by the bare stack's. */
export type Goal = { of: 'figure' | 'ratio'; atMost: number } | { of: 'figure' | 'ratio'; atLeast: number };

export interface FigureKind {
  label: string;
  unit: 'ms' | 'tokens/s' | 'MB';
  goal?: Goal;
}

const ms = (label: string, goal?: Goal): FigureKind => ({ label, unit: 'ms', ...(goal && { goal }) });
const rate = (label: string, goal?: Goal): FigureKind => ({
  label,
  unit: 'tokens/s',
  ...(goal && { goal }),
});
const memory = (label: string, goal?: Goal): FigureKind => ({ label, unit: 'MB', ...(goal && { goal }) });

const firstTokenRatio: Goal = { of: 'ratio', atMost: 1.5 };
const firstTokenLimit: Goal = { of: 'figure', atMost: 25 };
const idleLimit: Goal = { of: 'figure', atMost: 150 };

/** In the order they are printed. */
export const figureKinds = {
  acceptedOneP50: ms('POST to 202, 1 user, p50'),
  acceptedOneP99: ms('POST to 202, 1 user, p99'),
  acceptedManyP50: ms('POST to 202, 50 users, p50'),
  acceptedManyP99: ms('POST to 202, 50 users, p99'),
  firstOneP50: ms('POST to first token, 1 user, p50', firstTokenRatio),
  firstOneP99: ms('POST to first token, 1 user, p99', firstTokenLimit),
  turnCpu: ms('CPU of server and worker for a turn of 20 tokens'),
  firstManyP50: ms('POST to first token, 50 users, p50', firstTokenRatio),
  firstManyP99: ms('POST to first token, 50 users, p99', firstTokenLimit),
  firstBurstP50: ms('the same, 50 in one moment, p50'),
  firstBurstP99: ms('the same, 50 in one moment, p99'),
  delivered: rate('delivered, 100 streams, model at full speed', { of: 'ratio', atLeast: 1.5 }),
  fromLog: rate('from the event log on, 100 streams', { of: 'ratio', atLeast: 3 }),
  fromLogSingle: rate('the same, one token in each event'),
  pacedDelivered: rate('delivered, 200 streams of 50 tokens/s'),
  pacedCpu: ms('CPU per 1,000 tokens, same, while streaming', { of: 'ratio', atMost: 0.8 }),
  pacedCpuServer: ms('of it the server'),
  pacedCpuWorker: ms('of it the worker'),
  pacedCpuWhole: ms('CPU per 1,000 tokens, same, whole turns'),
  idleServer: memory('server, idle', idleLimit),
  idleWorker: memory('worker, idle', idleLimit),
  loadServer: memory('server, 200 streams'),
  loadWorker: memory('worker, 200 streams'),
} satisfies Record<string, FigureKind>;

export type FigureName = keyof typeof figureKinds;
export type Figures = Partial<Record<FigureName, number>>;
