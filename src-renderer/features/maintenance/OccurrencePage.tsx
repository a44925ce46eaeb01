import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { occurrenceIdSchema } from '../../../src-shared/model/plan.ts';
import { useDirectory } from '../../data/directory.ts';
import { useMaintenance } from '../../data/use-maintenance.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { isOpen } from './day-model.ts';
import { useMaintenanceDesk } from './desk.ts';
import { Events } from './Events.tsx';
import { Keys } from './Keys.tsx';
import styles from './Maintenance.module.css';
import { OccurrenceList } from './OccurrenceList.tsx';

/** One time of a plan, for whoever comes from a reminder or a link: its work, and what happened to it. */
export function OccurrencePage({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const now = useMinute();
  const desk = useMaintenanceDesk();
  const directory = useDirectory();
  const maintenance = useMaintenance();
  const known = occurrenceIdSchema.safeParse(id);
  const item = maintenance.loaded && known.success ? maintenance.item(known.data, now) : undefined;
  usePageHeading({
    title: item?.plan.doc.title ?? t('maintenance.one'),
    parent: { label: t('place.maintenance'), path: '/maintenance' },
    ...(item ? { note: format.day(item.state.at) } : {}),
  });
  useEffect(() => () => desk.focused.setState({ items: [] }), [desk]);
  if (!maintenance.loaded || !directory) return <Skeleton lines={6} label={t('maintenance.loading')} />;
  if (!item) {
    return (
      <EmptyState
        title={t('maintenance.notFound')}
        actions={<Button onPress={() => void navigate({ to: '/maintenance' })}>{t('maintenance.toToday')}</Button>}
      >
        {t('maintenance.notFoundWhy')}
      </EmptyState>
    );
  }
  const may = directory.may('responder');
  return (
    <div className={styles.page}>
      <div className={styles.scroll}>
        <OccurrenceList label={item.plan.doc.title} items={[item]} directory={directory} hasDay />
        <div className={styles.period}>
          {(isOpen(item) || item.state.started) && (
            <Button
              variant="primary"
              autoFocus
              isDisabled={!may && !item.state.started}
              onPress={() => void desk.actions.start(item)}
            >
              {t(item.state.started ? 'maintenance.toRun' : 'maintenance.begin')}
            </Button>
          )}
          <Button
            variant="quiet"
            onPress={() => void navigate({ to: `/maintenance/plans/${encodeURIComponent(item.plan.id)}` })}
          >
            {t('maintenance.toPlan')}
          </Button>
        </div>
        <Events item={item} directory={directory} />
      </div>
      <Keys />
    </div>
  );
}
