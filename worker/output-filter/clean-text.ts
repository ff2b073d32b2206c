import type { TextStage } from './text-stage.js';

/** What no reader is to get: control characters but tab and line breaks. Of them, Postgres refuses NUL. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;

/** Makes a model's text storable: without control characters, and well-formed, also when a surrogate pair was split. */
export function createTextCleaner(): TextStage {
  let held = '';
  return {
    push: (piece) => {
      let text = held + piece;
      held = '';
      const last = text.charCodeAt(text.length - 1);
      if (last >= 0xd800 && last <= 0xdbff) {
        held = text.slice(-1);
        text = text.slice(0, -1);
      }
      return text.replace(CONTROL, '').toWellFormed();
    },
    end: () => {
      const text = held.toWellFormed();
      held = '';
      return text;
    },
  };
}
