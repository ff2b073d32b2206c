import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { markdownTable, type Row } from './table.js';

/** Writes docs/benchmarks.md and answers where it is. */
export async function writeReport(report: {
  rows: readonly Row[];
  machine: string;
  load: string;
  rounds: number;
}): Promise<string> {
  const file = fileURLToPath(new URL('../../../docs/benchmarks.md', import.meta.url));
  await writeFile(file, documentOf(report));
  return file;
}

/** By the five minutes before: the bench itself keeps less than three processes at work for each core. */
function busy(): boolean {
  return (loadavg()[1] ?? 0) > 3 * availableParallelism();
}

function documentOf({ rows, machine, load, rounds }: Parameters<typeof writeReport>[0]): string {
  const date = new Date().toISOString().slice(0, 10);
  return `# Benchmarks

Written by \`npm run bench -- --write\` on ${date}; not to be edited by hand.
${machine}. Load average ${load}. Medians of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}.

${busy() ? '**The machine was busy with other work during this run: its figures say little, its ratios somewhat more.**\n\n' : ''}${markdownTable(rows)}

\`!\` marks a goal that was missed. One run differs from the next, above all in the p99s, and more on a machine that
does other things meanwhile; all stacks run in turns within each round, so that ratios hold better than figures.

## What is compared

**Ours** is the server and the worker of the build, each a process of its own, as production starts them: RS256
tokens checked against published keys, a durable commit before the 202, the sample knowledge base searched for every
question, a prompt with the conversation, the event log, exact resume, the answer recorded. On Redis, and on
PostgreSQL alone.

**Bare** (\`bench/bare/\`) is what one builds from the same parts in an afternoon, and builds well: an Express server
that adds a BullMQ job, a worker that reads the same stand-in for Bedrock by the same AWS client with the same
connections, publishes each token on the session's Redis channel without waiting between tokens and with automatic
pipelining, and a better-sse session for each reader. It checks nobody, records nothing, and what a reader misses is
gone. Ours on PostgreSQL alone is compared with bare on Redis.

The stand-in, the users (raw sockets in one process) and, for the event log, the writer are processes of their own.
Redis has the settings of docker-compose.yml; PostgreSQL waits for the disk at each commit.

## What is measured

- **POST to 202, POST to first token**: by the user's clock, on connections that are open. The stand-in answers at
  once. One user asks again and again; or 50 users, each with an answer of 50 tokens/s running nearly all the time,
  their questions spread evenly; or 50 users in one moment, where the last waits until all the work is done.
- **Delivered**: 100 questions at once, the stand-in as fast as it is read; from the first post to the last end.
- **From the event log on**: a writer in the worker's place, 100 sessions, through the server to 100 readers. Ours in
  events of 14 tokens (what the worker's clock gathers at the rate of the bare stack), then of one; bare by token.
- **CPU**: user and system time of server and worker together for each 1,000 tokens that came to the readers, of 200
  streams at 50 tokens/s: while all of them stream, and over the whole turns from the first post to the last end.
- **Memory**: resident set, 20 s after the start, and while 200 answers stream.
`;
}
