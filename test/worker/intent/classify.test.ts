import { describe, expect, test } from '@jest/globals';
import { createClassifier } from '../../../worker/intent/classify.js';
import { intents } from '../../../worker/intent/intents.js';

const classify = createClassifier(intents);

const said: [intent: string, language: 'en' | 'fr', text: string][] = [
  ['campaign_help', 'en', 'Could you help us launch the autumn campaign next week?'],
  ['campaign_help', 'fr', 'Peux-tu préparer la campagne d’automne avec nous ?'],
  ['analytics_query', 'en', 'How many users clicked on the banner in May?'],
  ['analytics_query', 'fr', 'Combien de visiteurs avons-nous eus en mai ?'],
  ['content_idea', 'en', 'I need some ideas for an article on data lakes'],
  ['content_idea', 'fr', 'J’ai besoin d’idées pour un article sur les lacs de données'],
  ['technical_support', 'en', 'I am unable to sign in with my new phone'],
  ['technical_support', 'fr', 'Mon mot de passe oublié ne se réinitialise pas'],
  ['greeting', 'en', 'Good afternoon!'],
  ['greeting', 'fr', 'Salut, comment allez-vous ?'],
  ['farewell', 'en', 'Thank you very much, bye'],
  ['farewell', 'fr', 'Merci beaucoup, à bientôt'],
  ['cost_estimate', 'en', 'What would four NAT gateways in Ireland cost us per month?'],
  ['cost_estimate', 'fr', 'À combien revient un cluster Aurora de deux nœuds par mois ?'],
  ['architecture_advice', 'en', 'How would you design a resilient order system?'],
  ['architecture_advice', 'fr', 'Comment structurer un système de commandes résilient ?'],
  ['service_comparison', 'en', 'Should they pick DynamoDB or Aurora for sessions?'],
  ['service_comparison', 'fr', 'Faut-il choisir entre DynamoDB et Aurora pour les sessions ?'],
  ['migration', 'en', 'We are moving forty SQL Server databases to AWS in autumn'],
  ['migration', 'fr', 'Nous voulons migrer quarante bases SQL Server à l’automne'],
  ['security_review', 'en', 'Who has access? Check our IAM permissions and the encryption at rest'],
  ['security_review', 'fr', 'Vérifiez la sécurité et le chiffrement de nos sauvegardes'],
  ['troubleshooting', 'en', 'Why do our pods keep crashing after the upgrade?'],
  ['troubleshooting', 'fr', 'Pourquoi le service ne répond plus depuis la mise à jour ?'],
  ['general_query', 'en', 'What is an elastic network interface?'],
  ['general_query', 'fr', 'Qu’est-ce qu’une interface réseau élastique ?'],
];

describe('classification', () => {
  test.each(said)('%s in %s: %s', (name, language, text) => {
    const result = classify(text);
    expect(result.intent.name).toBe(name);
    expect(result.language).toBe(language);
    expect(result.intent).toMatchObject(
      name === 'general_query'
        ? { confidence: 0.5, method: 'fallback' }
        : { confidence: 0.85, method: 'pattern' },
    );
    expect(result.definition.name).toBe(name);
    expect(result.elapsedMs).toBeGreaterThanOrEqual(0);
  });

  test('there are the thirteen intents, and each is tried in both languages above', () => {
    const names = intents.intents.map((intent) => intent.name);
    expect(names).toHaveLength(13);
    for (const name of names) expect(said.filter(([intent]) => intent === name)).toHaveLength(2);
  });

  test.each(
    intents.intents.flatMap((intent) =>
      (['en', 'fr'] as const).flatMap((language) =>
        intent.examples[language].map((text) => [intent.name, language, text] as const),
      ),
    ),
  )('an example of the file is of its own intent: %s in %s: %s', (name, language, text) => {
    expect(classify(text)).toMatchObject({ intent: { name }, language });
  });

  test.each([
    ['more words asked for wins', 'How much does the migration cost?', 'cost_estimate'],
    ['a greeting gives way to a question', 'Hello! How much is an ALB?', 'cost_estimate'],
    ['thanks give way to a question', 'Merci. Et la sécurité des buckets ?', 'security_review'],
    ['a comparison of costs is a comparison', 'Compare the price of ECS with Fargate', 'service_comparison'],
    ['fault tolerance is design', 'Comment obtenir la tolérance aux pannes ?', 'architecture_advice'],
    ['a broken login is support, not a broken system', 'I cannot log in to the console', 'technical_support'],
    ['equal fit: the earlier of the file', 'security migration', 'security_review'],
    ['equal fit: whatever the order said', 'migration security', 'security_review'],
    [
      'a greeting before a long story is none',
      'Hello, our three teams have been running on two accounts since last year',
      'general_query',
    ],
  ])('%s', (_, text, name) => {
    expect(classify(text).intent.name).toBe(name);
  });

  test('accents and case do not count, parts of words do not match', () => {
    expect(classify('SECURITE des donnees').intent.name).toBe('security_review');
    expect(classify('reduire le cout').intent.name).toBe('cost_estimate');
    expect(classify('The Hidalgo family').intent.name).toBe('general_query');
    expect(classify('biamond étkms').intent.name).toBe('general_query');
  });

  test('courtesies need no search, every other intent does', () => {
    for (const intent of intents.intents) {
      expect(intent.searchKnowledge).toBe(!['greeting', 'farewell'].includes(intent.name));
    }
  });

  test.each(['', ' ', '???', '😀', '\u0301', 'a'.repeat(16_000)])('odd text is general: %j', (text) => {
    expect(classify(text).intent).toEqual({ name: 'general_query', confidence: 0.5, method: 'fallback' });
  });

  test('a file that is not valid is refused with the place named', () => {
    const [first] = intents.intents;
    if (!first) throw new Error('no intents');
    const withPattern = (pattern: string) => ({
      ...intents,
      intents: [...intents.intents, { ...first, name: 'extra', patterns: { en: [pattern], fr: [] } }],
    });
    expect(() => createClassifier({ ...intents, fallback: 'nothing' })).toThrow('nothing');
    expect(() => createClassifier({ ...intents, intents: [...intents.intents, first] })).toThrow(first.name);
    expect(() => createClassifier(withPattern('cost ...'))).toThrow('"cost ..."');
    expect(() => createClassifier(withPattern('a*'))).toThrow('"a*"');
    expect(() => createClassifier(withPattern('@nowhere'))).toThrow('@nowhere');
    expect(() => createClassifier(withPattern('a b c d e f g h i'))).toThrow('8 words');
  });
});
