import type { DraftContext } from '../core/state.js';
import type { GetToken } from '../core/token-source.js';
import { AsideChatElement } from './aside-chat-element.js';

export interface InitOptions {
  getToken: GetToken;
  /** Address of the server; where widget.js came from unless it is given. */
  api?: string;
  lang?: string;
  theme?: 'light' | 'dark' | 'system';
  context?: DraftContext;
  open?: boolean;
}

/** `window.Aside`: what a page can ask of the widget. */
export interface HostApi {
  /** Puts the widget on the page, or gives the one there new options. */
  init(options: InitOptions): AsideChatElement;
  /** The widget, once there is one. */
  readonly element: AsideChatElement | null;
  open(): void;
  minimise(): void;
  setContext(context: DraftContext): void;
  /** @throws TypeError for one that is not spoken; `fr-CA` is French */
  setLanguage(lang: string): void;
  /** @throws TypeError for any other */
  setTheme(theme: 'light' | 'dark' | 'system'): void;
  /** Takes the widget off the page, as on signing out. */
  remove(): void;
}

export function createHostApi(): HostApi {
  let element: AsideChatElement | null = null;
  /** Called while the page's head is read, it comes with the body, unless it has been removed by then. */
  const appear = () => {
    if (element) document.body.append(element);
  };
  return {
    get element() {
      return element;
    },
    init: (options) => {
      element ??= new AsideChatElement();
      if (options.api) element.setAttribute('api', options.api);
      if (options.lang) element.setAttribute('lang', options.lang);
      if (options.theme) element.setAttribute('theme', options.theme);
      if (options.open) element.setAttribute('open', '');
      if (options.context) element.context = options.context;
      element.getToken = options.getToken;
      if (!document.body) document.addEventListener('DOMContentLoaded', appear, { once: true });
      else if (!element.isConnected) appear();
      return element;
    },
    open: () => element?.open(),
    minimise: () => element?.minimise(),
    setContext: (context) => {
      if (element) element.context = context;
    },
    setLanguage: (lang) => {
      demand('language', String(lang).split('-')[0]?.toLowerCase(), ['en', 'fr']);
      element?.setAttribute('lang', lang);
    },
    setTheme: (theme) => {
      demand('theme', theme, ['light', 'dark', 'system']);
      element?.setAttribute('theme', theme);
    },
    remove: () => {
      element?.remove();
      element = null;
    },
  };
}

function demand(name: string, value: string | undefined, allowed: readonly string[]): void {
  if (value === undefined || !allowed.includes(value)) {
    throw new TypeError(`Aside: the ${name} is one of ${allowed.join(', ')}; ${value} is none of them.`);
  }
}
