import { createHash, randomBytes } from 'node:crypto';
import { type ClientRequest, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVIDENCE_BYTES } from '../../src-shared/model/run.ts';
import { until } from '../support/processes.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startServer({ flags: ['--log-level', 'fatal', '--files-quota', '30'] });
  token = await server.token('ines');
});
afterAll(() => server?.dispose());

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const headers = () => ({ authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' });

async function put(bytes: Buffer, hash = sha(bytes)): Promise<number> {
  const answer = await fetch(`${server.url}/api/blobs/${hash}`, {
    method: 'PUT',
    headers: headers(),
    body: new Uint8Array(bytes),
  });
  await answer.arrayBuffer();
  return answer.status;
}
/** Whether a file of this size would be taken; none is kept. */
const hasRoom = async (size: number) => (await put(randomBytes(size), sha(randomBytes(8)))) === 400;

/** Sends so much of a file, and then nothing more. */
async function dribble(bytes: number, announced?: number): Promise<ClientRequest> {
  const length = announced === undefined ? {} : { 'content-length': announced };
  const sender = request(`${server.url}/api/blobs/${sha(randomBytes(8))}`, {
    method: 'PUT',
    headers: { ...headers(), ...length },
  });
  sender.on('error', () => undefined);
  await new Promise<void>((resolve) => sender.write(randomBytes(bytes), () => resolve()));
  return sender;
}

describe('uploads that dribble', () => {
  it('take the room of what has arrived, whatever they announced, and leave it at once', async () => {
    const idle = await Promise.all([
      ...Array.from({ length: 20 }, () => dribble(1)),
      ...Array.from({ length: 20 }, () => dribble(1, EVIDENCE_BYTES)),
    ]);
    expect(await put(randomBytes(9_000_000))).toBe(201);
    expect(await hasRoom(9_000_000)).toBe(true);

    const slow = [await dribble(7_000_000), await dribble(7_000_000, EVIDENCE_BYTES)];
    await until('what has arrived counts', async () => !(await hasRoom(8_000_000)));
    // A full server goes on with small files while there is room for them.
    expect(await put(randomBytes(1_000))).toBe(201);
    const began = performance.now();
    for (const one of [...idle, ...slow]) one.destroy();
    await until('the room is free again', () => hasRoom(9_000_000));
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(await put(randomBytes(9_000_000))).toBe(201);
  });
});
