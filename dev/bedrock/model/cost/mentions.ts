import { wordlikeServices } from '../../../../worker/intent/aws-services.js';
import { findNames } from '../../../../worker/intent/entities.js';
import { wordsOf } from '../../../../worker/intent/words.js';
import { fold } from '../stem.js';

/** Something that a question names, and where in its folded text. */
export interface Mention {
  /** Null for what has no price in the tool's table. */
  service: string | null;
  /** Instance type, class or model. */
  type: string | null;
  /** As it is written. */
  name: string;
  start: number;
  end: number;
}

const size = String.raw`[a-z]\d{1,2}[a-z]{0,3}\.(?:nano|micro|small|medium|large|\d{0,2}xlarge)`;
const machines = '(?: (?:instances?|servers?|serveurs?|vms?|nodes?|noeuds?|clusters?|databases?))?';

/** Applied to folded text; what is named by an earlier one is not named again by a later one. */
const patterns = (
  [
    ['rds', String.raw`\bdb\.${size}\b`],
    ['elasticache', String.raw`\bcache\.${size}\b`],
    ['opensearch', String.raw`\b${size}\.search\b`],
    ['ec2', String.raw`\b${size}\b`],
    ['nat_gateway', String.raw`\b(?:nat gateways?|passerelles? nat|nats?)\b`],
    ['data_transfer', String.raw`\b(?:data transfer|transfert(?:s| sortant)?|egress|(?:the )?internet)\b`],
    ['s3', String.raw`\bs3\b`],
    ['eks', String.raw`\b(?:eks clusters?|clusters? eks|eks)\b`],
    [
      'fargate',
      String.raw`\b(?:(?:ecs|fargate) tasks?|taches? (?:ecs|fargate)|ecs (?:on|sur) fargate|fargate)\b`,
    ],
    ['lambda', String.raw`\blambdas?\b`],
    ['dynamodb', String.raw`\bdynamo ?db\b`],
    ['cloudfront', String.raw`\bcloudfront\b`],
    [
      'bedrock',
      String.raw`\b(?:nova (?:micro|lite|pro)|claude(?: \d(?:[.-]\d)?)? (?:haiku|sonnet)(?: 4)?)\b`,
    ],
    ['bedrock', String.raw`\bbedrock\b`],
    ['ebs', String.raw`\b(?:ebs(?: gp3)?|gp3)(?: (?:volumes?|storage))?\b`],
    ['ec2', String.raw`\b(?:(?:instances?|serveurs?) )?ec2${machines}\b`],
    ['rds', String.raw`\b(?:(?:instances?|bases?) )?rds(?: (?:for )?postgres(?:ql)?)?${machines}\b`],
    [
      'elasticache',
      String.raw`\b(?:(?:noeuds?|clusters?) )?(?:elasticache(?: (?:for )?redis)?|redis)${machines}\b`,
    ],
    ['opensearch', String.raw`\b(?:(?:noeuds?|instances?) )?opensearch${machines}\b`],
  ] satisfies [service: string, pattern: string][]
).map(([service, pattern]) => ({ service, pattern: new RegExp(pattern, 'g') }));

const typed = new Set(['rds', 'elasticache', 'opensearch', 'ec2']);

/** What has no price of its own, or is a way to speak of prices. */
const ofNoAccount = new Set([
  ...['Amazon ECS', 'Amazon VPC', 'Amazon EC2 Auto Scaling', 'AWS IAM', 'AWS Organizations', 'AWS Graviton'],
  ...['AWS CloudFormation', 'Reserved Instances', 'Savings Plans', 'AWS Cost Explorer', 'AWS Budgets'],
]);

export function mentionsIn(question: string): Mention[] {
  const text = fold(question);
  const found: Mention[] = [];
  const add = (mention: Mention) => {
    if (!found.some((other) => other.start < mention.end && mention.start < other.end)) found.push(mention);
  };
  for (const { service, pattern } of patterns) {
    for (const { 0: name, index: start } of text.matchAll(pattern)) {
      const place = { start, end: start + name.length };
      const kind = otherKindBeside(service, text, place);
      if (kind) add({ service: null, type: null, name: kind, ...place });
      else add({ service, type: typeOf(service, name), name, ...place });
    }
  }
  for (const mention of unpricedIn(question, text)) add(mention);
  return found.sort((a, b) => a.start - b.start).reduce<Mention[]>(joined(text), []);
}

/**
 * Of RDS the price table has PostgreSQL, of EC2 Linux, of S3 the standard class, and all of it on demand: what another kind
 * costs is not that. An engine may be told anywhere in the sentence, the others only right beside the name.
 */
