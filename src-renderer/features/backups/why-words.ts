import type { TFunction } from 'i18next';
import type { BackupLine } from '../../../src-shared/backup/register.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';
import type { Format } from '../../platform/format.ts';

/** What is wrong with a backup, or not known of it, and what to do where that is not plain. */
export function whyWords(
  { state, since, tooSmall, doc, lastSuccess, history, tests }: BackupLine,
  { t, format, now }: { t: TFunction; format: Format; now: Instant },
): string {
  const { sizeAtLeast } = doc;
  if (tooSmall && lastSuccess?.size !== undefined && sizeAtLeast !== undefined) {
    return t('backups.tooSmall', { size: format.bytes(lastSuccess.size), least: format.bytes(sizeAtLeast) });
  }
  const time = since === undefined ? undefined : format.momentSince(since, now);
  if (state === 'failed') {
    const [last] = history;
    const said = last?.outcome === 'failed' ? last.note : undefined;
    return [said, time && t('backups.failedSince', { time })].filter(Boolean).join(' · ');
  }
  if (state === 'late') return time ? t('backups.lateSince', { time }) : '';
  if (state === 'never') return tests.some(({ doc }) => doc.verdict?.result === 'ok') ? t('backups.neverRestored') : '';
  if (state === 'untimed') return t('backups.untimedWhy');
  if (lastSuccess && lastSuccess.size === undefined && sizeAtLeast !== undefined) {
    return t('backups.sizeUnchecked', { least: format.bytes(sizeAtLeast) });
  }
  return '';
}
