/** The first `most` matches; the rest of the text is not looked at. */
export function firstFew(matches: Iterable<RegExpExecArray>, most: number): RegExpExecArray[] {
  const list: RegExpExecArray[] = [];
  for (const match of matches) {
    list.push(match);
    if (list.length === most) break;
  }
  return list;
}
