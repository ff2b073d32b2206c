import { describe, expect, test } from '@jest/globals';
import { converseThrough } from './cost-conversation.js';

const gateways = (count: number) => ({ service: 'nat_gateway', usage: 'gateway_hours', count });
const instances = (count: number, type = 't3.medium') => ({
  service: 'ec2',
  usage: 'instance_hours',
  type,
  count,
});
const stored = (quantity: number) => ({ service: 's3', usage: 'standard_gb_months', quantity });
const database = { service: 'rds', usage: 'postgresql_hours', type: 'db.t4g.medium', count: 1 };
const balancer = { service: 'ALB', usage: 'unknown' };

const english = 'What do 2 NAT gateways, an ALB, a db.t4g.medium and 100 GB of S3 cost in Paris?';
const french = 'Combien coûtent 2 passerelles NAT, un ALB, un db.t4g.medium et 100 Go de S3 à Paris ?';

describe('an estimate', () => {
  test.each([
    [english, 'without the load balancer', [gateways(2), database, stored(100)]],
    [french, 'sans le répartiteur de charge', [gateways(2), database, stored(100)]],
    [english, 'remove the NAT gateways', [database, stored(100), balancer]],
    [french, 'retire les passerelles', [database, stored(100), balancer]],
    [english, 'drop S3', [gateways(2), database, balancer]],
    [french, 'enlève le S3', [gateways(2), database, balancer]],
    [english, 'and what would it cost without the RDS?', [gateways(2), stored(100), balancer]],
    [french, 'et sans le RDS ?', [gateways(2), stored(100), balancer]],
    [english, 'take the ALB out', [gateways(2), database, stored(100)]],
    [english, 'leave out the database', [gateways(2), stored(100), balancer]],
    [english, 'remove the ALB and S3', [gateways(2), database]],
    [english, 'remove S3 and make it 5 gateways', [gateways(5), database, balancer]],
  ])('is worked out again without what is to go: %s %s', async (question, change, items) => {
    expect((await converseThrough([question, change])).input).toEqual({ region: 'eu-west-3', items });
  });

  test('is worked out without it in another Region too', async () => {
    const { input } = await converseThrough([english, 'without S3 and the ALB, in Ireland']);
    expect(input).toEqual({ region: 'eu-west-1', items: [gateways(2), database] });
  });

  test('loses disks, and what each of a thing has with the thing', async () => {
    const disks = await converseThrough(['What do 3 t3.medium with 100 GB gp3 cost?', 'without the gp3']);
    expect(disks.input.items).toEqual([instances(3)]);
    const nodes = ['What do 2 NAT gateways and 2 EKS clusters with 3 t3.medium nodes each cost?', 'drop EKS'];
    expect((await converseThrough(nodes)).input.items).toEqual([gateways(2)]);
  });

  test.each([
    ['remove the NAT gateways', 'Without that, nothing with a price would be left. The estimate so far'],
    ['enlève les passerelles NAT', 'Sans cela, il ne resterait rien qui ait un prix. L’estimation porte'],
  ])('stays where nothing would be left: %s', async (change, said) => {
    const asked = ['What do 2 NAT gateways cost in Paris?', change];
    const { input, text } = await converseThrough(asked);
    expect(input).toBeNull();
    expect(text).toContain(said);
    expect((await converseThrough([...asked, 'make it 3 gateways'])).input).toEqual({
      region: 'eu-west-3',
      items: [gateways(3)],
    });
  });

  test.each([
    ['remove one NAT gateway', /^I am not sure what changes\./],
    ['remove the EKS cluster', /^I am not sure what changes\./],
    ['supprime la passerelle Direct Connect', /^Je ne vois pas ce qui change\./],
  ])('is asked back on where it is not clear what is to go: %s', async (change, said) => {
    const { input, text } = await converseThrough([english, change]);
    expect(input).toBeNull();
    expect(text).toMatch(said);
  });

  test.each([
    'And how do I remove the NAT gateways?',
    'And what happens without a NAT gateway?',
    'Can we do without a VPN?',
    'And is our network secure without the NAT gateways?',
  ])('is left alone by a question about doing without: %s', async (question) => {
    const { input, text } = await converseThrough([english, question]);
    expect(input).toBeNull();
    expect(text).not.toMatch(/^I am not sure/);
  });

  test('is gone on with after such a question', async () => {
    const asked = [english, 'And how do I remove the NAT gateways?', 'and with 3 NAT gateways?'];
    expect((await converseThrough(asked)).input.items).toEqual([
      gateways(3),
      database,
      stored(100),
      balancer,
    ]);
  });

  test('is worked out in a moment from a long change', async () => {
    for (const part of ['without ', 'remove the nat ', 'take the ', 'sans a.', 'and add ']) {
      const began = performance.now();
      await converseThrough([english, part.repeat(50_000 / part.length)]);
      expect(performance.now() - began).toBeLessThan(1_000);
    }
  });

  test.each([
    ['add 100 GB of S3', [instances(3), stored(100)]],
    ['and please add 100 GB of S3', [instances(3), stored(100)]],
    ['ajoute 100 Go de S3', [instances(3), stored(100)]],
    ['and add 2 NAT gateways', [instances(3), gateways(2)]],
    ['Could you add 2 t3.medium?', [instances(5)]],
    ['rajoute une t3.medium', [instances(4)]],
    ['add another NAT gateway', [instances(3), gateways(1)]],
    ['and 2 more instances', [instances(5)]],
    ['ajoute 2 t3.large', [instances(3), instances(2, 't3.large')]],
  ])('keeps what it has where more is added: %s', async (change, items) => {
    const { input } = await converseThrough(['What do 3 t3.medium cost in Paris?', change]);
    expect(input).toEqual({ region: 'eu-west-3', items });
  });
});
