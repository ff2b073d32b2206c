import type { ErrorCode } from '../../core/contracts/errors.js';
import type { Finding } from '../../core/moderation/finding.js';
import { leakRules } from './instructions-watch.js';

/** An answer that may not be given, and why. It carries none of its text. */
export class Withheld extends Error {
  readonly finding: Omit<Finding, 'start'>;

  constructor({ category, rule, severity }: Omit<Finding, 'start'>) {
    super(`the answer is withheld by the rule ${rule}`);
    this.name = 'Withheld';
    this.finding = { category, rule, severity };
  }

  get code(): ErrorCode {
    return leakRules.some((rule) => rule === this.finding.rule) ? 'ANSWER_LEAKED' : 'ANSWER_BLOCKED';
  }
}
