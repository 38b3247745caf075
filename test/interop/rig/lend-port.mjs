/** Runs in a namespace: `node lend-port.mjs PORT PATH` listens there and passes everything to a Unix socket. */
import { createConnection, createServer } from 'node:net';

const [port, path] = process.argv.slice(2);

const server = createServer((socket) => {
  const onward = createConnection(path);
  for (const end of [socket, onward]) {
    end.on('error', () => {
      socket.destroy();
      onward.destroy();
    });
  }
  socket.pipe(onward).pipe(socket);
});

server.listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));
