import type { Bound } from './bounds/bound.js';
import type { QueueState, Report } from './report.js';

/** For programs: snake_case, as everything on the wire. */
export function asJson(report: Report): string {
  return `${JSON.stringify(snakeCased({ ok: report.problems.length === 0, ...report }), null, 2)}\n`;
}

function snakeCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCased);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      snakeCased(item),
    ]),
  );
}

/** For people. What is wrong stands first and last: the table of bounds is long. */
export function asText(report: Report): string {
  const { problems, notices } = report;
  const verdict =
    problems.length === 0
      ? 'Nothing keeps the programs from working.'
      : `${problems.length === 1 ? 'One thing keeps' : `${problems.length} things keep`} a program from working.`;
  const findings = [
    ...problems.map((sentence) => `✗ ${sentence}`),
    ...notices.map((sentence) => `! ${sentence}`),
    verdict,
    ...(isBesideStart(report)
      ? ['`npm start` needs none of the settings that are missing: it brings its own.']
      : []),
  ];
  return [
    section('Findings', findings),
    section('State', stateLines(report)),
    section(
      'Settings',
      table(
        report.settings.map(({ name, value, source, meaning }) => [
          name,
          source === 'default' ? `${value} (default)` : (value ?? source),
          meaning,
        ]),
      ),
    ),
    section('Bounds', table(report.bounds.map(boundCells))),
    `${verdict}\n`,
  ].join('\n');
}

/** Without what every installation needs; the database of `npm start` may be set, to read its state or for `npm run kb`. */
const isBesideStart = ({ settings }: Report) =>
  settings.every(({ name, source }) => !/^JWT_(?:ISSUER|AUDIENCE)$/.test(name) || source === 'not set');

function stateLines(report: Report): string[] {
  const { postgres, redis, identityProvider, queue } = report;
  const lines: string[] = [];
  if (postgres) {
    const { version, migrations, clockAheadMs, turns } = postgres;
    const missing = migrations.missing.length;
    lines.push(
      `Postgres ${version} answers; ${missing === 0 ? 'its migrations are up to date' : `${missing} migrations are missing`}.`,
      `Its clock is ${Math.abs(clockAheadMs)} ms ${clockAheadMs < 0 ? 'behind' : 'ahead of'} this machine’s.`,
    );
    if (turns) {
      const oldest =
        turns.oldestQueuedMs === null
          ? ''
          : `, the oldest handed over ${Math.round(turns.oldestQueuedMs / 1_000)} s ago`;
      lines.push(
        `Turns: ${turns.queued} queued (${turns.waiting} behind others of their session or user, ${turns.backingOff} in back-off)${oldest}, ${turns.running} running, of which ${turns.deadLeases} have lost their worker.`,
      );
    }
  } else lines.push('Postgres was not reached.');
  if (redis) {
    lines.push(
      `Redis ${redis.version} answers; maxmemory-policy is ${redis.maxmemoryPolicy ?? 'not told'}, its append-only file is ${redis.appendOnly ? 'on' : 'off'}.`,
      `It uses ${megabytes(redis.usedMemoryBytes)}${redis.maxMemoryBytes > 0 ? ` of ${megabytes(redis.maxMemoryBytes)}` : ', without a limit'}.`,
    );
  } else
    lines.push(
      isSet(report, 'REDIS_URL') ? 'Redis was not reached.' : 'Redis is not set: Postgres does its work.',
    );
  lines.push(
    identityProvider
      ? `The identity provider publishes ${identityProvider.keys} keys.`
      : isSet(report, 'JWT_JWKS_URI')
        ? 'The identity provider was not reached.'
        : 'The identity provider is not set.',
    queueLine(queue),
  );
  return lines;
}

const isSet = ({ settings }: Report, name: string) =>
  settings.some((setting) => setting.name === name && setting.source !== 'not set');

function queueLine(queue: QueueState | null): string {
  if (!queue) return 'The queue could not be asked.';
  const { waiting, active, delayed, failed } = queue;
  return `Queue turns: ${waiting} waiting, ${active} active, ${delayed} delayed, ${failed} failed and kept.`;
}

function boundCells({ value, unit, kind, what, why, where, name }: Bound): string[] {
  return [kind, `${value.toLocaleString('en-GB')} ${unit}`, what, why, `${where} ${name}`];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MB`;
}

function section(title: string, lines: readonly string[]): string {
  return `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** Columns side by side; the last one is as long as it is. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
