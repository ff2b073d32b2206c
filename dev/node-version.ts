/** Null, or the sentence for somebody whose Node.js is too old. `version` is like 20.19.0. */
export function nodeTooOld(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return null;
  return `Node.js ${version} is too old: install 20.19 or newer.`;
}
