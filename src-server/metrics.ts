import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type Instant, SECOND } from '../src-shared/time/clock.ts';

/** What is read when Prometheus asks. A reading that fails leaves its metric out and the others in. */
export interface MetricReads {
  liveConsoles(): number;
  version(): Promise<number>;
  /** When the timer loop last looked. */
  timersRanAt?(): Instant | null;
  /** Bytes by part of the store: database, wal, accounts. */
  storeBytes?(): Promise<Record<string, number>>;
  /** Of the file system that holds the data folder, in bytes. */
  disk?(): Promise<{ free: number; size: number }>;
  /** When `vigie backup` last ended well; null before the first time. */
  lastBackupAt?(): Instant | null;
  /** How many files there are, their bytes, and how many bytes may be there. */
  files?(): Promise<{ count: number; bytes: number; quota: number }>;
  build?: Record<'version' | 'node' | 'store', string>;
}

/** What Prometheus reads at `/metrics`. One registry per server: nothing is registered globally. */
export interface Metrics {
  registry: Registry;
  requests: Histogram<'method' | 'route' | 'code'>;
  errors: Counter<'class'>;
  pushes: Counter<'result'>;
  mutations: Counter<'status'>;
  pulls: Counter<'result'>;
  intake: Counter<'sender' | 'result'>;
  /** Files of people: evidence, pictures. */
  files: Counter<'direction' | 'result'>;
  timerLag: Histogram;
  commitTime: Histogram;
  commitJobs: Histogram;
  writeFailures: Counter<'problem'>;
}

/** Gauges of Node's that end in `_total`, which Prometheus keeps for counters. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

export function createMetrics(read: MetricReads): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  const registers = [registry];

  const gauge = (name: string, help: string, value: () => number | null | Promise<number | null>) => {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.reset();
        const found = await Promise.resolve()
          .then(value)
          .catch(() => null);
        if (found === null) this.remove();
        else this.set(found);
      },
    });
  };
  const seconds = (at: Instant | null | undefined) => (at === null || at === undefined ? null : at / SECOND);

  gauge('vigie_live_consoles', 'Consoles that listen for changes now.', () => read.liveConsoles());
  gauge('vigie_store_version', 'Newest version of the workspace.', () => read.version());
  gauge('vigie_timer_loop_last_run_timestamp_seconds', 'When the loop of the durable timers last looked.', () =>
    seconds(read.timersRanAt?.()),
  );
  gauge('vigie_backup_last_success_timestamp_seconds', 'When a backup of this data folder last ended well.', () =>
    seconds(read.lastBackupAt?.()),
  );
  const disk = async () => (await read.disk?.()) ?? null;
  gauge('vigie_data_disk_free_bytes', 'Space left for the data folder.', async () => (await disk())?.free ?? null);
  gauge('vigie_data_disk_size_bytes', 'Size of the file system of the data folder.', async () => {
    return (await disk())?.size ?? null;
  });
  new Gauge({
    name: 'vigie_store_bytes',
    help: 'Size of the stored data by part.',
    labelNames: ['part'],
    registers,
    async collect() {
      this.reset();
      const parts: Record<string, number> = (await read.storeBytes?.().catch(() => undefined)) ?? {};
      for (const [part, bytes] of Object.entries(parts)) this.set({ part }, bytes);
    },
  });
  if (read.build) {
    new Gauge({
      name: 'vigie_build_info',
      help: 'Always 1; the labels tell what runs.',
      labelNames: Object.keys(read.build),
      registers,
    }).set(read.build, 1);
  }

  const files = read.files && (async () => (await read.files?.()) ?? null);
  if (files) {
    gauge('vigie_files', 'Files kept: evidence, pictures.', async () => (await files())?.count ?? null);
    gauge('vigie_files_bytes', 'Size of all files kept.', async () => (await files())?.bytes ?? null);
    gauge('vigie_files_quota_bytes', 'Size that all files may reach.', async () => (await files())?.quota ?? null);
  }
  const errors = new Counter({
    name: 'vigie_errors_total',
    help: 'Answers other than success, failed background work and bugs by class.',
    labelNames: ['class'],
    registers,
  });
  const writeFailures = new Counter({
    name: 'vigie_store_write_failures_total',
    help: 'Writes that the storage refused: full, damaged or unavailable.',
    labelNames: ['problem'],
    registers,
  });
  const intake = new Counter({
    name: 'vigie_intake_total',
    help: 'Payloads of senders by result.',
    labelNames: ['sender', 'result'],
    registers,
  });
  // There from the start: an increase from nothing to one is none to Prometheus.
  for (const one of ['internal', 'background', 'bug']) errors.inc({ class: one }, 0);
  for (const problem of ['full', 'damaged', 'unavailable']) writeFailures.inc({ problem }, 0);
  intake.inc({ sender: 'unknown', result: 'unauthorized' }, 0);

  return {
    registry,
    intake,
    files: new Counter({
      name: 'vigie_file_transfers_total',
      help: 'Files taken in and handed out by result.',
      labelNames: ['direction', 'result'],
      registers,
    }),
    errors,
    writeFailures,
    requests: new Histogram({
      name: 'vigie_http_request_duration_seconds',
      help: 'Time from the request to the end of its answer. Live streams are not counted.',
      labelNames: ['method', 'route', 'code'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
      registers,
    }),
    pushes: new Counter({ name: 'vigie_pushes_total', help: 'Pushes by result.', labelNames: ['result'], registers }),
    mutations: new Counter({
      name: 'vigie_mutations_total',
      help: 'Mutations of laptops by outcome, repeated answers included.',
      labelNames: ['status'],
      registers,
    }),
    pulls: new Counter({ name: 'vigie_pulls_total', help: 'Pulls by result.', labelNames: ['result'], registers }),
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
