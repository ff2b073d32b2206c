import type { ScriptInput } from '../../../dev/bedrock/behaviour.js';
import { exception, refusal } from '../faults/model-cases.js';
import { finding, none } from '../oracle/finding.js';
import type { Scenario, Stage } from '../scenario.js';
import { answering } from '../site/model.js';
import type { Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { talk } from '../users/load.js';

const faults: ScriptInput[] = [
  refusal(429, 'ThrottlingException'),
  refusal(503, 'ServiceUnavailableException'),
  exception('ModelStreamErrorException'),
  { resetAfterTokens: 10 },
  { endWithoutStop: 10 },
];
/** Of each; together a fifth of all calls. */
const SHARE = 0.04;
/** Every one of these faults is tried again so often. */
const MOST_CALLS = 5;
const pace = { repeat: 2, firstTokenMs: 20, tokenMs: 5 };

async function play<S extends Site>(
  { site, size, random, patienceMs }: Stage<S>,
  chats: Chat[],
  mayFail: boolean,
) {
  await site.model(pace);
  // Tried in this order, each of what the earlier ones left.
  await site.standIn('clearScripts');
  for (const [index, fault] of faults.entries())
    await site.standIn('alsoScript', { ...fault, probability: SHARE / (1 - SHARE * index) });
  await site.standIn('alsoScript', { ...answering, ...pace });
  await talk(chats, { messages: size(10, 3), random, patienceMs });
  return site.judge(chats, { mayFail });
}

export const randomModelFaults: Scenario = {
  name: 'random-model-faults',
  title: 'a fifth of all calls of the model fail, in five ways, under load',
  quick: false,
  play: async (stage) => {
    const chats = await stage.open(stage.size(60, 20));
    // Chance alone lets all calls for a message fail once in some thousand.
    const findings = await play(stage, chats, true);
    const calls = await stage.site.standIn('calls');
    const failedEarly = chats
      .flatMap((chat) => chat.posted.filter((one) => chat.answerOf(one).state === 'failed'))
      .filter(({ text }) => calls.filter(({ question }) => question === text).length < MOST_CALLS);
    const perMessage = calls.length / chats.reduce((sum, chat) => sum + chat.posted.length, 0);
    const failed = calls.filter(({ outcome }) => outcome !== 'completed').length / calls.length;
    return [
      finding(
        'share of calls that failed',
        `${(100 * failed).toFixed(0)} % of ${calls.length}`,
        failed > 0.12 && failed < 0.28,
      ),
      finding('calls for each message ≤ 1.35', perMessage.toFixed(2), perMessage <= 1.35),
      none(`turn failed before its call number ${MOST_CALLS}`, failedEarly.length),
      ...findings,
    ];
  },
  control: {
    play: async (stage) => play(stage, await stage.open(20), false),
    breaks: ['no turn failed', 'no answer other than what the model said'],
  },
};
