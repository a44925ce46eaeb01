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
  /** Everything goes through, half of `latency` ms later each way; a share `loss` of it has to be sent again. */
  slow(how: { latency: number; loss: number; random: () => number }): void;
  mend(): void;
  stop(): Promise<void>;
}

/** Lays a cable to `server`, an http address on this machine. */
export async function layWire(server: string): Promise<Wire> {
  const { hostname, port } = new URL(server);
  let state: 'whole' | 'cut' | 'swallowing' = 'whole';
  /** How long the next bytes of a connection are on their way. */
  let delay: () => number = () => 0;
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
      let arrival = 0;
      const after = (act: () => void): void => {
        const now = performance.now();
        // What was sent later never overtakes: TCP keeps the order.
        arrival = Math.max(arrival, now + delay());
        if (arrival <= now) act();
        else setTimeout(act, arrival - now);
      };
      from.on('data', (bytes) => {
        if (state === 'whole') after(() => !to.destroyed && to.write(bytes));
      });
      from.on('close', () => after(() => to.destroy()));
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
    slow({ latency, loss, random }) {
      // A lost segment is sent again after a time-out of about one round trip, then two (RFC 6298).
      delay = () => {
        let total = latency / 2;
        for (let wait = latency; random() < loss; wait *= 2) total += wait;
        return total;
      };
    },
    mend() {
      delay = () => 0;
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
