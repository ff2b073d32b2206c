import { describe, expect, test } from '@jest/globals';
import { createExtractiveModel } from '../../../dev/bedrock/extractive-model.js';
import { loadTemplates } from '../../../worker/prompt/load-templates.js';
import { promptOf, readKnowledge } from './prompt.js';

const { answer } = createExtractiveModel();

describe('that the knowledge base has nothing', () => {
  test.each<[string, RegExp]>([
    ['Wie viel kostet ein NAT Gateway?', /^I found nothing in the knowledge base for this question/],
    ['Qu’est-ce que GuardDuty ?', /^Je n’ai rien trouvé dans la base de connaissances pour cette question/],
    ['Can GuardDuty feed Zorblax?', /^The knowledge base does not cover .* about “Zorblax”\.$/],
  ])('is not claimed of names that AWS knows, where the search gave no source: %s', (question, said) => {
    expect(answer(promptOf(question))).toMatch(said);
  });

  test.each(['What is an SCP?', 'Explain SCPs'])(
    'is not claimed of an acronym that a source spells out: %s',
    (question) => {
      const policies = readKnowledge('en', 'security-organizations-scps');
      const system = loadTemplates().common.weakEvidence;
      const text = answer(promptOf(question, policies, { system }));
      expect(text).toMatch(/^A service control policy \(SCP\) sets the maximum permissions .*\[1\]/);
    },
  );

  test.each([
    ['What is an RTO?', 'Recovery time objective', 'It says how long a service may be away.'],
    ['C’est quoi une PRA ?', 'Plan de reprise d’activité', 'Il dit comment une entreprise repart.'],
    ['Explain RCPs', 'Resource control policies', 'They limit who may use the data of an account.'],
  ])('nor of one that its title only has the words of: %s', (question, title, text) => {
    const source = { title, text: `# ${title}\n\n${text}` };
    const system = loadTemplates().common.weakEvidence;
    expect(answer(promptOf(question, [source], { system }))).toContain(`${text}[1]`);
    expect(answer(promptOf('What is a QXZ?', [source], { system }))).toContain('“QXZ”');
  });
});
