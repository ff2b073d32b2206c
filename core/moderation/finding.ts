export type Side = 'input' | 'output';

/** What a rule has found in a text. It never carries any of the text. */
export interface Finding {
  category: string;
  rule: string;
  severity: 'low' | 'medium' | 'high';
  /** Where it begins, in UTF-16 units of the text. */
  start: number;
}

/** Looks at a text that comes in pieces. */
export interface Watch {
  push(text: string): void;
  /** The text has ended. */
  end(): void;
  /** Set as soon as it is certain; how the text was cut makes no difference to it. */
  readonly finding: Finding | null;
  /**
   * From here on the text may still become something that is found; null where nothing has begun. It may lie in what
   * has been let go, where a watch lets the first words of something pass.
   */
  readonly heldFrom: number | null;
}
