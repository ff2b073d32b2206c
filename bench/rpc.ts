import type { ChildProcess } from 'node:child_process';

/** What a process of the bench does when another asks it to: one argument in, one answer out, both as JSON. */
export type Methods = Record<string, (argument: never) => unknown>;

export type Call<M extends Methods> = <Name extends keyof M & string>(
  method: Name,
  ...argument: Parameters<M[Name]>
) => Promise<Awaited<ReturnType<M[Name]>>>;

interface Question {
  rpc: number;
  method: string;
  argument: unknown;
}

interface Answer {
  rpc: number;
  result?: unknown;
  error?: string;
}

/**
 * Answers the parent process. Ends this process when the parent is gone, so that nothing outlives a bench that was
 * killed.
 */
export function serve(methods: Methods): void {
  process.on('message', async (question: Question) => {
    const method = methods[question.method] as ((argument: unknown) => unknown) | undefined;
    if (!method) return;
    try {
      process.send?.({ rpc: question.rpc, result: await method(question.argument) } satisfies Answer);
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.send?.({ rpc: question.rpc, error: text } satisfies Answer);
    }
  });
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
}

/** Asks `child`. Rejects when it fails, or ends before it has answered. */
export function callerOf<M extends Methods>(child: ChildProcess): Call<M> {
  let last = 0;
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  child.on('message', (answer: Answer) => {
    const asked = waiting.get(answer.rpc);
    waiting.delete(answer.rpc);
    if (answer.error === undefined) asked?.resolve(answer.result);
    else asked?.reject(new Error(answer.error));
  });
  child.on('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`a process ended with ${signal ?? code}`));
    waiting.clear();
  });
  const call = (method: string, argument?: unknown) =>
    new Promise((resolve, reject) => {
      const rpc = ++last;
      waiting.set(rpc, { resolve, reject });
      child.send({ rpc, method, argument } satisfies Question);
    });
  return call as Call<M>;
}
