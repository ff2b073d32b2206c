import { describe, expect, test } from '@jest/globals';
import { findSentiment, MAX_FRUSTRATION, nextFrustration } from '../../../worker/intent/sentiment.js';

describe('sentiment', () => {
  test.each<['positive' | 'neutral' | 'negative', string]>([
    ['positive', 'That is really helpful, thank you!'],
    ['positive', 'Not bad at all'],
    ['positive', 'It never fails'],
    ['positive', 'I was worried, but this is excellent'],
    ['positive', 'Super, c’est exactement ce qu’il me fallait, merci !'],
    ['positive', 'Je ne suis pas déçu'],
    ['positive', 'Aucun problème depuis hier'],
    ['positive', 'Pas mal du tout'],
    ['negative', 'This is useless'],
    ['negative', 'not helpful'],
    ['negative', 'Your answer is wrong and confusing.'],
    ['negative', 'It is nice, but it never works'],
    ['negative', 'Still the same error, again'],
    ['negative', 'Ce n’est pas clair'],
    ['negative', 'ça marche pas'],
    ['negative', 'ça ne marche plus'],
    ['negative', 'J’en ai marre, c’est nul'],
    ['negative', 'Encore une panne'],
    ['negative', 'C’est joli mais inutilisable'],
    ['neutral', 'What does error 503 mean?'],
    ['neutral', 'Comment réduire la latence ?'],
    ['neutral', 'What are the best practices for backups?'],
    ['neutral', 'The deployment failed at 10:42.'],
    ['neutral', 'Il y a pas mal de comptes'],
    ['neutral', 'Is it reliable?'],
    ['neutral', 'My stack makes an AWS::DynamoDB::Table'],
    ['neutral', 'keep latency <3 ms, and for(;;) {}'],
    ['neutral', 'the options :(a) and (b) | a :-|:-| b'],
    ['positive', 'ok :)'],
    ['positive', '👍'],
    ['neutral', ''],
    ['neutral', '🤖'],
  ])('%s: %s', (label, text) => {
    const found = findSentiment(text);
    expect(found.label).toBe(label);
    expect(Math.abs(found.score)).toBeLessThanOrEqual(1);
  });

  test.each([
    ['good', 'very good', 1],
    ['slow', 'so slow', -1],
    ['lent', 'vraiment lent', -1],
  ])('%s is told more strongly by %s', (mild, strong, sign) => {
    expect(sign * findSentiment(strong).score).toBeGreaterThan(sign * findSentiment(mild).score);
  });

  test('frustration rises with negatives, falls with positives, and has an end', () => {
    const [angry, calm, glad] = ['useless', 'How many?', 'great'].map((text) => findSentiment(text));
    if (!angry || !calm || !glad) throw new Error('nothing was felt');
    expect(nextFrustration(0, glad)).toBe(0);
    expect(nextFrustration(nextFrustration(0, angry), angry)).toBe(2);
    expect(nextFrustration(2, calm)).toBe(2);
    expect(nextFrustration(2, glad)).toBe(1);
    expect(nextFrustration(MAX_FRUSTRATION, angry)).toBe(MAX_FRUSTRATION);
  });
});
