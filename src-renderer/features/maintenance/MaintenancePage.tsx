import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useDirectory } from '../../data/directory.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { ListPage } from '../../ui/ListPage.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { MonthView } from './calendar/MonthView.tsx';
import { WeekView } from './calendar/WeekView.tsx';
import { YearView } from './calendar/YearView.tsx';
import { DayView } from './DayView.tsx';
import { useMaintenanceDesk } from './desk.ts';
import { ListView } from './list/ListView.tsx';
import { NumbersView } from './numbers/NumbersView.tsx';
import { Tabs } from './Tabs.tsx';

const SHOWN = {
  day: DayView,
  week: WeekView,
  month: MonthView,
  year: YearView,
  list: ListView,
  numbers: NumbersView,
} as const;

/** What must be done when nothing burns, as the person looks at it. */
export function MaintenancePage() {
  const { t } = useTranslation();
  usePageHeading({ title: t('place.maintenance') });
  const directory = useDirectory();
  const { looking, focused } = useMaintenanceDesk();
  const view = useStore(looking, (state) => state.view);
  // What was under the cursor is not acted on from elsewhere.
  useEffect(() => () => focused.setState({ items: [] }), [focused]);
  const View = SHOWN[view];
  return (
    <ListPage>
      <Tabs />
      {directory ? <View directory={directory} /> : <Skeleton lines={8} label={t('maintenance.loading')} />}
    </ListPage>
  );
}
