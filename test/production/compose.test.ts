import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { settings } from '../../core/settings.js';
import { procfile } from './procfile.js';

interface Service {
  image?: string;
  build?: { context: string; dockerfile: string };
  command?: string;
  environment?: Record<string, string | number>;
  ports?: string[];
  volumes?: string[];
  networks?: string[];
  restart?: string;
  healthcheck?: { test: string[]; interval: string };
  depends_on?: Record<string, { condition: string }>;
  deploy?: { replicas: number };
  stop_grace_period?: string;
}

const text = await readFile('docker-compose.yml', 'utf8');
const compose: {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean } | null>;
} = parse(text, { merge: true });

function service(name: string): Service {
  const found = compose.services[name];
  if (!found) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
}

describe('docker-compose.yml', () => {
  test('runs the commands of the Procfile', async () => {
    const { release, web, worker } = await procfile();
    expect(service('migrate').command).toBe(release);
    expect(service('server').command).toBe(web);
    expect(service('worker').command).toBe(worker);
  });

  test('builds one image for all three', () => {
    for (const name of ['migrate', 'server', 'worker']) {
      expect(service(name).build).toEqual({ context: '.', dockerfile: 'deploy/Dockerfile' });
    }
  });

  test('runs two workers', () => {
    expect(service('worker').deploy?.replicas).toBe(2);
  });

  test('keeps what Redis holds: an append-only file, and no eviction', () => {
    const { command = '', volumes } = service('redis');
    expect(command).toContain('--appendonly yes');
    expect(command).toContain('--appendfsync everysec');
    expect(command).toContain('--maxmemory-policy noeviction');
    expect(volumes).toEqual(['redis:/data']);
  });

  test('keeps what PostgreSQL 18 holds where its image puts it', () => {
    expect(service('postgres').image).toBe('postgres:18');
    expect(service('postgres').volumes).toEqual(['postgres:/var/lib/postgresql']);
  });

  test.each(['redis', 'postgres', 'server', 'worker'])('asks %s whether it is well', (name) => {
    expect(service(name).healthcheck?.test.length).toBeGreaterThan(1);
    expect(service(name).healthcheck?.interval).toMatch(/^\d+s$/);
  });

  test('starts each after what it needs', () => {
    const ready = { condition: 'service_healthy' };
    const done = { condition: 'service_completed_successfully' };
    expect(service('migrate').depends_on).toEqual({ postgres: ready });
    for (const name of ['server', 'worker']) {
      expect(service(name).depends_on).toEqual({ migrate: done, postgres: ready, redis: ready });
    }
    expect(service('migrate').restart).toBe('no');
  });

  test('publishes the server and nothing else, least of all a database', () => {
    const published = Object.entries(compose.services).filter(([, { ports }]) => ports);
    expect(published.map(([name]) => name)).toEqual(['server']);
    for (const name of ['redis', 'postgres']) expect(service(name).networks).toEqual(['data']);
    expect(compose.networks.data?.internal).toBe(true);
  });

  test('gives the programs settings that exist, and no secret of its own', () => {
    const ofAwsClient = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
    for (const name of ['migrate', 'server', 'worker']) {
      const environment = service(name).environment ?? {};
      expect(environment.NODE_ENV).toBe('production');
      for (const key of Object.keys(environment))
        expect([...Object.keys(settings), ...ofAwsClient]).toContain(key);
      for (const [key, value] of Object.entries(environment)) {
        if (/PASSWORD|SECRET|KEY|TOKEN/.test(key)) expect(String(value)).toMatch(/^\$\{[A-Z_]+:[-?]/);
      }
    }
    expect(text).toContain('${POSTGRES_PASSWORD:?');
    expect(text).not.toContain('JWT_SECRET');
  });

  test('leaves the programs longer to stop than they take', () => {
    const graceMs = Number(String(service('worker').environment?.SHUTDOWN_GRACE_MS).match(/:-(\d+)}/)?.[1]);
    for (const name of ['server', 'worker']) {
      const periodMs = Number.parseInt(service(name).stop_grace_period ?? '0', 10) * 1_000;
      expect(periodMs).toBeGreaterThanOrEqual(graceMs + 6_000);
    }
  });
});
