import { useTranslation } from 'react-i18next';
import type { Calendar } from '../../../src-shared/model/sla-policy.ts';
import { DAY } from '../../../src-shared/time/clock.ts';
import { useFormat } from '../../platform/format.ts';
import styles from './CalendarEditor.module.css';
import { CellField } from './CellField.tsx';
import { holidaysText, hoursText, readHolidays, readHours, readName, readZone, withHours } from './sla-edit.ts';
import { useSaveCalendar } from './use-guarded-save.ts';

const DAYS = [1, 2, 3, 4, 5, 6, 7];
/** 1970-01-05 was a Monday. */
const MONDAY = 4 * DAY;

export function CalendarEditor({ id, calendar, isDisabled }: { id: string; calendar: Calendar; isDisabled: boolean }) {
  const { t } = useTranslation();
  const { language } = useFormat();
  const save = useSaveCalendar(id);
  const commit = (next: Calendar) => void save(next, calendar, true);
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  return (
    <div className={styles.calendar}>
      <div className={styles.head}>
        <CellField
          label={t('settings.calendar.name')}
          text={calendar.name}
          width="full"
          isDisabled={isDisabled}
          read={readName}
          onCommit={(name) => commit({ ...calendar, name })}
        />
        <CellField
          label={t('settings.calendar.zone')}
          text={calendar.zone}
          width="full"
          isDisabled={isDisabled}
          read={readZone}
          onCommit={(zone) => commit({ ...calendar, zone })}
        />
      </div>
      <dl className={styles.week}>
        {DAYS.map((day) => (
          <div key={day}>
            <dt>{weekday.format(MONDAY + (day - 1) * DAY)}</dt>
            <dd>
              <CellField
                label={`${calendar.name}, ${weekday.format(MONDAY + (day - 1) * DAY)}`}
                text={hoursText(calendar, day) || '—'}
                width="full"
                isDisabled={isDisabled}
                read={readHours}
                onCommit={(ranges) => commit(withHours(calendar, day, ranges))}
              />
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('settings.calendar.holidays')}</dt>
          <dd>
            <CellField
              label={`${calendar.name}, ${t('settings.calendar.holidays')}`}
              text={holidaysText(calendar) || '—'}
              width="full"
              isDisabled={isDisabled}
              read={(text) => readHolidays(text, calendar)}
              onCommit={(holidays) => commit({ ...calendar, holidays })}
            />
          </dd>
        </div>
      </dl>
    </div>
  );
}
