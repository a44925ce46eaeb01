import { describe, expect, test } from 'vitest';
import type { Change, ChangeStatus } from '../../../src-shared/model/change.ts';
import { serviceId } from '../../../src-shared/model/ids.ts';
import { HOUR, instant } from '../../../src-shared/time/clock.ts';
import { changeRecord } from '../../../tests/support/change-record.ts';
import { changedFields, contentOf, emptyForm, formOf } from './form.ts';
import { OPEN_CHANGES, shownChanges } from './list-model.ts';

const T = instant('2026-11-24T21:00:00Z');
const doc = (status: ChangeStatus, hours: number, more: Partial<Change> = {}): Change =>
  changeRecord(T, {
    title: `Mise à jour ${status}`,
    type: 'minor',
    services: [serviceId('api')],
    window: { from: T + hours * HOUR, to: T + (hours + 1) * HOUR, zone: 'Europe/Paris' },
    status,
    revision: 3,
    ...more,
  });

describe('the list of changes', () => {
  const lines = [
    { id: 'late', doc: doc('draft', 9) },
    { id: 'soon', doc: doc('draft', 1) },
    { id: 'asked', doc: doc('proposed', 20) },
    { id: 'now', doc: doc('inProgress', 0) },
    { id: 'old', doc: doc('done', -90, { endedAt: T - 90 * HOUR }) },
    { id: 'back', doc: doc('rolledBack', -9, { endedAt: T - 9 * HOUR }) },
  ];
  const ids = (some: Partial<typeof OPEN_CHANGES>) =>
    shownChanges(lines, { ...OPEN_CHANGES, ...some }).map(({ id }) => id);

  test('shows what is under way first, then by its window; what is over the latest first', () => {
    expect(ids({})).toEqual(['now', 'asked', 'soon', 'late']);
    expect(ids({ view: 'approve' })).toEqual(['asked']);
    expect(ids({ view: 'over' })).toEqual(['back', 'old']);
  });

  test('is narrowed by type, service and words without their accents', () => {
    expect(ids({ types: ['major'] })).toEqual([]);
    expect(ids({ services: ['web'] })).toEqual([]);
    expect(ids({ services: ['api'], text: 'mise A jour DRAFT' })).toEqual(['soon', 'late']);
  });
});

describe('the form of a change', () => {
  test('reads what a change says and says it again, in its own zone', () => {
    const before = doc('draft', 1, { rollback: 'apt install' });
    const content = contentOf(formOf(before));
    expect(content && changedFields(before, content)).toEqual({});
    expect(formOf(before)).toMatchObject({ base: 3, window: { from: '2026-11-24T23:00', zone: 'Europe/Paris' } });
  });

  test('sends what was changed alone, and what was emptied as nothing', () => {
    const before = doc('draft', 1, { rollback: 'apt install' });
    const content = contentOf({ ...formOf(before), rollback: ' ', risk: 'high' });
    expect(content && changedFields(before, content)).toEqual({ rollback: null, risk: 'high' });
  });

  test('says nothing without a title, or with a window that ends before it begins', () => {
    const empty = emptyForm({ now: T, zone: 'Europe/Paris', me: 'lea' });
    expect(empty).toMatchObject({ owner: 'lea', window: { from: '2026-11-25T22:00', to: '2026-11-26T00:00' } });
    expect(contentOf(empty)).toBeUndefined();
    expect(contentOf({ ...empty, title: 'Noyau' })).toMatchObject({ title: 'Noyau', type: 'security' });
    const backwards = { ...empty.window, to: empty.window.from };
    expect(contentOf({ ...empty, title: 'Noyau', window: backwards })).toBeUndefined();
  });
});
