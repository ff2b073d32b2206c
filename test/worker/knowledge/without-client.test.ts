import { expect, test } from '@jest/globals';
import { withoutClient } from '../../../worker/knowledge/without-client.js';

test.each([
  ['How can Acme Retail cut its NAT cost?', 'Acme Retail', 'How can  cut its NAT cost?'],
  ['ACME RETAIL: Acme retail’s buckets', 'Acme Retail', ': ’s buckets'],
  [
    'Comment Électricité du Nord réduit-elle ses coûts ?',
    'électricité du nord',
    'Comment  réduit-elle ses coûts ?',
  ],
  ['How can Acme cut its cost?', 'Acme Retail', 'How can Acme cut its cost?'],
  ['What does Free pay for it?', 'Free', 'What does  pay for it?'],
  ['Are gateway endpoints free?', 'Free', 'Are gateway endpoints free?'],
  ['How do I set a budget?', 'Budget', 'How do I set a budget?'],
  ['How Do I Set A Budget For This?', 'Budget', 'How Do I Set A Budget For This?'],
  ['How can we cut cost?', null, 'How can we cut cost?'],
  ['How can we cut cost?', ' ', 'How can we cut cost?'],
])('%j is searched for without %j', (question, client, searched) => {
  expect(withoutClient(question, client)).toBe(searched);
});

test('a client who is called like a service, or of whom alone is asked, is searched for', () => {
  expect(withoutClient('Is Lambda cheap?', 'Lambda')).toBe('Is Lambda cheap?');
  expect(withoutClient('What of Acme Retail?', 'Acme Retail')).toBe('What of Acme Retail?');
});
