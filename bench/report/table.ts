import type { Results } from '../run.js';
import type { StackName } from '../stacks/stack.js';
import { type FigureKind, type FigureName, figureKinds, type Goal } from './figures.js';

export interface Row {
  label: string;
  bare: string;
  redis: string;
  redisRatio: string;
  postgres: string;
  postgresRatio: string;
  goal: string;
}

const header: Row = {
  label: '',
  bare: 'bare',
  redis: 'Redis',
  redisRatio: '÷ bare',
  postgres: 'Postgres alone',
  postgresRatio: '÷ bare',
  goal: 'goal',
};

/** One row for each figure that was measured. A figure that misses its goal has an exclamation mark. */
export function rowsOf(results: Results): Row[] {
  const measured = (name: FigureName) => Object.values(results).some((figures) => name in figures);
  const rows = (Object.keys(figureKinds) as FigureName[])
    .filter(measured)
    .map((name) => rowOf(name, results));
  return [header, ...rows];
}

function rowOf(name: FigureName, results: Results): Row {
  const kind: FigureKind = figureKinds[name];
  const figure = (stack: StackName) => results[stack]?.[name];
  const bare = figure('bare');
  const cells = (stack: StackName): [figure: string, ratio: string] => {
    const ours = figure(stack);
    const ratio = ours === undefined || bare === undefined ? undefined : ours / bare;
    const missed = (of: Goal['of'], value: number | undefined) =>
      kind.goal?.of === of && value !== undefined && misses(kind.goal, value) ? ' !' : '';
    return [
      `${shown(ours, kind.unit)}${missed('figure', ours)}`,
      `${ratio === undefined ? '–' : ratio.toFixed(2)}${missed('ratio', ratio)}`,
    ];
  };
  const [redis, redisRatio] = cells('redis');
  const [postgres, postgresRatio] = cells('postgres');
  return {
    label: `${kind.label} (${kind.unit})`,
    bare: shown(bare, kind.unit),
    redis,
    redisRatio,
    postgres,
    postgresRatio,
    goal: kind.goal ? goalText(kind.goal, kind.unit) : '',
  };
}

function misses(goal: Goal, value: number): boolean {
  return 'atMost' in goal ? value > goal.atMost : value < goal.atLeast;
}

function goalText(goal: Goal, unit: FigureKind['unit']): string {
  const limit = 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
  return goal.of === 'ratio' ? `${limit} × bare` : `${limit} ${unit}`;
}

function shown(value: number | undefined, unit: FigureKind['unit']): string {
  if (value === undefined) return '–';
  return unit === 'tokens/s' || value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(1);
}

const columns = Object.keys(header) as (keyof Row)[];

/** For a terminal: labels to the left, figures to the right. */
export function plainTable(rows: readonly Row[]): string {
  const widths = new Map(columns.map((name) => [name, Math.max(...rows.map((row) => row[name].length))]));
  const line = (row: Row) =>
    columns
      .map((name) => {
        const width = widths.get(name) ?? 0;
        return name === 'label' || name === 'goal' ? row[name].padEnd(width) : row[name].padStart(width);
      })
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
}

export function markdownTable([head, ...rows]: readonly Row[]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const cellsOf = (row: Row) => columns.map((name) => row[name]);
  const rule = columns.map((name) => (name === 'label' || name === 'goal' ? '---' : '--:'));
  return [cellsOf(head ?? header), rule, ...rows.map(cellsOf)].map(line).join('\n');
}
