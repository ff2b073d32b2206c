import { useEffect } from 'react';
import { useLanguage } from './locale.js';
import { useAside } from './use-aside.js';

/** Keeps the quick actions those of the session on screen, in the words of its context and of the page's language. */
export function useQuickActions(): void {
  const { state, store } = useAside();
  const language = useLanguage();
  const { current, userId, readsOnly } = state;
  const { client_name, meeting_type, project_context, service_types } = current.context;
  const about = JSON.stringify([current.id, client_name, meeting_type, project_context, service_types]);
  const asks = userId !== null && !readsOnly && !current.loading;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what they are about is read by the store itself.
  useEffect(() => {
    if (asks) store.loadQuickActions(language);
  }, [store, language, asks, about]);
}
