import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { ConfigError } from '../config.js';
import { createModeration, type Moderation } from './moderation.js';
import { readRules } from './rule-file.js';

/*
 * Reading the file as YAML takes a second, which every program would spend at its start: the build leaves it beside as
 * JSON. Where that is of another file, because somebody has edited this one, it is read again here.
 */

const source = new URL('./rules.yaml', import.meta.url);
const compiled = new URL('./rules.json', import.meta.url);

/** By the shipped rules. Throws one sentence that says where the file is wrong. */
export function loadModeration(): Moderation {
  return createModeration(readRules(content(), fileURLToPath(source)));
}

/** Part of the build. */
export function compileRules(): void {
  const yaml = readFileSync(source);
  const rules = read(yaml);
  readRules(rules, fileURLToPath(source));
  writeFileSync(compiled, JSON.stringify({ digest: digestOf(yaml), rules }));
}

function content(): unknown {
  const yaml = readFileSync(source);
  if (!existsSync(compiled)) return read(yaml);
  const { digest, rules }: { digest: string; rules: unknown } = JSON.parse(readFileSync(compiled, 'utf8'));
  return digest === digestOf(yaml) ? rules : read(yaml);
}

/** The path is that of the image too, where the file may be replaced. */
function read(yaml: Buffer): unknown {
  try {
    return parse(yaml.toString());
  } catch (error) {
    const [line] = (error as Error).message.split('\n');
    throw new ConfigError(`${fileURLToPath(source)} cannot be read: ${line}`);
  }
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
