import type { WireEstimate } from '../../core/contracts/shapes.js';
import type { Language } from '../../core/domain/message.js';
import { divideRounded, formatDecimal, parseDecimal } from './decimal.js';
import { PRICE_PLACES, type Price, type Tier } from './prices/price-book.js';

/** Decimal places that are read of a quantity; a product of two of them has twice as many, and all are shown. */
export const QUANTITY_PLACES = 6;
const PRODUCT_PLACES = 2 * QUANTITY_PLACES;
const CENT_PLACES = 2;

export interface PricedUsage {
  price: Price;
  /** How many there are, and what each of them uses. */
  count: number;
  each: number;
}

/**
 * Lines, one for each tier that is touched, and their sum. Each line is rounded to the cent once, half up, and the
 * total is the sum of the lines as they are shown, so that who adds them up gets the same. The usages of one price are
 * added first: tiers count what a whole account uses in a month.
 */
export function estimate(
  usages: readonly PricedUsage[],
  language: Language,
): Pick<WireEstimate, 'lines' | 'total'> {
  const byPrice = new Map<string, { price: Price; count: bigint; quantity: bigint }>();
  for (const { price, count, each } of usages) {
    const key = `${price.item.en} ${price.unit.en}`;
    const sum = byPrice.get(key) ?? { price, count: 0n, quantity: 0n };
    const counted = fixed(count);
    byPrice.set(key, {
      price,
      count: sum.count + counted,
      quantity: sum.quantity + counted * fixed(each),
    });
  }
  const lines = [...byPrice.values()].flatMap(({ price, count, quantity }) =>
    tiersWithin(price.tiers, quantity).map(({ tier, from, part }) => {
      const divisor = price.per * 10n ** BigInt(PRODUCT_PLACES + PRICE_PLACES - CENT_PLACES);
      const cents = divideRounded(part * tier.price, divisor);
      return { cents, line: lineOf({ price, tier, from, count, part, cents }, language) };
    }),
  );
  const total = lines.reduce((sum, { cents }) => sum + cents, 0n);
  return { lines: lines.map(({ line }) => line), total: formatDecimal(total, CENT_PLACES, CENT_PLACES) };
}

/** A quantity as the model gives it; what is below its last place is rounded off. */
function fixed(value: number): bigint {
  return parseDecimal(value.toFixed(QUANTITY_PLACES), QUANTITY_PLACES);
}

/** What falls into each tier. A quantity of nothing is one line all the same. */
function tiersWithin(tiers: readonly Tier[], quantity: bigint) {
  const parts: { tier: Tier; from: bigint; part: bigint }[] = [];
  let from = 0n;
  for (const tier of tiers) {
    const end = tier.upTo === null ? null : tier.upTo * 10n ** BigInt(PRODUCT_PLACES);
    const until = end === null || quantity < end ? quantity : end;
    if (until > from || parts.length === 0) parts.push({ tier, from, part: until - from });
    if (end === null || quantity <= end) break;
    from = end;
  }
  return parts;
}

function lineOf(
  of: { price: Price; tier: Tier; from: bigint; count: bigint; part: bigint; cents: bigint },
  language: Language,
): WireEstimate['lines'][number] {
  const { price, tier, from, count, part, cents } = of;
  const counted = formatDecimal(count, QUANTITY_PLACES).replace('.', language === 'fr' ? ',' : '.');
  const many = price.hourly && count !== fixed(1) ? `${counted} × ` : '';
  const span = price.tiers.length > 1 ? `, ${spanOf(tier, from, price.unit[language], language)}` : '';
  return {
    item: many + price.item[language] + span,
    quantity: formatDecimal(part, PRODUCT_PLACES),
    unit: price.unit[language],
    unit_price: formatDecimal(tier.price, PRICE_PLACES, CENT_PLACES),
    per: Number(price.per),
    amount: formatDecimal(cents, CENT_PLACES, CENT_PLACES),
  };
}

function spanOf({ upTo }: Tier, from: bigint, unit: string, language: Language): string {
  const start = from / 10n ** BigInt(PRODUCT_PLACES);
  const show = (units: bigint) =>
    `${units.toLocaleString(language === 'fr' ? 'fr-FR' : 'en-US')}\u00a0${unit}`;
  if (upTo === null) return language === 'fr' ? `au-delà de ${show(start)}` : `above ${show(start)}`;
  if (start === 0n) return language === 'fr' ? `jusqu’à ${show(upTo)}` : `first ${show(upTo)}`;
  return language === 'fr' ? `les ${show(upTo - start)} suivants` : `next ${show(upTo - start)}`;
}
