import { describe, expect, it } from '@jest/globals';
import { renderToStaticMarkup } from 'react-dom/server';
import { Markdown } from '../../../client/react/markdown/markdown.js';
import { cutAtWord, withoutMarks } from '../../../client/react/markdown/plain-text.js';

const drawn = (text: string, partial = false) =>
  renderToStaticMarkup(<Markdown text={text} partial={partial} caret={false} />)
    .replace('<div class="prose">', '')
    .replace(/<\/div>$/, '');

describe('an answer as elements', () => {
  it.each([
    ['a script', '<script>alert(1)</script>'],
    ['an image that runs code', '<img src=x onerror=alert(1)>'],
    ['inline HTML', 'before <b onclick="alert(1)">bold</b> after'],
    ['an SVG', '<svg/onload=alert(1)>'],
    ['a frame', '<iframe src="javascript:alert(1)"></iframe>'],
    ['a style', '<style>*{display:none}</style>'],
    ['a comment', '<!-- <script>alert(1)</script> -->'],
    ['HTML in a list', '- <img src=x onerror=alert(1)>'],
    ['HTML in a table', '| a |\n|---|\n| <img src=x onerror=alert(1)> |'],
    ['HTML in a heading', '# <a href="javascript:alert(1)">x</a>'],
    ['an unknown element', '<aside-chat getToken=alert(1)></aside-chat>'],
  ])('has no element of %s: it shows as text', (_what, text) => {
    const html = drawn(text);
    expect(html).not.toMatch(/<(?:script|img|svg|iframe|style|b|aside-chat|a)\b/i);
    expect(html).not.toMatch(/<[^>]+\bon\w+=/i);
    expect(html).toContain('&lt;');
  });

  it.each([
    ['javascript:alert(1)'],
    ['JaVaScRiPt:alert(1)'],
    ['java\tscript:alert(1)'],
    [' javascript:alert(1)'],
    ['javascript&colon;alert(1)'],
    ['&#106;avascript:alert(1)'],
    ['data:text/html,<script>alert(1)</script>'],
    ['vbscript:msgbox(1)'],
    ['file:///etc/passwd'],
    ['blob:https://example.com/1'],
    ['//example.com/relative-scheme'],
    ['/relative'],
    ['#fragment'],
    ['ftp://example.com'],
  ])('has no link to %j, only its words', (href) => {
    for (const text of [
      `[words](${href})`,
      `[words](<${href}>)`,
      `[words][1]\n\n[1]: ${href}`,
      `<${href}>`,
    ]) {
      expect(drawn(text)).not.toMatch(/<a\b|href=/i);
    }
    expect(drawn(`[words](<${href}>)`)).toContain('words');
  });

  it.each([['https://example.com/a?b=c#d'], ['http://example.com/'], ['mailto:someone@example.com']])(
    'links to %s without lending the page to it',
    (href) => {
      expect(drawn(`[words](${href})`)).toBe(
        `<p><a href="${href}" target="_blank" rel="noopener noreferrer nofollow">words</a></p>`,
      );
    },
  );

  it('shows an image as its description and loads nothing', () => {
    expect(drawn('![a diagram](https://example.com/x.png)')).toBe('<p>a diagram</p>');
  });

  it.each([
    [
      '**bold** and *soft* and `code`',
      '<p><strong>bold</strong> and <em>soft</em> and <code>code</code></p>',
    ],
    ['# Head\n\ntext', '<h3>Head</h3><p>text</p>'],
    ['- a\n- b', '<ul><li>a</li><li>b</li></ul>'],
    ['3. a\n4. b', '<ol start="3"><li>a</li><li>b</li></ol>'],
    ['> said', '<blockquote><p>said</p></blockquote>'],
    ['a < b && c > d', '<p>a &lt; b &amp;&amp; c &gt; d</p>'],
    ['`<b>` stays', '<p><code>&lt;b&gt;</code> stays</p>'],
    ['AT&amp;T', '<p>AT&amp;T</p>'],
  ])('draws %j', (text, html) => {
    expect(drawn(text)).toBe(html);
  });

  it('keeps code as it was written', () => {
    expect(drawn('```ts\nif (a < b) {\n  c();\n}\n```')).toContain('<code>if (a &lt; b) {\n  c();\n}</code>');
  });

  it('joins a citation to the word before it', () => {
    expect(drawn('Free. [1; 2]')).toBe(drawn('Free.[1, 2]'));
    expect(drawn('ports [22, 80, 443], from [0, 1]')).toBe('<p>ports [22, 80, 443], from [0, 1]</p>');
    expect(drawn('Free of charge. [1]')).toBe('<p>Free of charge.\u2060<span class="cite">1</span></p>');
    expect(drawn('**Free.**[1][2]')).toBe(
      '<p><strong>Free.</strong>\u2060<span class="cite">1</span>\u2060<span class="cite">2</span></p>',
    );
    expect(drawn('Both [1, 3].')).toContain('<span class="cite">1</span>\u2060<span class="cite">3</span>.');
  });

  it('ends no line within a date', () => {
    expect(drawn('As of 2026-04-30.')).toContain('As of <span class="whole">2026-04-30</span>.');
  });

  it('is cut behind a word, with an ellipsis', () => {
    expect(cutAtWord('one two three', 13)).toBe('one two three');
    expect(cutAtWord('one two three', 10)).toBe('one two…');
    expect(cutAtWord('one two three', 7)).toBe('one two…');
    expect(cutAtWord('one two three', 8)).toBe('one two…');
    expect(cutAtWord('onetwothree', 6)).toBe('onetwo…');
  });

  it('has no marks of lists where its words stand on one line', () => {
    expect(withoutMarks('**$94** in all:\n\n- NAT - two\n* data\n  + more')).toBe(
      '$94 in all:\n\nNAT - two\ndata\nmore',
    );
  });

  it('sets a sum as a ledger: what, how, how much', () => {
    const html = drawn(
      '| Item | Sum | USD |\n|---|---|---:|\n| Hours | 3 × 730 h | 105.12 |\n| Total | | 105.12 |',
    );
    expect(html).toContain('<table class="ledger">');
    expect(html).toContain(
      '<td>Hours<small><span class="whole">3 × 730 h</span></small></td><td class="number">105.12</td>',
    );
    expect(html).toContain('<td>Total</td>');
  });

  it('leaves other tables as they are', () => {
    const html = drawn('| Service | Fit | Limit |\n|---|---|---|\n| ECS | small teams | 5 |');
    expect(html).not.toContain('ledger');
    expect(html).toContain('<td>small teams</td><td class="number">5</td>');
  });

  it('survives what models do at worst: every prefix of a difficult text is drawn', () => {
    const text =
      '# T\n\n1. **a `b** c` [1]\n   - [x](https://e.com/a_(b)) ![i](u)\n\n| a |\n|---|\n| `|` |\n\n```\n<b>\n~~~\n\n<div>\n';
    for (let end = 0; end <= text.length; end++) {
      expect(drawn(text.slice(0, end), true)).not.toMatch(/<(?:div class="(?!table|prose)|img|b)\b/);
    }
  });

  it('is quick on hostile text', () => {
    for (const text of [
      '['.repeat(20_000),
      '*'.repeat(20_000),
      '`'.repeat(20_001),
      '> '.repeat(300),
      '[1'.repeat(10_000),
    ]) {
      const startedAt = performance.now();
      drawn(text, true);
      expect(performance.now() - startedAt).toBeLessThan(1_500);
    }
  });
});
