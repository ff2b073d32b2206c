import { describe, expect, test } from '@jest/globals';
import { costItemsIn, regionIn } from '../../../dev/bedrock/model/cost/cost-input.js';

const gateways = (count: number, more = {}) => ({
  service: 'nat_gateway',
  usage: 'gateway_hours',
  count,
  ...more,
});
const through = (quantity: number) => ({ service: 'nat_gateway', usage: 'gb_processed', quantity });

describe('the stand-in reads from a question', () => {
  test.each([
    ['What do two NAT gateways in Paris cost with 500 GB a month?', [gateways(2), through(500)]],
    ['Combien coûtent deux passerelles NAT à Paris avec 500 Go par mois ?', [gateways(2), through(500)]],
    ['How much is 1,500 GB through one NAT gateway?', [gateways(1), through(1_500)]],
    ['Trois passerelles NAT pendant 200 heures, combien ?', [gateways(3, { quantity: 200 })]],
    [
      'Price of 3 t3.medium instances with 100 GB each and 2 TB out to the internet',
      [
        { service: 'ec2', usage: 'instance_hours', type: 't3.medium', count: 3 },
        { service: 'ec2', usage: 'gp3_gb_months', count: 3, quantity: 100 },
        { service: 'data_transfer', usage: 'internet_out_gb', quantity: 2_048 },
      ],
    ],
    [
      'Quel est le coût de 2 To de stockage S3 et de 12 To de transfert sortant vers Internet ?',
      [
        { service: 's3', usage: 'standard_gb_months', quantity: 2_048 },
        { service: 'data_transfer', usage: 'internet_out_gb', quantity: 12_288 },
      ],
    ],
    [
      'Estimate 10 million Lambda requests with 512 MB and 120 ms',
      [
        { service: 'lambda', usage: 'requests', quantity: 10_000_000 },
        { service: 'lambda', usage: 'gb_seconds', count: 10_000_000, quantity: 0.06 },
      ],
    ],
    [
      'What do 2 Fargate tasks with 0.5 vCPU and 1 GB cost?',
      [
        { service: 'fargate', usage: 'vcpu_hours', count: 1 },
        { service: 'fargate', usage: 'gb_hours', count: 2 },
      ],
    ],
    [
      'A db.t4g.medium in Multi-AZ with 200 GB, how much?',
      [
        { service: 'rds', usage: 'postgresql_multi_az_hours', type: 'db.t4g.medium', count: 1 },
        { service: 'rds', usage: 'gp3_multi_az_gb_months', count: 1, quantity: 200 },
      ],
    ],
  ])('what it says of usage: %s', (question, items) => {
    expect(costItemsIn(question)).toEqual(items);
  });

  test.each([
    'How much do NAT gateways cost, and how can a client cut that cost?',
    'What does it cost to move from 2 to 5 servers?',
    'How much are three m6i.large running 8 hours a day?',
    'How much is 500 GB a day through two NAT gateways?',
    'What would 40 GB cost?',
    'What does a NAT gateway cost in Ireland?',
    'Bonjour, combien ça coûte ?',
    '',
  ])('nothing where it would have to guess: %s', (question) => {
    expect(costItemsIn(question)).toEqual([]);
  });

  test.each([
    ['in Paris', 'eu-west-3'],
    ['en Irlande', 'eu-west-1'],
    ['in us-east-1', 'us-east-1'],
    ['en Virginie du Nord', 'us-east-1'],
    ['in Frankfurt', 'eu-central-1'],
    ['at home', null],
  ])('its Region: %s', (place, region) => {
    expect(regionIn(`What do two NAT gateways cost ${place}?`)).toBe(region);
  });

  test('a long one in a moment, whatever is in it', () => {
    for (const part of ['1 ', '1,', 'a ', '1 000 ', 'nat ', 'one a-', 'db.t3.']) {
      const began = performance.now();
      costItemsIn(part.repeat(100_000 / part.length));
      expect(performance.now() - began).toBeLessThan(200);
    }
  });
});
