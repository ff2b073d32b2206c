import { describe, expect, test } from '@jest/globals';
import {
  findSentiment,
  MAX_FRUSTRATION,
  nextFrustration,
} from '../../../../worker/intent/sentiment/sentiment.js';
import { wordsOf } from '../../../../worker/intent/words.js';

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
    ['positive', 'It never fails to impress'],
    ['positive', 'Not without charm'],
    ['positive', 'This couldn’t be clearer'],
    ['positive', 'The app has stopped crashing'],
    ['positive', 'A trouble-free rollout'],
    ['positive', 'No more bugs'],
    ['positive', 'Nobody complained'],
    ['positive', 'It isn’t hard to follow'],
    ['positive', 'Déçu ? Pas du tout.'],
    ['positive', 'Le rapport ne manque pas de finesse'],
    ['positive', 'Aucun client n’est mécontent'],
    ['positive', 'Plus de problèmes depuis hier'],
    ['positive', 'C’est de moins en moins pénible'],
    ['positive', 'Il tient toujours ses promesses'],
    ['positive', 'suuuper'],
    ['positive', 'ca rame plus du tout'],
    ['negative', 'It made sense to nobody'],
    ['negative', 'This could be clearer'],
    ['negative', 'The app has stopped working'],
    ['negative', 'It is hard to trust'],
    ['negative', 'A lack of polish'],
    ['negative', 'I wouldn’t exactly call that a decent pitch'],
    ['negative', 'It used to be reliable'],
    ['negative', 'Perfectly useless'],
    ['negative', 'It looked promising, but it wasn’t'],
    ['negative', 'It does not even load'],
    ['negative', 'i dont understand'],
    ['negative', 'cest pas ouf'],
    ['negative', 'jsuis pas convaincu'],
    ['negative', 'Le résumé est peu clair'],
    ['negative', 'Elle n’arrête pas de planter'],
    ['negative', 'Il ne tient jamais ses promesses'],
    ['negative', 'Ça ne marche toujours pas'],
    ['negative', 'bien compliqué'],
    ['negative', 'Pourquoi c’est si compliqué ?'],
    ['neutral', 'Write a friendly reply to an angry customer'],
    ['neutral', 'Je voudrais un résumé clair'],
    ['neutral', 'How do I fix a slow query'],
    ['neutral', 'Translate "terrible service"'],
    ['neutral', 'The Perfect Store campaign starts on Monday'],
    ['neutral', 'What is the failure rate?'],
    ['neutral', 'Our content goes out on Friday'],
    ['neutral', 'S’il vous plaît'],
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

  test('what says something else in another language is known by the rest', () => {
    expect(findSentiment('Je suis content').label).toBe('positive');
    expect(findSentiment('The content is here').label).toBe('neutral');
    expect(findSentiment('J’ai hâte').label).toBe('positive');
    expect(findSentiment('I hate it').label).toBe('negative');
  });

  test('a text of any length costs what its beginning does', () => {
    const hardest = 'could not be any less than a lot of plus de pas jamais ne sooooo peu '.repeat(10_000);
    const words = wordsOf(hardest);
    const before = process.cpuUsage();
    findSentiment(hardest, words, 'fr');
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(200);
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
