// The load generator. Plain sockets and requests made beforehand: an HTTP client of Node's would take more of the
// machine than the server that is measured.
import { connect, type Socket } from 'node:net';
import { pathToFileURL } from 'node:url';
import { quantile } from './figure.ts';
import type { Load, LoadResult } from './load.ts';

const HEAD_END = Buffer.from('\r\n\r\n');
const CHUNKED_END = Buffer.from('0\r\n\r\n');

/** One list for all connections, or one list for each. */
async function requestsOf(wanted: Load): Promise<Buffer[][]> {
  const url = new URL(wanted.url);
  const { method = 'POST', headers = {}, maker } = wanted;
  const made: string[] | string[][] = maker
    ? (await import(pathToFileURL(maker.module).href)).bodies(maker.options)
    : [''];
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const start = `${method} ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n${lines.join('')}`;
  const lanes = made.map((one) => (Array.isArray(one) ? one : [one]));
  const request = (body: string) => {
    const about =
      method === 'GET' ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
    return Buffer.from(`${start}${about}\r\n${body}`);
  };
  return Array.isArray(made[0]) ? lanes.map((lane) => lane.map(request)) : [lanes.flat().map(request)];
}

/** Whole answers in `data`: their status, and how many bytes they take; undefined while one is incomplete. */
function answerIn(data: Buffer): { status: number; bytes: number } | undefined {
  const end = data.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const head = data.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) {
    const bytes = end + 4 + Number(length);
    return data.length >= bytes ? { status, bytes } : undefined;
  }
  if (status === 204 || status === 304 || !/\r\ntransfer-encoding: *chunked/i.test(head))
    return { status, bytes: end + 4 };
  const last = data.indexOf(CHUNKED_END, end + 2);
  return last < 0 ? undefined : { status, bytes: last + CHUNKED_END.length };
}

async function run(wanted: Load): Promise<LoadResult> {
  const lanes = await requestsOf(wanted);
  const cursors = lanes.map(() => 0);
  const url = new URL(wanted.url);
  const times: number[] = [];
  const refused: Record<string, number> = {};
  let done = 0;
  let early = 0;
  let begun = performance.now();
  const began = begun;
  const warmUp = (wanted.warmUp ?? 0) * 1_000;
  const ends = begun + warmUp + wanted.seconds * 1_000;
  let warm = warmUp === 0;
  let cpu = process.cpuUsage();
  let lastAt = begun;

  /** The connection's next request and when it is due, or undefined when there is none. */
  const take = (connection: number, now: number): { request: Buffer; due: number } | undefined => {
    const lane = connection % lanes.length;
    const requests = lanes[lane] ?? [];
    const next = cursors[lane] ?? 0;
    if (now >= ends || (!wanted.again && next >= requests.length)) return undefined;
    const request = requests[next % requests.length];
    const due = wanted.rate === undefined ? now : began + (next / wanted.rate) * 1_000;
    cursors[lane] = next + 1;
    return request && { request, due };
  };

  const talk = (connection: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket: Socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
      let sentAt = 0;
      let kept: Buffer | undefined;
      const send = () => {
        const now = performance.now();
        if (!warm && now - began >= warmUp) {
          warm = true;
          begun = now;
          times.length = 0;
          early = done;
          done = 0;
          cpu = process.cpuUsage();
        }
        const one = take(connection, now);
        if (!one) {
          socket.end();
          resolve();
          return;
        }
        sentAt = one.due;
        if (one.due - now > 1) setTimeout(() => socket.write(one.request), one.due - now);
        else socket.write(one.request);
      };
      socket.on('connect', send);
      socket.on('error', reject);
      socket.on('close', () => resolve());
      socket.on('data', (chunk) => {
        const data = kept ? Buffer.concat([kept, chunk]) : chunk;
        const answer = answerIn(data);
        if (!answer) {
          kept = data;
          return;
        }
        kept = undefined;
        lastAt = performance.now();
        times.push(lastAt - sentAt);
        if (answer.status >= 200 && answer.status < 300) done += 1;
        else refused[answer.status] = (refused[answer.status] ?? 0) + 1;
        send();
      });
    });

  await Promise.all(Array.from({ length: wanted.connections }, (_, n) => talk(n)));
  const took = (lastAt - begun) / 1_000;
  const used = process.cpuUsage(cpu);
  return {
    rate: done / took,
    done,
    all: done + early,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    longest: quantile(times, 1),
    refused,
    cpu: (used.user + used.system) / 1e6 / took,
  };
}

process.once('message', (wanted: Load) => {
  run(wanted).then(
    (result) => process.send?.(result),
    (error) => process.send?.({ failure: error instanceof Error ? error.message : String(error) }),
  );
});
