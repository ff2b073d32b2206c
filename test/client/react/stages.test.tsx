import { expect, it } from '@jest/globals';
import { renderToStaticMarkup } from 'react-dom/server';
import { newTurn } from '../../../client/core/conversation.js';
import { Stages } from '../../../client/react/stages.js';
import type { WireMessage } from '../../../core/contracts/shapes.js';
import { answer } from '../support/attempts.js';

it.each<[WireMessage['status'], string]>([
  ['complete', 'Understood › Written'],
  ['stopped', 'Understood › Stopped'],
  ['blocked', 'Understood › Held back'],
  ['failed', 'Understood › Not finished'],
])('the line of an answer that is %s ends as it did: %s', (status, line) => {
  const turn = { ...newTurn('t'), stage: 'writing' as const };
  const html = renderToStaticMarkup(<Stages turn={turn} ended={answer({ status })} />);
  expect(html.replace(/<[^>]+>/g, '')).toBe(line);
});
