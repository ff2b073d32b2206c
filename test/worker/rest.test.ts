import { expect, test } from '@jest/globals';
import { createRest } from '../../worker/rest.js';

test('after a failure nobody tries for a while, then one, and the others when that one was answered', () => {
  let at = 0;
  const rest = createRest(1_000, () => at);
  expect([rest.mayTry(), rest.mayTry()]).toEqual([true, true]);
  rest.begin();
  at = 999;
  expect(rest.mayTry()).toBe(false);
  at = 1_000;
  expect([rest.mayTry(), rest.mayTry()]).toEqual([true, false]);
  rest.end();
  expect([rest.mayTry(), rest.mayTry()]).toEqual([true, true]);
});

test('where the one that tried gave up, another tries at once; an older one that gives up ends no rest', () => {
  let at = 0;
  const rest = createRest(1_000, () => at);
  rest.begin();
  rest.giveBack();
  expect(rest.mayTry()).toBe(false);
  at = 1_000;
  expect([rest.mayTry(), rest.mayTry()]).toEqual([true, false]);
  rest.giveBack();
  expect([rest.mayTry(), rest.mayTry()]).toEqual([true, false]);
});

test('where the one that tried came to nothing, another tries later', () => {
  let at = 0;
  const rest = createRest(1_000, () => at);
  rest.begin();
  at = 1_000;
  expect(rest.mayTry()).toBe(true);
  at = 1_999;
  expect(rest.mayTry()).toBe(false);
  at = 2_000;
  expect(rest.mayTry()).toBe(true);
});
