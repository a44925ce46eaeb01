import '../../../tests/support/property-seed.ts';
import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown, type Options } from 'mdast-util-from-markdown';
import remarkGfm from 'remark-gfm';
import { describe, expect, test } from 'vitest';
import { acknowledge, openingClocks, reopen, resolve } from '../../incident/transitions.ts';
import { incidentId, personId, slaPolicyId } from '../../model/ids.ts';
import type { Incident, TimelineEvent } from '../../model/incident.ts';
import { procedureId } from '../../model/procedure.ts';
import { type RunEvent, runId } from '../../model/run.ts';
import { PROCEDURES_SLA_POLICY as policy } from '../../sla/default-policy.ts';
import { NO_CALENDARS } from '../../sla/working-time.ts';
import { HOUR, instant, MINUTE, SECOND } from '../../time/clock.ts';
import { parseProcedure } from '../parse.ts';
import type { PhaseText } from '../phases.ts';
import { followUpsText, leftToWrite, postMortemDraft, type Teller } from './draft.ts';
import { factsOf, type IncidentRecords } from './facts.ts';
import { withNewFacts } from './update.ts';

const T = instant('2026-11-22T03:00:00Z');
const INCIDENT = incidentId('i');
const person = (id: string) => ({ kind: 'person', id: personId(id) }) as const;

const teller = (more: Partial<Teller> = {}): Teller => ({
  language: 'fr',
  zone: 'Europe/Paris',
  actor: (by) => (by.kind === 'person' ? by.id : by.kind === 'sender' ? by.name : 'Vigie'),
  service: (id) => id,
  team: (id) => id,
  say: ({ event }) => ({
    text: event.kind === 'alertJoined' ? `signale ${event.titles.join(', ')}` : event.kind,
    ...('text' in event && event.text ? { body: event.text } : {}),
  }),
  ...more,
});

const anIncident = (title = 'API down'): Incident => ({
  number: 42,
  title,
  priority: 'P0',
  status: 'triggered',
  policy: slaPolicyId('default'),
  openedAt: T,
  openedBy: { kind: 'sender', name: 'prod' },
  links: [],
  alertsTotal: 0,
  alertsFiring: 0,
  clocks: openingClocks(policy, 'P0', T),
});
const entry = (id: string, event: TimelineEvent, at: number, by = 'inès') => ({
  id,
  doc: { incident: INCIDENT, event, by: person(by), via: 'console' as const, at },
});

