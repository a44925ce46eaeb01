import type { TFunction } from 'i18next';

/** What `TextDiff` says of any two texts. */
export const diffWords = (t: TFunction) => ({
  skipped: (count: number) => t('textDiff.skipped', { count }),
  removed: t('textDiff.removed'),
  added: t('textDiff.added'),
  same: t('textDiff.same'),
});
