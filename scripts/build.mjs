import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

/*
 * Builds dist/: the programs by tsc, the browser's files by Vite. Does nothing when the sources are those of the
 * last build and its files are all there, so `npm start` and `npm test` may always ask for it. Types are checked by
 * `npm run check`, not here.
 * `--if-possible`: an installation without development dependencies brings its dist/ along, so that is no failure.
 */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const stampFile = join(dist, 'build.json');
const lockFile = join(root, 'node_modules', '.aside-build.lock');
const started = performance.now();

process.chdir(root);
if (!existsSync('node_modules/typescript') || !existsSync('node_modules/vite')) {
  const possible = process.argv.includes('--if-possible');
  console.log('Nothing is built: the development dependencies are not installed (npm ci installs them).');
  process.exit(possible || existsSync(stampFile) ? 0 : 1);
}

const release = await takeLock();
try {
  const sources = fingerprint();
  if (!isUpToDate(sources)) {
    await build();
    writeFileSync(stampFile, JSON.stringify({ sources, files: filesUnder('dist').map(withSize) }));
    console.log(`Built dist/ in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  release();
}

async function build() {
  rmSync(stampFile, { force: true });
  const clients = readdirSync('client').filter((name) => /^vite\..*config\.ts$/.test(name));
  // What an earlier build made of a source that is gone must not live on; files that stay are written over,
  // so that a program which runs from them meanwhile does not lose them.
  await Promise.all([
    run('tsc', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--noCheck'])
      .then(removeOrphans)
      .then(copyData)
      .then(() => run('the data files', ['dist/scripts/compile-data.js'])),
    run('tsc, for the types of the React components', [
      'node_modules/typescript/bin/tsc',
      ...['-p', 'tsconfig.client.json', '--noCheck', '--noEmit', 'false', '--sourceMap', 'false'],
      ...['--declaration', '--emitDeclarationOnly', '--outDir', 'dist/client/types'],
    ]),
    ...clients.map((config) =>
      run(config, [
        'node_modules/vite/bin/vite.js',
        'build',
        '--config',
        `client/${config}`,
        '--logLevel',
        'error',
      ]),
    ),
  ]);
}

/**
 * @param {string} name
 * @param {string[]} args
 * @returns {Promise<void>}
 */
function run(name, args) {
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      // Vite colours its messages for pipes too.
      const words = stripVTControlCharacters(output).trim();
      if (code === 0) {
        if (words) console.log(words);
        resolve();
      } else reject(new Error(`${words}\n${name} ended with ${code}: dist/ is not complete.`));
    });
  });
}

function removeOrphans() {
  for (const file of filesUnder('dist')) {
    const source = file
      .replace(/^dist\//, '')
      .replace(/\.js(?:\.map)?$/, '.ts')
      .replace(/\.yaml\.json$/, '.yaml');
    const made = /^dist\/(?!client\/(?!core\/)).*\.(?:js(?:\.map)?|yaml(?:\.json)?)$/.test(file);
    if (made && !existsSync(source)) rmSync(file);
  }
}

/** What programs read from beside their code. */
function copyData() {
  for (const file of ['core', 'server', 'worker'].flatMap(filesUnder)) {
    if (!file.endsWith('.yaml')) continue;
    mkdirSync(dirname(`dist/${file}`), { recursive: true });
    copyFileSync(file, `dist/${file}`);
  }
}

/** Everything that the result depends on, by content: times of files lie after a checkout. */
function fingerprint() {
  const folders = [
    'bench',
    'client',
    'core',
    'dev',
    'doctor',
    'migrations',
    'scripts',
    'server',
    'test/run',
    'test/support',
    'worker',
  ];
  const single = readdirSync('.').filter((name) => /^(?:package-lock|tsconfig.*)\.json$/.test(name));
  const hash = createHash('sha256').update(process.version);
  for (const file of [...folders.flatMap(filesUnder), ...single].sort()) {
    if (!file.endsWith('.md')) hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** @param {string} sources */
function isUpToDate(sources) {
  if (!existsSync(stampFile)) return false;
  const stamp = JSON.parse(readFileSync(stampFile, 'utf8'));
  if (stamp.sources !== sources) return false;
  return stamp.files.every(
    (/** @type {[string, number]} */ [file, size]) =>
      statSync(file, { throwIfNoEntry: false })?.size === size,
  );
}

/** @param {string} file */
function withSize(file) {
  return [file, statSync(file).size];
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

/** One build at a time in this folder; the others wait up to two minutes, and then find it done. */
async function takeLock() {
  mkdirSync(dirname(lockFile), { recursive: true });
  // Signed before it is there: one without a name, of a build that was killed in between, would be waited for in vain.
  const signed = `${lockFile}.${process.pid}`;
  writeFileSync(signed, String(process.pid));
  for (const deadline = Date.now() + 120_000; ; await delay(100)) {
    try {
      linkSync(signed, lockFile);
      rmSync(signed);
      return () => rmSync(lockFile, { force: true });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    if (!isHeld() || Date.now() > deadline) rmSync(lockFile, { force: true });
  }
}

/** False when the process that took the lock is gone. */
function isHeld() {
  const pid = Number(existsSync(lockFile) ? readFileSync(lockFile, 'utf8') : 0);
  if (!pid) return true;
  if (isUnburied(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * On Linux: it has ended and is still listed, because its parent ended too and the first process of a container hardly
 * ever asks after orphans.
 * @param {number} pid
 */
function isUnburied(pid) {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
