import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Retriever } from '../../worker/knowledge/retriever.js';

export interface ContractDocument {
  id: string;
  title: string;
  path: string;
  url: string;
  /** Null: everybody sees it. */
  label: string | null;
  heading: string;
  text: string;
}

export interface RetrieverUnderTest {
  retriever: Retriever;
  close(): Promise<void>;
}

const HIDDEN = 40;

const documents: ContractDocument[] = [
  ...['nat', 'nat-of-the-board'].map((id) => ({
    id,
    title: id === 'nat' ? 'NAT gateways' : 'NAT gateways of the board',
    path: 'Cost › Network',
    url: `https://kb.example/${id}`,
    label: id === 'nat' ? null : 'board',
    heading: 'Billing',
    text: 'A NAT gateway is billed by the hour, and by the gigabyte that it processes.',
  })),
  // So many that those without a label are found only where the others are not even counted.
  ...Array.from({ length: HIDDEN + 2 }, (_, at) => ({
    id: `falcon-${at}`,
    title: `Falcon ${at}`,
    path: 'Birds',
    url: `https://kb.example/falcon-${at}`,
    label: at < HIDDEN ? 'aviary' : null,
    heading: 'Wings',
    text: 'A falcon has two wings and sleeps at night.',
  })),
];

/** What a turn relies on, wherever its documents are. */
export function retrieverContract(
  name: string,
  open: (documents: readonly ContractDocument[]) => Promise<RetrieverUnderTest>,
  /** Whether it ranks by the score that it shows: not where two rankings are fused. */
  { ranksByScore = true } = {},
): void {
  describe(`the retriever on ${name}`, () => {
    let under: RetrieverUnderTest;
    beforeAll(async () => {
      under = await open(documents);
    });
    afterAll(() => under?.close());

    const find = (question: string, labels: string[] = [], limit = 5) =>
      under.retriever.retrieve({ question, language: 'en', labels, limit });
    const titles = async (...args: Parameters<typeof find>) =>
      (await find(...args)).chunks.map(({ title }) => title);

    test('gives all that a source is shown by: title, path with headings, address, text and a score from 0 to 1', async () => {
      const { chunks, weak } = await find('How is a NAT gateway billed?');
      expect(weak).toBe(false);
      expect(chunks[0]).toEqual({
        documentId: expect.any(String),
        ordinal: expect.any(Number),
        title: 'NAT gateways',
        path: 'Cost › Network › Billing',
        url: 'https://kb.example/nat',
        text: expect.stringContaining('A NAT gateway is billed by the hour'),
        language: 'en',
        score: expect.any(Number),
      });
      for (const { score } of chunks) {
        expect(score).toBeGreaterThan(0);
        expect(score).toBeLessThanOrEqual(1);
      }
    });

    test('a document that asks for a label is not there for who lacks it, and takes no place of others', async () => {
      expect(await titles('falcon wings at night', [], 2)).toEqual(
        expect.arrayContaining([`Falcon ${HIDDEN}`, `Falcon ${HIDDEN + 1}`]),
      );
      expect(await titles('How is a NAT gateway billed?')).not.toContain('NAT gateways of the board');
      expect(await titles('How is a NAT gateway billed?', ['board'])).toEqual(
        expect.arrayContaining(['NAT gateways', 'NAT gateways of the board']),
      );
      expect(await titles('falcon wings', ['aviary'], 6)).toHaveLength(6);
      for (const label of ['Board', 'board,aviary', '', '"board"']) {
        expect(await titles('How is a NAT gateway billed?', [label])).not.toContain(
          'NAT gateways of the board',
        );
      }
    });

    test('best first, no more than asked for, and the same again', async () => {
      const { chunks } = await find('falcon wings', ['aviary'], 3);
      expect(chunks).toHaveLength(3);
      const scores = chunks.map(({ score }) => score);
      if (ranksByScore) expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      expect(await find('falcon wings', ['aviary'], 3)).toEqual(await find('falcon wings', ['aviary'], 3));
    });

    test('what no document speaks of is weak evidence', async () => {
      expect((await find('quantum entanglement of muons')).weak).toBe(true);
    });

    test.each([
      '',
      '   ',
      '\0',
      "'; DROP TABLE x; --",
      '\ud800 nat',
      '😀'.repeat(2_000),
      'nat '.repeat(4_000),
    ])('odd text is a question like any other: %j', async (question) => {
      expect(Array.isArray((await find(question.replaceAll('\0', ' '))).chunks)).toBe(true);
    });
  });
}
