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

/** The tool asks for a default export. Run by `npm test`, which starts what the suites need. */
export default {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/test/support/clean-redis.ts'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  // Packages that ship their sources beside the compiled files are taken compiled.
  moduleFileExtensions: ['js', 'mjs', 'cjs', 'ts', 'tsx', 'json', 'node'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '\\.tsx$': swc(true), '\\.[jt]s$': swc(false) },
  // jwks-rsa requires jose, which is an ES module only: Node can do that, Jest on Node 20 needs it compiled.
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
  // Suites wait more than they compute.
  maxWorkers: 3,
  // Long, because machines may be busy: what is waited for has shorter deadlines that say what did not come.
  testTimeout: 120_000,
};
