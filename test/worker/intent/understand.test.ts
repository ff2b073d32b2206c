import { describe, expect, test } from '@jest/globals';
import { loadQuickActions } from '../../../core/quick-actions/load-quick-actions.js';
import { checkIntentFile } from '../../../worker/intent/intent-file.js';
import { loadIntents, trainOn } from '../../../worker/intent/load-intents.js';
import { createUnderstanding } from '../../../worker/intent/understand.js';
import { loadTemplates } from '../../../worker/prompt/load-templates.js';

const loaded = loadIntents();
const intents = { ...loaded.file, examples: {} };
const understand = createUnderstanding(loaded, Object.keys(loadTemplates().answers));

/** Wanted by quick actions and not by a text. */
const ofActionsOnly = ['conversation_recap'];

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

describe('understanding', () => {
  test.each(said)('%s in %s: %s', (name, language, text) => {
    const result = understand(text);
    expect(result.intent.name).toBe(name);
    expect(result.language).toBe(language);
    if (name !== 'general_query')
      expect(result.intent).toMatchObject({ confidence: 0.85, method: 'pattern' });
    expect(result.definition.name).toBe(name);
    expect(result.elapsedMs).toBeGreaterThanOrEqual(0);
  });

  test('there are the thirteen intents, and each is tried in both languages above', () => {
    const names = intents.intents
      .map((intent) => intent.name)
      .filter((name) => !ofActionsOnly.includes(name));
    expect(names).toHaveLength(13);
    for (const name of names) expect(said.filter(([intent]) => intent === name)).toHaveLength(2);
  });

  test.each([
    ['more words asked for wins', 'How much does the migration cost?', 'cost_estimate'],
    ['a greeting gives way to a question', 'Hello! How much is an ALB?', 'cost_estimate'],
    ['thanks give way to a question', 'Merci. Et la sécurité des buckets ?', 'security_review'],
    ['a comparison of costs is a comparison', 'Compare the price of ECS with Fargate', 'service_comparison'],
    ['fault tolerance is design', 'Comment obtenir la tolérance aux pannes ?', 'architecture_advice'],
    ['a broken login is support, not a broken system', 'I cannot log in to the console', 'technical_support'],
  ])('%s', (_, text, name) => {
    expect(understand(text).intent.name).toBe(name);
  });

  test.each([
    ['too long for a farewell', 'thanks a lot, see you tomorrow, and by the way what is Macie', 'farewell'],
    ['too long for a greeting', 'Hello, good evening, I am Paul, can you introduce me to Macie?', 'greeting'],
    ['a courtesy gives way', 'thanks, bye, error', 'farewell'],
  ])('%s: %s', (_, text, name) => {
    expect(understand(text).intent.name).not.toBe(name);
  });

  test('a greeting before a long story is none', () => {
    const text = 'Hello, our three teams have been running on two accounts since last year';
    expect(understand(text).intent.name).not.toBe('greeting');
  });

  test('accents and case do not count, parts of words do not match', () => {
    expect(understand('SECURITE des donnees').intent.name).toBe('security_review');
    expect(understand('reduire le cout').intent.name).toBe('cost_estimate');
    expect(understand('The Hidalgo family').intent.method).not.toBe('pattern');
    expect(understand('biamond étkms').intent.method).toBe('fallback');
  });

  test('a quick action says what it wants, whatever its text; one that is not known says nothing', () => {
    const actions = loadQuickActions();
    const knowing = createUnderstanding(loaded, Object.keys(loadTemplates().answers), actions);
    for (const { id, intent } of actions) {
      const result = knowing('Hello! How much is an ALB?', { quickAction: id });
      expect(result.intent).toEqual({ name: intent, confidence: 1, method: 'quick_action' });
      expect(result.definition.name).toBe(intent);
    }
    expect(knowing('How much is an ALB?', { quickAction: 'later' }).intent.name).toBe('cost_estimate');
    expect(knowing('How much is an ALB?', { quickAction: null }).intent.name).toBe('cost_estimate');
  });

  test.each([
    ['And with five?', 'cost_estimate'],
    ['et à Paris avec 5 ?', 'cost_estimate'],
    ['what about Aurora', 'service_comparison'],
    ['in three phases', 'migration'],
    ['Show it for 5 instances', 'cost_estimate'],
    ['Tell me for 3 instances', 'cost_estimate'],
    ['Explique avec 5 instances', 'cost_estimate'],
    ['et pour trois avec 200 Go chacune ?', 'cost_estimate'],
  ])('what goes on with the question before it wants the same: %s', (text, previousIntent) => {
    expect(understand(text, { previousIntents: [previousIntent] }).intent).toEqual({
      name: previousIntent,
      confidence: 0.85,
      method: 'follow_up',
    });
    expect(understand(text).intent.method).not.toBe('follow_up');
  });

  test.each([
    ['it says itself what it wants', 'and the encryption at rest?', 'cost_estimate'],
    ['it is a question of its own', 'what is Macie?', 'cost_estimate'],
    ['it is a request of its own', 'Explique la facturation de S3', 'migration'],
    ['it is thanks', 'merci', 'cost_estimate'],
    ['nothing goes on with a greeting', 'and with five?', 'greeting'],
    ['nor with what only quick actions want', 'and with five?', 'conversation_recap'],
    ['what went before is an intent of another file', 'and with five?', 'weather'],
  ])('and not where %s: %s', (_, text, previousIntent) => {
    expect(understand(text, { previousIntents: [previousIntent] }).intent.method).not.toBe('follow_up');
  });

  test('thanks in between do not count', () => {
    const previousIntents = ['farewell', 'greeting', 'cost_estimate', 'migration'];
    expect(understand('and with five?', { previousIntents }).intent.name).toBe('cost_estimate');
  });

  test('an action that wants an intent which there is not keeps a worker from starting', () => {
    const [first] = loadQuickActions();
    const wrong = first ? [{ ...first, intent: 'weather' }] : [];
    expect(() => createUnderstanding(loaded, Object.keys(loadTemplates().answers), wrong)).toThrow(
      `quick action ${first?.id} wants the intent weather, which there is not`,
    );
  });

  test('no text is taken for what only quick actions want', () => {
    for (const text of ['Summarise this conversation', 'What are the next steps?', 'recap', 'résumé']) {
      expect(ofActionsOnly).not.toContain(understand(text).intent.name);
    }
    expect(loaded.trained.names).not.toContain('conversation_recap');
  });

  test('courtesies need no search, every other intent does', () => {
    for (const intent of intents.intents) {
      expect(intent.searchKnowledge).toBe(!['greeting', 'farewell', ...ofActionsOnly].includes(intent.name));
    }
  });

  test.each(['', ' ', '???', '😀', '\u0301', 'a'.repeat(16_000)])('odd text is general: %j', (text) => {
    expect(understand(text).intent).toEqual({ name: 'general_query', confidence: 0.5, method: 'fallback' });
  });

  test('a file that is not valid is refused with the place named', () => {
    const some = { en: ['some'], fr: ['words'] };
    const whole = {
      ...intents,
      examples: Object.fromEntries(intents.intents.map(({ name }) => [name, some])),
    };
    const [first] = intents.intents;
    if (!first) throw new Error('no intents');
    const extra = { ...first, name: 'extra', patterns: { en: ['a b c d e f g h i'], fr: [] } };
    const withPattern = (pattern: string) => ({
      ...whole,
      intents: [...intents.intents, { ...extra, patterns: { en: [pattern], fr: [] } }],
      examples: { ...whole.examples, extra: some },
    });
    expect(checkIntentFile(whole).intents).toHaveLength(intents.intents.length);
    const refused: [unknown, string][] = [
      [{ ...whole, fallback: 'nothing' }, 'nothing'],
      [{ ...whole, intents: [...intents.intents, first] }, `intent ${first.name} is there twice`],
      [{ ...whole, examples: { ...whole.examples, lost: some } }, 'examples of lost, which there is not'],
      [{ ...whole, examples: {} }, `intent ${first.name} has no examples`],
      [{ ...whole, intents: [{ ...first, maxTokens: 1 }] }, `intent ${first.name}, maxTokens`],
      [withPattern('cost ...'), '"cost ..."'],
      [withPattern('a*'), '"a*"'],
      [withPattern('@nowhere'), '@nowhere'],
      [withPattern('a b c d e f g h i'), '8 words'],
    ];
    for (const [content, words] of refused) expect(() => checkIntentFile(content)).toThrow(words);
    expect(() => createUnderstanding(loaded, ['answer'])).toThrow('which there is not');
  });

  test('an intent more is one edit: patterns, or only examples', () => {
    const weather = {
      ...{ name: 'weather', promptTemplate: 'answer', searchKnowledge: false, maxTokens: 100 },
      patterns: { en: ['rain*'], fr: [] },
    };
    const examples = {
      general_query: { en: ['What is a bucket?', 'Who founded Amazon?'], fr: ['C’est quoi un bucket ?'] },
      weather: {
        en: ['Will it rain?', 'Is it sunny outside?', 'How cold is it this morning?'],
        fr: ['Fait-il beau ?', 'Va-t-il pleuvoir ?', 'Quel temps fait-il à Lille ?'],
      },
    };
    const general = intents.intents.filter(({ name }) => name === 'general_query');
    const file = { fallback: 'general_query', vocabulary: {}, intents: [...general, weather], examples };
    const small = createUnderstanding(trainOn(file), ['answer']);
    expect(small('Rain again?').intent).toMatchObject({ name: 'weather', method: 'pattern' });
    expect(small('Quel temps fait-il à Brest ?').intent).toMatchObject({
      name: 'weather',
      method: 'classifier',
    });
    expect(small('What is a queue?').intent).toMatchObject({ name: 'general_query' });
  });
});
