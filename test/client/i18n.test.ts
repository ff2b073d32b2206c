import { describe, expect, it } from '@jest/globals';
import { chooseLanguage, stringsOf } from '../../client/i18n/choose-language.js';
import { errorsFr } from '../../client/i18n/errors-fr.js';
import type { Strings } from '../../client/i18n/strings.js';
import { errorTable } from '../../core/contracts/errors.js';

describe('the language', () => {
  it.each([
    [['fr'], 'fr'],
    [['fr-CA'], 'fr'],
    [[null, 'FR'], 'fr'],
    [['de', 'fr'], 'fr'],
    [['de'], 'en'],
    [[undefined, ''], 'en'],
    [[], 'en'],
  ] as const)('wished for by %j is %s', (wishes, language) => {
    expect(chooseLanguage(wishes)).toBe(language);
  });

  it.each(['en', 'fr'] as const)(
    '%s is spoken calmly, and no line breaks between a number and its unit',
    (language) => {
      for (const sentence of everythingSaid(stringsOf(language))) {
        expect(sentence).not.toMatch(/!|oops/i);
        expect(sentence).not.toMatch(/\d (?:s|min|sources?|caractères?)\b/);
      }
    },
  );

  it('of French sets its own spaces: before marks, and within numbers', () => {
    for (const sentence of everythingSaid(stringsOf('fr'))) {
      expect(sentence).not.toMatch(/[^\u202f][?!;]/);
      expect(sentence).not.toMatch(/[^\u00a0]:/);
      expect(sentence).not.toMatch(/\d[ .,]?\d{3}/);
      expect(sentence).not.toMatch(/'|\d /);
    }
  });
});

type Functions = {
  [Name in keyof Strings as Strings[Name] extends (...given: never[]) => unknown
    ? Name
    : never]: Strings[Name] extends (...given: infer Given) => unknown ? Given[] : never;
};

/** What each function is called with; the compiler names the one that is forgotten. */
const samples: Functions = {
  openAside: [[0], [1], [2]],
  tryingIn: [[3]],
  unreached: [['aside.example']],
  budgetUsed: [
    ['day', 80, 'minuit'],
    ['month', 100, '1er\u00a0décembre'],
  ],
  emptyQuestion: [[null], ['Acme']],
  charactersLeft: [[0], [1], [2], [1_000]],
  charactersOver: [
    [1, 16_000],
    [1_234, 16_000],
  ],
  waitingInLine: [[2], [11], [22]],
  versionOf: [[2, 3]],
  sourcesFound: [[0], [1], [2]],
  sourcesUnused: [[1], [2]],
  source: [[1, 'Title']],
  messageRefused: [['Why.']],
  estimate: [['eu-west-3']],
  perUnits: [['1 000 000']],
  pricesOf: [[['30\u00a0juin']], [['1er\u00a0juillet', '30\u00a0juin']]],
  seconds: [[1.25]],
  sessionActions: [['Title']],
  editContext: [['Acme']],
  minutesAgo: [[5]],
  fallbackAnswer: [['nova-pro']],
  cachedAnswer: [[null], [0], [5], [200]],
};

function everythingSaid(strings: Strings): string[] {
  const called = Object.entries(samples).flatMap(([name, calls]) =>
    calls.map((given) => Reflect.apply(Reflect.get(strings, name), strings, given)),
  );
  return [...said(strings), ...said(called)];
}

function said(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(said) : [];
}

describe('a failed answer', () => {
  const ends = Object.keys(errorTable).filter((code) => /^(?:MODEL|TURN|BUDGET)_/.test(code));
  it.each(ends)('says why in French: %s', (code) => {
    expect(errorsFr[code]).toBeTruthy();
  });
});
