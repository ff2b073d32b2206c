import { awsRegions } from '../../../../worker/intent/aws-regions.js';
import { fold } from '../stem.js';
import { type Mention, mentionsIn } from './mentions.js';
import { countBefore, isByOtherThanMonths, type Quantity, quantitiesIn, type Unit } from './quantities.js';

/** What `estimate_cost` takes. */
export interface CostInput {
  region: string;
  items: CostItem[];
}

interface CostItem {
  service: string;
  usage: string;
  type?: string;
  count?: number;
  quantity?: number;
}

/** A longer text is no question with a sum in it. */
const MAX_CHARACTERS = 2_000;

/** What a question says of usage; empty where it says too little to work out a cost. */
export function costItemsIn(question: string): CostItem[] {
  const text = fold(question.slice(0, MAX_CHARACTERS));
  const mentions = mentionsIn(text);
  const quantities = quantitiesIn(text);
  if (isByOtherThanMonths(text)) return [];
  const owners = quantities.map((quantity) => ownerOf(text, quantity, mentions));
  // A quantity that belongs to nothing named makes any sum a guess.
  if (owners.some((owner) => owner === null)) return [];
  const counts = mentions.map((mention) => countOf(text, mention, quantities));
  // "What does a NAT gateway cost?" asks for a price and not for a sum.
  const isSum = quantities.length > 0 || counts.some((of) => of && !of.isArticle);
  if (!isSum && mentions.every(({ type }) => type === null)) return [];
  return mentions.flatMap((mention, index) => {
    const own = quantities.filter((_, place) => owners[place] === mention);
    return itemsOf(text, mention, own, counts[index]?.count ?? null);
  });
}

/** The code of the Region that is named, by its code or its place; null for none. */
export function regionIn(question: string): string | null {
  const text = fold(question.slice(0, MAX_CHARACTERS));
  const named = Object.entries(awsRegions).find(([code, places]) =>
    [code, ...places].some((place) =>
      new RegExp(String.raw`(?<![\w-])${literally(fold(place))}(?![\w-])`).test(text),
    ),
  );
  return named?.[0] ?? null;
}

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Which usages a unit can be of, by service. */
const usages: Record<string, Partial<Record<Unit, string>>> = {
  nat_gateway: { gb: 'gb_processed', hours: 'gateway_hours' },
  data_transfer: { gb: 'internet_out_gb' },
  s3: { gb: 'standard_gb_months' },
  ec2: { gb: 'gp3_gb_months', hours: 'instance_hours' },
  rds: { gb: 'gp3_gb_months', hours: 'postgresql_hours' },
  elasticache: { hours: 'node_hours' },
  opensearch: { gb: 'gp3_gb_months', hours: 'instance_hours' },
  eks: { hours: 'cluster_hours' },
  fargate: { vcpus: 'vcpu_hours', gb: 'gb_hours', hours: 'vcpu_hours' },
  lambda: { requests: 'requests', ms: 'gb_seconds', mb: 'gb_seconds' },
  dynamodb: { reads: 'read_requests', writes: 'write_requests', gb: 'gb_months' },
  cloudfront: { gb: 'out_gb', requests: 'https_requests' },
  bedrock: { input_tokens: 'input_tokens', output_tokens: 'output_tokens' },
};

/** The nearest thing named that it can be of; a conjunction in between puts them far apart. */
function ownerOf(text: string, quantity: Quantity, mentions: readonly Mention[]): Mention | null {
  let owner: Mention | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  for (const mention of mentions) {
    if (!usages[mention.service]?.[quantity.unit]) continue;
    const between =
      mention.end <= quantity.start
        ? text.slice(mention.end, quantity.start)
        : text.slice(quantity.end, mention.start);
    const distance = (between.length + 1) * (/\b(?:and|et|plus)\b|[,;]/.test(between) ? 4 : 1);
    if (distance < nearest) [owner, nearest] = [mention, distance];
  }
  return owner;
}

/** How many there are of what is named; null where the text does not say. */
function countOf(text: string, mention: Mention, quantities: readonly Quantity[]) {
  const from = Math.max(0, ...quantities.filter(({ end }) => end <= mention.start).map(({ end }) => end));
  return countBefore(text.slice(from, mention.start));
}

function itemsOf(text: string, mention: Mention, own: readonly Quantity[], count: number | null): CostItem[] {
  const { service, type } = mention;
  const of = (unit: Unit) => own.find((quantity) => quantity.unit === unit)?.value;
  const hours = of('hours');
  const gb = of('gb');
  const typed = type === null ? {} : { type };
  const timed = hours === undefined ? {} : { quantity: hours };
  const hourly = (usage: string, many: number): CostItem => ({
    service,
    usage,
    ...typed,
    count: many,
    ...timed,
  });
  const plain = (unit: Unit): CostItem[] => {
    const [value, usage] = [of(unit), usages[service]?.[unit]];
    return value === undefined || usage === undefined ? [] : [{ service, usage, ...typed, quantity: value }];
  };
  const multiAz = service === 'rds' && /\bmulti-?az\b/.test(text) ? 'multi_az_' : '';
  const disk = (): CostItem[] =>
    gb === undefined ? [] : [{ service, usage: `gp3_${multiAz}gb_months`, count: count ?? 1, quantity: gb }];
  switch (service) {
    case 'nat_gateway':
      return [...(count === null ? [] : [hourly('gateway_hours', count)]), ...plain('gb')];
    case 'eks':
      return count === null ? [] : [hourly('cluster_hours', count)];
    case 'ec2':
    case 'opensearch':
      return [hourly('instance_hours', count ?? 1), ...disk()];
    case 'rds':
      return [hourly(`postgresql_${multiAz}hours`, count ?? 1), ...disk()];
    case 'elasticache':
      return [hourly('node_hours', count ?? 1)];
    case 's3':
      return gb === undefined ? [] : [{ service, usage: storageClassIn(text), quantity: gb }];
    case 'data_transfer':
      return gb === undefined ? [] : [{ service, usage: directionIn(text), quantity: gb }];
    case 'fargate': {
      const vcpus = of('vcpus');
      if (vcpus === undefined || gb === undefined) return [];
      return [hourly('vcpu_hours', vcpus * (count ?? 1)), hourly('gb_hours', gb * (count ?? 1))];
    }
    case 'lambda': {
      const [ms, mb] = [of('ms'), of('mb')];
      const requests = of('requests');
      if (requests === undefined || ms === undefined || mb === undefined) return [];
      const each = (mb / 1_024) * (ms / 1_000);
      return [...plain('requests'), { service, usage: 'gb_seconds', count: requests, quantity: each }];
    }
    default:
      return (Object.keys(usages[service] ?? {}) as Unit[]).flatMap(plain);
  }
}

function storageClassIn(text: string): string {
  return /\b(?:ia|infrequent|infrequents?)\b/.test(text) ? 'standard_ia_gb_months' : 'standard_gb_months';
}

function directionIn(text: string): string {
  if (/\b(?:cross|between|entre)[- ](?:the |les )?(?:az|azs|availability zones|zones)\b/.test(text))
    return 'cross_az_gb';
  if (/\b(?:cross|another|other|autre|between|entre)[- ](?:the |les )?regions?\b/.test(text))
    return 'cross_region_gb';
  return 'internet_out_gb';
}
