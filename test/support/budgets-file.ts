import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A budgets file for a test. */
export function budgetsFile(yaml: string): { path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'aside-budgets-'));
  const path = join(folder, 'budgets.yaml');
  writeFileSync(path, yaml);
  return { path, remove: () => rmSync(folder, { recursive: true }) };
}
