import { createElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import type { DraftContext } from '../core/state.js';
import { type AsideStore, createAside } from '../core/store.js';
import type { GetToken } from '../core/token-source.js';
import { coversPage } from '../react/use-dialog.js';
import { EmbeddedWidget, type WidgetTheme } from './embedded-widget.js';
import { type HeldState, heldState } from './held-state.js';
import { keepKeysInside } from './keep-keys-inside.js';
import { createOpenMemory } from './open-memory.js';

/**
 * `<aside-chat>`: the widget in a shadow tree of its own, so that neither side's styles reach the other.
 *
 * Attributes: `api` (address of the server; where widget.js came from without it), `lang`, `theme` (`light`, `dark`,
 * `system`), and `open`, which also tells whether it is.
 * Properties: `getToken`, which it needs before it does anything, and `context`.
 * Events: `aside-open` and `aside-minimise`, which bubble.
 */
export class AsideChatElement extends HTMLElement {
  static readonly observedAttributes = ['api', 'lang', 'theme', 'open'];
  /** Address of the server that widget.js came from, as its script tag tells. */
  static scriptOrigin = '/';

  #getToken: GetToken | null = null;
  #context: DraftContext = {};
  #store: AsideStore | null = null;
  #root: Root | null = null;
  #unsubscribe = () => {};
  #isOpen: boolean | null = null;
  /** Whether it was opened or minimised by its user, and not by the page's attribute or the memory of the last page. */
  #isUsers = false;
  #userId: string | null = null;

  get getToken(): GetToken | null {
    return this.#getToken;
  }

  /** Set again after the user has changed: the widget starts over with whoever the new token names. */
  set getToken(getToken: GetToken | null) {
    this.#getToken = getToken;
    this.#end();
    this.#begin();
  }

  get context(): DraftContext {
    return this.#context;
  }

  set context(context: DraftContext) {
    this.#context = context;
    this.#store?.setHostContext(context);
  }

  connectedCallback(): void {
    this.#begin();
  }

  disconnectedCallback(): void {
    // Moving the element takes it out and puts it back in at once; that is no reason to start over.
    queueMicrotask(() => {
      if (!this.isConnected) this.#end();
    });
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    if (name === 'open') {
      const open = after !== null;
      if (this.#isOpen === open) return;
      this.#isOpen = open;
      this.#isUsers = false;
    }
    if (name === 'api') this.#end();
    this.#begin();
    this.#draw();
  }

  open(): void {
    this.#setOpen(true);
  }

  minimise(): void {
    this.#setOpen(false);
  }

  startNewSession(): void {
    this.#store?.startNew();
  }

  /** What the widget holds right now: a copy, with each message's full text. */
  getState(): HeldState {
    return heldState(this.#store?.getSnapshot() ?? null, this.#isOpen ?? false);
  }

  #setOpen(open: boolean): void {
    if (this.#isOpen === open) return;
    this.#isOpen = open;
    this.#isUsers = true;
    this.toggleAttribute('open', open);
    if (this.#userId !== null) createOpenMemory(this.#api(), this.#userId).write(open);
    this.dispatchEvent(new CustomEvent(open ? 'aside-open' : 'aside-minimise', { bubbles: true }));
    this.#draw();
  }

  #api(): string {
    return new URL(this.getAttribute('api') ?? AsideChatElement.scriptOrigin, document.baseURI).href.replace(
      /\/+$/,
      '',
    );
  }

  #begin(): void {
    if (this.#store || !this.isConnected || !this.#getToken) return;
    const store = createAside({
      baseUrl: this.#api(),
      getToken: this.#getToken,
      context: this.#context,
    });
    this.#store = store;
    this.#unsubscribe = store.subscribe(() => this.#knowUser(store.getSnapshot().userId));
    const shadow = this.shadowRoot ?? this.#makeShadow();
    const place = document.createElement('div');
    shadow.replaceChildren(place);
    this.#root = createRoot(place);
    this.#store.start();
    this.#draw();
  }

  /**
   * Opens again what this user left open. A panel that covers the whole page is opened by its user alone, and one that
   * was opened before anybody was known stays as it is; it is remembered if the user did it.
   */
  #knowUser(userId: string | null): void {
    if (userId === null || userId === this.#userId) return;
    const isOther = this.#userId !== null;
    this.#userId = userId;
    const memory = createOpenMemory(this.#api(), userId);
    if (this.#isOpen !== null && !isOther) {
      if (this.#isUsers) memory.write(this.#isOpen);
      return;
    }
    this.#isOpen = memory.read() && !matchMedia(coversPage).matches;
    this.#isUsers = false;
    this.toggleAttribute('open', this.#isOpen);
    this.#draw();
  }

  #makeShadow(): ShadowRoot {
    const shadow = this.attachShadow({ mode: 'open' });
    keepKeysInside(shadow);
    return shadow;
  }

  #end(): void {
    this.#root?.unmount();
    // What a closed store still learns is of the user before.
    this.#unsubscribe();
    this.#store?.close();
    this.#root = null;
    this.#store = null;
  }

  #draw(): void {
    if (!this.#store) return;
    this.#root?.render(
      createElement(EmbeddedWidget, {
        store: this.#store,
        lang: this.getAttribute('lang'),
        theme: themeOf(this.getAttribute('theme')),
        open: this.#isOpen ?? false,
        isAskedFor: this.#isUsers,
        onOpenChange: (open: boolean) => this.#setOpen(open),
      }),
    );
  }
}

function themeOf(value: string | null): WidgetTheme {
  return value === 'light' || value === 'dark' ? value : 'system';
}
