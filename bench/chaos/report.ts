import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Finding } from './oracle/finding.js';
import type { Result } from './run.js';
import { failuresOf, isAsExpected } from './verdict.js';

/** Writes docs/reliability.md and answers where it is. */
export async function writeReport(report: {
  results: readonly Result[];
  machine: string;
  seconds: number;
  seed: number;
}): Promise<string> {
  const file = fileURLToPath(new URL('../../../docs/reliability.md', import.meta.url));
  await writeFile(file, documentOf(report));
  return file;
}

function documentOf({ results, machine, seconds, seed }: Parameters<typeof writeReport>[0]): string {
  const date = new Date().toISOString().slice(0, 10);
  const failures = failuresOf(results);
  return `# Reliability

Written by \`npm run chaos -- --write\` on ${date}; not to be edited by hand.
${machine}. Seed ${seed}. ${results.length} scenarios in ${Math.round(seconds / 60)} minutes, ${failures.length === 0 ? 'everything held' : `**${failures.length} things did not hold**`}.

Two servers and four workers run from the build with production settings, on a PostgreSQL that waits for the disk, a
Redis with the settings of docker-compose.yml and the stand-in for Bedrock, with a link in front of both stores that can
be cut, delayed and swallowed. Users follow [protocol.md](protocol.md) and write down whatever it rules out. In the end
an oracle that knows what the model said to each question looks into PostgreSQL and at what every user saw.

After each scenario, beside what its row says: every message that was answered with 202 is there, once, with exactly one
answer, which is what the model said; nothing is left queued or running; the turns of a session did not overlap; every
reader saw every answer end, holds what PostgreSQL holds, and met no event twice, out of order or left out.

The **control** is the same fault on the bare stack (\`bench/bare/\`: BullMQ as it comes, tokens over pub/sub, no record),
in a smaller size and several of them at once. Something has to break there, else the scenario would show nothing.

| fault | figures | control |
| --- | --- | --- |
${results.map(rowOf).join('\n')}

\`npm run chaos -- --only=<scenario> --seed=${seed}\` repeats one; \`npm run chaos -- --quick\` plays the short ones, as
\`npm test\` does. The scenarios are in \`bench/chaos/scenarios/\`, the oracle in \`bench/chaos/oracle/\`.

## What is not promised

- **PostgreSQL that loses its disk** loses what was on it: sessions, questions, answers. Aside keeps no second record.
  Back it up, or run it with a standby; a standby that lags loses what it had not received.
- **PostgreSQL and Redis away at the same time**: no question is taken (503, and the widget keeps what was typed). An
  answer that is being written is held in its worker for a minute; when the worker dies too, it is asked again.
- **A model that is away for longer than its retries last** ends the turn in an explicit failure, which its user can
  retry.
- **A commit whose answer is lost** because PostgreSQL dies in between is refused with 503 and yet kept. Who repeats the
  request with the same \`Idempotency-Key\`, as the widget does, is given that very message; who repeats it with
  another key has asked twice.
- **A mail** that the mail service took without saying so may be sent twice.
`;
}

function rowOf({ scenario, aside, control }: Result): string {
  const figures = aside.findings
    .filter(isFigure)
    .map(({ must, measured, holds: ok }) => `${must}: ${measured}${ok ? '' : ' **✗**'}`);
  const cells = [
    `**${scenario.name}**: ${scenario.title}`,
    [...figures, ...aside.notes, ...(aside.error ? [`**not played: ${firstLine(aside.error)}**`] : [])].join(
      '; ',
    ),
    controlOf(scenario.control, control),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** What holds after each scenario alike is said once, above the table; a row has the rest, and what did not hold. */
function isFigure({ must, holds: ok }: Finding): boolean {
  return !ok || !/^(?:no |nothing )/.test(must);
}

function controlOf(control: Result['scenario']['control'], played: Result['control']): string {
  if (typeof control === 'string') return `none: ${control}`;
  if (!played) return 'not played';
  const broken = played.findings.filter((one) => !one.holds);
  if (played.error) return `**not played: ${firstLine(played.error)}**`;
  if (control.breaks.length === 0 && broken.length === 0) return 'holds, as it has to';
  const told = broken.map(({ must, measured }) => `${must}: ${shortened(measured)}`).join('; ') || 'nothing';
  return isAsExpected(control, played) ? `breaks: ${told}` : `**breaks, but not as it has to: ${told}**`;
}

const firstLine = (text: string) => text.split('\n')[0] ?? '';
const shortened = (text: string) => text.replace(/session \S+: /, '').slice(0, 80);
