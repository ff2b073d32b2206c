import { describe, expect, it } from '@jest/globals';
import { titleFrom } from '../../../client/core/title-from.js';

describe('the first name of a session', () => {
  it.each([
    'And what would it cost?',
    'Et S3 ?',
    'Failover for the order pipeline',
    'How do ECS on Fargate and EKS compare for a small team?',
  ])('is the question itself when that is short: %s', (question) => {
    expect(titleFrom(question)).toBe(question);
  });

  it.each([
    ['How can a client with three VPCs cut the cost of NAT gateways?', 'Cut the cost of NAT gateways'],
    [
      'Comment un client avec trois VPC peut-il réduire le coût des passerelles NAT ?',
      'Réduire le coût des passerelles NAT',
    ],
    [
      'How much a month for an RDS for PostgreSQL db.t4g.medium instance with 200 GB?',
      'RDS for PostgreSQL db.t4g.medium instance with 200 GB',
    ],
    [
      'Combien coûtent par mois 3 bases RDS PostgreSQL db.t4g.medium en Irlande ?',
      '3 bases RDS PostgreSQL db.t4g.medium en Irlande',
    ],
    [
      'What risks do you see for the order pipeline of Acme Retail in spring?',
      'Risks for the order pipeline of Acme Retail in spring',
    ],
    [
      'Which best practices should we check for the order pipeline in spring?',
      'Best practices for the order pipeline in spring',
    ],
    ['How much do NAT gateways cost, and how can a client cut that cost?', 'How much do NAT gateways cost'],
    [
      'Quelle est la différence entre S3 Standard et S3 Glacier Instant Retrieval ?',
      'Différence entre S3 Standard et S3 Glacier Instant Retrieval',
    ],
  ])('is what a longer one is about: %s', (question, title) => {
    expect(titleFrom(question)).toBe(title);
  });

  it.each([
    'Why?\n\nBecause I was told that the whole thing costs more than it should',
    'x'.repeat(16_000),
    '日本語の質問'.repeat(20),
    '😀'.repeat(60),
    'how '.repeat(4_000),
    `${'\ud83d'.repeat(70)} what`,
  ])('fits a line, is well-formed and ends on no loose word, whatever is asked (%#)', (question) => {
    const title = titleFrom(question);
    expect(title.length).toBeGreaterThan(0);
    expect(title.length).toBeLessThanOrEqual(60);
    expect(title.isWellFormed()).toBe(true);
    expect(title).not.toMatch(/ (?:the|of|to|a|I)…$|\s…$/);
  });
});