/** Acknowledged after 3 min 10 s, resolved 12 min 3 s late, reopened for four minutes. */
function aNight(): IncidentRecords {
  const acknowledged = T + 3 * MINUTE + 10 * SECOND;
  const resolved = T + 72 * MINUTE + 3 * SECOND;
  const reopened = resolved + 2 * MINUTE;
  const by = person('inès');
  let incident = acknowledge(anIncident(), by, acknowledged);
  incident = resolve(incident, policy, by, resolved);
  incident = acknowledge(reopen(incident, policy, reopened), person('max'), reopened + MINUTE);
  incident = resolve(incident, policy, person('max'), reopened + 4 * MINUTE);
  const body =
    '- [ ] Acquitter {#ack}\n- [ ] Temps de réponse {#rt .measure unit=ms}\n- [ ] Prévenir {#tell}\n- [ ] Noter {#note}\n';
  const done = (id: string, step: string, event: RunEvent) => ({
    id,
    doc: { run: runId('i/P0/response'), step, event, by, via: 'console' as const, at: acknowledged },
  });
  return {
    id: 'i',
    incident,
    entries: [
      entry('a', { kind: 'opened', title: 'API down', priority: 'P0' }, T),
      entry('c', { kind: 'resolved', text: 'Disque vidé' }, resolved),
      entry('b', { kind: 'acknowledged' }, acknowledged),
      entry('d', { kind: 'reopened' }, reopened),
      entry('e', { kind: 'acknowledged' }, reopened + MINUTE, 'max'),
      entry('f', { kind: 'resolved' }, reopened + 4 * MINUTE, 'max'),
    ],
    alerts: [],
    texts: [],
    policy,
    runs: [
      {
        id: 'i/P0/response',
        doc: {
          procedure: procedureId('p'),
          revision: 1,
          kind: 'incidentPhase',
          title: 'Réponse immédiate (0-5 minutes)',
          body,
          startedAt: acknowledged,
          startedBy: by,
        },
        entries: [
          done('1', 'ack', { kind: 'done' }),
          done('2', 'rt', { kind: 'measure', value: 812, unit: 'ms' }),
          done('3', 'tell', { kind: 'skipped', reason: 'Personne à prévenir' }),
        ],
      },
    ],
  };
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

/** Everything a reader that knows GitHub's Markdown makes of a text. */
function read(text: string): Nodes[] {
  const extensions: {
    micromarkExtensions?: Options['extensions'];
    fromMarkdownExtensions?: Options['mdastExtensions'];
  } = {};
  Reflect.apply(remarkGfm, { data: () => extensions }, []);
  const root = fromMarkdown(text, {
    extensions: extensions.micromarkExtensions ?? [],
    mdastExtensions: extensions.fromMarkdownExtensions ?? [],
  });
  const all = (node: Nodes): Nodes[] => [node, ...('children' in node ? node.children.flatMap(all) : [])];
  return all(root);
}
const words = (node: Nodes): string =>
  'value' in node ? node.value : 'children' in node ? node.children.map(words).join('') : '';
const headings = (text: string) => read(text).flatMap((node) => (node.type === 'heading' ? [words(node)] : []));

describe('the draft of a post-mortem', () => {
  const draft = plain(postMortemDraft(aNight(), NO_CALENDARS, T + 24 * HOUR, teller()));

  test('tells stages that add up, and the promises', () => {
    expect(draft).toContain('Heures de Europe/Paris (UTC+01:00).');
    expect(draft).toContain('| Sans prise en charge | 2026-11-22 04:00:00 | 2026-11-22 04:03:10 | 3 min 10 s |');
    expect(draft).toContain('| Résolu, puis rouvert | 2026-11-22 05:12:03 | 2026-11-22 05:14:03 | 2 min |');
    expect(draft).toContain('| **De l’ouverture à la fin** |  |  | **1 h 18 min 03 s** |');
    expect(draft).toContain('- Résolution hors délai de 18 min 03 s (objectif 1 h).');
    expect(draft).toContain('- Participants : inès, max');
  });

  test('tells what was done, what was skipped and what is lacking', () => {
    expect(draft).toContain('### Réponse immédiate (0-5 minutes)\n\n2 étapes faites, 1 sautée, 1 ni faite ni sautée.');
    expect(draft).toContain('- **2026-11-22 04:03:10** inès · Temps de réponse : 812 ms');
    expect(draft).toContain('- Sautée : Prévenir (Personne à prévenir)');
    expect(draft).toContain('- Ni faite ni sautée : Noter');
    expect(draft).toContain('- Rouvert après une résolution.');
  });

  test('has headings to write under, in the language of the document', () => {
    expect(headings(draft)).toEqual([
      ...['Résumé', 'Impact', 'Faits', 'Durées', 'Engagements', 'Déroulé', 'Ce qui a été fait'],
      ...['Réponse immédiate (0-5 minutes)', 'Ce qui s’est bien passé', 'Ce qui s’est mal passé', 'Causes'],
      ...['Cause racine', 'Facteurs qui ont contribué', 'Détection', 'Leçons apprises'],
    ]);
    const english = plain(
      postMortemDraft(aNight(), NO_CALENDARS, T + 24 * HOUR, teller({ language: 'en', zone: 'UTC' })),
    );
    expect(headings(english).slice(0, 3)).toEqual(['Summary', 'Impact', 'Facts']);
    expect(english).toContain('| Nobody on it | 2026-11-22 03:00:00 | 2026-11-22 03:03:10 | 3 min 10 s |');
  });

  test('names the offset of each reading over a change of the clocks', () => {
    const autumn = instant('2026-10-25T00:30:00Z');
    const incident = { ...anIncident(), openedAt: autumn, clocks: openingClocks(policy, 'P0', autumn) };
    const records = { ...aNight(), incident, runs: [], entries: [entry('x', { kind: 'acknowledged' }, autumn + HOUR)] };
    const text = plain(postMortemDraft(records, NO_CALENDARS, autumn + 2 * HOUR, teller()));
    expect(text).toContain('| 2026-10-25 02:30:00 UTC+02:00 | 2026-10-25 02:30:00 UTC+01:00 | 1 h |');
  });

  test('tells the phases that nobody ticked by what the incident says, but not the one that writes it', () => {
    const text = (clock: 'response' | 'postIncident'): PhaseText => ({
      id: clock,
      head: {
        kind: 'incidentPhase',
        title: clock,
        tags: [],
        services: [],
        phase: { priority: 'P0', clock, from: 0, to: 5 * MINUTE },
        revision: 1,
        steps: 2,
        updatedAt: T,
        updatedBy: { kind: 'system' },
      },
      body: '- [ ] Acquitter {#ack .action do=acknowledge}\n- [ ] Prévenir {#tell}\n',
    });
    const records = { ...aNight(), runs: [], texts: [text('response'), text('postIncident')] };
    const told = plain(postMortemDraft(records, NO_CALENDARS, T + 24 * HOUR, teller()));
    expect(told).toContain('### response\n\n1 étape faite, 1 ni faite ni sautée.');
    expect(told).toContain('max · Acquitter');
    expect(told).not.toContain('### postIncident');
  });

  test('does not tell of the post-mortem itself', () => {
    const about = entry('z', { kind: 'postMortemStarted' }, T + 2 * HOUR, 'zoé');
    const records = { ...aNight(), entries: [...aNight().entries, about] };
    expect(plain(postMortemDraft(records, NO_CALENDARS, T + 24 * HOUR, teller()))).toBe(draft);
  });

  test('says the same whatever the order of the records', () => {
    const { entries, ...records } = aNight();
    const other = { ...records, entries: [...entries].reverse() };
    expect(plain(postMortemDraft(other, NO_CALENDARS, T + 24 * HOUR, teller()))).toBe(draft);
  });
});

const HOSTILE = [
  '[x](https://evil.example)',
  'https://evil.example/?a=b',
  'www.evil.example',
  'me@evil.example',
  '<img src=x onerror=alert(1)>',
  '![x](https://evil.example/p.png)',
  '- [ ] step {#x .action do=resolve}',
  '# heading',
  '===',
  '---',
  '```',
  '`',
  '| a | b |',
  '[^1]: note',
  '[a]: https://evil.example',
  '&lt;b&gt;',
  '1. one',
  '    code',
  '\n\n# late\n',
  '\\[x](https://evil.example)',
  '~~~',
  '<!-- x',
  'javascript:alert(1)',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 12, unit: 'grapheme' })), {
    maxLength: 4,
  })
  .map((parts) => parts.join(' '));

