import { toolUseLimits } from '../../worker/model/bedrock.js';
import { estimateLimits } from '../../worker/tools/estimate-cost.js';
import { priceListLimits } from '../../worker/tools/prices/price-list.js';
import { searchLimits } from '../../worker/tools/search-knowledge.js';
import { MAX_RESULT_CHARACTERS, TOOL_MS } from '../../worker/tools/toolbox.js';
import { toolLoopLimits } from '../../worker/turn/converse.js';
import { type Bound, boundsOf } from './bound.js';

/** What the model may ask of tools, and what they may ask of others. */
export const toolBounds: readonly Bound[] = [
  ...boundsOf('worker/turn/converse.ts', 'toolLoopLimits', toolLoopLimits, {
    rounds: [
      'retry',
      'pieces',
      'answers of the model whose calls of tools are made',
      'An estimate takes one, two when its input has to be mended; each costs the whole prompt again.',
    ],
    calls: [
      'count',
      'pieces',
      'calls of tools in one attempt',
      'Two of each tool in each of two rounds; what they give fills the prompt.',
    ],
    inputDepth: [
      'size',
      'levels',
      'of an input that is told to the model again',
      'No tool asks for more than three.',
    ],
  }),
  ...boundsOf('worker/model/bedrock.ts', 'toolUseLimits', toolUseLimits, {
    uses: ['count', 'pieces', 'calls in one answer of the model', 'Twice as many as are ever made.'],
    inputCharacters: [
      'size',
      'characters',
      'what the model gives to a tool',
      'Ten times the longest input that a tool takes.',
    ],
  }),
  ...boundsOf(
    'worker/tools/toolbox.ts',
    '',
    { MAX_RESULT_CHARACTERS, TOOL_MS },
    {
      TOOL_MS: [
        'timer',
        'ms',
        'for one call of a tool',
        'Longer than two tries of the price list; the answer waits for it.',
      ],
      MAX_RESULT_CHARACTERS: [
        'size',
        'characters',
        'what a tool gives to the model',
        'Three sources of a search, or the longest estimate of usual items.',
      ],
    },
  ),
  ...boundsOf('worker/tools/estimate-cost.ts', 'estimateLimits', estimateLimits, {
    items: ['count', 'pieces', 'usages in one estimate', 'A workload in a meeting has five to ten.'],
    quantity: [
      'size',
      'pieces',
      'units of a quantity, or resources of a count',
      'A million million: more than any bill, and far from where numbers of JSON are no longer whole.',
    ],
  }),
  ...boundsOf('worker/tools/search-knowledge.ts', 'searchLimits', searchLimits, {
    sources: ['count', 'pieces', 'sources that one search of the model adds', 'It has five already.'],
    queryCharacters: ['size', 'characters', 'what the model searches for', 'A question or a few words.'],
  }),
  ...boundsOf('worker/tools/prices/price-list.ts', 'priceListLimits', priceListLimits, {
    kept: [
      'cache',
      'pieces',
      'prices of the AWS Price List',
      'All that three Regions are asked for; some 100 KB.',
    ],
    keptMs: [
      'cache',
      'ms',
      'a price is kept',
      'Prices change a few times a year; half a day late is soon enough.',
    ],
    sockets: [
      'pool',
      'connections',
      'of one worker to the AWS Price List',
      'An answer asks for a few prices; the rest waits.',
    ],
    connectMs: [
      'timer',
      'ms',
      'a connection to the AWS Price List is made',
      'An answer waits for it; the table is there.',
    ],
    answerMs: [
      'timer',
      'ms',
      'the AWS Price List answers',
      'It takes half a second; an answer waits for it.',
    ],
  }),
];
