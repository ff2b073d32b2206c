const aDay = 24 * 60 * 60 * 1_000;

/** A day of the calendar, without a time or a zone. Months count from 1; what overflows goes on into the next. */
export class Day {
  readonly #ms: number;

  constructor(year: number, month: number, day: number) {
    this.#ms = Date.UTC(year, month - 1, day);
  }

  get year(): number {
    return new Date(this.#ms).getUTCFullYear();
  }

  get month(): number {
    return new Date(this.#ms).getUTCMonth() + 1;
  }

  get day(): number {
    return new Date(this.#ms).getUTCDate();
  }

  /** 0 is Sunday. */
  get weekday(): number {
    return new Date(this.#ms).getUTCDay();
  }

  plus(days: number): Day {
    return new Day(this.year, this.month, this.day + days);
  }

  /** Days from the other one to this. */
  since(other: Day): number {
    return (this.#ms - other.#ms) / aDay;
  }

  isBefore(other: Day): boolean {
    return this.#ms < other.#ms;
  }

  toString(): string {
    return new Date(this.#ms).toISOString().slice(0, 10);
  }
}
