import { type Basket, countIn, type Usage } from './basket.js';
import type { Amount, Unit } from './quantities.js';
import { services } from './services.js';

/** What `estimate_cost` takes. */
export interface CostInput {
  region: string;
  items: CostItem[];
}

export interface CostItem {
  service: string;
  usage: string;
  type?: string;
  count?: number;
  quantity?: number;
}

/** Some of what there is to say of a service, for telling the reader. */
export interface Part {
  service: string;
  type: string | null;
  variant: string | null;
  amounts: Partial<Record<Unit, Pick<Amount, 'value' | 'isEach'>>>;
}

/**
 * What may be assumed where a text does not say it: the size of what it gives a number of, or all of what it names.
 * Whatever is assumed is told.
 */
export type Assumable = 'nothing' | 'sizes' | 'everything';

export interface Costed {
  items: CostItem[];
  /** All that the items are of, and what of it is assumed. */
  parts: Part[];
  assumed: Part[];
  /** Of which too little is said, with all that could be said. */
  lacking: Part[];
}

/** A sum is asked for where a number is; "what does a NAT gateway cost?" asks for a price. */
export function saysHowMuch({ usages, loose, isVague }: Basket): boolean {
  const stated = usages.filter(isStated);
  return !isVague && stated.some((usage) => loose.length > 0 || !isOnlyArticle(usage));
}

/** The items that a text says enough for, with what may be assumed. */
export function costOf({ usages }: Pick<Basket, 'usages'>, assumable: Assumable): Costed {
  const costed: Costed = { items: [], parts: [], assumed: [], lacking: [] };
  for (const usage of usages) {
    const whole = completed(usage, assumable);
    if (!whole) {
      costed.lacking.push(wantedOf(usage));
      continue;
    }
    costed.parts.push(partOf(whole.usage));
    if (whole.assumed) costed.assumed.push(whole.assumed);
    costed.items.push(...itemsOf(whole.usage, timesOf(whole.usage, usages)));
  }
  return costed;
}

function partOf({ service, type, variant, amounts: { pieces: _, ...amounts } }: Usage): Part {
  return { service, type, variant, amounts };
}

/** It says how many, how much or which. */
export function isStated({ service, type, amounts }: Usage): boolean {
  const isInstance = services[service]?.counted === 'instances';
  return (isInstance && type !== null) || Object.keys(amounts).some((unit) => unit !== 'pieces');
}

function isOnlyArticle({ type, amounts }: Usage): boolean {
  return type === null && Object.values(amounts).every(({ isArticle }) => isArticle);
}

function wantedOf({ service, type, variant }: Usage): Part {
  return { service, type, variant, amounts: amountsOf(services[service]?.assumed.amounts ?? {}) };
}

/** With what is assumed of it; null where too little is said, and no more may be assumed. */
function completed(usage: Usage, assumable: Assumable): { usage: Usage; assumed: Part | null } | null {
  const service = services[usage.service];
  const stated = isStated(usage);
  if (!service || (!stated && assumable !== 'everything')) return null;
  const missing = Object.entries(service.assumed.amounts).filter(
    ([unit]) => !usage.amounts[unit as Unit] && (!stated || service.needs.includes(unit as Unit)),
  );
  const type = usage.type ?? service.assumed.type ?? null;
  const isSized = type === usage.type;
  // How many there are is one unless it is said; a size is a guess.
  const isGuess = !isSized || missing.some(([unit]) => unit !== service.counted);
  if (isGuess && assumable === 'nothing') return null;
  // "With 4 vCPUs" is a size, though not the one that would be assumed.
  if (!isSized && usage.amounts.vcpus) return null;
  const amounts = amountsOf(Object.fromEntries(missing));
  return {
    usage: { ...usage, type, amounts: { ...usage.amounts, ...amounts } },
    assumed: isSized && missing.length === 0 ? null : { ...partOf(usage), type, amounts },
  };
}

function amountsOf(values: Partial<Record<Unit, number>>): Usage['amounts'] {
  const amounts = Object.entries(values).map(([unit, value]) => {
    return [unit, { value, isEach: false, isArticle: false }];
  });
  return Object.fromEntries(amounts);
}

/** How many there are, with those that each of another has. */
function timesOf(usage: Usage, usages: readonly Usage[]): number {
  const outer = usage.within === null ? undefined : usages[usage.within];
  return (countIn(usage)?.value ?? 1) * (outer ? timesOf(outer, usages) : 1);
}

function itemsOf({ service, type, amounts, variant }: Usage, times: number): CostItem[] {
  const of = (unit: Unit) => amounts[unit]?.value;
  const typed = type === null ? {} : { type };
  const hours = of('hours');
  const timed = hours === undefined ? {} : { quantity: hours };
  const hourly = (usage: string, count: number): CostItem => ({ service, usage, ...typed, count, ...timed });
  const plain = (unit: Unit, usage = services[service]?.usages[unit]): CostItem[] => {
    const amount = amounts[unit];
    if (amount === undefined || usage === undefined) return [];
    const many = amount.isEach && times !== 1 ? { count: times } : {};
    return [{ service, usage, ...typed, ...many, quantity: amount.value }];
  };
  const disk = (usage: string): CostItem[] => {
    const { gb } = amounts;
    // "2 volumes of 100 GB" are two; "3 instances, 500 GB" have one between them unless it says "each".
    const count = service === 'ebs' || gb?.isEach ? times : 1;
    return gb ? [{ service: service === 'ebs' ? 'ec2' : service, usage, count, quantity: gb.value }] : [];
  };
  switch (service) {
    case 'nat_gateway':
      return [hourly('gateway_hours', times), ...plain('gb')];
    case 'eks':
      return [hourly('cluster_hours', times)];
    case 'ec2':
    case 'opensearch':
      return [hourly('instance_hours', times), ...disk('gp3_gb_months')];
    case 'rds': {
      const multiAz = variant === 'multi_az' ? 'multi_az_' : '';
      return [hourly(`postgresql_${multiAz}hours`, times), ...disk(`gp3_${multiAz}gb_months`)];
    }
    case 'elasticache':
      return [hourly('node_hours', times)];
    case 'ebs':
      return disk('gp3_gb_months');
    case 's3':
      return plain('gb', `${variant ?? 'standard'}_gb_months`);
    case 'data_transfer':
      return plain('gb', `${variant ?? 'internet_out'}_gb`);
    case 'fargate':
      return [hourly('vcpu_hours', (of('vcpus') ?? 0) * times), hourly('gb_hours', (of('gb') ?? 0) * times)];
    case 'lambda': {
      const many = (of('requests') ?? 0) * (amounts.requests?.isEach ? times : 1);
      const each = ((of('mb') ?? 0) / 1_024) * ((of('ms') ?? 0) / 1_000);
      return [...plain('requests'), { service, usage: 'gb_seconds', count: many, quantity: each }];
    }
    default:
      return (Object.keys(services[service]?.usages ?? {}) as Unit[]).flatMap((unit) => plain(unit));
  }
}
