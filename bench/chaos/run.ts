import { createRandom } from '../../dev/random.js';
import { startKeepingLogs } from './keep-logs.js';
import type { ChaosOptions } from './options.js';
import { type Finding, finding } from './oracle/finding.js';
import type { Scenario, Stage } from './scenario.js';
import { scenarios } from './scenarios/all.js';
import { startAsideSite } from './site/aside-site.js';
import { startBareSite } from './site/bare-site.js';
import type { Site } from './site/site.js';
import type { Undo } from './site/undo.js';
import { type Chat, Unserved } from './users/chat.js';

export interface Played {
  findings: Finding[];
  /** What kept the scenario from being played to its end. */
  error: string | null;
  notes: string[];
  tookMs: number;
}

export interface Result {
  scenario: Scenario;
  aside: Played;
  /** On the bare stack; null when it was not played. */
  control: Played | null;
}

const PATIENCE_MS = 90_000;
/** Tokens that were published while nobody listened do not come, however long one waits. */
const CONTROL_PATIENCE_MS = 15_000;

/** Every scenario first on Aside, then on the bare stack, where something has to fail. */
export async function runChaos(
  options: ChaosOptions,
  undo: Undo,
  say: (line: string) => void,
): Promise<Result[]> {
  const chosen = scenarios.filter(({ name, quick }) =>
    options.only.length > 0 ? options.only.includes(name) : quick || !options.quick,
  );
  const site = await startAsideSite(undo, options.beside);
  const results: Result[] = [];
  for (const scenario of chosen) {
    const aside = await play(scenario.play, site, options, options.quick, false);
    results.push({ scenario, aside, control: null });
    sayPlayed(say, scenario.title, aside);
  }
  if (!options.controls) return results;
  // The two never run at the same time: what is measured has the machine for itself.
  await Promise.all([...site.servers, ...site.workers].map((member) => member.end('SIGKILL')));
  await playControls(results, () => startBareSite(undo, site), options, say);
  return results;
}

/** Of controls, which wait most of the time. One of them is without a fault, and has to hold. */
const AT_ONCE = 6;

async function playControls(
  results: readonly Result[],
  startSite: () => Promise<Site>,
  options: ChaosOptions,
  say: (line: string) => void,
): Promise<void> {
  const sites = await Promise.all(Array.from({ length: AT_ONCE }, startSite));
  const playAll = async (alone: boolean, bareSites: readonly Site[]) => {
    const left = results.flatMap((result) => {
      const { control } = result.scenario;
      return typeof control === 'string' || (control.alone ?? false) !== alone ? [] : [{ result, control }];
    });
    const playSome = async (bare: Site) => {
      for (let next = left.shift(); next; next = left.shift()) {
        const { result, control } = next;
        result.control = await play(control.play, bare, options, true, true);
        sayPlayed(say, `Control: ${result.scenario.title}`, result.control);
      }
    };
    await Promise.all(bareSites.map(playSome));
  };
  await playAll(false, sites);
  await playAll(true, sites.slice(0, 1));
}

async function play<S extends Site>(
  scenario: (stage: Stage<S>) => Promise<Finding[]>,
  site: S,
  { seed }: ChaosOptions,
  quick: boolean,
  control: boolean,
): Promise<Played> {
  const startedAt = performance.now();
  const chats: Chat[] = [];
  const notes: string[] = [];
  const stage: Stage<S> = {
    site,
    random: createRandom(seed),
    patienceMs: control ? CONTROL_PATIENCE_MS : PATIENCE_MS,
    size: (whole, small) => (quick ? small : whole),
    open: async (count, options) => {
      const opened = await openMany(count, () => site.openChat(options));
      chats.push(...opened);
      return opened as Awaited<ReturnType<S['openChat']>>[];
    },
    note: (figure) => void notes.push(figure),
  };
  const keepLogs = startKeepingLogs(site);
  let findings: Finding[] = [];
  let broken: string | null = null;
  try {
    findings = await scenario(stage);
  } catch (error) {
    if (error instanceof Unserved) findings = [finding('messages are taken', error.message, false)];
    else broken = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  for (const chat of chats) chat.close();
  if (!control && (broken || findings.some(({ holds }) => !holds)))
    notes.push(`what the programs logged: ${await keepLogs()}`);
  await site.mend();
  return { findings, error: broken, notes, tookMs: performance.now() - startedAt };
}

/** Chats that are opened at the same time. */
const OPENING = 20;

async function openMany(count: number, open: () => Promise<Chat>): Promise<Chat[]> {
  const opened: Chat[] = [];
  while (opened.length < count) {
    const batch = Math.min(OPENING, count - opened.length);
    opened.push(...(await Promise.all(Array.from({ length: batch }, open))));
  }
  return opened;
}

function sayPlayed(
  say: (line: string) => void,
  title: string,
  { findings, error, notes, tookMs }: Played,
): void {
  say(`\n${title} (${(tookMs / 1_000).toFixed(0)} s)`);
  if (error) say(`  ✗ ${error}`);
  for (const { must, measured, holds } of findings) say(`  ${holds ? '✓' : '✗'} ${must}: ${measured}`);
  for (const note of notes) say(`    ${note}`);
}
