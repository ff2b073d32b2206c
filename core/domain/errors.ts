import { type ErrorCode, errorTable } from '../contracts/errors.js';

/** An expected failure with a code of the error table. Everything else that is thrown is a bug. */
export class AsideError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;
  /** Seconds after which the caller may try again. */
  readonly retryAfter: number | undefined;

  constructor(
    code: ErrorCode,
    options: {
      details?: Record<string, unknown>;
      retryAfter?: number;
      /** In place of the table's, where more is known. */
      sentence?: string;
      cause?: unknown;
    } = {},
  ) {
    super(options.sentence ?? errorTable[code].message, { cause: options.cause });
    this.name = 'AsideError';
    this.code = code;
    this.details = options.details;
    this.retryAfter = options.retryAfter;
  }

  get status(): number {
    return errorTable[this.code].status;
  }
}
