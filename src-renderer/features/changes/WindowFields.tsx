import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/format.ts';
import { DateField } from '../../ui/DateField.tsx';
import { FieldRow } from '../../ui/FieldRow.tsx';
import { ZoneSelect } from '../../ui/ZoneSelect.tsx';
import { inZone, readEnds, type TypedWindow } from './window-text.ts';

/** Beginning, end and whose clocks they are read from; another zone reads the same instants. */
export function WindowFields({ value, onChange }: { value: TypedWindow; onChange(next: TypedWindow): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { from, to, zone } = value;
  const { from: start, to: end } = readEnds(value);
  const endProblem =
    end === undefined
      ? t('silences.timeUnread')
      : start !== undefined && end <= start
        ? t('silences.endBeforeStart')
        : undefined;
  return (
    <FieldRow columns={3}>
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
      <ZoneSelect
        label={t('changes.field.zone')}
        searchLabel={t('app.searchZones')}
        mine={format.zone}
        value={zone}
        onChange={(next) => onChange(inZone(value, next))}
      />
    </FieldRow>
  );
}
