import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PRIORITIES } from '../../src-shared/model/priority.ts';
import { isoInstant } from '../../src-shared/time/clock.ts';
import { openDataFolder } from '../data-folder.ts';
import { livingKey } from '../intake/key-source.ts';
import { createIntakeKey, NameTaken, revokeIntakeKey } from '../intake/keys.ts';
import { type Command, type CommandContext, EXIT, needed, oneOf, textOf, UsageError } from './command.ts';
import { type OpenedStore, withStore } from './open.ts';

/** The name its alerts come under. */
const SENDER = 'simulate';
const TIMEOUT_MS = 10_000;

interface Target {
  url: string;
  key: string;
}

async function targetOf(context: CommandContext): Promise<Target> {
  const url = textOf(context.values, 'url');
  if (url !== undefined && !URL.canParse(url)) throw new UsageError(`--url: ${url} is no address`);
  if (url !== undefined) return { url, key: needed(context.values, 'key') };
  const runtime = openDataFolder(context.settings().data, { create: false }).readRuntime();
  if (!runtime?.url) throw new Error(`no server runs on ${context.settings().data}; start one with: vigie serve`);
  const given = textOf(context.values, 'key');
  return { url: runtime.url, key: given ?? (await withStore(context, (data) => ownKey(context, data))) };
}

/** Another run that has made the key writes it down at once; after this long it must have died in between. */
const PATIENCE = { rounds: 40, ms: 50 };

/** The key that all simulations of this data folder share: one that made its own would revoke those that run beside it. */
async function ownKey({ clock }: CommandContext, { folder, store }: OpenedStore): Promise<string> {
  const file = join(folder.path, 'simulate.key');
  const kept = async () => {
    const key = existsSync(file) ? readFileSync(file, 'utf8') : '';
    return (await livingKey(store, 'alertmanager', key)) ? key : undefined;
  };
  for (let round = 0; ; round += 1) {
    const key = await kept();
    if (key !== undefined) return key;
    try {
      const made = await createIntakeKey({ store, clock }, { source: 'alertmanager', name: SENDER });
      writeFileSync(`${file}.new`, made.key, { mode: 0o600 });
      renameSync(`${file}.new`, file);
      return made.key;
    } catch (error) {
      if (!(error instanceof NameTaken)) throw error;
      if (round >= PATIENCE.rounds) await revokeIntakeKey({ store, clock }, SENDER);
      else await setTimeout(PATIENCE.ms);
    }
  }
}

/** A body as Alertmanager posts it: webhook version 4. The same service and title are the same alert. */
function webhook(context: CommandContext) {
  const { values } = context;
  const priority = oneOf('--priority', textOf(values, 'priority') ?? 'P1', PRIORITIES);
  const service = textOf(values, 'service') ?? 'demo';
  const title = textOf(values, 'title')?.trim() || 'Simulated alert: the service does not answer';
  const status = values.resolve ? 'resolved' : 'firing';
  const now = isoInstant(context.clock.now());
  // The title is the alert's name, so that the incident bears it and nothing else.
  const labels = { alertname: title, service, priority };
  const annotations = {};
  const alert = {
    status,
    labels,
    annotations,
    startsAt: now,
    endsAt: values.resolve ? now : '0001-01-01T00:00:00Z',
    generatorURL: '',
    fingerprint: createHash('sha256')
      .update(JSON.stringify([service, title]))
      .digest('hex')
      .slice(0, 16),
  };
  return {
    version: '4',
    groupKey: `{}:{alertname=${JSON.stringify(title)}, service=${JSON.stringify(service)}}`,
    truncatedAlerts: 0,
    status,
    receiver: 'vigie',
    groupLabels: { alertname: labels.alertname, service },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: '',
    alerts: [alert],
  };
}

export const simulateAlert: Command = {
  name: 'simulate alert',
  summary: 'Sends a real Alertmanager payload to a running server.',
  flags: [
    ['--data DIR', 'the folder of the server to send to (or VIGIE_DATA)'],
    ['--url URL --key KEY', 'or its address and an alertmanager intake key'],
    ['--priority P0…P4', 'priority (P1)'],
    ['--service NAME', 'service (demo)'],
    ['--title TEXT', 'what the alert says'],
    ['--resolve', 'say that this alert is over'],
  ],
  options: {
    url: { type: 'string' },
    key: { type: 'string' },
    priority: { type: 'string' },
    service: { type: 'string' },
    title: { type: 'string' },
    resolve: { type: 'boolean' },
  },
  async run(context) {
    const body = webhook(context);
    const { url, key } = await targetOf(context);
    const response = await fetch(new URL(`/intake/alertmanager/${encodeURIComponent(key)}`, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw new Error(
        `${url} does not answer: ${error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)}`,
      );
    });
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
    context.print(
      `${body.status === 'resolved' ? 'resolve' : 'alert'} sent to ${url}: ${body.alerts[0]?.labels.priority} ${body.alerts[0]?.labels.alertname}`,
      { url, status: body.status, answer: await response.json() },
    );
    return EXIT.ok;
  },
};
