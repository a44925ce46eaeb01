import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Certificate } from './certificates.ts';
import { freePort } from './processes.ts';

/** What somebody in the middle answers to everything, in the server's place. */
export interface OtherAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** A proxy between a console and a server, which can be replaced by a hotel's portal or a gateway's error page. */
export interface Middlebox {
  readonly url: string;
  /** Answers everything by itself; null lets everything through again. What is open is broken, as when a link goes. */
  answer(other: OtherAnswer | null): void;
  /** From now on it shows this certificate (only where it was laid with one). */
  show(certificate: Certificate): void;
  stop(): Promise<void>;
}

/** Puts it before `server`, an http address on this machine; with a certificate it speaks TLS. */
export async function putMiddlebox(server: string, certificate?: Certificate): Promise<Middlebox> {
  const { hostname, port } = new URL(server);
  let other: OtherAnswer | null = null;
  const sockets = new Set<Socket>();
  const handle = (near: IncomingMessage, answer: ServerResponse): void => {
    if (other) {
      near.resume();
      answer.writeHead(other.status, { 'content-type': 'text/html', ...other.headers });
      answer.end(other.body ?? '<!doctype html><title>Wi-Fi</title>');
      return;
    }
    const far = request({ hostname, port, method: near.method, path: near.url, headers: near.headers }, (found) => {
      answer.writeHead(found.statusCode ?? 502, found.headers);
      found.pipe(answer);
    });
    far.on('error', () => answer.destroy());
    answer.on('close', () => far.destroy());
    near.pipe(far);
  };
  const secure = certificate && createTlsServer(certificate, handle);
  const listener = secure ?? createServer(handle);
  listener.on(secure ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  const own = await freePort();
  await new Promise<void>((resolve) => listener.listen(own, '127.0.0.1', resolve));
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `${secure ? 'https' : 'http'}://127.0.0.1:${own}`,
    answer(next) {
      other = next;
      breakAll();
    },
    show(next) {
      secure?.setSecureContext(next);
      breakAll();
    },
    async stop() {
      breakAll();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
