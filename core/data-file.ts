import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { z } from 'zod';
import { ConfigError } from './config.js';

/*
 * Data that a program reads at its start, in YAML for those who edit it. Parsing YAML is slow, so the build leaves
 * beside each file what it holds as JSON. Where that is of another file, because somebody has edited this one, or is not
 * whole, the YAML is parsed.
 */

interface Compiled {
  /** Of the YAML. */
  digest: string;
  content: unknown;
}

/** Throws one sentence that names the file and where it cannot be read. */
export function readData(file: URL): unknown {
  const yaml = bytesOf(file);
  const compiled = compiledBeside(file);
  return compiled?.digest === digestOf(yaml) ? compiled.content : parseData(yaml, file);
}

/** Null where there is none, or one that was cut. */
function compiledBeside(file: URL): Compiled | null {
  try {
    return JSON.parse(readFileSync(compiledOf(file), 'utf8'));
  } catch {
    return null;
  }
}

/** Part of the build. */
export function compileData(file: URL): void {
  const yaml = bytesOf(file);
  const compiled: Compiled = { digest: digestOf(yaml), content: parseData(yaml, file) };
  writeFileSync(compiledOf(file), JSON.stringify(compiled));
}

function bytesOf(file: URL): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw unreadable(file, error as Error);
  }
}

function parseData(yaml: Buffer, file: URL): unknown {
  try {
    return parse(yaml.toString());
  } catch (error) {
    throw unreadable(file, error as Error);
  }
}

/** The path is that of the image too, where a file may be replaced. */
function unreadable(file: URL, cause: Error): ConfigError {
  const [line] = cause.message.split('\n');
  return new ConfigError(`${fileURLToPath(file)} cannot be read: ${line?.replace(/:$/, '')}.`, { cause });
}

/** What the schema makes of it. Throws one sentence that names the file, the place in it and what is wrong there. */
export function checkData<Schema extends z.ZodType>(
  content: unknown,
  schema: Schema,
  file: string,
): z.output<Schema> {
  const checked = schema.safeParse(content);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const place = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  throw new ConfigError(`${file} is not valid: ${place}${issue?.message}.`);
}

export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function compiledOf(file: URL): URL {
  return new URL(`${file.href}.json`);
}
