import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AsideChat } from '../../../../client/react/aside-chat.js';
import { AsideProvider } from '../../../../client/react/aside-provider.js';
import { AsideWidget } from '../../../../client/react/aside-widget.js';
import { useAside } from '../../../../client/react/use-aside.js';

async function getToken(): Promise<string> {
  const response = await fetch('/dev/login', {
    method: 'POST',
    body: JSON.stringify({ user: 'consultant' }),
  });
  return (await response.json()).token;
}

/** A look of the host's own, on the hook alone. */
function Count() {
  const { state, store } = useAside();
  return (
    <p>
      <output>{state.current.conversation.entries.length} rows</output>
      <button type="button" onClick={() => store.send('From the host')}>
        Ask from the host
      </button>
    </p>
  );
}

const page = document.getElementById('page');
if (page) {
  createRoot(page).render(
    <StrictMode>
      <main>
        <h1>Host</h1>
        <AsideProvider options={{ baseUrl: location.origin, getToken }} lang="en">
          <Count />
          <section className="chat-place">
            <AsideChat />
          </section>
          <AsideWidget />
        </AsideProvider>
      </main>
    </StrictMode>,
  );
}
