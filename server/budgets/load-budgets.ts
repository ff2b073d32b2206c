import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { ConfigError } from '../../core/config.js';
import {
  type Allowance,
  type Amount,
  budgetWindows,
  exceeds,
  turnEstimate,
} from '../../core/domain/budget.js';
import type { FactsOf } from '../../core/models/model-facts.js';
import { type Identity, roles } from '../auth/identity.js';

/** Of a budgets file. */
export const budgetFileLimits = {
  /** Users that have a budget of their own. */
  users: 10_000,
  /** From so many per cent on a user is told, unless the file says otherwise. */
  warnPercent: 80,
} as const;

const limit = z
  .strictObject({
    usd: z
      .string({ error: 'must be dollars as quoted text, such as "2.50"' })
      .regex(/^\d{1,6}(?:\.\d{1,6})?$/, { error: 'must be dollars as quoted text, such as "2.50"' })
      .optional(),
    tokens: z.number().int().min(1).max(1_000_000_000_000).optional(),
  })
  .refine(({ usd, tokens }) => usd !== undefined || tokens !== undefined, {
    error: 'must have usd, tokens or both',
  });

const budget = z
  .strictObject({ day: limit.optional(), month: limit.optional() })
  .refine(({ day, month }) => day !== undefined || month !== undefined, {
    error: 'must have day, month or both',
  });

const fileSchema = z.strictObject({
  warn_percent: z.number().int().min(1).max(100).default(budgetFileLimits.warnPercent),
  roles: z.partialRecord(z.enum(roles), budget).default({}),
  users: z
    .record(z.string().min(1), budget)
    .refine((users) => Object.keys(users).length <= budgetFileLimits.users, {
      error: `must be at most ${budgetFileLimits.users}`,
    })
    .default({}),
});

/** The budget of who calls: his own, else that of the strongest of his roles; null where that has none. */
export type AllowanceOf = (identity: Pick<Identity, 'userId' | 'roles'>) => Allowance | null;

/**
 * Budgets as the file gives them; nobody has one where there is no file. Throws one sentence about what is wrong, also
 * where a budget could not be kept: in dollars without a price, or with no room for a single turn.
 *
 * @param modelIds whoever may be asked: the dearest is reckoned with
 */
export function loadBudgets(file: string | null, modelIds: readonly string[], factsOf: FactsOf): AllowanceOf {
  if (file === null) return () => null;
  const { warn_percent: warnPercent, roles: ofRoles, users } = readFile(file);
  const all = [
    ...Object.entries(ofRoles).map(([name, each]) => [`roles.${name}`, each] as const),
    ...Object.entries(users).map(([name, each]) => [`users.${name}`, each] as const),
  ];
  const unpriced = modelIds.find((model) => !factsOf(model).prices);
  if (unpriced !== undefined && all.some(([, { day, month }]) => day?.usd ?? month?.usd)) {
    throw new ConfigError(
      `The budgets in ${file} are in dollars, but no price of ${unpriced} is known: give it in MODEL_FACTS_FILE.`,
    );
  }
  const reserve = reserveFor(modelIds, factsOf);
  for (const [name, each] of all) {
    const window = budgetWindows.find((which) => exceeds(each[which], reserve));
    if (window) throw wrong(file, `are not valid (${name}.${window}: has no room for a single turn)`);
  }
  return ({ userId, roles: held }) => {
    const strongest = roles.findLast((role) => held.includes(role));
    const own = Object.hasOwn(users, userId) ? users[userId] : undefined;
    const found = own ?? (strongest && ofRoles[strongest]);
    return found ? { userId, budget: { ...found, warnPercent }, reserve } : null;
  };
}

/** What a turn may take of the dearest model. */
function reserveFor(modelIds: readonly string[], factsOf: FactsOf): Amount {
  const { inputTokens, outputTokens } = turnEstimate;
  const costs = modelIds.map((model) => {
    const { prices } = factsOf(model);
    return prices
      ? inputTokens * Math.max(prices.input, prices.cacheWrite) + outputTokens * prices.output
      : 0;
  });
  return { picodollars: BigInt(Math.max(0, ...costs)), tokens: BigInt(inputTokens + outputTokens) };
}

function readFile(file: string): z.output<typeof fileSchema> {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw wrong(file, `cannot be read (${(error as Error).message.split('\n')[0]})`, error);
  }
  const checked = fileSchema.safeParse(content);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw wrong(file, `are not valid (${issue?.path.join('.')}: ${issue?.message})`);
}

function wrong(file: string, what: string, cause?: unknown): ConfigError {
  return new ConfigError(`The budgets in ${file} ${what}: mend it, or name another file in BUDGETS_FILE.`, {
    cause,
  });
}
