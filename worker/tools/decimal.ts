/**
 * Decimal numbers as whole numbers of their last place: `0.045` with ten places is `450000000n`. Sums of money are right
 * to the cent only where nothing is a binary fraction on the way.
 */

/** Throws where the text is no plain decimal, or has more places than are kept. */
export function parseDecimal(text: string, places: number): bigint {
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined || fraction.length > places) {
    throw new RangeError(`${text} is not a decimal with at most ${places} places`);
  }
  return BigInt(whole + fraction.padEnd(places, '0'));
}

/** Without zeros at its end, beyond `atLeast` places. */
export function formatDecimal(value: bigint, places: number, atLeast = 0): string {
  const digits = String(value).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits
    .slice(digits.length - places)
    .replace(/0+$/, '')
    .padEnd(atLeast, '0');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** Half away from zero, as bills do; for what is not negative. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor / 2n) / divisor;
}
