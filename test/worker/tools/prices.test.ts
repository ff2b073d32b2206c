import { describe, expect, test } from '@jest/globals';
import { createEstimateCost } from '../../../worker/tools/estimate-cost.js';
import {
  checkPriceFile,
  describePrices,
  loadPriceFile,
  type PriceFile,
} from '../../../worker/tools/prices/price-file.js';
import { createPriceTable } from '../../../worker/tools/prices/price-table.js';

const file = loadPriceFile();
const tool = createEstimateCost({ prices: createPriceTable(file), described: describePrices(file) });
const context = {
  language: 'en' as const,
  labels: [],
  nonce: 'a1b2c3d4e5f6',
  signal: new AbortController().signal,
  onDegraded: () => undefined,
  cite: () => [],
};
const call = (input: unknown) => tool.call(input, context);
const nat = (more: object) => ({ service: 'nat_gateway', usage: 'gb_processed', quantity: 1, ...more });

/** Every price of the table, as the tool is asked for it. */
const everyPrice = Object.entries(file.services).flatMap(([service, usages]) =>
  Object.entries(usages).flatMap(([usage, { prices }]) =>
    Object.entries(prices).flatMap(([region, priced]) => {
      const types = typeof priced === 'bigint' || Array.isArray(priced) ? [undefined] : Object.keys(priced);
      return types.map((type) => ({ region, item: { service, usage, ...(type && { type }) } }));
    }),
  ),
);

