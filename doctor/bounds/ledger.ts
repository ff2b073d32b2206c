import { analyticsLimits } from '../../core/contracts/analytics.js';
import { turnEstimate } from '../../core/domain/budget.js';
import { HELD_RETRY_SECONDS } from '../../core/domain/over-budget.js';
import { LEDGER_DAYS } from '../../core/store/ledger.js';
import { budgetFileLimits } from '../../server/budgets/load-budgets.js';
import { type Bound, boundsOf } from './bound.js';

/** What models were paid for, and what users may spend. */
export const ledgerBounds: readonly Bound[] = [
  ...boundsOf(
    'core/store/ledger.ts',
    '',
    { LEDGER_DAYS },
    {
      LEDGER_DAYS: [
        'timer',
        'days',
        'a row of the ledger is kept, and the sums of a user’s day',
        'Two years and some weeks: a month can be compared with the same one of the year before.',
      ],
    },
  ),
  ...boundsOf('core/domain/budget.ts', 'turnEstimate', turnEstimate, {
    inputTokens: [
      'size',
      'tokens',
      'that a turn is reckoned to send, when its user has a budget',
      'As many as a prompt may have. Most have a tenth; a second call for a tool fits as well.',
    ],
    outputTokens: [
      'size',
      'tokens',
      'that its answer is reckoned to have',
      'More than any shipped intent asks for (1,536).',
    ],
  }),
  ...boundsOf(
    'core/domain/over-budget.ts',
    '',
    { HELD_RETRY_SECONDS },
    {
      HELD_RETRY_SECONDS: [
        'retry',
        's',
        'after which a question may be sent again that open turns left no room for',
        'About an answer’s time.',
      ],
    },
  ),
  ...boundsOf('core/contracts/analytics.ts', 'analyticsLimits', analyticsLimits, {
    days: ['size', 'days', 'of a report of usage', 'As long as the ledger is kept.'],
    defaultDays: ['size', 'days', 'of a report that names none', 'A month.'],
  }),
  ...boundsOf('server/budgets/load-budgets.ts', 'budgetFileLimits', budgetFileLimits, {
    users: [
      'count',
      'pieces',
      'users with a budget of their own',
      'Exceptions; what holds for many is a role’s.',
    ],
    warnPercent: [
      'size',
      '%',
      'of a budget that are used when its user is told, unless the file says otherwise',
      'As usual; a fifth is enough to finish what one is at.',
    ],
  }),
];
