import { describe, expect, it } from '@jest/globals';
import { renderToString } from 'react-dom/server';
import { createAside } from '../../../client/core/store.js';
import { AsideProvider } from '../../../client/react/aside-provider.js';
import { useLanguage } from '../../../client/react/locale.js';
import { useAside } from '../../../client/react/use-aside.js';

function Word() {
  const { state } = useAside();
  return `${state.connection.word} ${useLanguage()}`;
}
const options = { baseUrl: 'https://aside.example.com', getToken: () => null, storage: null };

describe('the provider on a server, where there is no document', () => {
  it('draws nothing while it has no store, and starts nothing', () => {
    expect(renderToString(<AsideProvider options={options}>here</AsideProvider>)).toBe('');
  });

  it.each([
    ['fr', 'connecting fr'],
    [null, 'connecting en'],
  ])('draws with a store of the host, in the language asked for: %s', (lang, drawn) => {
    const store = createAside(options);
    const html = renderToString(
      <AsideProvider store={store} lang={lang}>
        <Word />
      </AsideProvider>,
    );
    expect(html).toBe(drawn);
    store.close();
  });
});
