import { types } from 'node:util';

/** What is logged of an error. */
export interface DescribedError {
  type: string;
  message: string;
  /** Of this program's error table, of Node, or a SQLSTATE. */
  code?: string;
  constraint?: string;
  table?: string;
  /** Where it was made, without the message. */
  stack: string;
  cause?: DescribedError;
}

/** Causes of causes; there are two or three of them, and a ring of errors must end. */
export const MAX_CAUSES = 5;
/** SQLSTATE class 22, data exception: its sentence quotes the value, `invalid input syntax for type uuid: "…"`. */
const QUOTES_VALUE = /^22\w{3}$/;

/**
 * Kept by name, everything else is left out: database errors carry the statement's parameters and rows, those of
 * Redis the arguments of the command, those of HTTP clients the answer; people's messages are in all of them.
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!isError(error)) return { type: typeof error, message: 'something that is no Error', stack: '' };
  const code = textOf(error, 'code');
  const constraint = textOf(error, 'constraint');
  const table = textOf(error, 'table');
  return {
    type: error.name === 'Error' ? error.constructor.name : error.name,
    message: messageOf(error, code),
    ...(code !== undefined && { code }),
    ...(constraint !== undefined && { constraint }),
    ...(table !== undefined && { table }),
    // The first lines of a stack are the message.
    stack: (error.stack?.match(/^ +at .*$/gm) ?? []).join('\n'),
    ...(error.cause !== undefined && depth < MAX_CAUSES && { cause: describeError(error.cause, depth + 1) }),
  };
}

/** Errors of Node's own modules are of another realm where code runs in a context of its own. */
export function isError(error: unknown): error is Error {
  return error instanceof Error || types.isNativeError(error);
}

/** The sentence, unless it is one that quotes what somebody sent. */
function messageOf(error: Error, code: string | undefined): string {
  if (code !== undefined && QUOTES_VALUE.test(code)) return 'Postgres does not take this value';
  if (error.name === 'SyntaxError') return 'a text could not be parsed';
  return error.message;
}

function textOf(error: Error, name: 'code' | 'constraint' | 'table'): string | undefined {
  const value = name in error ? (error as Error & Record<typeof name, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}
