/** Cuts a text at lengths that are drawn, in code points: what comes from a model has been made well-formed before. */
export function* inPieces(text: string, sizes: Iterator<number>): Generator<string> {
  const characters = [...text];
  for (let at = 0; at < characters.length; ) {
    const size = Number(sizes.next().value) + 1;
    yield characters.slice(at, at + size).join('');
    at += size;
  }
}
