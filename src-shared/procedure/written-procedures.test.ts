import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import english from '../../resources/packs/procedures.en.json' with { type: 'json' };
import french from '../../resources/packs/procedures.fr.json' with { type: 'json' };
import { packedPlans } from '../maintenance/from-pack.ts';
import { CHANGE_PROCEDURE } from '../model/change.ts';
import { CHANGE_TYPES } from '../model/change-type.ts';
import { type Pack, packProblems, packSchema } from '../model/pack.ts';
import { createTimings } from '../recurrence/timing.ts';
import { ruleWords } from '../recurrence/words.ts';
import { HOUR, instant, isoInstant } from '../time/clock.ts';
import { packedTexts } from './from-pack.ts';
import { parseProcedure } from './parse.ts';

const read = (name: string) => readFileSync(new URL(`../../resources/packs/${name}`, import.meta.url), 'utf8');

interface WrittenList {
  /** Its headings from the second level on, without their pictures. */
  headings: string[];
  name?: string;
  facts: Record<string, string>;
  items: string[];
}

/** The lists of the written document, read from its YAML blocks line by line and from nothing else. */
function writtenLists(markdown: string): WrittenList[] {
  const lists: WrittenList[] = [];
  let headings: string[] = [];
  let inYaml = false;
  let task: { name: string; facts: Record<string, string> } | undefined;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) {
      inYaml = line === '```yaml';
      task = undefined;
      continue;
    }
    const heading = /^(#{2,}) \P{L}*(.*)$/u.exec(line);
    if (heading && !inYaml) {
      headings = [...headings.slice(0, (heading[1]?.length ?? 2) - 2), heading[2] ?? ''];
      continue;
    }
    if (!inYaml) continue;
    const name = /^- name: "(.*)"$/.exec(line)?.[1];
    if (name !== undefined) task = { name, facts: {} };
    const fact = /^ {2}(time|duration|day): "(.*)"$/.exec(line);
    if (fact && task) task.facts[fact[1] ?? ''] = fact[2] ?? '';
    if (/^\s*[a-z_]+:$/.test(line)) lists.push({ headings, facts: {}, ...task, items: [] });
    const item = /^\s+- (?!name:)"(.*)"$/.exec(line)?.[1];
    if (item !== undefined) lists.at(-1)?.items.push(item.replace('": "', ' : '));
  }
  return lists;
}

const packs = { fr: packSchema.parse(french), en: packSchema.parse(english) };
const written = writtenLists(read('procedures.source.fr.md'));
const textsOf = (pack: Pack): string[][] => [
  ...pack.procedures.map(({ steps = [] }) => steps.map(({ text }) => text)),
  ...pack.lists.map(({ items }) => items.map(({ text }) => text)),
];
const joined = (items: readonly string[]) => items.join('\n');

