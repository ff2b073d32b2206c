import { describe, expect, test } from '@jest/globals';
import { DocumentFormatError } from '../../../worker/knowledge/parse-document.js';
import { type DocumentSource, readDocument } from '../../../worker/knowledge/read-document.js';
import { makePdf } from '../../support/pdf.js';

const read = (
  format: DocumentSource['format'],
  content: string | Buffer,
  given: DocumentSource['given'] = {},
) =>
  readDocument({
    name: `a.${format}`,
    format,
    bytes: Buffer.from(content),
    given,
    otherwise: { slug: 'guides-a', title: 'a', path: 'guides' },
  });
const bodyOf = async (html: string) => (await read('html', html)).body;

describe('a document that does not name itself', () => {
  test('is named by its place and its first heading, and its language is that of its text', async () => {
    expect(
      await read('markdown', '\n\n## Les passerelles ##\n\nLe prix est à l’heure pour chaque passerelle.'),
    ).toEqual({
      slug: 'guides-a',
      title: 'Les passerelles',
      path: 'guides',
      language: 'fr',
      url: null,
      labels: [],
      questions: [],
      body: '## Les passerelles ##\n\nLe prix est à l’heure pour chaque passerelle.',
    });
  });

  test.each([
    ['an empty line', '\n---\nid: a\nlabels: [finance]\n---\n\n# Figures\n\nNot for everybody.'],
    ['a comment', '<!-- MIT -->\n---\nlabels: [finance]\n---\n\n# Figures\n\nNot for everybody.'],
  ])(
    'is refused where %s stands above its front matter, whose labels nobody would see',
    async (_what, text) => {
      await expect(read('markdown', text)).rejects.toThrow('front matter must begin in the first line');
    },
  );

  test('may begin with a line across the page', async () => {
    expect(await read('markdown', '\n---\n\n# Figures\n\nFor everybody who reads.')).toMatchObject({
      title: 'Figures',
    });
  });

  test('of plain text is titled by a first line that stands alone; what looks like Markdown is text', async () => {
    const text = 'Notes of May\r\n\r\n# not a heading\n```\n  # nor this\nThe end of it.';
    expect(await read('text', text)).toMatchObject({
      title: 'Notes of May',
      body: 'Notes of May\n\n\\# not a heading\n\\```\n  \\# nor this\nThe end of it.',
    });
    expect((await read('text', 'One line\nof many.')).title).toBe('a');
  });

  test('what its sender says goes before what it says', async () => {
    const given = {
      slug: 'x',
      title: 'T',
      path: 'P',
      language: 'fr',
      url: 'https://a.example/',
      labels: ['l'],
    } as const;
    const front = '---\nid: own\ntitle: Own\npath: Own\nlanguage: en\nquestions: [Why?]\n---\nText.';
    expect(await read('markdown', front)).toMatchObject({ slug: 'own', title: 'Own', language: 'en' });
    expect(await read('markdown', front, { ...given, labels: [...given.labels] })).toEqual({
      ...given,
      questions: ['Why?'],
      body: 'Text.',
    });
  });

  test.each([
    ['markdown', '---\nid: a\n---\nText.', 'title is missing'],
    ['text', Buffer.from([0xff, 0xfe, 0x41]), 'is not text in UTF-8: save it as UTF-8'],
    ['text', 'a\0b', 'characters that are not text'],
    ['text', ' \n ', 'holds no text'],
    ['html', '<script>only()</script>', 'holds no text'],
    ['html', '<meta charset="klingon">x', 'is not text in KLINGON'],
    ['text', 'x'.repeat(1_000_001), 'over 1000000 characters'],
    ['pdf', 'not a PDF', 'is not a PDF that can be read'],
    [
      'pdf',
      makePdf([[{ text: 'secret' }]], { encrypted: true }),
      'protected by a password: save a copy without',
    ],
    ['pdf', makePdf([[], []]), 'only pictures of it: run text recognition (OCR)'],
    ['pdf', makePdf(Array.from({ length: 1_001 }, () => [])), 'has 1001 pages, over 1000: split it'],
  ] as const)('%s that cannot be read is refused: %j', async (format, content, problem) => {
    const refused = read(format, content as Buffer);
    await expect(refused).rejects.toThrow(DocumentFormatError);
    await expect(refused).rejects.toThrow(problem);
    await expect(refused).rejects.toThrow(/^a\.\w+: /);
  });
});

