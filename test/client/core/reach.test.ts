import { afterEach, describe, expect, it } from '@jest/globals';
import { watchReach } from '../../../client/core/reach.js';

const answer: typeof fetch = () => Promise.resolve(new Response());
const open = (baseUrl: string) => watchReach({ baseUrl, fetch: answer, onChange: () => undefined });

/** The page that a core stands on, as far as it looks at it. */
function onPage(page: { origin: string; href: string; baseURI: string }): void {
  Object.assign(globalThis, { location: page, document: page });
}
afterEach(() => {
  Object.assign(globalThis, { location: undefined, document: undefined });
});

describe('the watch over a server on another origin', () => {
  it('does without a page', () => {
    expect(open('/aside')).toBe(answer);
    expect(open('https://aside.example')).toBe(answer);
  });

  it('lets requests to the page’s own server through as they are', () => {
    onPage({ origin: 'https://a.example', href: 'https://a.example/p', baseURI: 'https://a.example/p' });
    expect(open('/aside')).toBe(answer);
    expect(open('https://aside.example')).not.toBe(answer);
  });

  it.each([
    { href: 'about:srcdoc', baseURI: 'https://a.example/p' },
    { href: 'data:text/html,x', baseURI: 'data:text/html,x' },
    { href: 'file:///home/ana/page.html', baseURI: 'file:///home/ana/page.html' },
  ])('stands on a page of no origin, $href', (page) => {
    onPage({ origin: 'null', ...page });
    expect(open('https://aside.example')).not.toBe(answer);
    expect(() => open('/aside')).not.toThrow();
  });
});
