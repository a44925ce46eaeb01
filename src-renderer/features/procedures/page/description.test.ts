import { describe, expect, it } from 'vitest';
import { procedureSchema } from '../../../../src-shared/model/procedure.ts';
import { instant } from '../../../../src-shared/time/clock.ts';
import { changeOf, descriptionFormSchema, descriptionOf, formOf } from './description.ts';

const procedure = procedureSchema.parse({
  kind: 'runbook',
  title: 'Disk full',
  tags: ['disk', 'linux'],
  services: ['web'],
  team: 'infra',
  owner: 'ana',
  language: 'en',
  match: { alertNames: ['DiskFull'], matchers: [[{ name: 'job', value: 'node', isRegex: false, isEqual: true }]] },
  revision: 3,
  steps: 2,
  updatedAt: instant('2026-11-02T08:00:00Z'),
  updatedBy: { kind: 'system' },
  reviewEvery: 90,
});

describe('the description of a procedure', () => {
  it('is the same after it was shown in the form and read back', () => {
    const { tags, services, team, owner, language, match, reviewEvery } = procedure;
    expect(descriptionOf(formOf(procedure))).toEqual({
      ok: true,
      value: { tags, services, team, owner, language, match, reviewEvery },
    });
  });

  it('says what was typed and nothing else, though it lay in a draft meanwhile', () => {
    const typed = { ...formOf(procedure), tags: 'disk', matchers: '' };
    const form = descriptionFormSchema.parse(JSON.parse(JSON.stringify(typed)));
    const read = descriptionOf(form);
    expect(read.ok && changeOf(read.value, form)).toEqual({
      tags: ['disk'],
      match: { alertNames: ['DiskFull'], matchers: [] },
    });
  });

  it('takes away what was emptied', () => {
    const empty = {
      tags: ' , ',
      services: [],
      team: '',
      owner: '',
      language: '',
      reviewEvery: '',
      alertNames: '\n',
      matchers: '',
    };
    expect(descriptionOf(empty)).toEqual({
      ok: true,
      value: { tags: [], services: [], team: null, owner: null, language: null, reviewEvery: null, match: null },
    });
  });

  it('names each thing that is wrong, a matcher with its line', () => {
    const wrong = {
      ...formOf(procedure),
      tags: 'x'.repeat(61),
      language: 'français',
      reviewEvery: '1.5',
      matchers: 'job="a"\njob=~"("',
    };
    expect(descriptionOf(wrong)).toMatchObject({
      ok: false,
      error: { tags: 'tooLong', language: 'unknown', reviewEvery: 'notDays', matchers: { line: 2 } },
    });
  });
});
