import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What Prometheus reads at `/metrics`. One registry per server: nothing is registered globally. */
export interface Metrics {
  registry: Registry;
  pushes: Counter<'result'>;
  mutations: Counter<'status'>;
  pulls: Counter<'result'>;
  intake: Counter<'sender' | 'result'>;
  timerLag: Histogram;
  commitTime: Histogram;
  commitJobs: Histogram;
}

export function createMetrics(read: { liveConsoles(): number; version(): Promise<number> }): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    name: 'vigie_live_consoles',
    help: 'Consoles that listen for changes now.',
    registers,
    collect() {
      this.set(read.liveConsoles());
    },
  });
  new Gauge({
    name: 'vigie_store_version',
    help: 'Newest version of the workspace.',
    registers,
    async collect() {
      this.set(await read.version());
    },
  });
  return {
    registry,
    pushes: new Counter({ name: 'vigie_pushes_total', help: 'Pushes by result.', labelNames: ['result'], registers }),
    mutations: new Counter({
      name: 'vigie_mutations_total',
      help: 'Mutations of laptops by outcome, repeated answers included.',
      labelNames: ['status'],
      registers,
    }),
    pulls: new Counter({ name: 'vigie_pulls_total', help: 'Pulls by result.', labelNames: ['result'], registers }),
    intake: new Counter({
      name: 'vigie_intake_total',
      help: 'Payloads of senders by result.',
      labelNames: ['sender', 'result'],
      registers,
    }),
    timerLag: new Histogram({
      name: 'vigie_timer_lag_seconds',
      help: 'How long after its time a timer took effect.',
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 15, 60, 600],
      registers,
    }),
    commitTime: new Histogram({
      name: 'vigie_store_commit_seconds',
      help: 'Time of a durable commit with all that shares it.',
      buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2],
      registers,
    }),
    commitJobs: new Histogram({
      name: 'vigie_store_commit_jobs',
      help: 'Jobs that shared a commit.',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
      registers,
    }),
  };
}
