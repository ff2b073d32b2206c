import { createRequire } from 'node:module';
import { ModernFakeTimers } from '@jest/fake-timers';
import { TestEnvironment } from 'jest-environment-node';
import { emptyRedis } from './empty-redis.js';

/** Errors of the one realm are to be errors in the other. */
const errors = {
  Error,
  AggregateError,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

/**
 * Jest gives every suite a realm of its own, in which it would load and compile everything anew: for a suite that
 * starts the server that takes longer than its tests. So only the tests themselves live there; what `host-modules.ts`
 * is for they load by `requireFromHost` from the realm of the process, where it stays for the suites that follow.
 */
export default class HostEnvironment extends TestEnvironment {
  constructor(...args: ConstructorParameters<typeof TestEnvironment>) {
    super(...args);
    Object.assign(this.global, errors, { requireFromHost: createRequire(import.meta.url) });
    // A copy until here, which only the suite would see.
    this.global.process.env = process.env;
    // A clock that a test stops has to stop for what it tests.
    Object.defineProperty(this.global, 'Date', { get: () => globalThis.Date });
    this.fakeTimersModern = new ModernFakeTimers({ config: args[0].projectConfig, global: globalThis });
  }

  override async setup(): Promise<void> {
    await super.setup();
    await emptyRedis();
  }
}
