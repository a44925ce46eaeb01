import { useTranslation } from 'react-i18next';
import { uuidv7 } from 'uuidv7';
import type { Calendar } from '../../../src-shared/model/sla-policy.ts';
import { useFormat } from '../../platform/format.ts';
import { Button } from '../../ui/Button.tsx';
import { CalendarEditor } from './CalendarEditor.tsx';
import { Group, Row } from './Group.tsx';
import { useSaveCalendar } from './use-guarded-save.ts';

export interface CalendarsGroupProps {
  calendars: readonly { id: string; doc: Calendar }[];
  isDisabled: boolean;
}

const WEEKDAYS = [1, 2, 3, 4, 5];

/** Business hours that a promise may count in, instead of day and night. */
export function CalendarsGroup({ calendars, isDisabled }: CalendarsGroupProps) {
  const { t } = useTranslation();
  const { zone } = useFormat();
  const save = useSaveCalendar(uuidv7());
  const add = () => {
    const hours = WEEKDAYS.map((day) => ({ day, from: '09:00', to: '18:00' }));
    const doc: Calendar = { name: t('settings.calendar.newName'), zone, hours, holidays: [] };
    void save(doc, doc, false);
  };
  return (
    <Group
      title={t('settings.calendar.title')}
      hint={t('settings.calendar.hint')}
      action={
        <Button size="small" isDisabled={isDisabled} onPress={add}>
          {t('settings.calendar.add')}
        </Button>
      }
    >
      {calendars.length === 0 && <Row label={t('settings.calendar.none')} />}
      {calendars.map(({ id, doc }) => (
        <CalendarEditor key={id} id={id} calendar={doc} isDisabled={isDisabled} />
      ))}
    </Group>
  );
}
