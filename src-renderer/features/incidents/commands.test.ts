import { beforeEach, expect, it, vi } from 'vitest';
import { type Incident, incidentSchema } from '../../../src-shared/model/incident.ts';
import type { Command, CommandContext } from '../../platform/commands.ts';
import { createUndoStack } from '../../platform/undo.ts';
import { createIncidentActions } from './actions.ts';
import { createIncidentCommands, deepLink } from './commands.ts';
import { createIncidentDesk, type IncidentDesk } from './desk.ts';

const anIncident = (over: Partial<Incident> = {}): Incident =>
  incidentSchema.parse({
    number: 42,
    title: 'Paiement indisponible',
    priority: 'P0',
    status: 'triggered',
    policy: 'default',
    openedAt: 1,
    openedBy: { kind: 'system' },
    links: [],
    alertsTotal: 0,
    alertsFiring: 0,
    clocks: { response: { segments: [] } },
    ...over,
  });

let sent: [string, unknown, unknown][];
let known: Map<string, Incident>;
let mayRespond: boolean;
let called: Set<string>;
let desk: IncidentDesk;
let commands: Command[];
const go = vi.fn<(path: string) => void>();
const copy = vi.fn<(text: string) => void>();

const here = (over: Partial<CommandContext> = {}): CommandContext => ({
  place: '/board',
  via: 'console',
  incident: { id: 'a', number: 42, title: 'Paiement indisponible', priority: 'P0' },
  ...over,
});
function find(id: string): Command {
  const command = commands.find((one) => one.id === id);
  if (!command) throw new Error(`no command ${id}`);
  return command;
}
const offered = (context: CommandContext) =>
  commands.filter((command) => command.available?.(context) ?? true).map((command) => command.id);

beforeEach(() => {
  sent = [];
  mayRespond = true;
  called = new Set();
  go.mockReset();
  copy.mockReset();
  known = new Map([
    ['a', anIncident()],
    ['b', anIncident({ number: 43, status: 'acknowledged' })],
    ['c', anIncident({ number: 44, status: 'resolved' })],
  ]);
  const actions = createIncidentActions({
    undo: createUndoStack(),
    data: {
      async mutate(name, args, options) {
        sent.push([name, args, options]);
        return { ok: true, value: { seq: 1, outcome: 'applied', saved: Promise.resolve() } };
      },
      incidents: {
        get(id) {
          const doc = known.get(id);
          return doc && { doc };
        },
      },
    },
    feedback: { did: () => {}, refused: () => {}, label: () => '' },
  });
  desk = createIncidentDesk(actions, { read: async () => '', write: async () => undefined });
  commands = createIncidentCommands({
    desk,
    incident: (id) => known.get(id),
    me: () => ({ person: 'ines', name: 'Inès' }),
    mayRespond: () => mayRespond,
    isCalled: (id) => called.has(id),
    go,
    copy,
    asMarkdown: async (id) => `# ${id}`,
    copied: () => {},
    undoReason: () => 'annulé',
  });
});

it('gives every command its own keys', () => {
  const keys = commands.flatMap((command) => command.keys ?? []);
  expect(new Set(keys).size).toBe(keys.length);
});

it('acknowledges the focused incident and says from where', async () => {
  await find('incident.acknowledge').run(here({ via: 'tray' }));
  expect(sent).toEqual([['incident.acknowledge', { id: 'a' }, { via: 'tray' }]]);
});

it('offers only what the incident can take', () => {
  const acknowledged = offered(here({ incident: { id: 'b', title: '', priority: 'P0' } }));
  expect(acknowledged).toContain('incident.unacknowledge');
  expect(acknowledged).not.toContain('incident.acknowledge');
  expect(acknowledged).not.toContain('incident.reopen');
});

it('offers a viewer nothing that changes an incident', () => {
  mayRespond = false;
  expect(offered(here())).toEqual(['incident.show', 'incident.steps', 'incident.copyLink', 'incident.copyMarkdown']);
});

it('leaves an incident that is not in memory to the mutator', () => {
  expect(offered(here({ incident: { id: 'z', title: '', priority: 'P3' } }))).toContain('incident.reopen');
});

it('acts on the marked incidents that fit, in the list', async () => {
  desk.mark(new Set(['a', 'b', 'c']));
  await find('incident.acknowledge').run(here({ place: '/incidents' }));
  expect(sent.map(([, args]) => args)).toEqual([{ id: 'a' }]);
  await find('incident.resolve').run(here({ place: '/incidents' }));
  expect(desk.store.getState().question).toEqual({ kind: 'resolve', ids: ['a', 'b'], via: 'console' });
});

it('acts on the incident of the toast whatever is marked', async () => {
  desk.mark(new Set(['b']));
  await find('incident.acknowledge').run(here({ place: '/incidents', via: 'toast' }));
  expect(sent).toEqual([['incident.acknowledge', { id: 'a' }, { via: 'toast' }]]);
});

it('asks which team to call while the incident is open, and lets who was called answer', async () => {
  await find('incident.page').run(here());
  expect(desk.store.getState().question).toEqual({ kind: 'page', ids: ['a'], via: 'console' });
  expect(offered(here({ incident: { id: 'c', title: '', priority: 'P0' } }))).not.toContain('incident.page');
  expect(offered(here())).not.toContain('incident.answer');
  called.add('a');
  await find('incident.answer').run(here());
  expect(sent).toEqual([['incident.answer', { id: 'a' }, { via: 'console' }]]);
});

it('goes to the steps of the incident, on its page or from elsewhere', async () => {
  await find('incident.steps').run(here());
  expect(go.mock.calls).toEqual([['/incidents/42?steps']]);
  const focus = vi.fn<() => void>();
  desk.onFocusSteps(focus);
  await find('incident.steps').run(here({ place: '/incidents/42' }));
  expect(focus).toHaveBeenCalledOnce();
});

it('takes the incident for the person who is signed in', async () => {
  await find('incident.take').run(here());
  expect(sent).toEqual([['incident.assign', { id: 'a', to: 'ines' }, { via: 'console' }]]);
});

it('opens by number, and by id while there is none', async () => {
  await find('incident.show').run(here());
  await find('incident.show').run(here({ incident: { id: 'new', title: '', priority: 'P1' } }));
  expect(go.mock.calls).toEqual([['/incidents/42'], ['/incidents/new']]);
});

it('copies a deep link and the whole incident', async () => {
  await find('incident.copyLink').run(here());
  await find('incident.copyMarkdown').run(here());
  expect(copy.mock.calls).toEqual([['vigie://incident/42'], ['# a']]);
});

it('links to an unnumbered incident by its id', () => {
  expect(deepLink({ id: '0190' })).toBe('vigie://incident/0190');
});
