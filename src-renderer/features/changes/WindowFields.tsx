import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/format.ts';
import { DateField } from '../../ui/DateField.tsx';
import { Select } from '../../ui/Select.tsx';
import styles from './Changes.module.css';
import { inZone, readEnds, type TypedWindow } from './window-text.ts';
import { zonesFor } from './zones.ts';

/** Beginning, end and whose clocks they are read from; another zone reads the same instants. */
export function WindowFields({ value, onChange }: { value: TypedWindow; onChange(next: TypedWindow): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { from, to, zone } = value;
  const { from: start, to: end } = readEnds(value);
  const zones = useMemo(() => zonesFor(zone, format.zone), [zone, format.zone]);
  const endProblem =
    end === undefined
      ? t('silences.timeUnread')
      : start !== undefined && end <= start
        ? t('silences.endBeforeStart')
        : undefined;
  return (
    <div className={styles.three}>
      <DateField
        label={t('changes.field.from')}
        hasTime
        value={from}
        onChange={(next) => onChange({ ...value, from: next })}
        error={start === undefined ? t('silences.timeUnread') : undefined}
      />
      <DateField
        label={t('changes.field.to')}
        hasTime
        value={to}
        onChange={(next) => onChange({ ...value, to: next })}
        error={endProblem}
        hint={
          start === undefined || end === undefined
            ? undefined
            : t('silences.lasts', { length: format.duration(end - start) })
        }
      />
      <Select
        label={t('changes.field.zone')}
        options={zones}
        value={zone}
        onChange={(next) => onChange(inZone(value, next))}
      />
    </div>
  );
}
