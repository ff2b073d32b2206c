import type { Language } from '../language.js';
import type { Unit } from './quantities.js';

/** What a question may say of a service, and what is assumed where it does not. */
export interface Service {
  name: Record<Language, string>;
  /** What there are several of, and in which usage each unit is billed, if it is by itself. */
  counted: Unit;
  usages: Partial<Record<Unit, string>>;
  /** The largest size of one: what is more is said of something else. */
  most?: Partial<Record<Unit, number>>;
  /** Without these there is no price; a type is one of them where it is assumed. */
  needs: readonly Unit[];
  assumed: { type?: string; amounts: Partial<Record<Unit, number>> };
}

const same = (name: string) => ({ en: name, fr: name });
const instances = (name: string, usages: Service['usages'], type: string): Service => ({
  name: same(name),
  counted: 'instances',
  usages,
  needs: ['instances'],
  assumed: { type, amounts: { instances: 1 } },
});

/** Assumed are small sizes that have a price in most Regions of the table. */
export const services: Record<string, Service> = {
  ec2: instances('EC2', { gb: 'gp3_gb_months', hours: 'instance_hours' }, 't3.medium'),
  rds: instances('RDS', { gb: 'gp3_gb_months', hours: 'postgresql_hours' }, 'db.t4g.micro'),
  elasticache: instances('ElastiCache', { hours: 'node_hours' }, 'cache.t4g.micro'),
  opensearch: instances('OpenSearch', { gb: 'gp3_gb_months', hours: 'instance_hours' }, 't3.small.search'),
  nat_gateway: {
    name: { en: 'NAT gateway', fr: 'passerelle NAT' },
    counted: 'gateways',
    usages: { gb: 'gb_processed', hours: 'gateway_hours' },
    needs: ['gateways'],
    assumed: { amounts: { gateways: 1 } },
  },
  eks: {
    name: same('EKS'),
    counted: 'clusters',
    usages: { hours: 'cluster_hours' },
    needs: ['clusters'],
    assumed: { amounts: { clusters: 1 } },
  },
  fargate: {
    name: same('Fargate'),
    counted: 'tasks',
    usages: { vcpus: 'vcpu_hours', gb: 'gb_hours', ram: 'gb_hours', hours: 'vcpu_hours' },
    most: { vcpus: 16, gb: 120, ram: 120 },
    needs: ['tasks', 'vcpus', 'gb'],
    assumed: { amounts: { tasks: 1, vcpus: 1, gb: 2 } },
  },
  lambda: {
    name: same('Lambda'),
    counted: 'pieces',
    usages: { requests: 'requests', ms: 'gb_seconds', mb: 'gb_seconds', gb: 'gb_seconds', ram: 'gb_seconds' },
    most: { mb: 10_240, gb: 10, ram: 10, ms: 900_000 },
    needs: ['requests', 'ms', 'mb'],
    assumed: { amounts: { requests: 1_000_000, ms: 100, mb: 128 } },
  },
  ebs: {
    name: same('EBS gp3'),
    counted: 'pieces',
    usages: { gb: 'gp3_gb_months' },
    needs: ['gb'],
    assumed: { amounts: { gb: 100 } },
  },
  s3: {
    name: same('S3'),
    counted: 'pieces',
    usages: { gb: 'standard_gb_months' },
    needs: ['gb'],
    assumed: { amounts: { gb: 100 } },
  },
  data_transfer: {
    name: { en: 'data transfer', fr: 'transfert de données' },
    counted: 'pieces',
    usages: { gb: 'internet_out_gb' },
    needs: ['gb'],
    assumed: { amounts: { gb: 100 } },
  },
  dynamodb: {
    name: same('DynamoDB'),
    counted: 'pieces',
    usages: { reads: 'read_requests', writes: 'write_requests', gb: 'gb_months' },
    needs: [],
    assumed: { amounts: { reads: 1_000_000, writes: 1_000_000, gb: 10 } },
  },
  cloudfront: {
    name: same('CloudFront'),
    counted: 'pieces',
    usages: { gb: 'out_gb', requests: 'https_requests' },
    needs: [],
    assumed: { amounts: { gb: 100, requests: 1_000_000 } },
  },
  bedrock: {
    name: same('Bedrock'),
    counted: 'pieces',
    usages: { input_tokens: 'input_tokens', output_tokens: 'output_tokens' },
    needs: [],
    assumed: { type: 'claude-sonnet-4', amounts: { input_tokens: 1_000_000, output_tokens: 100_000 } },
  },
};

/** Whether so much of a unit can be said of a service, and counts for its price. */
export function isBilledBy(service: string, unit: Unit, value: number): boolean {
  const { counted, usages, most } = services[service] ?? {};
  return (counted === unit || Boolean(usages?.[unit])) && value <= (most?.[unit] ?? Number.POSITIVE_INFINITY);
}
