import type { AsideStore } from '../core/store.js';
import { AsideProvider } from '../react/aside-provider.js';
import { AsideWidget } from '../react/aside-widget.js';

export type WidgetTheme = 'light' | 'dark' | 'system';

interface EmbeddedWidgetProps {
  store: AsideStore;
  lang: string | null;
  theme: WidgetTheme;
  open: boolean;
  isAskedFor: boolean;
  onOpenChange: (open: boolean) => void;
}

/** What the custom element draws. */
export function EmbeddedWidget({ store, lang, ...widget }: EmbeddedWidgetProps) {
  return (
    <AsideProvider store={store} lang={lang}>
      <AsideWidget {...widget} />
    </AsideProvider>
  );
}
