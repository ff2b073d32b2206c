import type { WireEstimate, WireMessage, WireToolCall, WireTurn } from '../../core/contracts/shapes.js';
import type { Asked } from './questions.js';
import type { Exchange, Told } from './site.js';

export function transcriptOf(
  parts: readonly { asked: Asked; exchange: Exchange }[],
  models: readonly string[],
): string {
  return [
    '# Ten questions',
    `Written by \`npm run transcript\` from a run of server and worker as production starts them, on the sample documents of
\`dev/knowledge/\`; not to be edited by hand. Bedrock is the stand-in that \`npm start\` uses: it speaks Bedrock's protocol, takes its sentences
from the sources of the prompt and calls the tools it is offered, so the words are plainer than a model's, and everything around
them is what a model's answer would get. Its times are set to 350 ms for the first token and 15 ms for each that follows. The chain of models
is ${models.map((model) => `\`${model}\``).join(', then ')}.`,
    ...parts.flatMap(({ asked, exchange }, index) => [
      `## ${index + 1}. ${asked.about}`,
      ...sectionOf(asked, exchange),
    ]),
    '',
  ].join('\n\n');
}

function sectionOf(asked: Asked, { events, question, answer, turn }: Exchange): string[] {
  const context = Object.entries(asked.context ?? {}).map(([name, value]) => `${name}: ${String(value)}`);
  return [
    ...(context.length > 0 ? [`Session: ${context.join('; ')}`] : []),
    `**${question.content}**`,
    stagesOf(events, question),
    quoted(answer.content),
    ...answer.tool_calls.flatMap(toolCallOf),
    ...sourcesOf(answer),
    footOf(answer, turn, events),
  ];
}

/** What the page showed while it came. */
function stagesOf(events: readonly Told[], { intent, entities, language }: WireMessage): string {
  const found = new Set(entities.map(({ type, value }) => `${type} ${value}`));
  const understood =
    intent && `${intent.name}, by ${intent.method} (${intent.confidence.toFixed(2)}), ${language}`;
  const steps = events.flatMap((event) => {
    switch (event.type) {
      case 'turn.queued':
        return ['queued'];
      case 'turn.stage':
        return [String(event.stage)];
      case 'turn.model':
        return [
          `answered by ${event.model}${event.fallback ? ', a fallback' : ''}${event.cached ? ', kept' : ''}`,
        ];
      default:
        return [];
    }
  });
  const deltas = events.filter(({ type }) => type === 'message.delta').length;
  return [
    `Stages: ${[...new Set(steps)].join(' ▸ ')} ▸ ${deltas} ${deltas === 1 ? 'piece' : 'pieces'} of text`,
    `Understood: ${[understood ?? 'nothing', ...found].join('; ')}`,
  ].join('  \n');
}

function toolCallOf({ name, status, input, result }: WireToolCall): string[] {
  const called = `Tool \`${name}\`, ${status}: \`${typeof input === 'string' ? input : JSON.stringify(input)}\``;
  if (name !== 'estimate_cost' || status !== 'success') return [called];
  const { lines, total, region, prices } = result as unknown as WireEstimate;
  const rows = lines.map(
    ({ item, quantity, unit, unit_price, per, amount }) =>
      `| ${item} | ${quantity} ${unit} × $${unit_price}${per === 1 ? '' : ` per ${per}`} | $${amount} |`,
  );
  return [
    called,
    [
      `| ${region} | arithmetic | a month |`,
      '|---|---|--:|',
      ...rows,
      `| **Total** | | **$${total}** |`,
    ].join('\n'),
    prices.map(({ name: source, as_of }) => `Prices: ${source}, of ${as_of}.`).join('\n'),
  ];
}

function sourcesOf({ sources }: WireMessage): string[] {
  if (sources.length === 0) return [];
  return [
    [
      'Sources:',
      '',
      ...sources.map(
        ({ number, title, path, quote, score }) =>
          `- [${number}] ${title}${path ? ` › ${path}` : ''} (${score.toFixed(2)}): “${quote}”`,
      ),
    ].join('\n'),
  ];
}

function footOf(answer: WireMessage, { timings }: WireTurn, events: readonly Told[]): string {
  const labels = [
    answer.fallback ? 'fallback' : null,
    answer.cached ? 'cached' : null,
    answer.canned ? 'canned' : null,
    answer.truncated ? 'truncated' : null,
  ].filter((label) => label !== null);
  const times = Object.entries(timings).flatMap(([step, ms]) =>
    ms === null ? [] : [`${step.replace(/_ms$/, '').replaceAll('_', ' ')} ${Math.round(ms)} ms`],
  );
  const { usage } = answer;
  const used =
    usage &&
    `${usage.input_tokens} tokens in, ${usage.output_tokens} out, ${usage.cost_usd === null ? 'price unknown' : `$${usage.cost_usd.toFixed(6)}`}`;
  const attempts = events.filter(({ type }) => type === 'turn.started').length;
  return [
    `Answered by \`${answer.model}\`${labels.length > 0 ? ` (**${labels.join(', ')}**)` : ''}, prompt \`${answer.template}\``,
    ...(used ? [used] : []),
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
    times.join(', '),
  ].join('  \n');
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}