const events = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: 9_999_999 }),
    event: fc.oneof(
      fc.constantFrom<TimelineEvent>(
        { kind: 'acknowledged' },
        { kind: 'unacknowledged' },
        { kind: 'resolved' },
        { kind: 'reopened' },
        { kind: 'closed' },
        { kind: 'resumed' },
      ),
      hostile.map((text): TimelineEvent => ({ kind: 'note', text })),
      hostile.map((text): TimelineEvent => ({ kind: 'alertJoined', titles: [text], count: 1 })),
    ),
  }),
  { maxLength: 25 },
);

test('any timeline is a valid text whose lengths add up, and whatever is said in it stays text', () => {
  fc.assert(
    fc.property(events, hostile, hostile, (timeline, title, name) => {
      const records: IncidentRecords = {
        id: 'i',
        incident: anIncident(title || 'x'),
        entries: timeline.map(({ event, after }, index) => entry(`e${index}`, event, T + after)),
        alerts: [],
        texts: [],
        policy,
        runs: [],
      };
      const { stages, total } = factsOf(records, NO_CALENDARS, T + 24 * HOUR);
      stages.forEach(({ from, to }, index) => {
        expect(to ?? from).toBeGreaterThanOrEqual(from);
        expect(from % SECOND).toBe(0);
        if (index > 0) expect(from).toBe(stages[index - 1]?.to);
      });
      if (total !== undefined && stages.length > 0)
        expect((stages.at(-1)?.to ?? 0) - (stages[0]?.from ?? 0)).toBe(total);

      const text = postMortemDraft(records, NO_CALENDARS, T + 24 * HOUR, teller({ actor: () => name || 'x' }));
      const nodes = read(text);
      const kinds = new Set(nodes.map(({ type }) => type));
      for (const kind of ['link', 'image', 'html', 'definition', 'footnoteDefinition', 'footnoteReference', 'code']) {
        expect(kinds).not.toContain(kind);
      }
      expect(nodes.some((node) => node.type === 'listItem' && typeof node.checked === 'boolean')).toBe(false);
      expect(parseProcedure(`- [ ] x\n\n${text}`).steps).toHaveLength(1);
      const own = postMortemDraft(
        { ...records, incident: anIncident() },
        NO_CALENDARS,
        T + 24 * HOUR,
        teller({ say: () => ({ text: 'x' }) }),
      );
      expect(headings(text)).toEqual(headings(own));
    }),
    { numRuns: 60 },
  );
});

