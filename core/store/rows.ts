import type { EntitySchema, EntitySchemaColumnOptions } from 'typeorm';
import type { Message } from '../domain/message.js';
import { emptyContext } from '../domain/session.js';
import { noTimings } from '../domain/turn.js';
import { MessageEntity, SessionEntity, type SessionRow, TurnEntity, type TurnRow } from './entities.js';

/**
 * Rows of plain SQL, as pg returns them, to the same shapes that the entities have. The column names come from
 * the entity schemas, so that a column is named in one place.
 */
type Raw = Record<string, unknown>;

function reader<Row>(schema: EntitySchema<Row>) {
  const named = schema.options.columns as Record<string, EntitySchemaColumnOptions>;
  const columns = Object.entries(named).map(([property, column]) => ({
    property,
    name: column.name ?? property,
    isBigint: column.type === 'bigint',
  }));
  return {
    /** Select list for `alias`, with every column prefixed by `prefix`. */
    select: (alias: string, prefix = '') =>
      columns.map(({ name }) => `${alias}.${name} AS ${prefix}${name}`).join(', '),
    read: (raw: Raw, prefix = ''): Row =>
      Object.fromEntries(
        columns.map(({ property, name, isBigint }) => {
          const value = raw[prefix + name];
          return [property, isBigint ? Number(value) : value];
        }),
      ) as Row,
  };
}

const sessions = reader(SessionEntity);
const messages = reader(MessageEntity);
const turns = reader(TurnEntity);

export const sessionColumns = sessions.select;
export const messageColumns = messages.select;
export const turnColumns = turns.select;

export function readSession(raw: Raw, prefix = ''): SessionRow {
  const row = sessions.read(raw, prefix);
  return { ...row, context: { ...emptyContext, ...row.context } };
}

export function readMessage(raw: Raw, prefix = ''): Message {
  return messages.read(raw, prefix);
}

export function readTurn(raw: Raw, prefix = ''): TurnRow {
  const row = turns.read(raw, prefix);
  return { ...row, timings: { ...noTimings, ...row.timings } };
}
