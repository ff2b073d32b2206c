import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import {
  createPriceListStandIn,
  type ListedProduct,
  type PriceListStandIn,
} from '../../../dev/pricing/stand-in.js';
import { estimate } from '../../../worker/tools/estimate.js';
import type { PriceBook } from '../../../worker/tools/prices/price-book.js';
import { loadPriceFile } from '../../../worker/tools/prices/price-file.js';
import { createPriceList, priceListLimits } from '../../../worker/tools/prices/price-list.js';

const file = loadPriceFile();
const linux = { operatingSystem: 'Linux', preInstalledSw: 'NA', tenancy: 'Shared', capacitystatus: 'Used' };
const instance = (instanceType: string, regionCode: string, usd: string): ListedProduct => ({
  serviceCode: 'AmazonEC2',
  attributes: { ...linux, instanceType, regionCode },
  prices: [
    { unit: 'Hrs', usd },
    { unit: 'Hrs', usd: '0.0000000000' },
  ],
});
const listed: ListedProduct[] = [
  instance('t3.medium', 'eu-west-3', '0.0480000000'),
  instance('m9.large', 'eu-central-1', '0.1234000000'),
  instance('c9.large', 'eu-west-3', '0.2000000000'),
  instance('c9.large', 'eu-west-3', '0.3000000000'),
  {
    serviceCode: 'AmazonS3',
    attributes: { regionCode: 'eu-west-3', storageClass: 'General Purpose', volumeType: 'Standard' },
    prices: [
      { unit: 'GB-Mo', usd: '0.0210000000', from: 512_000 },
      { unit: 'GB-Mo', usd: '0.0250000000', from: 0, upTo: 51_200 },
      { unit: 'GB-Mo', usd: '0.0230000000', from: 51_200, upTo: 512_000 },
    ],
  },
  {
    serviceCode: 'AWSLambda',
    attributes: { regionCode: 'eu-west-3', group: 'AWS-Lambda-Requests' },
    prices: [{ unit: 'Requests', usd: '0.0000002000' }],
  },
  {
    // A hole between its tiers.
    serviceCode: 'AWSLambda',
    attributes: { regionCode: 'eu-west-3', group: 'AWS-Lambda-Duration' },
    prices: [
      { unit: 'Lambda-GB-Second', usd: '0.0000100000', upTo: 10 },
      { unit: 'Lambda-GB-Second', usd: '0.0000090000', from: 20 },
    ],
  },
];

let standIn: PriceListStandIn;
let clock = 0;
let book: PriceBook & { close(): void };
beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID = 'stand-in';
  process.env.AWS_SECRET_ACCESS_KEY = 'stand-in';
  standIn = await createPriceListStandIn(listed);
});
beforeEach(() => {
  standIn.asked.length = 0;
  book = createPriceList({
    endpoint: standIn.url,
    file,
    logger: pino({ level: 'silent' }),
    now: () => clock,
  });
});
afterEach(() => book.close());
afterAll(() => standIn.close());

const t3 = { region: 'eu-west-3', service: 'ec2', usage: 'instance_hours', type: 't3.medium' };

describe('the price list', () => {
  test('gives the price on demand, with its day, in the words of the table', async () => {
    expect(await book.find(t3)).toEqual({
      item: { en: 'EC2 Linux t3.medium', fr: 'EC2 Linux t3.medium' },
      unit: { en: 'hours', fr: 'heures' },
      hourly: true,
      per: 1n,
      tiers: [{ upTo: null, price: 480_000_000n }],
      source: { name: 'AWS Price List', url: 'https://aws.amazon.com/pricing/', asOf: '2026-11-02' },
    });
  });

  test('knows Regions and types that the table lacks', async () => {
    const price = await book.find({ ...t3, region: 'eu-central-1', type: 'm9.large' });
    expect(estimate([{ price, count: 2, each: 730 }], 'en')).toMatchObject({ total: '180.16' });
  });

  test('brings tiers in order, and prices of less than a millionth', async () => {
    const storage = await book.find({ ...t3, service: 's3', usage: 'standard_gb_months', type: null });
    expect(storage.tiers.map(({ upTo }) => upTo)).toEqual([51_200n, 512_000n, null]);
    const requests = await book.find({ ...t3, service: 'lambda', usage: 'requests', type: null });
    expect(estimate([{ price: requests, count: 1, each: 12_700_000 }], 'en').total).toBe('2.54');
  });

  test.each([
    ['does not map to one product', { service: 'dynamodb', usage: 'gb_months', type: null }],
    ['is not there', { type: 't3.small' }],
    ['has a hole between its tiers', { service: 'lambda', usage: 'gb_seconds', type: null }],
  ])('leaves to the table what %s, which names its own day', async (_what, wanted) => {
    expect((await book.find({ ...t3, ...wanted })).source).toMatchObject({ asOf: file.as_of });
  });

  test('names what the table knows where neither has a price, or AWS has more than one', async () => {
    await expect(book.find({ ...t3, type: 'm99.large' })).rejects.toThrow('"m99.large" is not a known type');
    await expect(book.find({ ...t3, type: 'c9.large' })).rejects.toThrow('"c9.large" is not a known type');
  });

  test('is asked once for the same, also by many at once, and again after half a day', async () => {
    await Promise.all(Array.from({ length: 5 }, () => book.find(t3)));
    await book.find(t3);
    expect(standIn.asked).toHaveLength(1);
    clock += priceListLimits.keptMs + 1;
    await book.find(t3);
    expect(standIn.asked).toHaveLength(2);
  });

  test('keeps so many prices and no more: the oldest goes', async () => {
    const logger = pino({ level: 'silent' });
    const small = createPriceList({ endpoint: standIn.url, file, logger, kept: 2 });
    const ask = (type: string) => small.find({ ...t3, type }).catch(() => undefined);
    for (const type of ['t3.medium', 'x1.large', 'x2.large', 'x1.large', 'x2.large']) await ask(type);
    expect(standIn.asked).toHaveLength(3);
    await ask('t3.medium');
    expect(standIn.asked).toHaveLength(4);
    small.close();
  });

  test('that cannot be reached leaves it to the table, and is asked again the next time', async () => {
    standIn.fail(2, 500);
    expect((await book.find(t3)).source).toMatchObject({ asOf: file.as_of });
    expect((await book.find(t3)).source).toMatchObject({ asOf: '2026-11-02' });
  });
});
