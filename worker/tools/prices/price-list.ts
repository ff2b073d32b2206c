import { GetProductsCommand, PricingClient } from '@aws-sdk/client-pricing';
import type { Logger } from '../../../core/logger.js';
import { awsHttp } from '../../aws-http.js';
import type { Price, PriceBook } from './price-book.js';
import type { PriceFile } from './price-file.js';
import { readProduct } from './price-list-product.js';
import { type PriceListQuery, queryOf } from './price-list-queries.js';
import { createPriceTable, labelOf } from './price-table.js';

/** Of the prices that were asked for: how many are kept, for how long, and how long AWS may take to answer. */
export const priceListLimits = {
  kept: 500,
  keptMs: 12 * 3_600_000,
  sockets: 50,
  connectMs: 2_000,
  answerMs: 5_000,
} as const;

/** The list is served in three Regions, and this one has the prices of all. */
const LIST_REGION = 'us-east-1';

/**
 * Prices out of AWS' Price List, kept for half a day. What does not map to one product of it, and everything while it
 * cannot be reached, is answered by the table, which names its own days. Words and units are the table's.
 */
export function createPriceList(deps: {
  endpoint: string | null;
  file: PriceFile;
  logger: Logger;
  now?: () => number;
  /** How many prices are kept. */
  kept?: number;
}): PriceBook & { close(): void } {
  const { endpoint, file, logger, now = Date.now, kept: most = priceListLimits.kept } = deps;
  const table = createPriceTable(file);
  const client = new PricingClient({
    region: LIST_REGION,
    ...(endpoint === null ? {} : { endpoint }),
    maxAttempts: 2,
    requestHandler: awsHttp(priceListLimits),
  });
  const kept = new Map<string, { until: number; found: Promise<Pick<Price, 'tiers' | 'source'> | null> }>();

  /** Null for no such product, or more than one. */
  async function ask({ serviceCode, filters, unit }: PriceListQuery) {
    const { PriceList } = await client.send(
      new GetProductsCommand({
        ServiceCode: serviceCode,
        FormatVersion: 'aws_v1',
        Filters: Object.entries(filters).map(([Field, Value]) => ({ Type: 'TERM_MATCH', Field, Value })),
      }),
    );
    const products = (PriceList ?? []).flatMap((text: unknown) => readProduct(String(text), unit) ?? []);
    const [only, ...others] = products;
    if (!only || others.length > 0) return null;
    const source = { name: 'AWS Price List', url: 'https://aws.amazon.com/pricing/', asOf: only.asOf };
    return { tiers: only.tiers, source };
  }

  /** Those who ask for the same at once share one request; one that failed is not kept. */
  function askOnce(query: PriceListQuery) {
    const key = JSON.stringify(query);
    const known = kept.get(key);
    if (known && known.until > now()) return known.found;
    kept.delete(key);
    const found = ask(query);
    kept.set(key, { until: now() + priceListLimits.keptMs, found });
    found.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return found;
  }

  return {
    find: async (wanted) => {
      const query = queryOf(wanted);
      if (!query) return table.find(wanted);
      const found = await askOnce(query).catch((error: unknown) => {
        logger.warn({ err: error }, 'prices are those of the table: the price list cannot be reached');
        return null;
      });
      return found ? { ...labelOf(file, wanted), ...found, per: 1n } : table.find(wanted);
    },
    nameOf: table.nameOf,
    close: () => client.destroy(),
  };
}
