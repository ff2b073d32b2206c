/** Something with a price that a question names, and where in it. */
export interface Mention {
  service: string;
  /** Instance type, class or model. */
  type: string | null;
  start: number;
  end: number;
}

const size = String.raw`[a-z]\d{1,2}[a-z]{0,3}\.(?:nano|micro|small|medium|large|\d{0,2}xlarge)`;

/** Applied to folded text; what is named by an earlier one is not named again by a later one. */
const patterns: [service: string, pattern: string][] = [
  ['rds', String.raw`\bdb\.${size}\b`],
  ['elasticache', String.raw`\bcache\.${size}\b`],
  ['opensearch', String.raw`\b${size}\.search\b`],
  ['ec2', String.raw`\b${size}\b`],
  ['nat_gateway', String.raw`\b(?:nat gateways?|passerelles? nat|nats)\b`],
  ['data_transfer', String.raw`\b(?:data transfer|transfert(?:s| sortant)?|egress|(?:the )?internet)\b`],
  ['s3', String.raw`\bs3\b`],
  ['eks', String.raw`\b(?:eks clusters?|clusters? eks|eks)\b`],
  ['fargate', String.raw`\b(?:fargate tasks?|taches? fargate|fargate)\b`],
  ['lambda', String.raw`\blambdas?\b`],
  ['dynamodb', String.raw`\bdynamo ?db\b`],
  ['cloudfront', String.raw`\bcloudfront\b`],
  ['bedrock', String.raw`\b(?:nova (?:micro|lite|pro)|claude(?: \d(?:[.-]\d)?)? (?:haiku|sonnet)(?: 4)?)\b`],
];

export function mentionsIn(text: string): Mention[] {
  const found: Mention[] = [];
  for (const [service, pattern] of patterns) {
    for (const { 0: named, index: start } of text.matchAll(new RegExp(pattern, 'g'))) {
      const end = start + named.length;
      if (found.some((other) => other.start < end && start < other.end)) continue;
      found.push({ service, type: typeOf(service, named), start, end });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

const typed = new Set(['rds', 'elasticache', 'opensearch', 'ec2']);

function typeOf(service: string, named: string): string | null {
  if (service === 'bedrock') return named.replace(/[ .]/g, '-');
  return typed.has(service) ? named : null;
}
