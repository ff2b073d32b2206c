import type { SessionEvent } from '../../core/contracts/events.js';
import type { WireBudgetStanding } from '../../core/contracts/shapes.js';
import type { Cell } from './cell.js';
import type { AsideState } from './state.js';

/** What the server says of the user's budget; one that he has put away stays away until its window is over. */
export function noteBudget(cell: Cell<AsideState>, budget: WireBudgetStanding | null): void {
  const isPutAway = budget !== null && nameOf(budget) === cell.get().budgetPutAway;
  cell.set({ budget: isPutAway ? null : budget });
}

/** The same for an event; most say nothing of it. */
export function hearBudget(cell: Cell<AsideState>, event: SessionEvent): void {
  if (event.type === 'budget.warning') {
    const { window, fraction, resets_at } = event;
    noteBudget(cell, { window, fraction, resets_at });
  } else if (event.type === 'snapshot' && event.budget !== undefined) noteBudget(cell, event.budget);
}

export function putBudgetAway(cell: Cell<AsideState>): void {
  const { budget } = cell.get();
  cell.set({ budget: null, budgetPutAway: budget && nameOf(budget) });
}

function nameOf({ window, resets_at }: WireBudgetStanding): string {
  return `${window} ${resets_at}`;
}
