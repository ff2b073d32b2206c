import type { Language } from '../../../core/domain/message.js';

export type Words = Record<Language, string>;

/** What is asked for: `nat_gateway`, `gateway_hours`, in `eu-west-3`; `type` where the price depends on one. */
export interface Wanted {
  region: string;
  service: string;
  usage: string;
  type: string | null;
}

/** Decimal places of a price in dollars: as many as AWS' own lists have. */
export const PRICE_PLACES = 10;

export interface Tier {
  /** Where it ends, in whole units of the month; null for the last. */
  upTo: bigint | null;
  /** Dollars with `PRICE_PLACES`, for each `per` units. */
  price: bigint;
}

export interface PriceSource {
  name: string;
  url: string;
  /** The day of the price, as `2025-06-30`: those of one source may differ. */
  asOf: string;
}

export interface Price {
  item: Words;
  unit: Words;
  /** Billed for the hours that it exists: a whole month unless said otherwise. */
  hourly: boolean;
  /** Units that a price is for: 1, or 1,000,000 requests. */
  per: bigint;
  /** In order; one for a flat price. */
  tiers: readonly Tier[];
  source: PriceSource;
}

/** List prices on demand, without free tiers, commitments and taxes. */
export interface PriceBook {
  /** @throws ToolError that names what is not known, and what is. */
  find(wanted: Wanted): Promise<Price>;
  /** What it is called, also where it has no price in a Region; null where it is not known at all. */
  nameOf(wanted: Omit<Wanted, 'region'>): Words | null;
}