describe('a page of HTML', () => {
  test('keeps headings, lists, tables and code, and drops what is no text of its author', async () => {
    const page = `<!doctype html><html lang="fr-CA"><head><title> Tarifs &amp; prix </title><style>p{}</style></head><body>
      <nav><a href="/">Accueil</a></nav><script>alert(1)</script>
      <h1>Prix</h1><p>Une <a href="javascript:x">passerelle</a> <b>NAT</b>
      coûte <code>0,05</code>.</p><h2>Détail</h2>
      <ul><li>un<li><p>deux</p><ol><li>a</li><li>b</li></ol></li></ul>
      <table><tr><th>Région</th><th>Prix</th></tr><tr><td>Paris|FR</td><td><p>1</p><p>2</p></td></tr></table>
      <pre><code>a  &lt; b
  c</code></pre><blockquote>Fin.</blockquote><p># pas un titre</p></body></html>`;
    expect(await read('html', page)).toMatchObject({
      title: 'Tarifs & prix',
      language: 'fr',
      body: [
        '# Prix',
        'Une passerelle NAT coûte `0,05`.',
        '## Détail',
        '- un\n- deux\n  1. a\n  2. b',
        '| Région | Prix |\n| Paris\\|FR | 1 2 |',
        '```\na  < b\n  c\n```',
        'Fin.',
        '\\# pas un titre',
      ].join('\n\n'),
    });
  });

  test('is titled by its first large heading where it has no title', async () => {
    expect((await read('html', '<h2>Small</h2><h1>Large <i>one</i></h1><p>Text')).title).toBe('Large one');
  });

  test.each([
    ['<p hidden>no</p><p>yes</p>', 'yes'],
    ['<div style="color:red; display : none"><div>no</div>no</div>yes', 'yes'],
    ['<span aria-hidden="true">no</span>yes', 'yes'],
    ['<template><p>no</p></template><svg><title>no</title></svg><select><option>no</select>yes', 'yes'],
    ['<p>a</p></div></ul></table></td>b', 'a\n\nb'],
    ['<table><tr><td>a<table><tr><td>b</td></tr></table>c</td></tr>', '| a b c |'],
    ['<li>loose</li><ul><li></li><li>full</li></ul>', '- loose\n- full'],
    ['<pre>```\nx\n```</pre>', '~~~\n```\nx\n```\n~~~'],
    ['a<br>b<!-- no -->c', 'a bc'],
  ])('of whatever kind is read: %s', async (html, body) => {
    expect(await bodyOf(html)).toBe(body);
  });

  test('says in which charset it is written', async () => {
    const page = Buffer.from('<meta charset="iso-8859-1"><p>d\u00e9j\u00e0</p>', 'latin1');
    expect((await read('html', page)).body).toBe('déjà');
  });
});

describe('a PDF', () => {
  test('becomes paragraphs again, its larger letters headings, without what every page repeats', async () => {
    const page = (number: number) => [
      { text: 'Handbook of the house', size: 9 },
      { text: `Chapter ${number}`, size: 18, gap: 2 },
      { text: 'The first line of a para-', gap: 2 },
      { text: 'graph goes on here.' },
      { text: 'Limits', size: 14, gap: 2 },
      { text: 'Another one (with brackets), after a gap.', gap: 3 },
      { text: '- item', gap: 1.4 },
      { text: `Page ${number} of 4`, size: 9, gap: 4 },
    ];
    const { body } = await read('pdf', makePdf([1, 2, 3, 4].map(page)));
    expect(body.split('\n\n').slice(0, 5)).toEqual([
      '# Chapter 1',
      'The first line of a paragraph goes on here.',
      '## Limits',
      'Another one (with brackets), after a gap.',
      '- item',
    ]);
    expect(body).not.toMatch(/Handbook|Page \d/);
    expect(body.match(/^# /gm)).toHaveLength(4);
  });
});
