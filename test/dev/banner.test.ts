import { describe, expect, test } from '@jest/globals';
import { banner } from '../../dev/banner.js';
import type { DevInfo } from '../../dev/dev-info.js';

const embedded: DevInfo = {
  bedrock: 'stand-in',
  model: 'a-model',
  bedrock_url: 'http://127.0.0.1:4001',
  knowledge_base: null,
  ses: 'stand-in',
  mail_url: 'http://127.0.0.1:4002/inbox',
  database: 'embedded',
  database_place: '.aside/postgres',
  backplane: 'postgres',
  queues_url: '/dev/queues',
  users: [
    { user: 'viewer', name: 'V', roles: ['viewer'] },
    { user: 'admin', name: 'A', roles: ['admin'] },
  ],
};

function shown(info: DevInfo, openToNetwork = false): string {
  return banner({
    address: 'http://127.0.0.1:3000',
    info,
    logFolder: '.aside/log',
    tookMs: 3_210,
    openToNetwork,
    databaseUrlFile: info.database === 'embedded' ? '.aside/database-url' : null,
  });
}

describe('the banner', () => {
  test('names the addresses, what is real, what stands in, and who can sign in', () => {
    const text = shown(embedded);
    expect(text).toContain('Aside is ready, after 3.2 s.');
    for (const row of [
      /^ {2}Dashboard +http:\/\/127\.0\.0\.1:3000\/$/m,
      /^ {2}Queues +http:\/\/127\.0\.0\.1:3000\/dev\/queues .*signs in as the sample admin/m,
      /^ {2}Mail inbox +http:\/\/127\.0\.0\.1:4002\/inbox$/m,
      /^ {2}Real +server and worker/m,
      /^ +PostgreSQL 18, embedded, with its data in \.aside\/postgres$/m,
      /^ {2}Stand-in +Amazon Bedrock: /m,
      /^ +Identity: sign in as viewer or admin, without a password$/m,
    ]) {
      expect(text).toMatch(row);
    }
  });

  test('says of a knowledge base of Bedrock what it is, and nothing where none is set', () => {
    expect(shown(embedded)).not.toContain('Knowledge Bases');
    expect(shown({ ...embedded, knowledge_base: 'stand-in' })).toMatch(
      /^ +Amazon Bedrock Knowledge Bases: the sample/m,
    );
    expect(shown({ ...embedded, bedrock: 'aws', knowledge_base: 'aws' })).toMatch(
      /^ +Amazon Bedrock Knowledge Bases$/m,
    );
  });

  test('warns when the network can sign in without a password', () => {
    expect(shown(embedded)).not.toContain('Careful');
    expect(shown(embedded, true)).toMatch(/^ {2}Careful +HOST lets the network in/m);
  });

  test('calls real what is real', () => {
    const text = shown({
      ...embedded,
      bedrock: 'aws',
      bedrock_url: null,
      ses: 'aws',
      mail_url: null,
      database: 'given',
      database_place: 'db.example.com/aside',
      backplane: 'redis',
    });
    const [, real = '', standIn = ''] = /Real(.*)Stand-in(.*)Logs/s.exec(text) ?? [];
    for (const part of ['on Redis', 'db.example.com/aside', 'Amazon Bedrock, with a-model', 'Amazon SES']) {
      expect(real).toContain(part);
    }
    expect(standIn).not.toContain('Amazon');
    expect(text).not.toContain('Mail inbox');
  });

  test('gives the line that adds documents, with the database of this trial', () => {
    expect(shown(embedded)).toContain(
      `  DATABASE_URL="$(cat '.aside/database-url')" npm run kb -- add my-documents\n`,
    );
    expect(shown({ ...embedded, database: 'given' })).toContain('\n  npm run kb -- add my-documents\n');
  });

  test('keeps its columns in line', () => {
    const rows = shown(embedded)
      .split('\n')
      .filter((line) => /^ {2}[A-Z][\w-]+( \w+)? {2,}\S/.test(line));
    expect(rows.length).toBeGreaterThanOrEqual(7);
    for (const row of rows) expect(row).toMatch(/^.{13} \S|^.{14}\S/);
  });
});
