import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The strictest policy the widget promises to live with. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'";

/** Serves built files as the sample host does: `widget.js`, and the dashboard at the root. */
export async function serveFile(
  root: string | undefined,
  path: string,
  response: ServerResponse,
): Promise<void> {
  const wanted = path === '/' ? '/dashboard/index.html' : path === '/widget.js' ? path : `/dashboard${path}`;
  try {
    if (!root) throw new Error('nothing to serve');
    const body = await readFile(join(root, normalize(wanted)));
    response
      .writeHead(200, {
        'content-type': types[extname(wanted)] ?? 'application/octet-stream',
        'content-security-policy': contentSecurityPolicy,
      })
      .end(body);
  } catch {
    response.writeHead(404).end();
  }
}
