import { describe, expect, test } from '@jest/globals';
import type { Language } from '../../../core/domain/message.js';
import { findEntities } from '../../../worker/intent/entities.js';

const found = (text: string, language: Language = 'en') =>
  findEntities(text, { language, saidAt: new Date('2026-03-12T09:00:00Z') }).map(
    ({ type, text: said, value }) => [type, said, value],
  );

describe('entities', () => {
  test.each([
    ['Move it to S3', [['aws_service', 'S3', 'Amazon S3']]],
    ['three NAT gateways', [['aws_service', 'NAT gateways', 'NAT gateway']]],
    ['des passerelles NAT', [['aws_service', 'passerelles NAT', 'NAT gateway']]],
    [
      'k8s on eks and DynamoDB',
      [
        ['aws_service', 'eks', 'Amazon EKS'],
        ['aws_service', 'DynamoDB', 'Amazon DynamoDB'],
      ],
    ],
    ['an API gateway, not a gateway', [['aws_service', 'API gateway', 'Amazon API Gateway']]],
    ['AWS Config, but no config', [['aws_service', 'AWS Config', 'AWS Config']]],
    ['instances réservées', [['aws_service', 'instances réservées', 'Reserved Instances']]],
    ['in eu-west-1a', [['aws_region', 'eu-west-1a', 'eu-west-1']]],
    ['US-EAST-1!', [['aws_region', 'US-EAST-1', 'us-east-1']]],
    ['des instances en Irlande', [['aws_region', 'Irlande', 'eu-west-1']]],
    ['eu west 1', [['aws_region', 'eu west 1', 'eu-west-1']]],
    ['our holidays in Ireland and the office in Paris', []],
    ['not neu-west-1 nor eu-west-12', []],
    ['about $1,200.50 now', [['amount', '$1,200.50', '1200.5 USD']]],
    ['1 200,50 € par mois', [['amount', '1 200,50 €', '1200.5 EUR']]],
    [
      '12k€ ou 3 millions d’euros',
      [
        ['amount', '12k€', '12000 EUR'],
        ['amount', '3 millions d’euros', '3000000 EUR'],
      ],
    ],
    ['USD 0.045 per GB', [['amount', 'USD 0.045', '0.045 USD']]],
    ['0,125 euro', [['amount', '0,125 euro', '0.125 EUR']]],
    ['1.5 million dollars', [['amount', '1.5 million dollars', '1500000 USD']]],
    ['1200 machines, 99.9 %', []],
    [
      'CHF 300 and A$4,200',
      [
        ['amount', 'CHF 300', '300 CHF'],
        ['amount', 'A$4,200', '4200 AUD'],
      ],
    ],
    [
      'post it on insta, and on X',
      [
        ['platform', 'insta', 'instagram'],
        ['platform', 'X', 'twitter'],
      ],
    ],
    ['solve X first', []],
    ['the Glue jobs', [['aws_service', 'Glue', 'AWS Glue']]],
    ['the glue, an aurora and a lambda expression', []],
    [
      'write to Ana.Lopez@Example.com, please.',
      [['email', 'Ana.Lopez@Example.com', 'ana.lopez@example.com']],
    ],
    [
      'call (212) 555-0142 or +33 6 12 34 56 78',
      [
        ['phone', '(212) 555-0142', '+12125550142'],
        ['phone', '+33 6 12 34 56 78', '+33612345678'],
      ],
    ],
    ['192.168.1.20, ticket 2125550142, port 8080', []],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test.each<[Language, string, string[][]]>([
    ['fr', 'au 06 12 34 56 78', [['phone', '06 12 34 56 78', '+33612345678']]],
    ['fr', '6.500 euros', [['amount', '6.500 euros', '6500 EUR']]],
    ['en', '6.500 euros', [['amount', '6.500 euros', '6.5 EUR']]],
    ['fr', 'Réservez le 03/04/2026 - 12 personnes', [['date', '03/04/2026', '2026-04-03']]],
    [
      'fr',
      'Appelle le 03 53 01 88 20 demain',
      [
        ['phone', '03 53 01 88 20', '+33353018820'],
        ['date', 'demain', '2026-03-13'],
      ],
    ],
  ])('in %s: %s', (language, text, expected) => {
    expect(found(text, language)).toEqual(expected);
  });

  test('spans point at the text, do not overlap, and stand in order', () => {
    const text = '😀 Élan : RDS à Paris coûte 30 €, and ECS in us-east-1 costs $5 on Route 53.';
    const entities = findEntities(text);
    expect(entities).toHaveLength(7);
    let end = 0;
    for (const entity of entities) {
      expect(text.slice(entity.start, entity.end)).toBe(entity.text);
      expect(entity.start).toBeGreaterThanOrEqual(end);
      end = entity.end;
    }
  });

  test.each([
    ['digits', '1'.repeat(100_000)],
    ['groups', '1 000 '.repeat(16_000)],
    ['currency signs', '$ '.repeat(50_000)],
    ['region beginnings', 'eu-north'.repeat(12_000)],
    ['service beginnings', 'Elastic Load '.repeat(8_000)],
    ['amounts', '$1 '.repeat(33_000)],
    ['addresses without an end', 'a.b-c%d'.repeat(14_000)],
    ['addresses without a top', 'a@b.'.repeat(25_000)],
    ['addresses', 'a@b.co '.repeat(14_000)],
    ['region codes', 'eu-west-1 '.repeat(10_000)],
    ['numbers that may be telephones', '+33 6 12 34 56 7- '.repeat(5_500)],
    ['dates', 'from 3 to 7 '.repeat(8_000)],
    ['months', 'mars '.repeat(20_000)],
  ])('100 KB of %s take less than 200 ms of CPU, and at most a hundred entities', (_, text) => {
    const before = process.cpuUsage();
    expect(findEntities(text).length).toBeLessThanOrEqual(100);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(200);
  });
});
