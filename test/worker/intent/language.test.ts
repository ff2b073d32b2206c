import { describe, expect, test } from '@jest/globals';
import { detectLanguage } from '../../../worker/intent/language.js';

describe('language', () => {
  test.each([
    ['en', 'How do we cut the bill?'],
    ['en', 'NAT gateway pricing'],
    ['en', 'thanks'],
    ['en', 'Explain VPC peering'],
    ['en', 'Is the résumé of the naïve client in Orléans stored?'],
    ['fr', 'Comment alléger la facture ?'],
    ['fr', 'tarif des passerelles NAT'],
    ['fr', 'merci'],
    ['fr', 'l’architecture'],
    ['fr', 'reduire les couts de S3 sans accents'],
    ['fr', 'Savings Plans ou Reserved Instances pour le client ?'],
    ['fr', 'Explique le peering de VPC'],
  ])('%s: %s', (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });

  test('a text that says nothing is in the language before it, or English', () => {
    for (const text of ['S3?', 'VPC', '42', '', '😀', 'EKS 1.29']) {
      expect(detectLanguage(text, { prior: 'fr' })).toBe('fr');
      expect(detectLanguage(text, { prior: 'en' })).toBe('en');
      expect(detectLanguage(text)).toBe('en');
    }
  });

  test('a clear text is stronger than the language before it', () => {
    expect(detectLanguage('What is the price of this?', { prior: 'fr' })).toBe('en');
    expect(detectLanguage('Quel est le prix de cela ?', { prior: 'en' })).toBe('fr');
  });
});
