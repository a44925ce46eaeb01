import type { TFunction } from 'i18next';
import { FREQUENCIES, type Frequency } from '../../../src-shared/recurrence/rule.ts';

/** A cadence that the register names in a word; undefined for a rule of its own. */
export function plainCadence(cadence: string | undefined): Frequency | undefined {
  return FREQUENCIES.find((freq) => cadence === `FREQ=${freq}`);
}

/** How often, in words; a rule of its own as it is written. */
export function cadenceWords(cadence: string | undefined, t: TFunction): string {
  const plain = plainCadence(cadence);
  return plain ? t(`backups.cadence.${plain}`) : (cadence ?? t('backups.cadence.none'));
}
