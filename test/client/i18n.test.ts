import { describe, expect, it } from '@jest/globals';
import { chooseLanguage, stringsOf } from '../../client/i18n/choose-language.js';

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

  it('is spoken without exclamation marks, and in French with its own spaces', () => {
    for (const language of ['en', 'fr'] as const) {
      const strings = stringsOf(language);
      const said = [
        ...Object.values(strings).filter((value) => typeof value === 'string'),
        ...Object.values(strings.errors),
        strings.emptyQuestion('Acme'),
        strings.offlineRetry(3),
      ];
      for (const sentence of said) {
        expect(sentence).not.toMatch(/!|oops/i);
        if (language === 'fr') expect(sentence).not.toMatch(/ [?;:]|\w[?;]/);
      }
    }
  });
});
