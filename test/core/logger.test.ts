import { describe, expect, test } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { createLogger } from '../../core/logger.js';

const secret = 'what somebody wrote';

/** The line that is logged of an error, as text and parsed. */
function lineOf(error: unknown): { text: string; err: Record<string, unknown> } {
  const lines: string[] = [];
  createLogger('server', 'info', { write: (line) => void lines.push(line) }).warn({ err: error }, 'failed');
  const text = lines.join('');
  return { text, err: JSON.parse(text).err };
}

describe('an error in the log', () => {
  test('has its kind, sentence, code, constraint and causes, and nothing else of a failed statement', () => {
    const driverError = Object.assign(
      new Error('duplicate key value violates unique constraint "messages_x"'),
      {
        code: '23505',
        constraint: 'messages_x',
        table: 'messages',
        detail: `Key (content)=(${secret}) already exists.`,
        where: secret,
        internalQuery: secret,
      },
    );
    const failed = new QueryFailedError(`INSERT '${secret}'`, [secret], driverError);
    const { text, err } = lineOf(new Error('posting failed', { cause: failed }));
    expect(text).not.toContain(secret);
    expect(err).toMatchObject({
      type: 'Error',
      message: 'posting failed',
      cause: { type: 'QueryFailedError', code: '23505', constraint: 'messages_x', table: 'messages' },
    });
    expect(err.stack).toContain('logger.test');
    expect(Object.keys(err.cause as object).sort()).toEqual(
      ['code', 'constraint', 'message', 'stack', 'table', 'type'].sort(),
    );
  });

  test.each([
    [
      'a value that Postgres does not take',
      Object.assign(new Error(`invalid input: "${secret}"`), { code: '22P02' }),
    ],
    [
      'a command that Redis refused',
      Object.assign(new Error('OOM'), { command: { name: 'set', args: [secret] } }),
    ],
    ['a text that is not JSON', parseError()],
    ['several errors together', new AggregateError([new Error(secret)], 'all failed')],
    ['something that is no error', { content: secret }],
  ])('says nothing of what was in %s', (_name, error) => {
    expect(lineOf(error).text).not.toContain(secret);
  });

  test('that is its own cause ends', () => {
    const error: Error & { cause?: unknown } = new Error('round');
    error.cause = error;
    expect(lineOf(error).text.length).toBeLessThan(20_000);
  });
});

function parseError(): unknown {
  try {
    return JSON.parse(secret);
  } catch (error) {
    return error;
  }
}
