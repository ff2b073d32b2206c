import { describe, expect, test } from '@jest/globals';
import { readTitle, titleFromQuestion } from '../../../worker/digest/title-text.js';

describe('a title', () => {
  test.each([
    ['NAT gateway costs', 'NAT gateway costs'],
    ['"NAT gateway costs."', 'NAT gateway costs'],
    ['« Coût des passerelles NAT »', 'Coût des passerelles NAT'],
    ['**NAT gateway costs**', 'NAT gateway costs'],
    ['Cost of .NET\ton Fargate', 'Cost of .NET on Fargate'],
  ])('is what the model says, without what it puts around it: %s', (answer, title) => {
    expect(readTitle(answer)).toBe(title);
  });

  test.each([
    '',
    '""',
    '…\n',
    'Here is a title:\nNAT gateways',
    'I cannot name this conversation. '.repeat(5),
  ])('is not an answer that is none (%#)', (answer) => expect(readTitle(answer.replace('…', ''))).toBeNull());

  test.each([
    ['What does  a NAT\ngateway cost?', 'What does a NAT gateway cost?'],
    ['We run three VPCs. How can we cut the cost of NAT?', 'We run three VPCs'],
    ['Combien coûte une passerelle NAT ?', 'Combien coûte une passerelle NAT ?'],
  ])('without the model is how the question begins: %s', (question, title) => {
    expect(titleFromQuestion(question)).toBe(title);
  });

  test.each([
    'x'.repeat(16_000),
    '😀'.repeat(100),
    'how '.repeat(4_000),
    `${'\ud83d'.repeat(70)} what`,
    'a, '.repeat(50),
  ])('fits a line and is well-formed, whatever is asked (%#)', (question) => {
    const title = titleFromQuestion(question);
    expect(title.length).toBeGreaterThan(0);
    expect(title.length).toBeLessThanOrEqual(60);
    expect(title.isWellFormed()).toBe(true);
    expect(title).not.toMatch(/[\s,]…$/);
  });
});
