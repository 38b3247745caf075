import { connect, createServer } from 'node:net';

/**
 * A TCP relay in front of a server, for what a server does not do when it is asked to: `reset()` ends every
 * connection with RST, as a crashed proxy does. `url` is the WebSocket address to give to panels.
 */
export async function startRelay(target, host = '127.0.0.1') {
  const { hostname, port } = new URL(target);
  const clients = new Set();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    clients.add(client);
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clients.delete(client);
        client.destroy();
        upstream.destroy();
      });
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, host, resolve);
  });
  return {
    url: `ws://${host}:${server.address().port}`,
    connections: () => clients.size,
    reset() {
      for (const client of clients) client.resetAndDestroy();
    },
    async close() {
      for (const client of clients) client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
