import type { IntentEntry } from './intent-file.js';

/** Said before and after the work. They need no sources, and give way to any question in the same message. */
export const courtesyIntents: IntentEntry[] = [
  {
    name: 'greeting',
    examples: {
      en: ['Hello!', 'Good morning', 'Hi there, how are you?'],
      fr: ['Bonjour !', 'Bonsoir', 'Salut, ça va ?'],
    },
    patterns: {
      en: [
        'hi|hello|hey|hiya|howdy|greetings',
        'good morning|afternoon|evening',
        'how are you',
        'hi|hello|hey there',
      ],
      fr: [
        'bonjour|bonsoir|salut|coucou|allo',
        'ça va',
        'comment allez vous',
        'comment vas tu',
        'enchanté|enchantée',
      ],
    },
    promptTemplate: 'courtesy',
    searchKnowledge: false,
    maxTokens: 200,
    maxWords: 8,
    yields: true,
  },
  {
    name: 'farewell',
    examples: {
      en: ['Goodbye!', 'Thanks, that’s all for today.', 'Have a nice evening'],
      fr: ['Au revoir !', 'Merci, c’est tout pour aujourd’hui.', 'Bonne soirée'],
    },
    patterns: {
      en: [
        ...[
          'bye|goodbye|farewell',
          'see you|ya',
          'thanks|thx|cheers',
          'thank you',
          'that s all',
          'take care',
        ],
        ...[
          'have a nice|good|great|lovely',
          'good night|bye',
          'talk|speak ... later|soon',
          'thanks|thank you ... bye',
        ],
      ],
      fr: [
        ...[
          'au revoir',
          'merci',
          'à bientôt|demain|plus',
          'bonne journée|soirée|nuit|continuation',
          'c est tout',
        ],
        ...['ciao|adieu', 'merci beaucoup', 'bon week end', 'bonne fin de journée'],
      ],
    },
    promptTemplate: 'courtesy',
    searchKnowledge: false,
    maxTokens: 200,
    maxWords: 10,
    yields: true,
  },
];
