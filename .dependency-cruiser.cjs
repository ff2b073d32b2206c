/*
 * The arrows of docs/architecture.md: contracts <- domain <- store, backplane <- server | worker.
 * `everyImport` holds for type imports too; `valueImports` only for what is loaded at run time.
 * Run by scripts/boundaries.mjs.
 */

const offProduction = '^(?:dev|test|bench|scripts)/';
const production = '^(?:core|server|worker|doctor|client|migrations)/';
const citation = '^core/text/citation\\.ts$';
const adapters =
  '^core/backplane/(?:redis|postgres)/|^core/backplane/(?:create-|open-)|^worker/model/(?:bedrock|create-)|^worker/knowledge/bedrock/retriever';

/**
 * @typedef {import('dependency-cruiser').IRegularForbiddenRuleType} Rule
 * @type {(name: string, comment: string, from: Rule['from'], to: Rule['to']) => Rule}
 */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const everyImport = [
  rule(
    'contracts-know-zod-only',
    'The contracts are shared with browsers and other programs.',
    { path: '^core/contracts/' },
    { pathNot: ['^core/contracts/', '^node_modules/zod/'] },
  ),
  rule(
    'citations-know-nothing',
    'Their grammar is shared with browsers too.',
    { path: citation },
    { path: '' },
  ),
  rule(
    'domain-is-pure',
    'Plain types and rules: no database, no network, no clock of a library.',
    { path: '^core/domain/' },
    { pathNot: ['^core/(?:domain|contracts)/', '^node_modules/zod/', '^(?:node:)?crypto$'] },
  ),
  rule(
    'core-is-below-the-programs',
    'core/ is what the programs share; it knows none of them.',
    { path: '^core/' },
    { path: '^(?:server|worker|client)/' },
  ),
  rule(
    'store-and-backplane-are-apart',
    'The record of truth must not need what delivers.',
    { path: '^core/(store|backplane)/' },
    { path: '^core/(?:store|backplane)/', pathNot: '^core/$1/' },
  ),
  rule(
    'programs-are-apart',
    'Server, worker and client are deployed one by one and meet in core/ only.',
    { path: '^(server|worker|client)/' },
    { path: '^(?:server|worker|client)/', pathNot: '^$1/' },
  ),
  rule(
    'doctor-is-last',
    'It looks at all of them; nothing that runs needs it.',
    { path: '^(?:core|server|worker|client|migrations)/' },
    { path: '^doctor/' },
  ),
  rule(
    'doctor-takes-numbers-of-the-client',
    'The rest of the client runs in browsers.',
    { path: '^doctor/' },
    { path: '^client/', pathNot: '^client/core/[a-z-]*limits\\.ts$' },
  ),
  rule(
    'client-knows-contracts-only',
    'What runs in the browser knows of the rest what is on the wire, and how an answer cites.',
    { path: '^client/', pathNot: '^client/vite\\.' },
    { path: '^(?:core|migrations)/', pathNot: ['^core/contracts/', citation] },
  ),
  rule(
    'client-runs-in-browsers',
    'Browsers have no Node.',
    { path: '^client/', pathNot: '^client/vite\\.' },
    { dependencyTypes: ['core'] },
  ),
  rule(
    'production-knows-production-only',
    'What exists for development and tests is not in the image.',
    { path: production, pathNot: '^client/vite\\.' },
    { path: offProduction },
  ),
  rule(
    'only-mains-compose',
    'What composes a program is started by its main file.',
    { path: production, pathNot: '^(?:server|worker)/main\\.ts$' },
    { path: '^(?:server|worker)/compose\\.ts$' },
  ),
  rule('no-cycles', 'A cycle is one file in several pieces.', {}, { circular: true }),
  rule(
    'imports-resolve',
    'A path that leads nowhere.',
    {},
    {
      couldNotResolve: true,
      // Style sheets as text, which Vite resolves.
      pathNot: '\\?inline$',
    },
  ),
  rule(
    'production-installs-what-it-imports',
    'Development dependencies are not in the image. The client is bundled, so it may use them.',
    { path: '^(?:core|server|worker|doctor|migrations)/' },
    { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
  ),
];

const valueImports = [
  rule(
    'compose-chooses-adapters',
    'One file for each program says which implementation stands behind a port. The doctor asks all of them.',
    {
      path: production,
      pathNot: [
        '^(?:server|worker)/compose\\.ts$',
        '^core/backplane/',
        '^worker/model/',
        '^worker/knowledge/open-retriever\\.ts$',
        '^doctor/',
      ],
    },
    { path: adapters },
  ),
  rule(
    'client-takes-types-only',
    'The widget stays small: no schema library in it. How an answer cites needs none.',
    { path: '^client/', pathNot: '^client/vite\\.' },
    { path: '^core/|^node_modules/zod/', pathNot: citation },
  ),
];

/** @type {import('dependency-cruiser').ICruiseOptions} */
const options = {
  parser: 'swc',
  doNotFollow: { path: '^node_modules/' },
  exclude: { path: '^dist/' },
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['import', 'node', 'default', 'types'],
  },
};

module.exports = {
  folders: ['core', 'server', 'worker', 'doctor', 'client', 'migrations', 'dev', 'bench', 'test', 'scripts'],
  everyImport,
  valueImports,
  options,
};