const otherKinds: Record<string, { label: string; kind: RegExp; unless?: RegExp }> = {
  rds: {
    label: 'RDS',
    kind: /\b(?:mysql|mariadb|oracle|sql ?server|db2|reserved|reservee?s?)\b/,
    unless: /postgres/,
  },
  ec2: {
    label: 'EC2',
    kind: /\b(?:windows|rhel|red hat|suse|mac ?os|reserved|reservee?s?|spot|savings plans?)\b/g,
  },
  s3: {
    label: 'S3',
    kind: /\b(?:glacier(?: deep archive| instant retrieval| flexible retrieval)?|deep archive|intelligent[ -]tiering|(?:standard[ -])?infrequent access|standard[ -]ia|one[ -]zone(?:[ -]ia)?)\b/g,
  },
};
/** Characters between the name of the service and its kind. */
const BESIDE = 20;
const parting = /\b(?:and|et|with|avec|or|ou|not|no|pas|non|than|que|vs|versus)\b|[,;:.?!]/;

function otherKindBeside(
  service: string,
  text: string,
  { start, end }: { start: number; end: number },
): string | null {
  const other = otherKinds[service];
  if (!other) return null;
  const [kind] = other.kind.global
    ? ([...text.matchAll(other.kind)].find(({ 0: { length }, index }) => {
        const between = text.slice(Math.min(end, index + length), Math.max(start, index));
        return between.length <= BESIDE && !parting.test(between);
      }) ?? [])
    : (other.kind.exec(sentenceAt(text, start, other.unless)) ?? []);
  return kind ? `${other.label} (${kind})` : null;
}

/** What is said around a place, up to the ends of its sentence; nothing where that says `unless`. */
function sentenceAt(text: string, place: number, unless?: RegExp): string {
  // The dot of "db.m5.large" ends none.
  const ends = [...text.matchAll(/[.?!;](?=\s|$)/g)].map(({ index }) => index);
  const from = ends.findLast((end) => end < place) ?? 0;
  const sentence = text.slice(
    from,
    ends.find((end) => end >= place),
  );
  return unless?.test(sentence) ? '' : sentence;
}

const aSize = new RegExp(`${size}\\b`);

function typeOf(service: string, name: string): string | null {
  if (service === 'bedrock') return name === 'bedrock' ? null : name.replace(/[ .]/g, '-');
  return typed.has(service) && aSize.test(name) ? name : null;
}

/** Other services of AWS, which the workers know by name. Folded text has them at other places where letters were two. */
function unpricedIn(question: string, text: string): Mention[] {
  const words = wordsOf(question);
  const names = findNames(question, words)
    .filter(({ type, value }) => type === 'aws_service' && !ofNoAccount.has(String(value)))
    .map(({ text: name, start }) => ({ name, start }));
  // "Glue" is one where it is written as a name, and not because a sentence begins with it.
  const wordlike = words
    .map(({ start, end }) => ({ name: question.slice(start, end), start }))
    .filter(
      ({ name, start }) => Object.hasOwn(wordlikeServices, name) && !opens.test(question.slice(0, start)),
    )
    .filter(
      ({ start }) => !names.some((other) => other.start <= start && start < other.start + other.name.length),
    );
  let from = 0;
  const named = [...names, ...wordlike]
    .sort((a, b) => a.start - b.start)
    .flatMap(({ name }) => {
      const start = text.indexOf(fold(name), from);
      if (start < 0) return [];
      from = start + fold(name).length;
      return [{ service: null, type: null, name, start, end: from }];
    });
  const others = [...text.matchAll(/\b(?:load balancers?|(?:repartiteurs?|equilibreurs?) de charge)\b/g)];
  return [
    ...named,
    ...others.map(({ 0: folded, index: start }) => {
      const end = start + folded.length;
      const name = question.length === text.length ? question.slice(start, end) : folded;
      return { service: null, type: null, name, start, end };
    }),
  ];
}

const opens = /(?:^|[.!?:\n])\s{0,3}$/;

/** "3 EC2 instances (m5.large)" and "m5.large on EC2" name one thing, not two; "a t3.micro with 50 GB of gp3" has a disk. */
const joined = (text: string) => (before: Mention[], mention: Mention) => {
  const last = before.at(-1);
  const between = text.slice(last?.end, mention.start);
  if (!last?.service || between.length > 30 || /\b(?:and|et|or|ou|plus)\b|[;.?!:]/.test(between))
    return [...before, mention];
  const isDisk = last.service === 'ec2' && mention.service === 'ebs' && !/(?:^| )\d+ $/.test(between);
  const isSame =
    last.service === mention.service &&
    (last.type === null) !== (mention.type === null) &&
    !/\d/.test(between);
  if (!isDisk && !isSame) return [...before, mention];
  // An "each" behind a disk is said of its size, and not of what has it.
  const end = isDisk ? last.end : mention.end;
  return [...before.slice(0, -1), { ...last, type: last.type ?? mention.type, end }];
};
