import { connect, createServer, type Socket } from 'node:net';
import { freePort } from './processes.ts';

/** A network cable between a console and a server, which a test can pull out. */
export interface Wire {
  /** The address to give to the console instead of the server's. */
  readonly url: string;
  /** Breaks what is open and refuses what comes: as on a train, in a tunnel. */
  cut(): void;
  /** Lets connections stand and open, and loses every byte: as on a hotel's network. */
  swallow(): void;
  mend(): void;
  stop(): Promise<void>;
}

/** Lays a cable to `server`, an http address on this machine. */
export async function layWire(server: string): Promise<Wire> {
  const { hostname, port } = new URL(server);
  let state: 'whole' | 'cut' | 'swallowing' = 'whole';
  const sockets = new Set<Socket>();
  const hold = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const relay = createServer((near) => {
    hold(near);
    if (state === 'cut') return near.destroy();
    const far = connect(Number(port), hostname);
    hold(far);
    const join = (from: Socket, to: Socket): void => {
      from.on('data', (bytes) => {
        if (state === 'whole') to.write(bytes);
      });
      from.on('close', () => to.destroy());
    };
    join(near, far);
    join(far, near);
  });
  const own = await freePort();
  await new Promise<void>((resolve) => relay.listen(own, '127.0.0.1', resolve));
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${own}`,
    cut() {
      state = 'cut';
      breakAll();
    },
    swallow() {
      state = 'swallowing';
    },
    mend() {
      // What was lost on the way cannot be taken up again in the middle.
      breakAll();
      state = 'whole';
    },
    async stop() {
      breakAll();
      await new Promise((resolve) => relay.close(resolve));
    },
  };
}
