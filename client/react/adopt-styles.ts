import controls from './styles/controls.css?inline';
import conversation from './styles/conversation.css?inline';
import frame from './styles/frame.css?inline';
import media from './styles/media.css?inline';
import motion from './styles/motion.css?inline';
import panels from './styles/panels.css?inline';
import prose from './styles/prose.css?inline';
import quickActions from './styles/quick-actions.css?inline';
import sources from './styles/sources.css?inline';
import tokens from './styles/tokens.css?inline';

const css = [tokens, frame, controls, conversation, prose, sources, panels, quickActions, media, motion].join(
  '',
);

const sheets = new WeakMap<Document, CSSStyleSheet>();

/**
 * Gives the tree that `element` stands in (a page or a shadow root) the widget's styles, once. A constructed
 * sheet is not inline style, so the strictest style-src lets it through.
 */
export function adoptStyles(element: Element | null): void {
  const root = element?.getRootNode();
  if (!(root instanceof Document || root instanceof ShadowRoot)) return;
  const page = root instanceof Document ? root : root.ownerDocument;
  let sheet = sheets.get(page);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(page, sheet);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}
