/** A document with `table` between the two marks of this name. Throws when it has none. */
export function replaceMarked(document: string, name: string, table: string): string {
  const marked = new RegExp(`(<!-- ${name}: npm run docs -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!marked.test(document)) throw new Error(`The document has no marks for the ${name} table.`);
  return document.replace(marked, (_all, start: string, end: string) => `${start}${table}\n${end}`);
}
