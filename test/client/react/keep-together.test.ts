import { describe, expect, it } from '@jest/globals';
import { keepTogether } from '../../../client/react/markdown/keep-together.js';

describe('an answer on screen', () => {
  it('breaks no line between an amount and its sign', () => {
    expect(keepTogether('de 525,60 $ à 324,12 $, soit 38 %')).toBe(
      'de 525,60\u00a0$ à 324,12\u00a0$, soit 38\u00a0%',
    );
  });

  it('breaks no line before the marks that French sets apart', () => {
    expect(keepTogether('Pourquoi ? « Oui » : voilà')).toBe('Pourquoi\u00a0? «\u00a0Oui\u00a0»\u00a0: voilà');
  });

  it('is otherwise as it was written', () => {
    const text = 'if a ?b : c, costs $5 and 3 items: 40% off';
    expect(keepTogether(text)).toBe(text.replace(' : ', '\u00a0: '));
  });
});
