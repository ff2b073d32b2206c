import { describe, expect, test } from '@jest/globals';
import { converse, converseThrough as last } from './cost-conversation.js';

const two = 'What do two NAT gateways cost in Paris with 500 GB?';
const gateways = (count: number) => ({ service: 'nat_gateway', usage: 'gateway_hours', count });
const through = (quantity: number) => ({ service: 'nat_gateway', usage: 'gb_processed', quantity });
const three = 'What do 3 t3.medium cost in Ireland?';
const instances = (count: number, type = 't3.medium') => ({
  service: 'ec2',
  usage: 'instance_hours',
  type,
  count,
});

describe('a question that follows an estimate', () => {
  test.each([
    ['and with 5 of them?', gateways(5), through(500)],
    ['Et avec 5 ?', gateways(5), through(500)],
    ['5 instead of 2?', gateways(5), through(500)],
    ['make it five', gateways(5), through(500)],
    ['And with 4 NAT gateways?', gateways(4), through(500)],
    ['3 gateways', gateways(3), through(500)],
    ['et avec 1 To ?', gateways(2), through(1_024)],
    ['et avec 1 To chacune ?', gateways(2), { ...through(1_024), count: 2 }],
  ])('changes the number that it can be of: %s', async (question, ...items) => {
    expect((await last([two, question])).input).toEqual({ region: 'eu-west-3', items });
  });

  test('makes a sum of a price', async () => {
    const price = 'What does a NAT gateway cost?';
    expect((await last([price])).input).toBeNull();
    expect((await last([price, 'and with five?'])).input.items).toEqual([gateways(5)]);
    expect((await last([price, 'and in Paris?'])).input).toEqual({
      region: 'eu-west-3',
      items: [gateways(1)],
    });
    expect((await last([price, 'and with five?', 'and in Paris?'])).input).toEqual({
      region: 'eu-west-3',
      items: [gateways(5)],
    });
    expect((await last([price, 'and how do I secure it?'])).input).toBeNull();
  });

  test('changes how many there are, and what all of them have only where it was said of each', async () => {
    const disk = (count: number) => ({ service: 'ec2', usage: 'gp3_gb_months', count, quantity: 500 });
    const all = await last(['What do 3 t3.medium cost with 500 GB gp3?', 'make it 5 instances']);
    expect(all.input.items).toEqual([instances(5), disk(1)]);
    const each = await last(['What do 3 t3.medium cost with 500 GB gp3 each?', 'make it 5 instances']);
    expect(each.input.items).toEqual([instances(5), disk(5)]);
  });

  test('changes what is about as large', async () => {
    const lambda = 'What do 10 million Lambda requests of 200 ms cost?';
    const { input } = await last([lambda, 'and 20 million?']);
    expect(input.items).toMatchObject([
      { service: 'lambda', usage: 'requests', quantity: 20_000_000 },
      { service: 'lambda', usage: 'gb_seconds', count: 20_000_000 },
    ]);
  });

  test('changes what can be as large', async () => {
    const { input } = await last(['What do 2 Fargate tasks and 3 TB in S3 cost?', 'and with 4 TB?']);
    expect(input.items.at(-1)).toEqual({ service: 's3', usage: 'standard_gb_months', quantity: 4_096 });
  });

  test('changes the Region', async () => {
    const { input, text } = await last([two, 'what about Ireland?']);
    expect(input).toEqual({ region: 'eu-west-1', items: [gateways(2), through(500)] });
    expect(text).toContain('$94.08');
    expect(text).not.toContain('No Region was named');
  });

  test.each(['in Tokyo', 'à Tokyo ?', 'in Tokyo instead'])(
    'changes the Region to one that nobody spoke of: %s',
    async (place) => {
      expect((await last([two, place])).input).toEqual({
        region: 'ap-northeast-1',
        items: [gateways(2), through(500)],
      });
    },
  );

  test('changes the type, and how it is set up', async () => {
    expect((await last([three, 'And with t3.large?'])).input.items).toEqual([instances(3, 't3.large')]);
    expect((await last([three, 'And with six instances in Paris?'])).input).toEqual({
      region: 'eu-west-3',
      items: [instances(6)],
    });
    const multi = await last(['What does a db.t4g.medium cost in Ireland?', 'And in Multi-AZ?']);
    expect(multi.input.items).toMatchObject([{ usage: 'postgresql_multi_az_hours', count: 1 }]);
  });

  test('adds what it says is to be added, and what was lacking', async () => {
    const added = await last([three, 'Add 2 NAT gateways', 'and with an ALB?']);
    const unknown = { service: 'ALB', usage: 'unknown' };
    expect(added.input.items).toEqual([instances(3), gateways(2), unknown]);
    expect(added.text).toContain('so it is not in the total: ALB.');
    const filled = await last(['What do 3 t3.medium and S3 cost?', 'S3: 500 GB']);
    expect(filled.input.items).toEqual([
      instances(3),
      { service: 's3', usage: 'standard_gb_months', quantity: 500 },
    ]);
  });

  test('goes on from what the ones before changed, whatever was said in between', async () => {
    const { input } = await last([two, 'and with 5 of them?', 'thanks', 'et avec 1 To ?', 'in Ireland?']);
    expect(input).toEqual({ region: 'eu-west-1', items: [gateways(5), through(1_024)] });
    const refused = await last([two, 'what about Tokyo?', 'and in Ireland?']);
    expect(refused.input.region).toBe('eu-west-1');
  });

  test('keeps what was assumed, but for what it says itself', async () => {
    // As a quick action asks, with its instructions.
    const asked =
      'Estimate the monthly cost of ECS on Fargate and EKS for Acme Retail. Say which quantities and which Region you assume, show the arithmetic, and name what would cut the bill most.';
    const { input, text } = await last([asked, 'and with 3 tasks?']);
    expect(input.items).toEqual([
      { service: 'fargate', usage: 'vcpu_hours', count: 3 },
      { service: 'fargate', usage: 'gb_hours', count: 6 },
      { service: 'eks', usage: 'cluster_hours', count: 1 },
    ]);
    expect(text).toContain('Assumed: Fargate (1\u00a0vCPU, 2\u00a0GB), EKS (1\u00a0cluster).');
  });

  test.each([
    ['and with 5?', /^I am not sure what changes\..*EC2 \(t3\.medium, 3\u00a0instances\), NAT gateway/],
    ['and for 12 users?', /^I am not sure what changes\./],
    ['and 1 TB?', /^I am not sure what changes\./],
    ['et avec 500 Go par jour ?', /^Je ne vois pas ce qui change\..*passerelle NAT \(2\u00a0passerelles\)/],
  ])('is asked back where what changes is not clear: %s', async (question, said) => {
    const { input, text } = await last(['What do 3 t3.medium and 2 NAT gateways cost?', question]);
    expect(input).toBeNull();
    expect(text).toMatch(said);
  });

  test.each([
    'And which of these endpoints are free?',
    'And what are the 3 advantages of endpoints?',
    'And what does a Transit Gateway cost?',
    'Why is it so expensive?',
  ])('is answered in words where it is about something else: %s', async (question) => {
    const { input, text } = await last([two, question]);
    expect(input).toBeNull();
    expect(text).not.toMatch(/^I am not sure/);
  });

  test('stands by itself where it names something else', async () => {
    expect((await last([two, 'And what do 3 t3.medium cost?'])).input).toEqual({
      region: 'eu-west-3',
      items: [instances(3)],
    });
  });

  test('is told how to ask where the tool is not offered, in words that are understood', async () => {
    const { input, text } = await last([two, 'et avec 1 To chacune ?'], []);
    expect(input).toBeNull();
    const [, whole = ''] = /«\u00a0(Combien .*?\?)\u00a0»$/.exec(text) ?? [];
    expect((await converse(whole, 'fr')).input).toEqual({
      region: 'eu-west-3',
      items: [gateways(2), { ...through(1_024), count: 2 }],
    });
  });
});

describe('what was said before', () => {
  test('counts where only then its price is asked for', async () => {
    const { input } = await last(['We run two NAT gateways in Paris with 500 GB.', 'How much is that?']);
    expect(input).toEqual({ region: 'eu-west-3', items: [gateways(2), through(500)] });
  });
});
