import { useTranslation } from 'react-i18next';
import { calendarId } from '../../../src-shared/model/ids.ts';
import { PRIORITIES } from '../../../src-shared/model/priority.ts';
import { type Calendar, CLOCKS, type SlaPolicy } from '../../../src-shared/model/sla-policy.ts';
import { useFormat } from '../../platform/format.ts';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { Select } from '../../ui/Select.tsx';
import { CellField } from './CellField.tsx';
import styles from './PolicyTable.module.css';
import sheet from './sheet.module.css';
import { readRepeat, readTarget, withCalendar, withRepeat, withTarget } from './sla-edit.ts';

export interface PolicyTableProps {
  policy: SlaPolicy;
  calendars: readonly { id: string; doc: Calendar }[];
  isDisabled: boolean;
  onChange(policy: SlaPolicy): void;
}

const ALWAYS = 'always';

/** What is promised per priority, a cell each; a cell saves by itself when it is left. */
export function PolicyTable({ policy, calendars, isDisabled, onChange }: PolicyTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const duration = (value: number | null) => (value === null ? '—' : format.duration(value));
  const hours = [
    { id: ALWAYS, label: t('settings.sla.always') },
    ...calendars.map(({ id, doc }) => ({ id, label: doc.name })),
  ];
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('settings.sla.priority')}</th>
            {CLOCKS.map((clock) => (
              <th scope="col" key={clock}>
                {t(`settings.sla.clock.${clock}`)}
              </th>
            ))}
            <th scope="col">{t('settings.sla.repeat')}</th>
            <th scope="col">{t('settings.sla.hours')}</th>
          </tr>
        </thead>
        <tbody>
          {PRIORITIES.map((priority) => (
            <tr key={priority}>
              <th scope="row">
                <span className={styles.priority}>
                  <PriorityBadge priority={priority} />
                  {t(`priority.${priority}`)}
                </span>
              </th>
              {CLOCKS.map((clock) => (
                <td key={clock}>
                  <CellField
                    label={`${priority}, ${t(`settings.sla.clock.${clock}`)}`}
                    text={duration(policy.targets[priority][clock])}
                    isDisabled={isDisabled}
                    read={(text) => readTarget(text, clock !== 'response')}
                    onCommit={(target) => onChange(withTarget(policy, priority, clock, target))}
                  />
                </td>
              ))}
              <td>
                <CellField
                  label={`${priority}, ${t('settings.sla.repeat')}`}
                  text={duration(policy.repeatEvery[priority])}
                  isDisabled={isDisabled}
                  read={readRepeat}
                  onCommit={(every) => onChange(withRepeat(policy, priority, every))}
                />
              </td>
              <td className={sheet.quiet}>
                <Select
                  aria-label={`${priority}, ${t('settings.sla.hours')}`}
                  options={hours}
                  value={policy.calendars[priority] ?? ALWAYS}
                  isDisabled={isDisabled}
                  onChange={(id) => onChange(withCalendar(policy, priority, id === ALWAYS ? null : calendarId(id)))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