describe('the written procedures', () => {
  it('have 58 lists of 368 items, 5 objectives and 6 teams', () => {
    expect(written).toHaveLength(58);
    expect(written.flatMap(({ items }) => items)).toHaveLength(368);
  });

  it('are in the pack item by item, and nothing else is', () => {
    const source = read('procedures.source.fr.md');
    const objectives = [...source.matchAll(/^- \*\*(.+)\*\* : (.+)$/gm)].map(([, name, text]) => `${name} : ${text}`);
    expect(objectives).toHaveLength(5);
    const all = [...written.map(({ items }) => items), objectives];
    expect(textsOf(packs.fr).map(joined).sort()).toEqual(all.map(joined).sort());
    for (const { doc } of packs.fr.teams) expect(source).toContain(`${doc.name} `);
    expect(packs.fr.teams).toHaveLength(6);
  });

  it('stand under the headings of the document, and in its order', () => {
    const plain = (words: readonly string[]) => words.map((one) => one.replace(/[^\p{L}\d]/gu, '').toLowerCase());
    // A heading of the fourth level over one list alone is that list.
    const lists = Map.groupBy(written, ({ headings }) => headings.join());
    const over = (headings: readonly string[]) => (lists.get(headings.join())?.length === 1 ? 2 : 3);
    const asked = written.map(({ headings, items }) => [plain(headings.slice(0, over(headings))), joined(items)]);
    const items = new Map<string, string>(
      [...packs.fr.procedures.map(({ id, steps = [] }) => ({ id, items: steps })), ...packs.fr.lists].map((one) => [
        one.id,
        joined(one.items.map(({ text }) => text)),
      ]),
    );
    const [, , ...texts] = packedTexts(packs.fr);
    const titles = (text: (typeof texts)[number]) => plain(text.head.place?.titles ?? []);
    expect(texts.map((text) => [titles(text), items.get(text.id)])).toEqual(asked);
    expect(texts.map(({ head }) => head.place?.order)).toEqual(
      texts.map(({ head }) => head.place?.order ?? 0).toSorted((a, b) => a - b),
    );
  });

  it('recur from the records that they become, kept on holidays and by the working days of the team', () => {
    const plans = new Map(packedPlans(packs.fr).map((plan) => [plan.id as string, plan]));
    expect(plans.size).toBe(17);
    for (const { doc, terms } of plans.values()) {
      expect(terms).toMatchObject({ holidays: 'keep', calendar: 'heures-ouvrees', zone: 'Europe/Paris' });
      expect(doc).not.toHaveProperty('team');
    }
    const timings = createTimings(packs.fr.calendars);
    const days = (id: string, from: string, to: string) => {
      const plan = plans.get(id);
      if (!plan) throw new Error(`no plan ${id}`);
      const range = { from: instant(from), to: instant(to) };
      return timings
        .occurrencesOf({ id, doc: { terms: [{ from: '2026-01-01', ...plan.terms }] } }, range)
        .map(({ date, at, end, deadline }) => [date, isoInstant(at), (end - at) / HOUR, (deadline - end) / HOUR]);
    };
    // Sunday 03:00 on the day on which clocks go forward to it: there is no half past two, and three is 01:00 UTC.
    expect(days('preventive.weekly.database-maintenance', '2026-03-28T00:00:00Z', '2026-03-30T00:00:00Z')).toEqual([
      ['2026-03-29', '2026-03-29T01:00:00.000Z', 1, 2],
    ]);
    expect(days('preventive.weekly.database-maintenance', '2026-10-24T00:00:00Z', '2026-10-26T00:00:00Z')).toEqual([
      ['2026-10-25', '2026-10-25T02:00:00.000Z', 1, 2],
    ]);
    expect(days('preventive.monthly.report', '2026-05-01T00:00:00Z', '2026-05-02T00:00:00Z')).toEqual([
      ['2026-05-01', '2026-05-01T08:00:00.000Z', 2, 2],
    ]);
    expect(days('technical.database.daily', '2026-08-15T00:00:00Z', '2026-08-16T00:00:00Z')).toEqual([
      ['2026-08-16', '2026-08-15T22:00:00.000Z', 24, 0],
    ]);
    expect(days('technical.database.weekly', '2026-11-22T00:00:00Z', '2026-11-29T00:00:00Z')).toEqual([
      ['2026-11-23', '2026-11-22T23:00:00.000Z', 24, 144],
    ]);
    expect(days('technical.backups.restore-tests', '2027-01-15T00:00:00Z', '2027-02-15T00:00:00Z')).toEqual([
      ['2027-02-01', '2027-01-31T23:00:00.000Z', 24, 648],
    ]);
    // Some time in the quarter: on time until its last day, an hour of which the clocks leave out.
    expect(days('technical.updates.major', '2026-12-15T00:00:00Z', '2027-03-31T00:00:00Z')).toEqual([
      ['2027-01-01', '2026-12-31T23:00:00.000Z', 24, 89 * 24 - 1],
    ]);
  });

  it('are due when they say: hour, day and duration of each preventive task', () => {
    const lengths: Record<string, number> = { minutes: 60_000, hour: 3_600_000, hours: 3_600_000 };
    const days: Record<string, string> = {
      Monday: 'FREQ=WEEKLY;BYDAY=MO',
      Sunday: 'FREQ=WEEKLY;BYDAY=SU',
      '1st of month': 'FREQ=MONTHLY;BYMONTHDAY=1',
      '15th of month': 'FREQ=MONTHLY;BYMONTHDAY=15',
    };
    const asked = written.flatMap(({ name, facts, items }) => {
      if (name === undefined) return [];
      const [count = '', unit = ''] = (facts.duration ?? '').split(' ');
      const duration = Number(count) * (lengths[unit] ?? Number.NaN);
      return [{ rrule: days[facts.day ?? ''] ?? 'FREQ=DAILY', time: facts.time, duration, items }];
    });
    expect(asked).toHaveLength(11);
    const planned = packs.fr.plans.flatMap(({ section, rrule, time, duration, procedure }) => {
      if (!section?.startsWith('preventive.')) return [];
      const items = packs.fr.procedures.find(({ id }) => id === procedure)?.steps?.map(({ text }) => text);
      return [{ rrule, time, duration, items }];
    });
    expect(planned).toEqual(asked);
  });
});

describe.each(Object.entries(packs))('the pack in %s', (_, pack) => {
  test('has a plan for each type of update that the document gives a cadence, and for no other', () => {
    const types = pack.lists.find(({ id }) => id === 'technical.updates.types')?.items ?? [];
    expect(types.map(({ facts }) => facts?.type)).toEqual([...CHANGE_TYPES]);
    const written = types.flatMap(({ facts }) => (facts?.cadence ? [[facts.type, facts.cadence]] : []));
    const planned = pack.plans.flatMap(({ change, procedure, rrule }) =>
      change && procedure === CHANGE_PROCEDURE ? [[change, rrule]] : [],
    );
    expect(planned.sort()).toEqual(written.sort());
  });

  test('has no id twice and refers to nothing that is not there', () => {
    expect(packProblems(pack)).toEqual([]);
  });

  test('becomes Markdown whose steps are those of the pack', () => {
    for (const { id, body } of packedTexts(pack)) {
      const { steps, problems } = parseProcedure(body);
      const packed = pack.procedures.find((one) => one.id === id)?.steps ?? [];
      expect(problems).toEqual([]);
      expect(steps.map(({ line, depth, ...step }) => step)).toEqual(packed);
    }
  });

  test('leaves it to the plans to say when a procedure is due', () => {
    const texts = new Map<string, string>(packedTexts(pack).map(({ id, body }) => [id, body]));
    for (const { procedure, ...terms } of pack.plans) {
      expect(texts.get(procedure)).toMatch(/^- \[ \] /);
      expect(ruleWords(terms, pack.language)).toContain(terms.time ?? '');
    }
  });
});

/** What is left when the words are taken away. */
function wordless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(wordless);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(
    ([name]) => !['title', 'text', 'name', 'domain', 'language'].includes(name),
  );
  return Object.fromEntries(fields.map(([name, field]) => [name, wordless(field)]));
}

test('both languages say the same under the same ids', () => {
  expect(wordless(packs.en)).toEqual(wordless(packs.fr));
});

test('pack.schema.json is the schema in force', () => {
  const schema = z.toJSONSchema(packSchema, { io: 'input', unrepresentable: 'any' });
  expect(JSON.parse(read('pack.schema.json'))).toEqual(schema);
});
