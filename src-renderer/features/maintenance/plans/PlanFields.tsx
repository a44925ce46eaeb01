import { useTranslation } from 'react-i18next';
import { CHANGE_TYPES } from '../../../../src-shared/model/change-type.ts';
import { HOLIDAY_POLICIES } from '../../../../src-shared/model/plan.ts';
import { PRIORITIES } from '../../../../src-shared/model/priority.ts';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import type { LocalDate } from '../../../../src-shared/time/zone.ts';
import { assignees } from '../../../data/assignees.ts';
import type { Directory } from '../../../data/directory.ts';
import { useFormat } from '../../../platform/format.ts';
import { DateField } from '../../../ui/DateField.tsx';
import { FieldRow } from '../../../ui/FieldRow.tsx';
import { SectionHeading } from '../../../ui/SectionHeading.tsx';
import { SegmentedControl } from '../../../ui/SegmentedControl.tsx';
import { Select } from '../../../ui/Select.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { ZoneSelect } from '../../../ui/ZoneSelect.tsx';
import { LengthField } from './LengthField.tsx';
import styles from './Plans.module.css';
import type { FormProblem, PlanForm, ReadForm } from './plan-form.ts';
import { RuleFields } from './RuleFields.tsx';

interface Props {
  form: PlanForm;
  read: ReadForm;
  /** Somebody wanted to save it: what is missing is said. */
  tried: boolean;
  isNew: boolean;
  directory: Directory;
  procedures: readonly Row<'procedure'>[];
  calendars: readonly Row<'calendar'>[];
  today: LocalDate;
  onChange(part: Partial<PlanForm>): void;
}

