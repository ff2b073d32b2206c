import type { Locator, Page } from 'playwright-core';
import type { AsideChatElement } from '../../../client/embed/aside-chat-element.js';
import type { HeldState } from '../../../client/embed/held-state.js';
import type { HistoryPage } from '../../../core/contracts/http.js';
import type { SampleUserName } from '../../../dev/sample-users.js';
import { eventually } from '../../support/eventually.js';

export type HeldMessage = HeldState['messages'][number];

/** The widget on a page, as its user finds it. */
export interface Widget {
  page: Page;
  panel: Locator;
  field: Locator;
  /** The newest answer on screen. */
  answer: Locator;
  /** The word in the header that says how the connection is. */
  connection: Locator;
  /** Does nothing when it is open already, as in a second tab. */
  open(): Promise<void>;
  /** Types a question and presses Enter. */
  ask(question: string): Promise<void>;
  held(): Promise<HeldState>;
  /** The newest answer that the widget holds. */
  heldAnswer(): Promise<HeldMessage | undefined>;
  /** Waits until what the widget holds is as asked for, and gives it. */
  holds(what: string, check: (held: HeldState) => boolean, deadlineMs?: number): Promise<HeldState>;
  /** Waits until the newest answer has at least so many characters and is still being written. */
  isWriting(characters?: number): Promise<HeldMessage>;
  /** Waits until the newest answer has ended, and gives it. */
  hasAnswered(status?: string): Promise<HeldMessage>;
}

export function widgetOn(page: Page): Widget {
  const host = page.locator('aside-chat');
  const panel = host.locator('.panel');
  const field = panel.locator('.composer textarea');
  const held = () =>
    page
      .evaluate(() => document.querySelector<AsideChatElement>('aside-chat')?.getState() ?? null)
      // Asked in the middle of a reload.
      .catch(() => null);
  const holds: Widget['holds'] = async (what, check, deadlineMs = 30_000) => {
    let last: HeldState | null = null;
    try {
      return await eventually(
        what,
        async () => {
          last = await held();
          return last && check(last) ? last : null;
        },
        deadlineMs,
      );
    } catch (error) {
      throw new Error(`${(error as Error).message}; the widget held ${JSON.stringify(last)}`);
    }
  };
  const newest = ({ messages }: HeldState) => messages.filter(({ type }) => type === 'assistant').at(-1);
  return {
    page,
    panel,
    field,
    answer: panel.locator('article.answer').last(),
    connection: panel.locator('.state'),
    open: async () => {
      // It opens by itself once it knows whose it is.
      await holds('it is known who is signed in', ({ connection }) => connection !== 'connecting');
      if (await panel.isVisible()) return;
      await host.locator('.launch').click();
      await panel.waitFor();
    },
    ask: async (question) => {
      await field.fill(question);
      await field.press('Enter');
    },
    held: () => holds('the widget holds something', () => true),
    heldAnswer: async () => newest(await holds('the widget holds something', () => true)),
    holds,
    isWriting: async (characters = 40) => {
      const state = await holds(`${characters} characters of an answer are there`, (now) => {
        const answer = newest(now);
        if (answer && !['pending', 'streaming'].includes(answer.status)) {
          throw new Error(`the answer has ended already: ${answer.status}`);
        }
        return (answer?.content.length ?? 0) >= characters;
      });
      return newest(state) as HeldMessage;
    },
    hasAnswered: async (status = 'complete') => {
      const state = await holds(
        `the answer is ${status}`,
        (now) =>
          newest(now)?.status === status && now.messages.every((message) => message.status !== 'pending'),
        60_000,
      );
      return newest(state) as HeldMessage;
    },
  };
}

/** Opens the sample dashboard and signs in as one of its users. */
export async function signIn(
  page: Page,
  origin: string,
  user: SampleUserName = 'consultant',
): Promise<Widget> {
  await page.goto(origin);
  await page.locator(`button[data-user=${user}]`).click();
  await page.locator('aside-chat .launch, aside-chat .panel').first().waitFor();
  return widgetOn(page);
}

/** History as the server tells it to the holder of this token. */
export async function readHistory(origin: string, token: string, sessionId: string): Promise<HistoryPage> {
  const answer = await fetch(`${origin}/api/v1/admin/chat/sessions/${sessionId}/history?limit=100`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (answer.status !== 200) throw new Error(`history answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
