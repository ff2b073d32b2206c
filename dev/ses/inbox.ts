import { randomUUID } from 'node:crypto';
import type { Mail } from './mail.js';

export interface Inbox {
  /** Newest last. */
  list(): Mail[];
  get(number: number): Mail | null;
  accept(mail: Omit<Mail, 'number' | 'messageId' | 'receivedAt'>): Mail;
  clear(): void;
}

/** The newest 500 mails, in memory. Numbers are never used twice. */
export function createInbox({ maxMails = 500 } = {}): Inbox {
  let mails: Mail[] = [];
  let last = 0;
  return {
    list: () => [...mails],
    get: (number) => mails.find((mail) => mail.number === number) ?? null,
    accept(mail) {
      last += 1;
      const accepted = {
        ...mail,
        number: last,
        messageId: randomUUID(),
        receivedAt: new Date().toISOString(),
      };
      mails = [...mails.slice(-(maxMails - 1)), accepted];
      return accepted;
    },
    clear() {
      mails = [];
    },
  };
}
