import { describe, expect, it } from '@jest/globals';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Language } from '../../../client/i18n/choose-language.js';
import { AnswerOrigin } from '../../../client/react/answer-origin.js';
import { LanguageContext } from '../../../client/react/locale.js';
import { modelName } from '../../../client/react/model-name.js';
import type { WireMessage } from '../../../core/contracts/shapes.js';
import { answer } from '../support/attempts.js';

const model = 'eu.amazon.nova-pro-v1:0';
const created_at = '2026-01-01T10:00:00.000Z';
const drawn = (message: Partial<WireMessage>, language: Language = 'en') =>
  renderToStaticMarkup(
    <LanguageContext value={language}>
      <AnswerOrigin message={answer({ created_at, processing_ms: 5_000, ...message })} />
    </LanguageContext>,
  )
    .replace(/<[^>]+>/g, '|')
    .replaceAll('\u00a0', ' ');

describe('what is said below an answer about who gave it', () => {
  it('is nothing where the first model did', () => {
    expect(drawn({ model })).toBe('');
  });

  it.each<[string, Partial<WireMessage>, string, string]>([
    [
      'another model',
      { model, fallback: true },
      '|Answered by nova-pro (fallback)|',
      '|Réponse de nova-pro (modèle de secours)|',
    ],
    [
      'an earlier answer',
      { model, cached: true, cached_at: '2026-01-01T09:48:00.000Z' },
      '|Cached answer, 12 min old|',
      '|Réponse en cache depuis 12 min|',
    ],
    [
      'an answer of this minute',
      { model, cached: true, cached_at: '2026-01-01T10:00:01.000Z' },
      '|Cached answer, under a minute old|',
      '|Réponse en cache, moins d’une minute|',
    ],
    [
      'an answer of this morning',
      { model, cached: true, cached_at: '2026-01-01T05:00:00.000Z' },
      '|Cached answer, 5 h old|',
      '|Réponse en cache depuis 5 h|',
    ],
    ['nobody', { canned: true }, '|Standard answer|', '|Réponse type|'],
  ])('names %s, in both languages', (_who, message, english, french) => {
    expect(drawn(message)).toBe(english);
    expect(drawn(message, 'fr')).toBe(french);
  });
});

it.each([
  [model, 'nova-pro'],
  ['eu.anthropic.claude-sonnet-4-20250514-v1:0', 'claude-sonnet-4'],
  ['arn:aws:bedrock:eu-west-1:1:inference-profile/eu.amazon.nova-lite-v1:0', 'nova-lite'],
  ['mistral.mistral-large-2407-v1:0', 'mistral-large-2407'],
  ['test', 'test'],
])('the model %s is called %s', (id, name) => {
  expect(modelName(id)).toBe(name);
});
