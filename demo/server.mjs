/**
 * `npm start`: the sample CRM page, its directory and its development PBX on one port. For development
 * only: it listens on loopback, and gives everyone who asks the credentials of every operator.
 */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Directory } from './directory.mjs';
import { handleCalls } from './pbx/calls-api.mjs';
import { HttpError, sendJson } from './pbx/http.mjs';
import { OPERATORS, passwordOf, Pbx } from './pbx/pbx.mjs';

/** @typedef {import('./pbx/http.mjs').Request} Request @typedef {import('./pbx/http.mjs').Response} Response */

const DEFAULT_PORT = 8080;
const SIP_PATH = '/sip';
const SITE = fileURLToPath(new URL('./site/', import.meta.url));
const LIBRARY = fileURLToPath(new URL('../dist/', import.meta.url));
const LIBRARY_PREFIX = '/cti-panel/';

/** @type {Record<string, string>} */
const MIME_TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * Starts the server.
 * @param {{ port?: number, host?: string }} [options] port 0: any free one
 * @returns {Promise<{ url: string, port: number, pbx: Pbx, close(): Promise<void> }>} `url` ends with a slash
 */
export async function createDemoServer({ port = DEFAULT_PORT, host = '127.0.0.1' } = {}) {
  const pbx = new Pbx();
  const directory = new Directory();
  const server = createServer((request, response) => {
    answer({ pbx, directory }, request, response).catch((error) => refuse(response, error));
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (readUrl(request)?.pathname === SIP_PATH && isAllowedOrigin(request))
      return pbx.handleUpgrade(request, socket, head);
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(undefined));
  });
  const { port: actualPort } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = async () => {
    await pbx.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://localhost:${actualPort}/`, port: actualPort, pbx, close };
}

async function answer(
  /** @type {{ pbx: Pbx, directory: Directory }} */ services,
  /** @type {Request} */ request,
  /** @type {Response} */ response,
) {
  const url = readUrl(request);
  if (!url) throw new HttpError(400, 'Bad URL');
  const { pathname } = url;
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (!isReading && !isAllowedOrigin(request)) throw new HttpError(403, 'Foreign origin');
  if (pathname === '/pbx/calls' || pathname.startsWith('/pbx/calls/')) {
    return handleCalls(services.pbx, url, request, response);
  }
  if (pathname === '/directory' || pathname.startsWith('/directory/')) {
    return services.directory.handle(url, request, response);
  }
  if (!isReading) throw new HttpError(405, 'GET');
  if (pathname === '/config.json')
    return sendJson(response, 200, makeConfig(url, request, services.pbx));
  await sendFile(pathname, response);
}

/** What `<cti-panel config-src>` reads. */
function makeConfig(
  /** @type {URL} */ url,
  /** @type {Request} */ request,
  /** @type {Pbx} */ pbx,
) {
  const agent = url.searchParams.get('agent') ?? '101';
  const password = passwordOf(agent);
  if (password === undefined) throw new HttpError(404, 'Operators are 101 to 109');
  return {
    server: [`ws://${request.headers.host}${SIP_PATH}`],
    uri: `sip:${agent}@${pbx.domain}`,
    displayName: OPERATORS[agent],
    credentials: { username: agent, password },
    iceServers: [],
  };
}

async function sendFile(/** @type {string} */ pathname, /** @type {Response} */ response) {
  const isLibrary = pathname.startsWith(LIBRARY_PREFIX);
  const root = isLibrary ? LIBRARY : SITE;
  const name =
    decodePath(isLibrary ? pathname.slice(LIBRARY_PREFIX.length) : pathname.slice(1)) ||
    'index.html';
  const path = join(root, name);
  if (
    !path.startsWith(root) ||
    name.includes('\0') ||
    name.split(sep).some((part) => part.startsWith('.'))
  ) {
    throw new HttpError(404, 'Not found');
  }
  const content = await readFile(path).catch(() => undefined);
  if (!content) throw new HttpError(404, 'Not found');
  response.writeHead(200, {
    'content-type': MIME_TYPES[extname(path)] ?? 'application/octet-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(content);
}

function decodePath(/** @type {string} */ path) {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new HttpError(400, 'Bad escape in path');
  }
}

/** @returns {URL | undefined} */
function readUrl(/** @type {Request} */ request) {
  try {
    return new URL(`http://localhost${request.url ?? '/'}`);
  } catch {
    return undefined;
  }
}

/** Pages of this server and of other servers on this machine; not a page of the web that found the port. */
function isAllowedOrigin(/** @type {Request} */ { headers }) {
  if (headers.origin === undefined) return true;
  try {
    const { host, hostname } = new URL(headers.origin);
    return host === headers.host || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  } catch {
    return false;
  }
}

function refuse(/** @type {Response} */ response, /** @type {unknown} */ error) {
  const status = error instanceof HttpError ? error.status : 500;
  const message = error instanceof Error ? error.message : 'Unknown error';
  if (response.headersSent) return response.destroy();
  sendJson(response, status, { error: message });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { PORT, HOST } = process.env;
  const { url } = await createDemoServer({
    port: PORT ? Number(PORT) : DEFAULT_PORT,
    host: HOST || '127.0.0.1',
  });
  process.stdout.write(`cti-panel demo: ${url}\n`);
}
