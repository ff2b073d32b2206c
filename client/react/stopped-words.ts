import type { WireMessage } from '../../core/contracts/shapes.js';
import { isWithdrawn } from '../core/conversation.js';
import type { Strings } from '../i18n/strings.js';

/** What became of an answer that was stopped. */
export function stoppedWords(message: WireMessage, strings: Strings): string {
  if (isWithdrawn(message)) return strings.withdrawnEmpty;
  return message.content === '' ? strings.stoppedEmpty : strings.stopped;
}
