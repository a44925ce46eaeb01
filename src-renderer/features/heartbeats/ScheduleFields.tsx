import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/format.ts';
import { FieldRow } from '../../ui/FieldRow.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { ZoneSelect } from '../../ui/ZoneSelect.tsx';
import { NextTimes } from './NextTimes.tsx';
import { SCHEDULE_KINDS, type ScheduleForm, type ScheduleRead } from './schedule-form.ts';
import { cronWords } from './schedule-words.ts';

interface Props {
  form: ScheduleForm;
  read: ScheduleRead;
  onChange(form: ScheduleForm): void;
}

/** How often a job comes, how late it may be, and the next times that follow from it. */
export function ScheduleFields({ form, read, onChange }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const set = (change: Partial<ScheduleForm>) => onChange({ ...form, ...change });
  const expression =
    read.ok || read.field !== 'expression'
      ? undefined
      : read.problem
        ? t(`heartbeats.problem.${read.problem.part}`, { text: read.problem.text })
        : t('heartbeats.expressionMissing');
  const error = (field: 'period' | 'grace') =>
    !read.ok && read.field === field ? t('heartbeats.lengthUnread') : undefined;
  return (
    <>
      <SegmentedControl
        label={t('heartbeats.field.kind')}
        value={form.kind}
        onChange={(kind) => set({ kind })}
        options={SCHEDULE_KINDS.map((id) => ({ id, label: t(`heartbeats.kind.${id}`) }))}
      />
      <FieldRow columns={2}>
        {form.kind === 'period' && (
          <TextField
            label={t('heartbeats.field.period')}
            value={form.period}
            onChange={(period) => set({ period })}
            error={error('period')}
          />
        )}
        {form.kind === 'cron' && (
          <TextField
            label={t('heartbeats.field.cron')}
            value={form.cron}
            onChange={(cron) => set({ cron })}
            hint={cronWords(form.cron, format.language)}
            error={expression}
          />
        )}
        {form.kind === 'onCalendar' && (
          <TextArea
            label={t('heartbeats.field.onCalendar')}
            value={form.onCalendar}
            onChange={(onCalendar) => set({ onCalendar })}
            error={expression}
            rows={1}
            isMono
          />
        )}
        <TextField
          label={t('heartbeats.field.grace')}
          value={form.grace}
          onChange={(grace) => set({ grace })}
          hint={t('heartbeats.graceHint')}
          error={error('grace')}
        />
      </FieldRow>
      {form.kind !== 'period' && (
        <ZoneSelect
          label={t('heartbeats.field.zone')}
          searchLabel={t('app.searchZones')}
          mine={format.zone}
          value={form.zone}
          onChange={(zone) => set({ zone })}
        />
      )}
      {read.ok && <NextTimes schedule={read.schedule} />}
    </>
  );
}
