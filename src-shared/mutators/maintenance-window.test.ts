import { expect, test } from 'vitest';
import { occurrenceState } from '../maintenance/occurrence-state.ts';
import { personId, serviceId } from '../model/ids.ts';
import { runningSpan } from '../silence/state.ts';
import { quietedBy } from '../silence/window.ts';
import { instant, MINUTE } from '../time/clock.ts';
import { bufferedTx } from './buffer.ts';
import { closeWindow, openWindow } from './maintenance-window.ts';
import { createMemoryRecords } from './memory.ts';
import type { MutatorContext, MutatorTx } from './mutator.ts';

const T = instant('2026-11-23T08:00:00Z');
const ID = 'checks@2026-11-23';

/** A workspace with a plan whose window silences `API`, and what fires in it. */
async function withIncidents() {
  const records = createMemoryRecords();
  let made = 0;
  const as = (role: 'lead' | 'system', at: number): MutatorContext => ({
    actor: { ref: role === 'system' ? { kind: 'system' } : { kind: 'person', id: personId('ines') }, role },
    via: 'api',
    at,
    receivedAt: at,
    newId: () => `019a${String(made++).padStart(4, '0')}-0000-7000-8000-000000000000`,
  });
  const lead = as('lead', T);
  await records.run('procedure.create', { id: 'health', kind: 'runbook', title: 'Santé', body: '- [ ] Voir' }, lead);
  await records.run('service.update', { id: serviceId('api'), doc: { name: 'API' } }, lead);
  const zone = 'Europe/Paris';
  const when = { from: '2026-11-23', anchor: '2026-11-23', rrule: 'FREQ=DAILY', time: '09:00', zone };
  const terms = { ...when, duration: 15 * MINUTE, grace: 0, holidays: 'keep' };
  const create = { id: 'checks', title: 'Santé', procedure: 'health', service: 'api', window: true, terms };
  expect(await records.run('plan.create', create, lead)).toEqual({ kind: 'applied' });
  /** An incident of its own, whose alerts have these services as labels. */
  async function fire(title: string, ...services: string[]) {
    const alerts = services.map((service, at) => ({
      dedupKey: `${title} ${at}`,
      status: 'firing',
      title,
      labels: { service },
      annotations: {},
      startsAt: T,
    }));
    const groups = [{ group: { key: title, service: 'API' }, alerts }];
    const sent = { sender: 'prod', groups };
    expect(await records.run('alert.receive', sent, as('system', T))).toEqual({ kind: 'applied' });
    const id = records.all('incident').find(({ doc }) => doc.title === title)?.id;
    return id ?? '';
  }
  const told = (at: number) =>
    quietedBy(
      ['API'],
      { incidents: records.all('incident'), alerts: records.all('alert'), silences: records.all('silence') },
      at,
    ).map(({ doc }) => doc.title);
  const start = async (more: object = {}) => {
    await records.run('occurrence.start', { id: ID, revision: 1, ...more }, as('lead', T + MINUTE));
    for (const { id, doc } of records.all('silence')) {
      await records.run('silence.sweep', { id, revision: doc.revision }, as('system', T + MINUTE));
    }
  };
  const silenced = () =>
    records.all('incident').flatMap(({ doc }) => (runningSpan(doc.silences, T + MINUTE) ? doc.title : []));
  return { records, as, lead, fire, told, start, silenced };
}

test('what a window would make silent and nobody has acknowledged is known before it opens, and nothing else', async () => {
  const { records, as, lead, fire, told, start, silenced } = await withIncidents();
  expect(told(T)).toEqual([]);
  await fire('Latence', 'API', 'API');
  await fire('Disque plein', 'API');
  await fire('À moitié ailleurs', 'API', 'Web');
  await fire('Ailleurs', 'Web');
  const taken = await fire('Pris', 'API');
  expect(await records.run('incident.acknowledge', { id: taken }, lead)).toEqual({ kind: 'applied' });
  const byHand = { id: '019a9999-0000-7000-8000-000000000000', title: 'À la main', priority: 'P1', service: 'api' };
  expect(await records.run('incident.open', byHand, lead)).toEqual({ kind: 'applied' });
  const before = told(T);
  expect([...before].sort()).toEqual(['Disque plein', 'Latence']);
  await records.run('occurrence.start', { id: ID, revision: 1 }, as('lead', T + MINUTE));
  // Its window stands already, although nobody has looked through the incidents yet.
  expect(silenced()).toEqual([]);
  expect(told(T + MINUTE)).toEqual([]);
  await start();
  // With the one that somebody has, these are what the server makes silent.
  expect(silenced().sort()).toEqual([...before, 'Pris'].sort());
  expect(told(T + MINUTE)).toEqual([]);
});

