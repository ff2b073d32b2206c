import { describe, expect, test } from '@jest/globals';
import { DocumentFormatError, parseDocument } from '../../../worker/knowledge/parse-document.js';

const good = `---
id: cost-nat-gateway
title: "NAT: two meters"
path: Cost › Networking
language: en
url: https://aws.amazon.com/vpc/pricing/
---

# NAT: two meters

Text.
`;

describe('a document', () => {
  test('is read with its front matter', () => {
    expect(parseDocument(good)).toEqual({
      slug: 'cost-nat-gateway',
      title: 'NAT: two meters',
      path: 'Cost › Networking',
      language: 'en',
      url: 'https://aws.amazon.com/vpc/pricing/',
      labels: [],
      questions: [],
      body: '# NAT: two meters\n\nText.',
    });
  });

  test('may lack the url, begin with a byte order mark and end its lines as Windows does', () => {
    const odd = `\uFEFF${good.replace(/url:.*\n/, '').replaceAll('\n', '\r\n')}`;
    expect(parseDocument(odd)).toEqual({ ...parseDocument(good), url: null });
  });

  test('may list labels and the questions that it answers, in any way that YAML has for a list', () => {
    const lists =
      'labels: [finance, board, finance]\nquestions:\n  - "What is billed: hours or data?"\n  - "Et en français ?"\n';
    expect(parseDocument(good.replace('language:', `${lists}language:`))).toEqual({
      ...parseDocument(good),
      labels: ['board', 'finance'],
      questions: ['What is billed: hours or data?', 'Et en français ?'],
    });
  });

  test.each([
    ['no front matter', 'Text.', 'must begin with front matter'],
    ['no end of it', good.replace('\n---\n\n#', '\n\n#'), 'no closing line'],
    ['a line without a name', good.replace('language: en', 'language en'), '"language en"'],
    ['no id', good.replace(/id:.*\n/, ''), 'id is missing'],
    ['an id with blanks', good.replace('cost-nat', 'cost nat'), 'id must be'],
    ['no title', good.replace(/title:.*\n/, ''), 'title is missing'],
    ['an empty path', good.replace('Cost › Networking', ''), 'path is empty'],
    ['another language', good.replace(': en', ': de'), 'language must be en or fr'],
    ['a url that runs code', good.replace('https://aws', 'javascript:aws'), 'url must be'],
    ['an unknown field', good.replace('url:', 'link:'), 'link is not a field'],
    ['a field twice', good.replace('url: ', 'id: x\nurl: '), 'id is there twice'],
    ['a label that is none', good.replace('url:', 'labels: ["a b"]\nurl:'), 'labels must begin with'],
    ['too many questions', good.replace('url:', `questions: [${'a,'.repeat(41)}]\nurl:`), 'at most 40'],
    ['a long question', good.replace('url:', `questions:\n- ${'a'.repeat(201)}\nurl:`), 'is too long'],
    ['a colon in a question', good.replace('url:', 'questions:\n- a: b\nurl:'), 'put quotes around'],
    ['a list that is none', good.replace('url:', 'questions: [a\nurl:'), 'questions is not a list in YAML'],
    ['a word for a list', good.replace('url:', 'labels: a\nurl:'), 'labels must be a list'],
    ['a list that unfolds', good.replace('url:', 'labels:\n- &a [x]\n- *a\nurl:'), 'labels is not a list'],
    ['no body', good.slice(0, good.indexOf('# NAT')), 'body is empty'],
    ['NUL', `${good}\0`, 'not text'],
    ['half a surrogate pair', `${good}\uD800`, 'not text'],
    ['too much', good + 'x'.repeat(1_000_000), 'over 1000000 characters'],
  ])('with %s is refused, file and field named', (_, text, problem) => {
    const read = () => parseDocument(text, 'en/nat.md');
    expect(read).toThrow(DocumentFormatError);
    expect(read).toThrow(/^en\/nat\.md: /);
    expect(read).toThrow(problem);
  });
});
