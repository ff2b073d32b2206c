import { describe, expect, test } from '@jest/globals';
import { loadPriceFile } from '../../../worker/tools/prices/price-file.js';
import { converse, model, sources } from './cost-conversation.js';
import { promptOf } from './prompt.js';

describe('the stand-in, offered a tool for costs,', () => {
  test('calls it, and says its total and its lines', async () => {
    const { input, text } = await converse(
      'What do two NAT gateways in Paris cost with 500 GB a month?',
      'en',
    );
    expect(input).toMatchObject({ region: 'eu-west-3' });
    expect(text).toContain('**$98.00 a month** in eu-west-3:');
    expect(text).toContain('- 2 × NAT gateway: 1,460 hours × $0.05 = $73.00');
    expect(text).toContain('- Data processed by NAT gateways: 500 GB × $0.05 = $25.00');
    expect(text).toContain(loadPriceFile().as_of);
  });

  test('does so in French', async () => {
    const { text } = await converse(
      'Combien coûtent deux passerelles NAT à Paris avec 1 500,5 Go par mois ?',
      'fr',
    );
    expect(text).toContain('**148,03\u00a0$ par mois** en eu-west-3\u00a0:');
    expect(text).toContain('1\u202f500,5 Go × 0,05\u00a0$ = 75,03\u00a0$');
  });

  test('names the source of prices once, with each of their days, the oldest first', async () => {
    const pages = 'AWS public pricing pages, 2024-07-01';
    const paris = await converse('What do 2 NAT gateways and 2 db.m6g.large cost in Paris?', 'en');
    expect(paris.text).toContain(`List prices on demand (${pages} and 2025-06-30), without`);
    const french = await converse('Combien coûtent 2 passerelles NAT et 2 db.m6g.large à Paris ?', 'fr');
    expect(french.text).toContain(`Prix publics à la demande (${pages} et 2025-06-30), hors`);
    const alone = await converse('What do 2 db.m6g.large cost in Paris?', 'en');
    expect(alone.text).toContain(`(${pages}), without`);
    const both = await converse('What do 2 db.m6g.large cost in Ireland and in Paris?', 'en');
    expect(both.text).toContain(`(${pages} and 2026-09-01), without`);
  });

  test('says which Region it took where none is named', async () => {
    const { input, text } = await converse('What do two NAT gateways cost?', 'en');
    expect(input).toMatchObject({ region: 'eu-west-1' });
    expect(text).toContain('No Region was named, so I took eu-west-1.');
  });

  test('takes the one that the session is about', async () => {
    const context =
      '\n<session_context id="a1">\nProject: All of it runs in Paris.\n</session_context id="a1">';
    const { input, text } = await converse('What do two NAT gateways cost?', 'en', [], undefined, context);
    expect(input).toMatchObject({ region: 'eu-west-3' });
    expect(text).toContain('I took eu-west-3, since the session is about it.');
  });

  test.each(['Client: Bank of Ireland', 'Project: From Ohio, leaving Virginia'])(
    'takes none from %s',
    async (line) => {
      const context = `\n<session_context id="a1">\n${line}\n</session_context id="a1">`;
      const { text } = await converse('What do two NAT gateways cost?', 'en', [], undefined, context);
      expect(text).toContain('No Region was named, so I took eu-west-1.');
    },
  );

  test('asks once for each Region, and tells of one without prices', async () => {
    const { inputs, text } = await converse('What do 2 NAT gateways cost in Paris, Ohio and Ireland?', 'en');
    expect(inputs.map(({ region }) => region)).toEqual(['eu-west-3', 'us-east-2', 'eu-west-1']);
    expect(text).toMatch(/\$73\.00 a month\*\* in eu-west-3[\s\S]*a month\*\* in eu-west-1/);
    expect(text).toContain('My price list has none of it in us-east-2. The Regions that it knows are');
    expect(text.match(/List prices/g)).toHaveLength(1);
  });

  test('names what has no price, and what it would have to guess', async () => {
    const english = await converse(
      'What do 2 m5.large, an ALB, Route 53 and a Lambda cost in Ireland?',
      'en',
    );
    expect(english.text).toContain('**$156.22 a month**');
    expect(english.input.items.slice(1)).toEqual([
      { service: 'ALB', usage: 'unknown' },
      { service: 'Route 53', usage: 'unknown' },
    ]);
    expect(english.missing).toEqual(['ALB', 'Route 53']);
    expect(english.text).toContain('no price for this, so it is not in the total: ALB, Route 53.');
    expect(english.text).toContain('so it is not in the total: Lambda (requests, ms, MB).');
    const french = await converse('Combien coûtent 2 m5.large, un ALB, et S3 en Irlande ?', 'fr');
    expect(french.missing).toEqual(['ALB']);
    expect(french.text).toContain('ce n’est donc pas dans le total\u00a0: ALB.');
    expect(french.text).toContain('ce n’est donc pas dans le total\u00a0: S3 (Go).');
  });

  test('assumes small quantities where an estimate is asked for without any, and says so', async () => {
    const english = await converse(
      'Estimate the monthly cost of ECS on Fargate and EKS for Acme Retail.',
      'en',
    );
    expect(english.text).toContain('**$109.04 a month** in eu-west-1:');
    expect(english.text).toContain(
      'Assumed: Fargate (1\u00a0task, 1\u00a0vCPU, 2\u00a0GB), EKS (1\u00a0cluster).',
    );
    const french = await converse('Estimez le coût mensuel pour Acme Retail : ECS sur Fargate et EKS.', 'fr');
    expect(french.input).toEqual(english.input);
    expect(french.text).toContain(
      'Hypothèses\u00a0: Fargate (1\u00a0tâche, 1\u00a0vCPU, 2\u00a0Go), EKS (1\u00a0cluster).',
    );
  });

  test('says what the tool refused, and what it knows, and quotes nothing on other Regions', async () => {
    const english = await converse('What do two NAT gateways cost in Frankfurt?', 'en');
    expect(english.text).toBe(
      'I could not work out the cost. My price list has none of it in eu-central-1. The Regions that it knows are us-east-1, eu-west-1, and eu-west-3.',
    );
    const french = await converse('Combien coûte une passerelle NAT à Tokyo ?', 'fr');
    expect(french.text).toBe(
      'Je n’ai pas pu calculer le coût. Ma liste de prix n’a rien de tout cela pour ap-northeast-1. Les régions qu’elle connaît sont us-east-1, eu-west-1 et eu-west-3.',
    );
    const type = await converse('What do 2 m99.large cost in Paris?', 'en');
    expect(type.text).toBe('I could not work out the cost. My price list has none of it in eu-west-3.');
  });

  test('goes on with the sources where the question also asks how', async () => {
    const { text } = await converse(
      'What do two NAT gateways cost in Frankfurt, and how can we cut that?',
      'en',
    );
    expect(text).toMatch(/^I could not work out the cost[\s\S]*\[1\]/);
  });

  test('answers in words where a question says too little, or no tool is offered', async () => {
    expect(await converse('What does a NAT gateway cost?', 'en')).toMatchObject({
      input: null,
      text: expect.stringContaining('$0.045'),
    });
    const advice = await converse('How can we cut the bill of our 12 EC2 instances?', 'en');
    expect(advice.input).toBeNull();
    const prompt = promptOf('What do two NAT gateways in Paris cost?', sources);
    expect(model.say({ ...prompt, tools: [], calls: [], forced: null })).toEqual({
      text: model.answer(prompt),
      toolUses: [],
    });
  });
});
