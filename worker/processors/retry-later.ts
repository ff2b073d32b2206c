/** An attempt failed and is to be made again after `delayMs`: the job is rejected with this. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly delayMs: number;

  constructor(message: string, delayMs: number, options?: { cause: unknown }) {
    super(message, options);
    this.delayMs = delayMs;
  }
}

/** After an error of another kind, which is a bug of ours. */
export const OTHERWISE_MS = 1_000;

export function retryDelayMs(error: Error | undefined): number {
  return error instanceof RetryLater ? error.delayMs : OTHERWISE_MS;
}