describe('the price table', () => {
  test('has every service, in three Regions', () => {
    const services =
      'ec2 lambda s3 rds nat_gateway data_transfer eks fargate dynamodb cloudfront elasticache opensearch bedrock';
    expect(Object.keys(file.services)).toEqual(services.split(' '));
    expect([...new Set(everyPrice.map(({ region }) => region))].sort()).toEqual([
      'eu-west-1',
      'eu-west-3',
      'us-east-1',
    ]);
  });

  test('has no price that the tool cannot work with', async () => {
    for (const { region, item } of everyPrice) {
      const { status, result } = await call({ region, items: [{ ...item, quantity: 10_000_000 }] });
      expect({ item, status }).toEqual({ item, status: 'success' });
      expect(Number(result.total)).toBeGreaterThan(0);
    }
  });

  test.each([
    [
      'two gateways in Paris with 500 GB',
      'eu-west-3',
      [{ service: 'nat_gateway', usage: 'gateway_hours', count: 2 }, nat({ quantity: 500 })],
      '98.00',
    ],
    [
      'three gateways in Ireland with 2,000 GB',
      'eu-west-1',
      [{ service: 'nat_gateway', usage: 'gateway_hours', count: 3 }, nat({ quantity: 2_000 })],
      '201.12',
    ],
    [
      'ten million requests of 120 ms and 512 MB',
      'us-east-1',
      [
        { service: 'lambda', usage: 'requests', quantity: 10_000_000 },
        { service: 'lambda', usage: 'gb_seconds', count: 10_000_000, quantity: 0.06 },
      ],
      '12.00',
    ],
    [
      'a Fargate task of half a vCPU and 1 GB',
      'us-east-1',
      [
        { service: 'fargate', usage: 'vcpu_hours', count: 0.5 },
        { service: 'fargate', usage: 'gb_hours' },
      ],
      '18.02',
    ],
    [
      '200 TB out to the internet',
      'eu-west-1',
      [{ service: 'data_transfer', usage: 'internet_out_gb', quantity: 204_800 }],
      '14131.20',
    ],
    ['an EKS cluster', 'eu-west-1', [{ service: 'eks', usage: 'cluster_hours' }], '73.00'],
  ])('says of %s what is worked out by hand', async (_what, region, items, total) => {
    expect((await call({ region, items })).result).toMatchObject({ total, currency: 'USD', region });
  });

  test('says where its prices are from, and of what day', async () => {
    const { result } = await call({ region: 'eu-west-3', items: [nat({})] });
    expect(result.prices).toEqual([{ name: file.source, url: file.url, as_of: file.as_of }]);
  });

  test('names the days of what it took, and no others', async () => {
    const daysOf = async (region: string, ...items: object[]) => {
      const prices = (await call({ region, items })).result.prices as { as_of: string }[];
      expect(prices.every((price) => price.as_of !== undefined)).toBe(true);
      return prices.map(({ as_of }) => as_of);
    };
    const rds = { service: 'rds', usage: 'postgresql_hours', type: 'db.m6g.large' };
    const multi = { ...rds, usage: 'postgresql_multi_az_hours' };
    const cache = { service: 'elasticache', usage: 'node_hours', type: 'cache.m6g.large' };
    const search = { service: 'opensearch', usage: 'instance_hours', type: 'm6g.large.search' };
    expect(await daysOf('eu-west-3', rds, multi)).toEqual(['2024-07-01']);
    expect(await daysOf('eu-west-3', nat({}), rds, nat({}))).toEqual([file.as_of, '2024-07-01']);
    expect(await daysOf('eu-west-1', rds, multi)).toEqual(['2026-09-01']);
    expect(await daysOf('us-east-1', multi)).toEqual([file.as_of]);
    for (const region of ['us-east-1', 'eu-west-1', 'eu-west-3'])
      expect(await daysOf(region, cache, search)).toEqual(['2025-01-01']);
  });

  test('leaves out what has no price, says so, and tells the model why', async () => {
    const items = [
      nat({ usage: 'gateway_hours', quantity: undefined, count: 2 }),
      { service: 'ec2', usage: 'instance_hours', type: 'm99.large' },
      { service: 'constructor', usage: 'name' },
    ];
    const { status, result, text } = await call({ region: 'eu-west-3', items });
    const alone = await call({ region: 'eu-west-3', items: items.slice(0, 1) });
    expect(status).toBe('success');
    expect(result).toEqual({
      ...alone.result,
      missing: [expect.stringMatching(/EC2.*m99\.large/), 'constructor'],
    });
    expect(JSON.parse(text).whys).toEqual([
      expect.stringContaining('"m99.large" is not a known type'),
      expect.stringContaining('"constructor" is not a known service'),
    ]);
    expect(alone.text).not.toContain('whys');
  });

  test.each([
    [
      'a service',
      { items: [nat({ service: 'redshift' })] },
      /"redshift" is not a known service\. Known: ec2, /,
    ],
    [
      'a usage',
      { items: [nat({ usage: 'gb' })] },
      /usage of nat_gateway\. Known: gateway_hours, gb_processed/,
    ],
    [
      'a Region',
      { region: 'eu-central-1' },
      /"eu-central-1" is not a known Region.*Known: us-east-1, eu-west-1, eu-west-3/,
    ],
    [
      'an instance type',
      { items: [{ service: 'ec2', usage: 'instance_hours', type: 'm99.large' }] },
      /"m99.large" is not a known type.*t3\.micro/,
    ],
    [
      'a type that is left out',
      { items: [{ service: 'ec2', usage: 'instance_hours' }] },
      /type of ec2 instance_hours in eu-west-3 is missing.*t3\.micro/,
    ],
    [
      'what every object has',
      { items: [nat({ service: 'constructor' })] },
      /"constructor" is not a known service/,
    ],
    ['a quantity that is left out', { items: [nat({ quantity: undefined })] }, /wants a quantity, in GB/],
    ['a negative quantity', { items: [nat({ quantity: -1 })] }, /items\[0\]\.quantity/],
    ['a quantity in words', { items: [nat({ quantity: 'many' })] }, /items\[0\]\.quantity/],
    ['no items', { items: [] }, /items/],
  ])('refuses %s that it does not know, and names what it knows', async (_what, wrong, says) => {
    const { status, result, text } = await call({ region: 'eu-west-3', items: [nat({})], ...wrong });
    expect({ status, result }).toEqual({ status: 'error', result: { error: text } });
    expect(text.replaceAll('\n', ' ')).toMatch(says);
  });

  test.each([
    ['a number in place of text', { prices: { 'us-east-1': 0.1 } }],
    ['a price with a sign', { prices: { 'us-east-1': '-0.1' } }],
    [
      'tiers that go down',
      { prices: { 'us-east-1': [{ up_to: 10, price: '1' }, { up_to: 5, price: '1' }, { price: '1' }] } },
    ],
    [
      'tiers with an end',
      {
        prices: {
          'us-east-1': [
            { up_to: 10, price: '1' },
            { up_to: 20, price: '1' },
          ],
        },
      },
    ],
    ['a unit that there is not', { unit: 'parsec' }],
    ['a word too many', { discount: '10' }],
    ['a day that there is not', { as_of: '2025-06-31' }, /: services\.s3\.storage\.as_of: /],
    ['no day at all', { as_of: 2025 }, /: services\.s3\.storage\.as_of: must be a day such as /],
    [
      'a month in place of the day of a Region',
      { as_of: { 'us-east-1': '2024-07' } },
      /: services\.s3\.storage\.as_of\.us-east-1: /,
    ],
    [
      'a day for a Region without prices',
      { as_of: { 'us-east-1': '2024-07-01', 'eu-west-3': '2024-07-01' } },
      /: services\.s3\.storage\.as_of\.eu-west-3: there are no prices for this Region\.$/,
    ],
  ])('is not loaded with %s', (_what, wrong, says = /./) => {
    const usage = { item: { en: 'A', fr: 'A' }, unit: 'gb', prices: { 'us-east-1': '1' }, ...wrong };
    const content = {
      ...{ as_of: '2025-06-30', source: 'S', url: 'https://example.com/' },
      units: { gb: { en: 'GB', fr: 'Go' } },
      services: { s3: { storage: usage } },
    };
    expect(() => checkPriceFile(content, 'prices.yaml')).toThrow(/^prices\.yaml is not valid: .+\.$/);
    expect(() => checkPriceFile(content, 'prices.yaml')).toThrow(says);
    expect((content as unknown as PriceFile).as_of).toBe('2025-06-30');
  });
});
