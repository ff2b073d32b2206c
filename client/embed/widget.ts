import { AsideChatElement } from './aside-chat-element.js';
import { createHostApi, type HostApi } from './host-api.js';
import { tokenFromEndpoint } from './token-endpoint.js';

declare global {
  interface Window {
    Aside?: HostApi;
  }
}

/** `widget.js`: defines `<aside-chat>` and `window.Aside`, once per page however often it is included. */
const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;

if (!window.Aside) {
  AsideChatElement.scriptOrigin = script?.dataset.api ?? new URL('.', script?.src ?? document.baseURI).href;
  window.Aside = createHostApi();
  customElements.define('aside-chat', AsideChatElement);
  window.dispatchEvent(new Event('aside:ready'));

  const { tokenEndpoint, lang, theme } = script?.dataset ?? {};
  if (tokenEndpoint) {
    window.Aside.init({
      getToken: tokenFromEndpoint(tokenEndpoint),
      ...(lang ? { lang } : {}),
      ...(theme === 'light' || theme === 'dark' ? { theme } : {}),
    });
  }
}
