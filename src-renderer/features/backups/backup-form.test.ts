import { expect, test } from 'vitest';
import type { Backup } from '../../../src-shared/model/backup.ts';
import { HOUR, instant } from '../../../src-shared/time/clock.ts';
import { createFormat } from '../../platform/format.ts';
import { backupForm, backupFormSchema, changeOf, contentOf, readBackup } from './backup-form.ts';

const format = createFormat({ language: 'en', zone: 'UTC' });
const doc: Backup = {
  title: 'Base de données',
  retention: 30,
  // Not what a field shows of it, to the byte.
  sizeAtLeast: 1_234_567_890,
  restoreWithin: 2 * HOUR,
  entries: [],
  createdAt: instant('2026-11-22T03:00:00Z'),
  createdBy: { kind: 'system' },
};

test('an edit says what was typed and nothing else, though it lay in a draft meanwhile', () => {
  const form = backupForm(doc, format);
  expect(changeOf(readBackup(form).said, form)).toEqual({});
  const typed = { ...form, title: ' Autre ', retention: '', target: 'S3' };
  const kept = backupFormSchema.parse(JSON.parse(JSON.stringify(typed)));
  expect(changeOf(readBackup(kept).said, kept)).toEqual({ title: 'Autre', retention: null, target: 'S3' });
});

test('a new one says nothing of what was left empty', () => {
  const form = { ...backupForm(undefined, format), title: 'Journaux', retention: '60' };
  expect(contentOf(readBackup(form).said)).toEqual({ title: 'Journaux', retention: 60 });
});

test('what cannot be read is named', () => {
  const form = {
    ...backupForm(undefined, format),
    title: ' ',
    retention: '0',
    sizeAtLeast: 'big',
    restoreWithin: 'soon',
  };
  expect([...readBackup(form).problems]).toEqual(['title', 'retention', 'sizeAtLeast', 'restoreWithin']);
  expect([...readBackup({ ...form, retention: '36601' }).problems]).toContain('retention');
});
