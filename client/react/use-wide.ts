import { useState } from 'react';

const NAME = 'aside:wide';

/** Whether the panel is the larger one: of this browser, whoever is signed in. */
export function useWide(): [boolean, (wide: boolean) => void] {
  const [wide, setWide] = useState(() => tried(() => localStorage.getItem(NAME) !== null) ?? false);
  const change = (next: boolean) => {
    setWide(next);
    tried(() => (next ? localStorage.setItem(NAME, '1') : localStorage.removeItem(NAME)));
  };
  return [wide, change];
}

/** Storage may be blocked or full; then it holds until the page is left. */
function tried<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}
