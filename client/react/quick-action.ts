import type { OfferedAction } from '../../core/contracts/quick-actions.js';
import type { AsideStore } from '../core/store.js';
import type { Language } from '../i18n/choose-language.js';

/** Asks what a quick action asks; `extra` is what the user says beside it. False: too many are unsent. */
export function sendQuickAction(
  store: AsideStore,
  action: OfferedAction,
  language: Language,
  extra = '',
): boolean {
  const said = extra.trim();
  return store.send(said === '' ? action.text : `${action.text}\n\n${said}`, {
    quick_action: action.id,
    language,
    ...(said !== '' && { content: said }),
  });
}
