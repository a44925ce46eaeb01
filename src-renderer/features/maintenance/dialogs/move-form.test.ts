import { expect, test } from 'vitest';
import { instant } from '../../../../src-shared/time/clock.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { movedTo, moveForm, moveFormSchema } from './move-form.ts';

const item = (allDay: boolean) => ({
  planned: { allDay, zone: 'Europe/Paris' } as MaintenanceItem['planned'],
  state: { at: instant('2026-11-23T23:00:00Z') },
});

test('a move that was typed means the same instant, whatever the clocks are when it is found again', () => {
  const { planned } = item(false);
  const typed = { ...moveForm(item(false), 'Asia/Tokyo'), text: '2026-11-25T09:30' };
  const kept = moveFormSchema.parse(JSON.parse(JSON.stringify(typed)));
  expect(movedTo(kept, planned)).toBe(instant('2026-11-25T00:30:00Z'));
});

test('a whole day is one of its own zone', () => {
  const form = moveForm(item(true), 'Asia/Tokyo');
  expect(form).toEqual({ text: '2026-11-24', zone: 'Europe/Paris', reason: '' });
  expect(movedTo(form, item(true).planned)).toBe(instant('2026-11-23T23:00:00Z'));
});

test('a draft that names no zone is none', () => {
  expect(moveFormSchema.safeParse({ text: '2026-11-25T09:30', reason: '' }).success).toBe(false);
});
