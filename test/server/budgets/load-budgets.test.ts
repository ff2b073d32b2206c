import { afterEach, describe, expect, test } from '@jest/globals';
import { turnEstimate } from '../../../core/domain/budget.js';
import { loadModelFacts } from '../../../core/models/model-facts.js';
import { loadBudgets } from '../../../server/budgets/load-budgets.js';
import { loadIntents } from '../../../worker/intent/load-intents.js';
import { defaultBudget } from '../../../worker/prompt/compose-prompt.js';
import { budgetsFile } from '../../support/budgets-file.js';

const SONNET = 'anthropic.claude-sonnet-4-20250514-v1:0';
const factsOf = loadModelFacts(null);
const files: { remove(): void }[] = [];
afterEach(() => {
  for (const file of files.splice(0)) file.remove();
});

function load(yaml: string, models = [SONNET]) {
  const file = budgetsFile(yaml);
  files.push(file);
  return loadBudgets(file.path, models, factsOf);
}

describe('a user’s budget', () => {
  const allowanceOf = load(`
warn_percent: 90
roles:
  consultant: { day: { usd: '5' } }
  admin: { month: { usd: '500', tokens: 1000000 } }
users:
  ana: { day: { usd: '7' } }
`);
  const budgetOf = (userId: string, ...roles: ('viewer' | 'consultant' | 'supervisor' | 'admin')[]) =>
    allowanceOf({ userId, roles })?.budget ?? null;

  test('is his own, else that of the strongest of his roles, and none where that has none', () => {
    expect(budgetOf('bob', 'consultant')).toEqual({ day: { usd: '5' }, warnPercent: 90 });
    expect(budgetOf('bob', 'viewer', 'consultant')).toMatchObject({ day: { usd: '5' } });
    expect(budgetOf('bob', 'admin', 'consultant')).toMatchObject({ month: { tokens: 1_000_000 } });
    expect(budgetOf('bob', 'consultant', 'supervisor')).toBeNull();
    expect(budgetOf('ana', 'supervisor')).toMatchObject({ day: { usd: '7' } });
    expect(budgetOf('constructor', 'supervisor')).toBeNull();
  });

  test('is none where there is no file', () => {
    expect(loadBudgets(null, ['unknown'], factsOf)({ userId: 'ana', roles: ['admin'] })).toBeNull();
  });

  test('reckons with a turn of the dearest model, exactly', () => {
    const reserveOf = (models: string[]) =>
      load(`users: { ana: { day: { usd: '5' } } }`, models)({ userId: 'ana', roles: [] })?.reserve;
    // 32,000 tokens at $3.75 for a million, written to a cache, and 2,048 at $15.
    const sonnet = { picodollars: 150_720_000_000n, tokens: 34_048n };
    expect(reserveOf([SONNET])).toEqual(sonnet);
    expect(reserveOf(['amazon.nova-micro-v1:0', SONNET])).toEqual(sonnet);
  });
});

test('what is reckoned with for a turn is a full prompt and the longest answer of the shipped intents', () => {
  expect(turnEstimate.inputTokens).toBeGreaterThanOrEqual(defaultBudget.total);
  const longest = Math.max(...loadIntents().file.intents.map(({ maxTokens }) => maxTokens));
  expect(turnEstimate.outputTokens).toBeGreaterThanOrEqual(longest);
});

describe('a file that says what cannot be meant', () => {
  test.each([
    ['roles: { boss: { day: { usd: "5" } } }', /roles/],
    ['roles: { admin: { day: { usd: 5 } } }', /roles\.admin\.day\.usd: must be dollars as quoted text/],
    ['roles: { admin: { day: { usd: "-5" } } }', /must be dollars/],
    ['roles: { admin: { day: {} } }', /must have usd, tokens or both/],
    ['roles: { admin: {} }', /must have day, month or both/],
    ['roles: { admin: { week: { usd: "5" } } }', /week/],
    ['warn_percent: 0', /warn_percent/],
    ['roles: { admin: { day: { usd: "0.15" } } }', /roles\.admin\.day: has no room for a single turn/],
    ['users: { ana: { month: { tokens: 34000 } } }', /users\.ana\.month: has no room for a single turn/],
    ['roles: [', /cannot be read/],
  ])('%s is told in one sentence', (yaml, said) => {
    expect(() => load(yaml)).toThrow(said);
    expect(() => load(yaml)).toThrow(/BUDGETS_FILE\.$/);
  });

  test('dollars without a price name the model and the remedy; tokens need none', () => {
    expect(() => load('roles: { admin: { day: { usd: "5" } } }', ['unknown.model'])).toThrow(
      /no price of unknown\.model is known: give it in MODEL_FACTS_FILE\.$/,
    );
    expect(() => load('roles: { admin: { day: { tokens: 50000 } } }', ['unknown.model'])).not.toThrow();
  });

  test('one that is not there is named', () => {
    expect(() => loadBudgets('/nowhere/budgets.yaml', [SONNET], factsOf)).toThrow(/nowhere.*cannot be read/);
  });
});