/** What, when, who. */
export function PlanFields(props: Props) {
  const { form, read, tried, isNew, directory, procedures, calendars, today, onChange } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const wrong = (problem: FormProblem, always = true) =>
    (always || tried) && read.problems.has(problem) ? t(`plans.problem.${problem}`) : undefined;
  const none = { id: '', label: t('plans.none') };
  const offered = procedures
    .filter(({ id, doc }) => (!doc.phase && !doc.archived && doc.kind !== 'reference') || id === form.procedure)
    .map(({ id, doc }) => ({ id: String(id), label: doc.title }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const chooseProcedure = (procedure: string) => {
    const title = offered.find(({ id }) => id === procedure)?.label ?? '';
    const before = offered.find(({ id }) => id === form.procedure)?.label ?? '';
    onChange({ procedure, ...(form.title === before ? { title } : {}) });
  };
  return (
    <div className={styles.form}>
      <div className={styles.group}>
        <Select
          label={t('plans.field.procedure')}
          value={form.procedure === '' ? null : form.procedure}
          placeholder={t('plans.chooseProcedure')}
          onChange={chooseProcedure}
          options={offered}
          error={wrong('procedure', false)}
          autoFocus={isNew}
        />
        <TextField
          label={t('plans.field.title')}
          value={form.title}
          onChange={(title) => onChange({ title })}
          maxLength={300}
          error={wrong('title', false)}
        />
      </div>
      <FieldRow columns={2}>
        <Select
          label={t('plans.field.change')}
          hint={t('plans.changeHint')}
          value={form.change}
          onChange={(id) => onChange({ change: CHANGE_TYPES.find((one) => one === id) ?? '' })}
          options={[
            { id: '', label: t('plans.noChange') },
            ...CHANGE_TYPES.map((id) => ({ id, label: t(`changes.type.${id}`) })),
          ]}
        />
      </FieldRow>
      <div className={styles.group}>
        <div className={styles.head}>
          <SectionHeading>{t('plans.when')}</SectionHeading>
        </div>
        <RuleFields form={form.rule} read={read} onChange={(rule) => onChange({ rule })} />
        <FieldRow columns={3}>
          <TextField
            label={t('plans.field.time')}
            hint={t('plans.timeHint')}
            value={form.time}
            onChange={(time) => onChange({ time: time.trim() })}
            placeholder="09:00"
            error={wrong('time')}
          />
          <LengthField
            label={t('plans.field.duration')}
            value={form.duration}
            units={['minutes', 'hours']}
            onChange={(duration) => onChange({ duration })}
            error={wrong('duration')}
          />
          <LengthField
            label={t('plans.field.grace')}
            hint={t('plans.graceHint')}
            value={form.grace}
            units={['minutes', 'hours', 'days']}
            onChange={(grace) => onChange({ grace })}
            error={wrong('grace')}
          />
        </FieldRow>
        <FieldRow columns={2}>
          <ZoneSelect
            label={t('plans.field.zone')}
            searchLabel={t('app.searchZones')}
            mine={format.zone}
            value={form.zone}
            onChange={(zone) => onChange({ zone })}
          />
          <Select
            label={t('plans.field.calendar')}
            value={form.calendar}
            onChange={(calendar) => onChange({ calendar })}
            options={[
              { id: '', label: t('plans.noCalendar') },
              ...calendars.map(({ id, doc }) => ({
                id: String(id),
                label: t(`plans.calendarOf.${doc.holidays.length > 0 ? 'with' : 'without'}`, { name: doc.name }),
              })),
            ]}
          />
        </FieldRow>
        <div className={styles.choice}>
          <span className={styles.words} aria-hidden="true">
            {t('plans.field.holidays')}
          </span>
          <SegmentedControl
            label={t('plans.field.holidays')}
            value={form.holidays}
            onChange={(holidays) => onChange({ holidays })}
            options={HOLIDAY_POLICIES.map((id) => ({ id, label: t(`plans.holidays.${id}`) }))}
          />
        </div>
        <FieldRow columns={2}>
          <DateField
            label={t(isNew ? 'plans.field.begins' : 'plans.field.from')}
            hint={isNew ? undefined : t('plans.fromHint')}
            value={form.from}
            onChange={(from) => onChange({ from })}
            error={form.from < today || wrong('from') ? t('plans.problem.from') : undefined}
          />
        </FieldRow>
      </div>
      <div className={styles.group}>
        <div className={styles.head}>
          <SectionHeading>{t('plans.who')}</SectionHeading>
        </div>
        <FieldRow columns={3}>
          <Select
            label={t('plans.field.team')}
            value={form.team}
            onChange={(team) => onChange({ team })}
            options={[none, ...directory.teams.map(({ id, doc }) => ({ id, label: doc.name }))]}
          />
          <Select
            label={t('plans.field.owner')}
            value={form.owner}
            onChange={(owner) => onChange({ owner })}
            options={assignees(directory, t('plans.none'), t('incident.you'))}
          />
          <Select
            label={t('plans.field.service')}
            value={form.service}
            onChange={(service) => onChange({ service })}
            options={[none, ...directory.services.map(({ id, doc }) => ({ id, label: doc.name }))]}
          />
        </FieldRow>
        <FieldRow columns={2}>
          <Select
            label={t('plans.field.priority')}
            hint={t('plans.priorityHint')}
            value={form.priority}
            onChange={(priority) => onChange({ priority: PRIORITIES.find((one) => one === priority) ?? '' })}
            options={[
              { id: '', label: t('plans.noPriority') },
              ...PRIORITIES.map((id) => ({ id, label: `${id} · ${t(`priority.${id}`)}` })),
            ]}
          />
        </FieldRow>
        <Switch
          label={t('plans.field.window')}
          hint={t(form.service === '' ? 'plans.windowNeedsService' : 'plans.windowHint')}
          isSelected={form.window}
          isDisabled={form.service === ''}
          onChange={(window) => onChange({ window })}
        />
        <Switch
          label={t('plans.field.signature')}
          hint={t('plans.signatureHint')}
          isSelected={form.signature}
          onChange={(signature) => onChange({ signature })}
        />
      </div>
    </div>
  );
}
