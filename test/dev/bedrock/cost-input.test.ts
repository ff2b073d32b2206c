import { describe, expect, test } from '@jest/globals';
import { readBasket } from '../../../dev/bedrock/model/cost/basket.js';
import { costOf, saysHowMuch } from '../../../dev/bedrock/model/cost/cost-input.js';

function costItemsIn(question: string) {
  const basket = readBasket(question);
  return saysHowMuch(basket) ? costOf(basket, 'sizes').items : [];
}

const instances = (type: string, count: number) => ({
  service: 'ec2',
  usage: 'instance_hours',
  type,
  count,
});
const disks = (count: number, quantity: number) => ({
  service: 'ec2',
  usage: 'gp3_gb_months',
  count,
  quantity,
});

const gateways = (count: number, more = {}) => ({
  service: 'nat_gateway',
  usage: 'gateway_hours',
  count,
  ...more,
});
const through = (quantity: number) => ({ service: 'nat_gateway', usage: 'gb_processed', quantity });
const throughEach = (count: number, quantity: number) => ({ ...through(quantity), count });
const clusters = (count: number) => ({ service: 'eks', usage: 'cluster_hours', count });

describe('the stand-in reads from a question', () => {
  test.each([
    ['What do two NAT gateways in Paris cost with 500 GB a month?', [gateways(2), through(500)]],
    ['Combien coûtent deux passerelles NAT à Paris avec 500 Go par mois ?', [gateways(2), through(500)]],
    ['How much is 1,500 GB through one NAT gateway?', [gateways(1), through(1_500)]],
    ['Trois passerelles NAT pendant 200 heures, combien ?', [gateways(3, { quantity: 200 })]],
    [
      'Price of 3 t3.medium instances with 100 GB each and 2 TB out to the internet',
      [
        { service: 'ec2', usage: 'instance_hours', type: 't3.medium', count: 3 },
        { service: 'ec2', usage: 'gp3_gb_months', count: 3, quantity: 100 },
        { service: 'data_transfer', usage: 'internet_out_gb', quantity: 2_048 },
      ],
    ],
    [
      'Quel est le coût de 2 To de stockage S3 et de 12 To de transfert sortant vers Internet ?',
      [
        { service: 's3', usage: 'standard_gb_months', quantity: 2_048 },
        { service: 'data_transfer', usage: 'internet_out_gb', quantity: 12_288 },
      ],
    ],
    [
      'Estimate 10 million Lambda requests with 512 MB and 120 ms',
      [
        { service: 'lambda', usage: 'requests', quantity: 10_000_000 },
        { service: 'lambda', usage: 'gb_seconds', count: 10_000_000, quantity: 0.06 },
      ],
    ],
    [
      'What do 2 Fargate tasks with 0.5 vCPU and 1 GB cost?',
      [
        { service: 'fargate', usage: 'vcpu_hours', count: 1 },
        { service: 'fargate', usage: 'gb_hours', count: 2 },
      ],
    ],
    [
      'A db.t4g.medium in Multi-AZ with 200 GB, how much?',
      [
        { service: 'rds', usage: 'postgresql_multi_az_hours', type: 'db.t4g.medium', count: 1 },
        { service: 'rds', usage: 'gp3_multi_az_gb_months', count: 1, quantity: 200 },
      ],
    ],
  ])('what it says of usage: %s', (question, items) => {
    expect(costItemsIn(question)).toEqual(items);
  });

  test.each([
    ['What do 3 EC2 instances m5.large cost?', [instances('m5.large', 3)]],
    ['What do 3 instances of type m5.large cost?', [instances('m5.large', 3)]],
    ['Combien pour trois instances EC2 (m5.large) ?', [instances('m5.large', 3)]],
    ['EC2 m5.large x 3, how much?', [instances('m5.large', 3)]],
    ['m5.large ×3 et t3.micro (x2), quel prix ?', [instances('m5.large', 3), instances('t3.micro', 2)]],
    ['m5.large: 3, t3.micro: 2, how much?', [instances('m5.large', 3), instances('t3.micro', 2)]],
    ['Price of EC2: 3x m5.large and 2 t3.micro', [instances('m5.large', 3), instances('t3.micro', 2)]],
    ['m5.large instances, five of them, how much?', [instances('m5.large', 5)]],
    ['Price of a pair of NAT gateways', [gateways(2)]],
    ['Price of half a dozen NAT gateways', [gateways(6)]],
    ['Coût d’une demi-douzaine de passerelles NAT', [gateways(6)]],
    ['Coût d’une dizaine d’instances t3.medium', [instances('t3.medium', 10)]],
    ['Coût de vingt et une t3.medium', [instances('t3.medium', 21)]],
    ['Coût de quatre-vingt-dix-sept t3.medium', [instances('t3.medium', 97)]],
    ['Coût de deux cent cinquante t3.medium', [instances('t3.medium', 250)]],
    ['Price of twenty-five t3.medium', [instances('t3.medium', 25)]],
    ['Price of a hundred and five t3.medium', [instances('t3.medium', 105)]],
    [
      'Fargate: 3 tasks of 0.5 vCPU and 1 GB, what price?',
      [
        { service: 'fargate', usage: 'vcpu_hours', count: 1.5 },
        { service: 'fargate', usage: 'gb_hours', count: 3 },
      ],
    ],
  ])('how many there are, wherever it says it: %s', (question, items) => {
    expect(costItemsIn(question)).toEqual(items);
  });

  test.each([
    ['What do 2 NAT gateways cost with 500 GB each?', [gateways(2), throughEach(2, 500)]],
    ['What do 2 NAT gateways each with 500 GB cost?', [gateways(2), throughEach(2, 500)]],
    ['Prix de 2 passerelles NAT traitant chacune 1 To ?', [gateways(2), throughEach(2, 1_024)]],
    ['Prix de 2 passerelles NAT avec 500 Go chacune ?', [gateways(2), throughEach(2, 500)]],
    ['Prix de 2 passerelles NAT, 500 Go par passerelle ?', [gateways(2), throughEach(2, 500)]],
    ['2 NAT gateways; each NAT gateway takes 500 GB. What price?', [gateways(2), throughEach(2, 500)]],
    ['Prix de 5 t3.small, chacun avec 20 Go ?', [instances('t3.small', 5), disks(5, 20)]],
    ['Price of 3 t3.small, each with 2 EBS volumes of 100 GB', [instances('t3.small', 3), disks(6, 100)]],
    ['What do 2 EKS clusters with 3 m5.large nodes each cost?', [clusters(2), instances('m5.large', 6)]],
    [
      'Prix de m5.large x 5 et de 2 passerelles NAT traitant chacune 1 To ?',
      [instances('m5.large', 5), gateways(2), throughEach(2, 1_024)],
    ],
    [
      'Price of 2 NAT gateways, 1 ALB, 3 m5.large EC2 instances with 500 GB gp3 each',
      [gateways(2), instances('m5.large', 3), disks(3, 500)],
    ],
    [
      'Prix de 2 passerelles NAT, 3 instances EC2 m5.large avec 500 Go de gp3 chacune',
      [gateways(2), instances('m5.large', 3), disks(3, 500)],
    ],
  ])('what each of them has: %s', (question, items) => {
    expect(costItemsIn(question)).toEqual(items);
  });

  test.each([
    ['Price of 3 m5.large EC2 instances, 500 GB gp3', [instances('m5.large', 3), disks(1, 500)]],
    ['Prix de 3 instances m5.large avec 500 Go de gp3', [instances('m5.large', 3), disks(1, 500)]],
  ])('what all of them have together: %s', (question, items) => {
    expect(costItemsIn(question)).toEqual(items);
  });

  test.each([
    ['What does a NAT gateway cost in Ireland for 3 of them with 500 GB each?', 3, 500],
    ['What does a NAT gateway cost for three gateways with 500 GB each?', 3, 500],
    ['Combien coûte une passerelle NAT pour 3 d’entre elles avec 500 Go chacune ?', 3, 500],
    ['Combien coûte une passerelle NAT pour cinq, avec 1 To chacune ?', 5, 1_024],
  ])('a number behind the price of one: %s', (question, count, each) => {
    expect(costItemsIn(question)).toEqual([gateways(count), throughEach(count, each)]);
  });

  test.each([
    ['Price of 2 m5.large, an ALB and Route 53', ['ALB', 'Route 53'], [], []],
    ['Coût de 2 m5.large et d’un répartiteur de charge', ['répartiteur de charge'], [], []],
    ['Price of 2 m5.large, a Lambda and S3', [], ['lambda', 's3'], []],
    ['Price of 2 m5.large and 5 servers', [], [], ['instances']],
    ['Price of 2 m5.large in a VPC', [], [], []],
    ['Price of 2 m5.large and an EFS with 500 GB', ['EFS'], [], []],
    ['Price of 2 m5.large and an RDS MySQL db.m5.large Multi-AZ', ['RDS (mysql)'], [], []],
  ])('what it names without a price or a quantity: %s', (question, unpriced, lacking, loose) => {
    const basket = readBasket(question);
    const costed = costOf(basket, 'sizes');
    expect(costed.items).toEqual([instances('m5.large', 2)]);
    expect(basket.unpriced).toEqual(unpriced);
    expect(costed.lacking.map(({ service }) => service)).toEqual(lacking);
    expect(basket.loose.map(({ unit }) => unit)).toEqual(loose);
  });

  test.each([
    ['What would 50 TB in S3 Glacier Deep Archive cost per month?', 'S3 (glacier deep archive)'],
    ['How much are three Windows m5.large servers in Ireland?', 'EC2 (windows)'],
    ['Cost of 2 m5.large reserved for 3 years in Ireland', 'EC2 (reserved)'],
    ['Combien coûtent 5 To dans S3 Glacier à Paris ?', 'S3 (glacier)'],
    ['What does an RDS db.m5.large with 100 GB of storage and MySQL cost?', 'RDS (mysql)'],
    ['Hi there. MySQL: what would a Multi-AZ pair of db.m5.large cost in Ireland?', 'RDS (mysql)'],
    ['What does a MySQL database on a Multi-AZ RDS db.m5.large cost?', 'RDS (mysql)'],
  ])('another kind of a service, which has another price: %s', (question, unpriced) => {
    expect(readBasket(question).unpriced).toEqual([unpriced]);
    expect(costItemsIn(question)).toEqual([]);
  });

  test.each([
    ['How much for 3 m5.large, not spot?', []],
    ['Cost of 2 m5.large, and a Windows licence for a laptop', []],
    ['Cost of 5 TB in S3 standard compared with Glacier', ['Glacier']],
    ['Cost of a db.m5.large with PostgreSQL instead of MySQL', []],
  ])('another kind only where it is said of that service: %s', (question, unpriced) => {
    expect(readBasket(question).unpriced).toEqual(unpriced);
    expect(costItemsIn(question)).not.toEqual([]);
  });

  test.each([
    ['What do three EC2 instances cost?', [instances('t3.medium', 3)]],
    [
      'What do 2 million Lambda requests cost?',
      [
        { service: 'lambda', usage: 'requests', quantity: 2_000_000 },
        { service: 'lambda', usage: 'gb_seconds', count: 2_000_000, quantity: 0.0125 },
      ],
    ],
  ])('a size to assume, and that it is assumed: %s', (question, items) => {
    const basket = readBasket(question);
    expect(costOf(basket, 'sizes')).toMatchObject({ items, assumed: [{}] });
    expect(costOf(basket, 'nothing').items).toEqual([]);
  });

  test('what is too large for the only thing that has such a size as something else', () => {
    const basket = readBasket('Estimate the cost of Fargate. The project: 3 TB of data on 40 VMs.');
    expect(basket.usages).toMatchObject([{ service: 'fargate', amounts: {} }]);
    expect(basket.loose).toMatchObject([
      { unit: 'gb', value: 3_072 },
      { unit: 'instances', value: 40 },
    ]);
    expect(saysHowMuch(basket)).toBe(false);
  });

  test('no size of its own where the text gives another', () => {
    expect(costItemsIn('What do 3 EC2 instances with 4 vCPU and 16 GB cost?')).toEqual([]);
  });

  test.each([
    'How much do NAT gateways cost, and how can a client cut that cost?',
    'What does it cost to move from 2 to 5 servers?',
    'How much are three m6i.large running 8 hours a day?',
    'How much is 500 GB a day through two NAT gateways?',
    'What would 40 GB cost?',
    'What does a NAT gateway cost in Ireland?',
    'What do -3 NAT gateways with 500 GB cost?',
    'Combien coûtent −3 passerelles NAT avec 500 Go ?',
    'Bonjour, combien ça coûte ?',
    '',
  ])('nothing where it would have to guess: %s', (question) => {
    expect(costItemsIn(question)).toEqual([]);
  });

  test.each([
    ['in Paris', 'eu-west-3'],
    ['en Irlande', 'eu-west-1'],
    ['in us-east-1', 'us-east-1'],
    ['in Paris and in Ireland', 'eu-west-3', 'eu-west-1'],
    ['in Ireland, N. Virginia and Paris', 'eu-west-1', 'us-east-1', 'eu-west-3'],
    ['for what they send from Paris to Ireland', 'eu-west-3'],
    ['in Paris, and 3 in Ireland', 'eu-west-3'],
    ['en Virginie du Nord', 'us-east-1'],
    ['in Frankfurt', 'eu-central-1'],
    ['de Paris à Dublin', 'eu-west-3'],
    ['à Paris et à Dublin', 'eu-west-3', 'eu-west-1'],
    ['at home'],
  ])('its Regions: %s', (place, ...regions) => {
    expect(readBasket(`What do two NAT gateways cost ${place}?`).regions).toEqual(regions);
  });

  test('a long one in a moment, whatever is in it', () => {
    const parts = ['1 ', '1,', 'a ', '1 000 ', 'nat ', 'one a-', 'db.t3.', 'nat 1 gb ', 'each ', 'vingt et '];
    const took = (text: string) => {
      const began = performance.now();
      costItemsIn(text);
      return performance.now() - began;
    };
    for (const part of parts) {
      const text = part.repeat(100_000 / part.length);
      // The best of three: the first is compiled meanwhile, and the machine may be busy.
      expect(Math.min(took(text), took(text), took(text))).toBeLessThan(200);
    }
  });
});
