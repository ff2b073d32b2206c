import { expect, test } from '@jest/globals';
import { nodeTooOld } from '../../dev/node-version.js';

test.each(['20.19.0', '20.20.2', '22.0.0', '24.11.1'])('Node.js %s is taken', (version) => {
  expect(nodeTooOld(version)).toBeNull();
});

test.each(['20.18.3', '18.20.0', '16.0.0'])(
  'Node.js %s is refused in a sentence with the remedy',
  (version) => {
    expect(nodeTooOld(version)).toBe(`Node.js ${version} is too old: install 20.19 or newer.`);
  },
);