describe('facts that are brought up to date', () => {
  const early = { ...aNight(), entries: aNight().entries.slice(0, 1), runs: [] };
  const drafted = postMortemDraft(early, NO_CALENDARS, T + 24 * HOUR, teller());
  const now = postMortemDraft(aNight(), NO_CALENDARS, T + 24 * HOUR, teller());

  test('are those of today where nobody has written anything', () => {
    expect(withNewFacts(drafted, drafted, now)).toEqual({ text: now, kept: 0 });
  });

  test('come in beside what people wrote', () => {
    const written = drafted
      .replace('### Cause racine\n\n_À écrire._', '### Cause racine\n\nLe disque était plein.')
      .replace('## Impact', '## Impact\n\nTous les paiements.');
    const { text, kept } = withNewFacts(drafted, written, now);
    expect(kept).toBe(0);
    expect(text).toContain('Le disque était plein.');
    expect(text).toContain('Tous les paiements.');
    expect(text).toContain('Disque vidé');
  });

  test('leave open what people are asked to write, which is counted', () => {
    const written = drafted.replace('### Cause racine\n\n_À écrire._', '### Cause racine\n\nLe disque était plein.');
    expect([leftToWrite(drafted) > 3, leftToWrite(drafted) - leftToWrite(written)]).toEqual([true, 1]);
  });

  test('leave the words that somebody has put in their place, and count them', () => {
    const written = drafted.replace('inès\n\n### Durées', 'inès, et le fournisseur\n\n### Durées');
    const { text, kept } = withNewFacts(drafted, written, now);
    expect([kept, plain(text).includes('inès, et le fournisseur')]).toEqual([1, true]);
  });
});

test('follow-ups end an exported post-mortem as a table', () => {
  const followUp = {
    incident: INCIDENT,
    title: 'Alerter à 80 % | tôt',
    owner: personId('inès'),
    due: '2026-11-30',
    status: 'open' as const,
    createdAt: T,
    createdBy: person('max'),
  };
  expect(followUpsText([], { language: 'fr', person: (id) => id })).toBe('');
  expect(followUpsText([followUp], { language: 'fr', person: (id) => id })).toBe(
    '## Suites à donner\n\n| Suite | Responsable | Échéance | État |\n| --- | --- | --- | --- |\n| Alerter à 80 % \\| tôt | inès | 2026-11-30 | ouverte |\n',
  );
});
