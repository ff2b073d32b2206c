import { describe, expect, test } from '@jest/globals';
import { findEntities } from '../../../worker/intent/entities.js';

const found = (text: string) => findEntities(text).map(({ type, text: said, value }) => [type, said, value]);

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
    ['en Irlande', [['aws_region', 'Irlande', 'eu-west-1']]],
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
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
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
  ])('100 KB of %s take less than 200 ms of CPU, and at most a hundred entities', (_, text) => {
    const before = process.cpuUsage();
    expect(findEntities(text).length).toBeLessThanOrEqual(100);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(200);
  });
});