test('what is begun without its window silences nothing, neither then nor when it is taken up again', async () => {
  const { records, as, fire, start, silenced } = await withIncidents();
  await fire('Disque plein', 'API');
  await start({ window: false });
  const { started } = occurrenceState(undefined, await records.get('occurrence', ID), T + MINUTE);
  expect(started).toMatchObject({ run: ID, window: false });
  await records.run('occurrence.complete', { id: ID, note: 'fait' }, as('lead', T + 2 * MINUTE));
  await records.run('occurrence.reopen', { id: ID }, as('lead', T + 3 * MINUTE));
  expect(records.all('silence')).toEqual([]);
  expect(silenced()).toEqual([]);
});

test('the gravest come first, then those that have waited longest', async () => {
  const { records, fire } = await withIncidents();
  for (const title of ['a', 'b', 'c']) await fire(title, 'API');
  const placed = { a: ['P2', T], b: ['P1', T + MINUTE], c: ['P1', T] } as const;
  const incidents = records.all('incident').map(({ id, doc }) => {
    const [priority, openedAt] = placed[doc.title === 'a' || doc.title === 'b' ? doc.title : 'c'];
    return { id, doc: { ...doc, priority, openedAt } };
  });
  const known = { incidents, alerts: records.all('alert'), silences: [] };
  expect(quietedBy(['API'], known, T).map(({ doc }) => doc.title)).toEqual(['c', 'b', 'a']);
});

test('the window of an occurrence is open while that is worked on, and for the time of its plan at most', async () => {
  const { records, as, start } = await withIncidents();
  const silence = () => records.get('silence', `${ID}/window`);
  const act = (name: string, minute: number, args: object = {}) =>
    records.run(name, { id: ID, ...args }, as('lead', T + minute * MINUTE));
  await start();
  expect(await silence()).toMatchObject({
    matchers: [{ name: 'service', value: 'API', isRegex: false, isEqual: true }],
    startsAt: T + MINUTE,
    endsAt: T + 16 * MINUTE,
    reason: 'Santé',
  });
  await act('occurrence.complete', 5, { note: 'ok' });
  expect(await silence()).toMatchObject({ endsAt: T + 5 * MINUTE });
  await act('occurrence.reopen', 6);
  expect(await silence()).toMatchObject({ startsAt: T + 6 * MINUTE, endsAt: T + 16 * MINUTE });
  await act('run.end', 7, { reason: 'ok' });
  expect(await silence()).toMatchObject({ endsAt: T + 7 * MINUTE });
  await act('run.reopen', 8);
  expect(await silence()).toMatchObject({ startsAt: T + 8 * MINUTE, endsAt: T + 16 * MINUTE });
  await act('run.end', 20, { reason: 'ok' });
  await act('occurrence.reopen', 21);
  expect(await silence()).toMatchObject({ endsAt: T + 16 * MINUTE });
});

test('a window of several silences is closed whole, also where somebody has ended the first', async () => {
  const { records, as } = await withIncidents();
  const lead = as('lead', T);
  const services = Array.from({ length: 12 }, (_, n) => serviceId(`long-${n}`));
  for (const id of services) {
    const name = `${id} ${'x'.repeat(180)}`;
    expect(await records.run('service.update', { id, doc: { name } }, lead)).toEqual({ kind: 'applied' });
  }
  const window = { id: 'w', services, until: T + 60 * MINUTE, zone: 'UTC', reason: 'Noyau' };
  async function inOne<Answer>(minute: number, act: (tx: MutatorTx, ctx: MutatorContext) => Promise<Answer>) {
    const tx = bufferedTx(records, async () => undefined);
    const answer = await act(tx, as('lead', T + minute * MINUTE));
    records.apply(tx.writes());
    return answer;
  }
  expect(await inOne(0, (tx, ctx) => openWindow(tx, ctx, window))).toBe(true);
  expect(records.all('silence').map(({ id }) => id)).toEqual(['w', 'w/2', 'w/3']);
  await records.run('silence.expire', { id: 'w' }, as('lead', T + MINUTE));
  await inOne(2, (tx, ctx) => closeWindow(tx, ctx, 'w'));
  expect(records.all('silence').map(({ doc }) => doc.endsAt - T)).toEqual([MINUTE, 2 * MINUTE, 2 * MINUTE]);
});
