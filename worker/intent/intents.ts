import { consultingIntents } from './consulting-intents.js';
import { courtesyIntents } from './courtesy-intents.js';
import type { IntentFile } from './intent-file.js';
import { marketingIntents } from './marketing-intents.js';
import { operationsIntents } from './operations-intents.js';

/** The shipped intents: data only. To add one, add an entry; the pattern language is told in `pattern.ts`. */
export const intents: IntentFile = {
  fallback: 'general_query',
  vocabulary: {
    cost: ['cost', 'costs', 'costing', 'price', 'prices', 'pricing', 'bill', 'bills', 'spend', 'spending'],
    cout: ['coût', 'coûts', 'coûte', 'coûtent', 'coûter', 'coûtera', 'prix', 'tarif*', 'facture', 'factures'],
    cut: ['cut', 'cutting', 'reduce', 'reducing', 'lower', 'save', 'saving', 'trim', 'optimi*', 'shrink'],
    reduire: ['réduire', 'réduis*', 'baisser', 'diminuer', 'économiser', 'optimiser', 'alléger', 'maîtriser'],
    service: [
      ...['alb', 'aurora', 'cloudfront', 'dms', 'dynamodb', 'ebs', 'ec2', 'ecs', 'efs', 'eks', 'eventbridge'],
      ...['fargate', 'fsx', 'graviton', 'kinesis', 'lambda', 'mgn', 'msk', 'nlb', 'rds', 'redshift', 's3'],
      ...['sns', 'spot', 'sqs', 'terraform', 'cloudformation', 'postgresql', 'mysql', 'kubernetes', 'gp2'],
    ],
    cannot: ['cannot', 'unable', 'impossible'],
    problem: [
      'error*',
      'fail*',
      'timeout*',
      'crash*',
      'unhealthy',
      'slow',
      'down',
      'unreachable',
      'stuck',
      'broken',
    ],
    probleme: [
      'erreur*',
      'échou*',
      'échec*',
      'panne*',
      'plant*',
      'lent',
      'lente',
      'lents',
      'lentes',
      'lenteur*',
    ],
  },
  intents: [
    ...operationsIntents,
    ...consultingIntents,
    ...marketingIntents,
    ...courtesyIntents,
    {
      name: 'general_query',
      examples: {
        en: ['What is an availability zone?', 'Tell me about tags.'],
        fr: ['Qu’est-ce qu’une zone de disponibilité ?', 'Parlez-moi des étiquettes.'],
      },
      patterns: { en: [], fr: [] },
      promptTemplate: 'answer',
      searchKnowledge: true,
      maxTokens: 1_024,
    },
  ],
};
