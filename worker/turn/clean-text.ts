/**
 * Makes the pieces of a model's output storable: without NUL, which Postgres refuses, and well-formed, also when a
 * surrogate pair was split over two pieces. The pieces it gives out, joined, are the recorded answer.
 */
export function createTextCleaner(): { clean(piece: string): string; rest(): string } {
  let held = '';
  return {
    clean: (piece) => {
      let text = held + piece;
      held = '';
      const last = text.charCodeAt(text.length - 1);
      if (last >= 0xd800 && last <= 0xdbff) {
        held = text.slice(-1);
        text = text.slice(0, -1);
      }
      return text.replaceAll('\0', '').toWellFormed();
    },
    rest: () => {
      const text = held.toWellFormed();
      held = '';
      return text;
    },
  };
}
