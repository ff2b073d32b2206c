/** What a user may use, and how much of it is used: pure rules. Windows are a day and a month of UTC. */

export const budgetWindows = ['day', 'month'] as const;
export type BudgetWindow = (typeof budgetWindows)[number];

/** Dollars as decimal text, such as "2.50"; tokens are those that go in, also from a cache, and those that come out. */
export interface BudgetLimit {
  usd?: string | undefined;
  tokens?: number | undefined;
}

/** As it is written, so that a turn can carry the one that it was taken under. */
export interface Budget {
  day?: BudgetLimit | undefined;
  month?: BudgetLimit | undefined;
  /** From here on its user is told. */
  warnPercent: number;
}

/** Dollars are whole millionths of a millionth: nothing is rounded. */
export interface Amount {
  picodollars: bigint;
  tokens: bigint;
}

/** A user with his budget, and what each turn of his may take at most. */
export interface Allowance {
  userId: string;
  budget: Budget;
  reserve: Amount;
}

export interface Spending {
  spent: Record<BudgetWindow, Amount>;
  /** By turns that are open. */
  reserved: Amount;
  now: Date;
  resetsAt: Record<BudgetWindow, Date>;
}

/** How much of a budget is used, in the part that is used most. */
export interface BudgetStanding {
  window: BudgetWindow;
  /** 0 to 1, and more where a turn took more than was reserved for it. */
  fraction: number;
  resetsAt: Date;
}

/**
 * What a turn is reckoned with beforehand: a full prompt, and a longer answer than any shipped intent asks for. Most take a
 * tenth of that. Tools and further attempts may take more; that is booked all the same.
 */
export const turnEstimate = { inputTokens: 32_000, outputTokens: 2_048 } as const;

export const noAmount: Amount = { picodollars: 0n, tokens: 0n };

/** Of decimal dollars: digits are moved, nothing is rounded. */
export function picodollarsOf(usd: string): bigint {
  const [whole = '', fraction = ''] = usd.split('.');
  return BigInt(whole + fraction.padEnd(12, '0'));
}

/** The other way, without zeros at the end. */
export function dollarsOf(picodollars: bigint): string {
  const digits = picodollars.toString().padStart(13, '0');
  const fraction = digits.slice(-12).replace(/0+$/, '');
  return digits.slice(0, -12) + (fraction === '' ? '' : `.${fraction}`);
}

/** What of the budget is used up to its warning, the windows that come free soonest first. */
export function nearlyUsed(budget: Budget, spending: Spending): BudgetStanding[] {
  return budgetWindows.flatMap((window) => {
    const fraction = fractionOf(budget[window], spending.spent[window]);
    if (fraction === null || fraction * 100 < budget.warnPercent) return [];
    return [{ window, fraction, resetsAt: spending.resetsAt[window] }];
  });
}

/**
 * Why one more turn has no room: `spent`, until the window named is over, or `reserved`, until open turns have ended.
 * Null where it has. The window that lasts longest counts.
 */
export function whatIsFull(
  { budget, reserve }: Allowance,
  { spent, reserved }: Spending,
): { by: 'spent' | 'reserved'; window: BudgetWindow } | null {
  const full = (window: BudgetWindow, open: Amount) =>
    exceeds(budget[window], sum(sum(spent[window], open), reserve));
  const last = (open: Amount) => budgetWindows.findLast((window) => full(window, open));
  const spentOf = last(noAmount);
  if (spentOf) return { by: 'spent', window: spentOf };
  const reservedOf = last(reserved);
  return reservedOf ? { by: 'reserved', window: reservedOf } : null;
}

/** Whether a limit has no room for an amount. */
export function exceeds(limit: BudgetLimit | undefined, amount: Amount): boolean {
  if (limit?.usd !== undefined && amount.picodollars > picodollarsOf(limit.usd)) return true;
  return limit?.tokens !== undefined && amount.tokens > BigInt(limit.tokens);
}

function fractionOf(limit: BudgetLimit | undefined, spent: Amount): number | null {
  const parts = [
    ...(limit?.usd === undefined ? [] : [part(spent.picodollars, picodollarsOf(limit.usd))]),
    ...(limit?.tokens === undefined ? [] : [part(spent.tokens, BigInt(limit.tokens))]),
  ];
  return parts.length === 0 ? null : Math.max(...parts);
}

/** To the ten thousandth, rounded down: what is not used up does not read as if it were. */
function part(spent: bigint, limit: bigint): number {
  return limit === 0n ? 1 : Number((spent * 10_000n) / limit) / 10_000;
}

function sum(one: Amount, other: Amount): Amount {
  return { picodollars: one.picodollars + other.picodollars, tokens: one.tokens + other.tokens };
}
