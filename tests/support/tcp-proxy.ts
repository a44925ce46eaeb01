import { connect, createServer, type Socket } from 'node:net';

/** A way to a TCP server that a test can cut, or that swallows answers. */
export interface TcpProxy {
  readonly port: number;
  /** Cuts the connection as soon as the client has sent a message that contains `text`: it arrives, no answer does. */
  cutAfter(text: string): void;
  /** Resolves when the message of `cutAfter` has been passed on and its connection cut. */
  readonly cut: Promise<void>;
  close(): Promise<void>;
}

export function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let wanted: string | undefined;
  let onCut: () => void = () => undefined;
  const cut = new Promise<void>((resolve) => {
    onCut = resolve;
  });
  const server = createServer((client) => {
    const upstream = connect(target);
    let swallowing = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        if (!swallowing) upstream.destroy();
      });
    }
    client.on('data', (bytes) => {
      upstream.write(bytes);
      if (wanted === undefined || !bytes.includes(wanted)) return;
      wanted = undefined;
      swallowing = true;
      // The server works on what it was sent; its answer finds nobody.
      upstream.once('data', () => {
        client.destroy();
        onCut();
      });
    });
    upstream.on('data', (bytes) => {
      if (!swallowing) client.write(bytes);
    });
  });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return reject(new Error('no port'));
      resolve({
        port: address.port,
        cutAfter: (text) => {
          wanted = text;
        },
        cut,
        close: () =>
          new Promise((done) => {
            for (const socket of sockets) socket.destroy();
            server.close(() => done());
          }),
      });
    });
  });
}
