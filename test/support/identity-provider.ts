import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';

/** An identity provider with an RSA and an EC key, whose key set can be taken away. */
export async function startIdentityProvider() {
  const keys = new Map<string, Awaited<ReturnType<typeof generateKeyPair>>>();
  keys.set('rsa', await generateKeyPair('RS256'));
  keys.set('ec', await generateKeyPair('ES256'));
  let mode: 'well' | 'failing' | 'silent' | 'endless' = 'well';
  let fetches = 0;
  let poured = 0;
  const chunk = Buffer.alloc(65_536, ' ');

  const keySet = async () =>
    Promise.all(
      [...keys].map(async ([kid, { publicKey }]) => ({
        ...(await exportJWK(publicKey)),
        kid,
        use: 'sig',
        alg: kid === 'ec' ? 'ES256' : 'RS256',
      })),
    );
  const server = createServer(async (_req, res) => {
    fetches++;
    if (mode === 'silent') return;
    if (mode === 'endless') {
      res.writeHead(200, { 'content-type': 'application/json' });
      // One chunk a turn of the event loop: whoever gives up reading must be noticed, also in this same process.
      const pour = () => {
        if (res.destroyed || res.socket?.destroyed !== false) return;
        poured += chunk.length;
        if (res.write(chunk)) setImmediate(pour);
      };
      res.on('drain', () => setImmediate(pour));
      pour();
      return;
    }
    if (mode === 'failing') {
      res.writeHead(500).end();
      return;
    }
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: await keySet() }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    /** Bytes given out without an end. */
    poured: () => poured,
    setMode: (next: typeof mode) => {
      mode = next;
    },
    fetches: () => fetches,
    /** Publishes one more key. */
    publish: async (kid: string) => {
      keys.set(kid, await generateKeyPair('RS256'));
    },
    /** Signs with the key `kid`; the header may claim another one. */
    sign: async (
      kid: string,
      payload: Record<string, unknown>,
      header: Partial<JWTHeaderParameters> = {},
    ) => {
      const pair = keys.get(kid);
      if (!pair) throw new Error(`no key ${kid}`);
      return new SignJWT(payload)
        .setProtectedHeader({ alg: kid === 'ec' ? 'ES256' : 'RS256', kid, ...header })
        .sign(pair.privateKey);
    },
    /** The public key as PEM text, which a forger has too. */
    publicPem: async (kid: string) => {
      const pair = keys.get(kid);
      if (!pair) throw new Error(`no key ${kid}`);
      const { exportSPKI } = await import('jose');
      return exportSPKI(pair.publicKey);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type IdentityProvider = Awaited<ReturnType<typeof startIdentityProvider>>;
