import { useNavigate } from '@tanstack/react-router';
import { type FunctionComponent, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { type Directory, useDirectory } from '../../data/directory.ts';
import { useList } from '../../data/hooks.ts';
import { numberOf } from '../../data/incident-line.ts';
import { standing, useIncidentAt, useTimeline, useUnconfirmedIncidents, waitingOf } from '../../data/incident-reads.ts';
import { useFocusedIncident } from '../../platform/command-runner.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { AsidePage } from '../../ui/AsidePage.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ActionBar } from './ActionBar.tsx';
import { Alerts } from './Alerts.tsx';
import { Clocks } from './Clocks.tsx';
import { Details } from './Details.tsx';
import { useIncidentDesk } from './desk.ts';
import { IncidentHeading } from './IncidentHeading.tsx';
import styles from './IncidentPage.module.css';
import { NoteComposer } from './NoteComposer.tsx';
import { Phases } from './Phases.tsx';
import { RecentChanges } from './RecentChanges.tsx';
import { Timeline } from './Timeline.tsx';

/** What other features show on the page of an incident, each in its place. */
export interface IncidentSlots {
  /** Under the clocks: the steps of the phase. */
  Checklist?: FunctionComponent<{
    incident: string;
    /** Says how to put the cursor on its first step. */
    onFocus(focus: (() => void) | undefined): void;
  }>;
  /** First beside the page: the runbooks for its alerts. */
  Runbooks?: FunctionComponent<{ incident: string }>;
  /** Before the alerts: what was changed on its service. */
  Changes?: FunctionComponent<{ incident: string }>;
  /** Under the details: post-mortem and follow-ups. */
  Afterwards?: FunctionComponent<{ incident: string }>;
}

export interface IncidentPageProps {
  /** Its number, or its record's id while the server has not numbered it. */
  address: string;
  /** The same object each time. */
  slots: IncidentSlots;
}

/** One incident. */
export function IncidentPage({ address, slots }: IncidentPageProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const directory = useDirectory();
  const row = useIncidentAt(address);
  usePageHeading({
    title: (row && numberOf(row.doc)) || (row ? t('incident.unnumbered') : address),
    parent: { label: t('place.incidents'), path: '/incidents' },
  });
  if (row === undefined || !directory) return <Skeleton lines={10} label={t('incident.loading')} />;
  if (row === null) {
    return (
      <EmptyState
        title={t('incident.notFound')}
        actions={<Button onPress={() => void navigate({ to: '/incidents' })}>{t('incident.toList')}</Button>}
      >
        {t('incident.notFoundWhy')}
      </EmptyState>
    );
  }
  return <Incident key={row.id} row={row} directory={directory} slots={slots} />;
}

function Incident({ row, directory, slots }: { row: Row<'incident'>; directory: Directory; slots: IncidentSlots }) {
  const { t } = useTranslation();
  const { id, doc } = row;
  useFocusedIncident({ id, ...doc });
  const undo = useUnconfirmedIncidents().get(id);
  const waiting = undo && waitingOf(doc, undo);
  const timeline = useTimeline(id);
  const alerts = useList('alert', { ref: id });
  const others = useMemo(
    () =>
      timeline?.flatMap(({ row: { doc: entry } }) =>
        entry.event.kind === 'merged' ? [entry.event.into] : entry.event.kind === 'absorbed' ? [entry.event.from] : [],
      ) ?? [],
    [timeline],
  );
  const mayRespond = directory.may('responder');
  const desk = useIncidentDesk();
  const { Checklist, Runbooks, Changes, Afterwards } = slots;

  return (
    <AsidePage
      isWide
      aside={
        <>
          {Runbooks && <Runbooks incident={id} />}
          <Details row={row} status={standing(row, undo).status} directory={directory} others={others} />
          {Afterwards && <Afterwards incident={id} />}
        </>
      }
    >
      <IncidentHeading row={row} waiting={waiting} directory={directory} />
      <Phases status={standing(row, undo).status} />
      <div className={styles.block}>
        <Clocks row={row} undo={undo} directory={directory} />
      </div>
      <ActionBar row={row} mayRespond={mayRespond} />
      {Checklist && <Checklist incident={id} onFocus={desk.onFocusSteps} />}
      {Changes && <Changes incident={id} />}
      <SectionHeading
        note={alerts && alerts.length > 0 ? t('incident.alertsFiring', { count: doc.alertsFiring }) : undefined}
      >
        {t('incident.alerts')}
      </SectionHeading>
      <Alerts rows={alerts} />
      <RecentChanges service={doc.service} openedAt={doc.openedAt} />
      <SectionHeading note={timeline ? String(timeline.length) : undefined}>{t('incident.timeline')}</SectionHeading>
      <NoteComposer id={id} mayRespond={mayRespond} />
      <Timeline entries={timeline} directory={directory} others={others} />
    </AsidePage>
  );
}
