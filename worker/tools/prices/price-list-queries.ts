import type { Wanted } from './price-book.js';

/** What AWS' Price List is asked for. */
export interface PriceListQuery {
  serviceCode: string;
  /** Attributes of the product, word for word. */
  filters: Record<string, string>;
  /** Of its prices, those for this unit. */
  unit: string;
}

type Attributes = Omit<PriceListQuery, 'serviceCode' | 'unit'>['filters'];

const linux: Attributes = {
  operatingSystem: 'Linux',
  preInstalledSw: 'NA',
  tenancy: 'Shared',
  capacitystatus: 'Used',
};
const database = (deploymentOption: string): Attributes => ({
  databaseEngine: 'PostgreSQL',
  deploymentOption,
});
const nat: Attributes = { productFamily: 'NAT Gateway', group: 'NGW:NatGateway' };

/** By service and usage; those that map to one product. A type is the product's `instanceType`. */
const queries: Record<string, [serviceCode: string, unit: string, filters: Attributes]> = {
  'ec2 instance_hours': ['AmazonEC2', 'Hrs', linux],
  'ec2 gp3_gb_months': ['AmazonEC2', 'GB-Mo', { productFamily: 'Storage', volumeApiName: 'gp3' }],
  'rds postgresql_hours': ['AmazonRDS', 'Hrs', database('Single-AZ')],
  'rds postgresql_multi_az_hours': ['AmazonRDS', 'Hrs', database('Multi-AZ')],
  'elasticache node_hours': ['AmazonElastiCache', 'Hrs', { cacheEngine: 'Redis' }],
  'nat_gateway gateway_hours': ['AmazonEC2', 'Hrs', nat],
  'nat_gateway gb_processed': ['AmazonEC2', 'GB', nat],
  's3 standard_gb_months': ['AmazonS3', 'GB-Mo', { storageClass: 'General Purpose', volumeType: 'Standard' }],
  'lambda requests': ['AWSLambda', 'Requests', { group: 'AWS-Lambda-Requests' }],
  'lambda gb_seconds': ['AWSLambda', 'Lambda-GB-Second', { group: 'AWS-Lambda-Duration' }],
};

/** Null for what does not map to one product: the table has to do. */
export function queryOf({ region, service, usage, type }: Wanted): PriceListQuery | null {
  const query = queries[`${service} ${usage}`];
  if (!query) return null;
  const [serviceCode, unit, filters] = query;
  return {
    serviceCode,
    unit,
    filters: { ...filters, regionCode: region, ...(type && { instanceType: type }) },
  };
}
