import { readFileSync } from 'node:fs';

const project = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** @param {boolean} tsx Whether `<T>(x)` is an element; in a plain .ts file it is a generic function. */
const swc = (tsx) => [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', tsx },
      transform: { react: { runtime: 'automatic' } },
      target: 'es2023',
    },
    sourceMaps: 'inline',
  },
];

/** What suites share and do not load anew: see test/run/host-environment.ts. */
const shared = {
  sources: 'core|server|worker|doctor|migrations|dev|bench|test/run|test/support',
  packages: [
    ...Object.keys(project.dependencies),
    'eventsource-parser',
    'jose',
    'playwright-core',
    'yaml',
  ].join('|'),
};
const root = import.meta.dirname.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** The tool asks for a default export. Run by `npm test`, which builds and starts what the suites need. */
export default {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testEnvironment: '<rootDir>/dist/test/run/host-environment.js',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  // Packages that ship their sources beside the compiled files are taken compiled.
  moduleFileExtensions: ['js', 'mjs', 'cjs', 'ts', 'tsx', 'json', 'node'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    [`^${root}/(?:(?:${shared.sources})/.*(?<!\\.test)\\.ts|node_modules/(?:${shared.packages})/.*\\.[cm]?js)$`]:
      '<rootDir>/dist/test/run/host-modules.js',
    '\\.tsx$': swc(true),
    '\\.[jt]s$': swc(false),
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:${shared.packages})/)`],
  // They are those of the process, whose own work must go on.
  fakeTimers: { doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] },
  restoreMocks: true,
  // Suites wait more than they compute.
  maxWorkers: 4,
  // Long, because machines may be busy: what is waited for has shorter deadlines that say what did not come.
  testTimeout: 120_000,
};
