import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';

/*
 * Checks the arrows of .dependency-cruiser.cjs. dependency-cruiser reads TypeScript by @swc/core, since TypeScript 7
 * has no interface for JavaScript; but it asks for no JSX and tells no type import from another. So the parser is
 * wrapped: .tsx is read as such, and a second pass leaves out what is imported as a type.
 */

const require = createRequire(import.meta.url);
/** @typedef {{ type: string, typeOnly?: boolean, specifiers: { isTypeOnly?: boolean }[] }} Statement */
/** @type {{ parseFileSync: (file: string, options: object) => { body: Statement[] } }} */
const swc = require('@swc/core');
const parseFileSync = swc.parseFileSync;
let withTypeImports = true;

swc.parseFileSync = (file, options) => {
  const module = parseFileSync(file, { ...options, tsx: file.endsWith('.tsx') });
  return withTypeImports ? module : { ...module, body: module.body.filter(isLoaded) };
};

/** @param {Statement} item At the top of a module. */
function isLoaded(item) {
  if (item.typeOnly) return false;
  const specifiers = item.type === 'ImportDeclaration' ? item.specifiers : [];
  return specifiers.length === 0 || specifiers.some((one) => !one.isTypeOnly);
}

const { folders, everyImport, valueImports, options } = require('../.dependency-cruiser.cjs');

withTypeImports = true;
const all = await violations(everyImport);
withTypeImports = false;
const loaded = await violations(valueImports);

for (const { rule, from, to, cycle } of [...all.found, ...loaded.found]) {
  const way = cycle?.length ? [from, ...cycle.map(({ name }) => name)].join(' -> ') : `${from} -> ${to}`;
  const comment = [...everyImport, ...valueImports].find(({ name }) => name === rule.name)?.comment;
  console.error(`${rule.name}: ${way}\n  ${comment}`);
}
console.log(`${all.modules} modules, ${all.found.length + loaded.found.length} imports against the arrows.`);
process.exitCode = all.found.length + loaded.found.length > 0 ? 1 : 0;

/** @param {import('dependency-cruiser').IForbiddenRuleType[]} forbidden */
async function violations(forbidden) {
  const { output } = await cruise(folders.filter(existsSync), {
    ...options,
    ruleSet: { forbidden },
    validate: true,
  });
  if (typeof output === 'string') throw new Error(output);
  return { modules: output.summary.totalCruised, found: output.summary.violations };
}
