import type { HostApi } from '../embed/host-api.js';

/** Runs once widget.js is here; it loads on its own, as on any page that includes it. */
export function withAside(run: (aside: HostApi) => void): void {
  if (window.Aside) run(window.Aside);
  else window.addEventListener('aside:ready', () => window.Aside && run(window.Aside), { once: true });
}
