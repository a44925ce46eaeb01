import HeartPulse from 'lucide-react/icons/heart-pulse';
import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type Directory, useDirectory } from '../../data/directory.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ListPage } from '../../ui/ListPage.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { useHeartbeatDesk } from './desk.ts';
import { HeartbeatFilterBar } from './HeartbeatFilterBar.tsx';
import { HeartbeatGrid } from './HeartbeatGrid.tsx';
import styles from './Heartbeats.module.css';
import { ALL_HEARTBEATS, type HeartbeatLine, isNarrowed, shownHeartbeats } from './list-model.ts';
import { NewHeartbeat } from './NewHeartbeat.tsx';
import { Stale } from './Stale.tsx';
import { useHeartbeatLines } from './use-heartbeat-lines.ts';

/** The jobs that say that they live, and those that do not. */
export function HeartbeatsPage() {
  const { t } = useTranslation();
  usePageHeading({ title: t('place.heartbeats') });
  const directory = useDirectory();
  const lines = useHeartbeatLines();
  if (!directory || !lines) return <Skeleton lines={10} label={t('heartbeats.loading')} />;
  if (lines.length === 0) {
    return (
      <EmptyState
        icon={<HeartPulse size={28} strokeWidth={1.4} aria-hidden />}
        title={t('heartbeats.none')}
        actions={<NewHeartbeat directory={directory} />}
      >
        {t('heartbeats.noneWhy')}
      </EmptyState>
    );
  }
  return <Heartbeats directory={directory} lines={lines} />;
}

function Heartbeats({ directory, lines }: { directory: Directory; lines: readonly HeartbeatLine[] }) {
  const { t } = useTranslation();
  const desk = useHeartbeatDesk();
  const filter = useStore(desk.list);
  // Typing stays ahead of a long list.
  const applied = useDeferredValue(filter);
  const shown = useMemo(
    () =>
      shownHeartbeats(lines, applied, ({ doc }) =>
        [doc.name, doc.slug, directory.service(doc.service)?.name, directory.team(doc.team)?.name, ...doc.tags].join(
          ' ',
        ),
      ),
    [lines, applied, directory],
  );
  return (
    <ListPage>
      <div className={styles.notices}>
        <Stale />
      </div>
      <HeartbeatFilterBar filter={filter} lines={lines} shown={shown.length} directory={directory} />
      {shown.length === 0 && isNarrowed(applied) ? (
        <EmptyState
          title={t('heartbeats.noMatch')}
          actions={
            <Button onPress={() => desk.list.setState(ALL_HEARTBEATS, true)}>{t('heartbeats.filter.clear')}</Button>
          }
        />
      ) : (
        <HeartbeatGrid lines={shown} directory={directory} onShow={desk.show} />
      )}
    </ListPage>
  );
}
