import { expect, test } from '@jest/globals';
import { wordsOf } from '../../../worker/intent/words.js';
import { asksForFigure } from '../../../worker/knowledge/asks-for-figure.js';
import { createNameReader } from '../../../worker/knowledge/proper-names.js';

function namesIn(text: string) {
  const words = wordsOf(text);
  return words.filter(createNameReader(text, words)).map(({ start, end }) => text.slice(start, end));
}

test.each([
  ['GuardDuty price per million events in Frankfurt', ['GuardDuty', 'Frankfurt']],
  ['Will AWS sign a BAA with us, and which services are HIPAA eligible?', ['BAA', 'HIPAA']],
  ['which instance has 8 H100 gpus, a t3.medium?', ['H100', 't3']],
  [
    'Bonjour ! Le contrat de Brennick Logistics prévoit-il la clause DORA ?',
    ['Brennick', 'Logistics', 'DORA'],
  ],
  ['Quel est le tarif à Paris ? Et le délai en mars ?', ['Paris']],
  ['« Comité » le 3 : On commence. Then:\n- Start on Monday in May', []],
  ['How much do 500GB, 3 TB and 2 To of gp3 cost, 24x7?', ['gp3']],
  ['Is It Worth Moving EBS Volumes From gp2 To OpenShift?', ['EBS', 'gp2', 'OpenShift']],
  ['- Chiffrer les buckets\n- Tourner les clés', []],
  ['WHY DOES NOTHING WORK IN EU WEST', []],
  ['I mean what I say; Amazon and AWS are everywhere', []],
])('what is written like a name in %j', (text, names) => {
  expect(namesIn(text)).toEqual(names);
});

test.each([
  ['AWS Client VPN tarif par connexion', true],
  ['how long is the exam', true],
  ['Combien de jours ?', true],
  ['What is the maximum size of an object?', true],
  ['how do I rotate keys, many of them', false],
  ['When does support for it end?', true],
  ['depuis quand existe-t-il', true],
  ['What happens when a zone fails?', false],
  ['Que se passe-t-il quand une zone tombe ?', false],
  ['How do I limit access to a bucket?', false],
  ['What is the limit for it?', true],
  ['Comment chiffrer un bucket ?', false],
])('whether %j asks for a figure', (question, asks) => {
  expect(asksForFigure(question)).toBe(asks);
});
