import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type { Queue } from 'bullmq';
import type { RequestHandler } from 'express';

export const boardPath = '/ops/queues';

/** The product's own colours, as in the widget. */
const theme = {
  light: {
    background: '#f6f5f1',
    foreground: '#1a1f1d',
    card: '#ffffff',
    'card-foreground': '#1a1f1d',
    primary: '#17634f',
    'primary-foreground': '#ffffff',
    'muted-foreground': '#535b57',
    border: '#e3e0d8',
    ring: '#1c7a62',
    radius: '10px',
    sidebar: '#ffffff',
    'sidebar-primary': '#17634f',
    'font-sans': 'system-ui, -apple-system, "Segoe UI", sans-serif',
    'font-mono': 'ui-monospace, Menlo, Consolas, monospace',
  },
  dark: {
    background: '#15191a',
    foreground: '#e9e8e3',
    card: '#1b2021',
    'card-foreground': '#e9e8e3',
    primary: '#5fc3a4',
    'primary-foreground': '#07231b',
    'muted-foreground': '#aeb4af',
    border: '#2d3436',
    ring: '#7fd8bd',
    radius: '10px',
    sidebar: '#1b2021',
    'sidebar-primary': '#5fc3a4',
    'font-sans': 'system-ui, -apple-system, "Segoe UI", sans-serif',
    'font-mono': 'ui-monospace, Menlo, Consolas, monospace',
  },
};

/**
 * Bull Board over the queues, to look and not to touch. A job is only the delivery of a turn: one that is removed,
 * promoted or run again here would say something else than Postgres does, which the sweep then has to put right. A
 * turn is run again by its own retry. Jobs hold ids only, so no message text can be on screen.
 */
export function createBoard(queues: readonly Pick<Queue, 'name'>[], environment: string): RequestHandler {
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath(boardPath);
  createBullBoard({
    // The adapter is typed for Redis; it asks the queue itself for everything, on any backend.
    queues: queues.map((queue) => new BullMQAdapter(queue as Queue, { delimiter: '-', readOnlyMode: true })),
    serverAdapter,
    options: {
      uiConfig: {
        boardTitle: 'Aside',
        boardLogo: { path: '/ops/mark.svg', width: 24, height: 24 },
        favIcon: { default: '/ops/mark.svg', alternative: '/ops/mark.svg' },
        hideDocsLink: true,
        hideRedisDetails: true,
        environment: { label: environment, color: '#17634f', textColor: '#ffffff' },
        theme,
      },
    },
  });
  const board = serverAdapter.getRouter();
  return (req, res, next) => {
    const send = res.send.bind(res);
    res.send = (body) => send(typeof body === 'string' ? withoutForeignFonts(body) : body);
    board(req, res, next);
  };
}

/** Its page asks Google for fonts, which the policy refuses, and which the theme above does not use. */
function withoutForeignFonts(page: string): string {
  return page.replace(/<link href="https:\/\/fonts\.googleapis\.com[^>]*>/, '');
}
