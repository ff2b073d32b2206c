import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ConfigError } from '../../../core/config.js';
import { emptyContext } from '../../../core/domain/session.js';
import { expandQuickAction, MAX_VALUE_CHARACTERS } from '../../../core/quick-actions/expand-quick-action.js';
import { loadQuickActions } from '../../../core/quick-actions/load-quick-actions.js';
import { fillTemplate, parseTemplate, type Template } from '../../../core/quick-actions/template.js';
import { withoutInstructions } from '../../../core/quick-actions/without-instructions.js';

const shipped = 'core/quick-actions/quick-actions.yaml';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'aside-quick-actions-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
const load = (text: string) => {
  const path = join(folder, 'quick-actions.yaml');
  writeFileSync(path, text);
  return () => loadQuickActions(pathToFileURL(path));
};

const full = {
  ...emptyContext,
  clientName: 'Acme Retail',
  meetingType: 'architecture review',
  projectContext: 'Move the shop.\nNo downtime.',
  serviceTypes: ['EC2', 'RDS', 'S3'],
  cloudProviders: ['AWS'],
};

describe('the quick actions', () => {
  test('are six, which are offered in this order', () => {
    expect(loadQuickActions().map(({ id }) => id)).toEqual([
      'cost-estimate',
      'compare-services',
      'best-practices',
      'meeting-summary',
      'next-steps',
      'risks',
    ]);
  });

  test('speak of the session in whole sentences', () => {
    const [cost] = loadQuickActions();
    if (!cost) throw new Error('there is none');
    const { question, text } = expandQuickAction(cost, 'en', full);
    expect(question).toBe('Estimate the monthly cost of EC2, RDS, and S3 for Acme Retail.');
    expect(text).toMatch(/^Estimate the monthly cost of EC2, RDS, and S3 for Acme Retail\. Say which/);
    expect(text).toMatch(/ The project: Move the shop\. No downtime\.$/);
    expect(expandQuickAction(cost, 'fr', full).question).toBe(
      'Estimez le coût mensuel pour Acme Retail\u00a0: EC2, RDS et S3.',
    );
  });

  const contexts = [
    emptyContext,
    full,
    { ...emptyContext, clientName: 'Acme' },
    { ...emptyContext, serviceTypes: ['EKS'] },
    { ...emptyContext, meetingType: 'review', clientName: '  ' },
    { ...emptyContext, projectContext: 'A project', serviceTypes: [' ', ''] },
  ];
  test.each(['en', 'fr'] as const)('read well in %s whatever is missing', (language) => {
    for (const action of loadQuickActions()) {
      for (const context of contexts) {
        const { question, text } = expandQuickAction(action, language, context);
        expect(text.startsWith(question)).toBe(true);
        expect(question).toMatch(/^\p{Lu}.*[.?]$/u);
        for (const said of [question, text]) {
          expect(said).not.toMatch(/[[\]{}|]|null|undefined| {2}| [.,;]|\(\)|: *\.|^\s|\s$/);
          if (language === 'fr') expect(said).not.toMatch(/[^\u202f]\?|[^\u00a0]:/);
          else expect(said).not.toMatch(/\s[?:]/);
        }
      }
    }
  });

  test('say a long value in part only, and never half a character', () => {
    const [, , action] = loadQuickActions();
    if (!action) throw new Error('there is none');
    const project = expandQuickAction(action, 'en', { ...emptyContext, projectContext: 'word '.repeat(800) });
    expect(project.text.length).toBeLessThan(MAX_VALUE_CHARACTERS + 200);
    expect(project.text).toMatch(/word…$/);
    const odd = expandQuickAction(action, 'en', { ...emptyContext, clientName: `x${'🚀'.repeat(400)}` });
    expect(odd.text.isWellFormed()).toBe(true);
  });
});

describe('a template', () => {
  const fill = (source: string, client_name: string | null) =>
    fillTemplate(parseTemplate(source) as Template, {
      client_name,
      meeting_type: null,
      project_context: null,
      service_types: null,
      cloud_providers: null,
    });

  test('says other words where a value is missing', () => {
    expect(fill('For [the client {client_name}, surely|somebody].', 'Acme')).toBe(
      'For the client Acme, surely.',
    );
    expect(fill('For [the client {client_name}, surely|somebody].', null)).toBe('For somebody.');
  });

  test('does not read what stands in a value', () => {
    expect(fill('For[ {client_name}].', '[{meeting_type}|$&]')).toBe('For [{meeting_type}|$&].');
  });

  test.each([
    ['For {client_name}.', 'outside of brackets'],
    ['For [nobody].', 'must hold one {value}'],
    ['For [{client}].', '{client} is not a value there is'],
    ['For [{client_name} and {meeting_type}].', 'must hold one {value}'],
    ['For [{client_name}.', 'brackets that do not match'],
    ['For ][.', 'must hold one {value}'],
  ])('is refused when it may not read well: %s', (source, problem) => {
    expect(parseTemplate(source)).toContain(problem);
  });
});

describe('a file that is wrong', () => {
  const text = readFileSync(shipped, 'utf8');
  test.each([
    ['icon: sum', 'icon: Sum', 'quick action cost-estimate, icon: must be lower case'],
    [
      'cost[ of {service_types}]',
      'cost[ of {customer}]',
      'quick action cost-estimate, ask.en: {customer} is not a value',
    ],
    ['id: risks', 'id: next-steps', 'next-steps is there twice'],
    ['  intent: cost_estimate\n', '', 'quick action cost-estimate, intent'],
    ['- id: cost-estimate', '- id: [', 'cannot be read'],
  ])('is one sentence with file and place: %s', (from, to, says) => {
    expect(text).toContain(from);
    const loading = load(text.replace(from, to));
    expect(loading).toThrow(ConfigError);
    expect(loading).toThrow(/^\S*quick-actions\.yaml\b[^\n]*\.$/);
    expect(loading).toThrow(says);
  });
});

test('what a message is about is there without what its quick action says on how to answer', () => {
  for (const action of loadQuickActions()) {
    for (const language of ['en', 'fr'] as const) {
      const { question, text } = expandQuickAction(action, language, {
        ...full,
        meetingType: null,
        projectContext: null,
      });
      const subject = withoutInstructions(action, `${text}\n\nIn Paris.`);
      expect(subject.split(/\s+/)).toEqual(`${question} In Paris.`.split(/\s+/));
    }
  }
});
