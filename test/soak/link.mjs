import { connect, createServer } from 'node:net';

/**
 * A TCP path to the server at `link.target`, a port, that can be cut: `cut()` resets all its connections at once, as a
 * machine that was restarted does; while there is no target new ones are reset too.
 */
export async function startLink(target) {
  const ends = new Set();
  const link = { target };
  const server = createServer((socket) => {
    if (link.target === undefined) return socket.resetAndDestroy();
    const onward = connect(link.target, '127.0.0.1');
    for (const end of [socket, onward]) {
      ends.add(end);
      end.setNoDelay(true);
      end.on('error', () => undefined);
      end.on('close', () => {
        ends.delete(end);
        for (const other of [socket, onward]) if (!other.destroyed) other.resetAndDestroy();
      });
    }
    socket.pipe(onward).pipe(socket);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const end of ends) end.resetAndDestroy();
  };
  return Object.assign(link, {
    port: server.address().port,
    cut,
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
