import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';

/*
 * The transformer of Jest for what suites do not load into their own realm: packages, and the sources that are built.
 * Of the latter a suite gets the file in dist/, the one that production runs; `npm test` builds before.
 */

const root = process.cwd();
/** ES modules too, as long as they do not wait at their top. */
const load = createRequire(import.meta.url);
/** Node adds one that is none, `module.exports`, to those of a CommonJS module. */
const isIdentifier = (name: string) => /^[\w$]+$/.test(name);

/** A module in the suite's realm that hands on what is loaded by Node from this file's compiled form. */
function handOn(file: string, asModule: boolean): string {
  const path = relative(root, file);
  const isPackage = path.startsWith(`node_modules${sep}`);
  const hostFile = isPackage ? file : join(root, 'dist', path.replace(/\.ts$/, '.js'));
  const host = `requireFromHost(${JSON.stringify(hostFile)})`;
  if (!asModule) return `module.exports = ${host};`;
  const names = Object.keys(load(hostFile)).filter(isIdentifier);
  // By names of our own: some of theirs, such as zod's `catch`, cannot be declared.
  const exported = names.map((name, at) => `const _${at} = host.${name};\nexport { _${at} as ${name} };`);
  return [`const host = ${host};`, ...exported].join('\n');
}

interface TransformOptions {
  supportsStaticESM: boolean;
}

export default {
  process: (_source: string, file: string, { supportsStaticESM }: TransformOptions) => ({
    code: handOn(file, supportsStaticESM),
  }),
  // By what comes out: a package that exports another's names may itself stay the same.
  getCacheKey: (_source: string, file: string, { supportsStaticESM }: TransformOptions) =>
    createHash('sha256').update(handOn(file, supportsStaticESM)).digest('hex'),
};
