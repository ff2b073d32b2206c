import { createKeepsake } from '../core/keepsake.js';

/** Whether the panel was open on the user's last page. */
export function createOpenMemory(
  api: string,
  userId: string,
): { read: () => boolean; write: (open: boolean) => void } {
  const keepsake = createKeepsake({ storage: pageStorage(), prefix: () => `aside:${api}:${userId}:` });
  return {
    read: () => keepsake.read('open') === 'yes',
    write: (open) => keepsake.write('open', open ? 'yes' : null),
  };
}

function pageStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
