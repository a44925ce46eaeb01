import { ToggleButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../platform/format.ts';
import { SegmentedControl } from '../../../ui/SegmentedControl.tsx';
import { Select } from '../../../ui/Select.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import styles from './Plans.module.css';
import type { ReadForm } from './plan-form.ts';
import { EVERY, type Every, type RuleForm, ruleOf } from './rule-form.ts';
import weekdayStyles from './Weekdays.module.css';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);
const MONTH_DAYS = [...Array.from({ length: 31 }, (_, index) => index + 1), -1];
const NTH = [1, 2, 3, 4, -1];

/** Which days: by words for what is common, as an RRULE for all else. */
export function RuleFields({
  form,
  read,
  onChange,
}: {
  form: RuleForm;
  read: ReadForm;
  onChange(form: RuleForm): void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const set = (part: Partial<RuleForm>) => onChange({ ...form, ...part });
  const asText = (value: number) => String(value);
  const isMonthly = form.every === 'month' || form.every === 'year';
  return (
    <>
      <div className={styles.line}>
        <SegmentedControl<Every>
          label={t('plans.field.every')}
          value={form.every}
          // The text takes over what the builder said.
          onChange={(every) => set(every === 'text' ? { every, text: ruleOf(form) } : { every })}
          options={EVERY.map((id) => ({ id, label: t(`plans.every.${id}`) }))}
        />
      </div>
      {form.every === 'text' ? (
        <TextField
          label={t('plans.field.rrule')}
          hint={t('plans.rruleHint')}
          value={form.text}
          onChange={(text) => set({ text })}
          maxLength={500}
          error={read.rule ? t(`plans.rule.${read.rule.kind}`, { part: read.rule.part || '…' }) : undefined}
        />
      ) : (
        <div className={styles.line}>
          <span className={styles.wide}>
            <Select
              label={t('plans.field.interval')}
              value={asText(form.interval)}
              onChange={(interval) => set({ interval: Number(interval) })}
              options={intervals(form.interval).map((count) => ({
                id: asText(count),
                label: t(`plans.interval.${form.every}`, { count }),
              }))}
            />
          </span>
          {form.every === 'week' && (
            <div>
              <fieldset className={weekdayStyles.days} aria-label={t('plans.field.weekdays')}>
                {WEEKDAYS.map((day) => (
                  <ToggleButton
                    key={day}
                    className={weekdayStyles.day}
                    isSelected={form.weekdays.includes(day)}
                    onChange={(isOn) =>
                      set({ weekdays: isOn ? [...form.weekdays, day] : form.weekdays.filter((one) => one !== day) })
                    }
                  >
                    {format.weekday(day, 'short')}
                  </ToggleButton>
                ))}
              </fieldset>
              {read.problems.has('weekdays') && <p className={styles.problem}>{t('plans.problem.weekdays')}</p>}
            </div>
          )}
          {form.every === 'year' && (
            <span className={styles.narrow}>
              <Select
                label={t('plans.field.month')}
                value={asText(form.month)}
                onChange={(value) => set({ month: Number(value) })}
                options={MONTHS.map((number) => ({ id: asText(number), label: format.month(number, 'long') }))}
              />
            </span>
          )}
          {isMonthly && (
            <>
              <SegmentedControl
                label={t('plans.field.by')}
                value={form.by}
                onChange={(by) => set({ by })}
                options={[
                  { id: 'date', label: t('plans.by.date') },
                  { id: 'weekday', label: t('plans.by.weekday') },
                ]}
              />
              {form.by === 'date' ? (
                <span className={styles.narrow}>
                  <Select
                    label={t('plans.field.monthDay')}
                    value={asText(form.monthDay)}
                    onChange={(value) => set({ monthDay: Number(value) })}
                    options={MONTH_DAYS.map((day) => ({
                      id: asText(day),
                      label: day === -1 ? t('plans.lastDay') : asText(day),
                    }))}
                  />
                </span>
              ) : (
                <>
                  <span className={styles.narrow}>
                    <Select
                      label={t('plans.field.nth')}
                      value={asText(form.nth)}
                      onChange={(value) => set({ nth: Number(value) })}
                      options={NTH.map((nth) => ({ id: asText(nth), label: t(`plans.nth.n${nth}`) }))}
                    />
                  </span>
                  <span className={styles.narrow}>
                    <Select
                      label={t('plans.field.weekday')}
                      value={asText(form.weekday)}
                      onChange={(value) => set({ weekday: Number(value) })}
                      options={WEEKDAYS.map((day) => ({ id: asText(day), label: format.weekday(day, 'long') }))}
                    />
                  </span>
                </>
              )}
            </>
          )}
        </div>
      )}
    </>
  );
}

const intervals = (current: number) =>
  [...new Set([...Array.from({ length: 12 }, (_, index) => index + 1), current])].sort((a, b) => a - b);
