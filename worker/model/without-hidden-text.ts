/** Unicode's tag characters: each is a character of ASCII that no screen shows and that models read all the same. */
const TAGS =
  /(?:\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F})|[\u{E0000}-\u{E007F}]+/gu;
/** The first half of each of them in UTF-16. */
const FIRST_HALF = '\udb40';

/**
 * A request without text that people do not see: neither who wrote or uploaded it nor moderation has judged it. The flags
 * of England, Scotland and Wales, which are written with such characters, stay. Anything else becomes a dot, so that no
 * text becomes blank and nothing is joined that was apart.
 */
export function withoutHiddenText<T>(value: T): T;
export function withoutHiddenText(value: unknown): unknown {
  if (typeof value === 'string') {
    if (!value.includes(FIRST_HALF)) return value;
    return value.replace(TAGS, (found) => (found.startsWith(FIRST_HALF) ? '…' : found));
  }
  if (Array.isArray(value)) return value.map((one) => withoutHiddenText<unknown>(one));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, withoutHiddenText<unknown>(one)]),
  );
}
