import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { connectionConfig, createLink } from './postgres-connection.ts';

type Topic = 'commit' | 'revoked';

/** Short messages between the processes that share a database, by LISTEN and NOTIFY. None is kept for later. */
export interface PostgresBus {
  /**
   * Hears what other processes say. `missed` is called whenever something may have been missed: after a time without
   * a connection. Needs `start`.
   */
  listen(topic: Topic, heard: (message: string) => void, missed: () => void): void;
  /** Resolves when it is said; what is said to nobody is no failure. */
  tell(topic: Topic, message: string): Promise<void>;
  /** Whether everything that is said now will be heard. */
  hears(): boolean;
  /** Begins to listen, and goes on whatever happens to the connection. */
  start(): Promise<void>;
  close(): Promise<void>;
}

const channelOf = (topic: Topic) => `vigie_${topic}`;
/** A connection that is silent for so long, in milliseconds, is asked whether it lives. */
const ASK_EVERY = 5_000;
const ANSWER_WITHIN = 5_000;
const AGAIN_AFTER = 250;

export function createPostgresBus(url: string, onError: (error: unknown) => void = () => undefined): PostgresBus {
  /** Tells one's own messages from those of others: whoever commits knows already. */
  const self = randomUUID();
  const listeners: { topic: Topic; heard: (message: string) => void; missed: () => void }[] = [];
  const config = { ...connectionConfig(url), application_name: 'vigie-bus' };
  const speaking = createLink(config);
  const hearing = createLink({ ...config, query_timeout: ANSWER_WITHIN }, async (client) => {
    client.on('notification', ({ channel, payload = '' }) => {
      const [from, message = ''] = payload.split(' ', 2);
      if (from === self) return;
      for (const one of listeners) if (channelOf(one.topic) === channel) one.heard(message);
    });
    for (const topic of ['commit', 'revoked'] as const) await client.query(`listen ${channelOf(topic)}`);
  });
  let heardBy: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let failing = false;

  /** Makes sure of the connection, and that nothing said since the last one goes unnoticed. */
  const look = async (): Promise<void> => {
    try {
      const client = await hearing.get();
      if (client !== heardBy) {
        heardBy = client;
        failing = false;
        client.once('end', () => again(0));
        for (const one of listeners) one.missed();
      } else await client.query('select 1');
    } catch (error) {
      // Said once: it goes on trying until it hears again.
      if (!failing) onError(error);
      failing = true;
      heardBy = undefined;
      hearing.drop();
    }
  };
  const again = (after: number) => {
    clearTimeout(timer);
    if (closed) return;
    timer = setTimeout(() => {
      void look().finally(() => again(heardBy === undefined ? AGAIN_AFTER : ASK_EVERY));
    }, after);
    timer.unref();
  };

  return {
    listen(topic, heard, missed) {
      listeners.push({ topic, heard, missed });
    },
    async tell(topic, message) {
      const say = async () => {
        const client = await speaking.get();
        await client.query('select pg_notify($1, $2)', [channelOf(topic), `${self} ${message}`]);
      };
      try {
        await say();
      } catch {
        // A connection that was idle for long may have been lost without a word.
        speaking.drop();
        await say();
      }
    },
    hears: () => heardBy !== undefined && hearing.current() === heardBy,
    async start() {
      await look();
      again(heardBy === undefined ? AGAIN_AFTER : ASK_EVERY);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await Promise.all([speaking.close(), hearing.close()]);
    },
  };
}
