import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { changeOfWork } from '../../../src-shared/change/planned.ts';
import { isSignedOn, teamOn } from '../../../src-shared/maintenance/occurrence-parts.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';
import { type Directory, useDirectory } from '../../data/directory.ts';
import { actorWithin } from '../../data/entry-words.ts';
import { useUnconfirmedIds } from '../../data/hooks.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { useFileTiles } from '../../data/use-file-tiles.ts';
import { useOccurrence } from '../../data/use-occurrence.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { AsidePage } from '../../ui/AsidePage.tsx';
import { Button } from '../../ui/Button.tsx';
import { DefinitionList } from '../../ui/DefinitionList.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FileTiles } from '../../ui/FileTiles.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import { ActionBar } from './ActionBar.tsx';
import { lacksSignature } from './acts.ts';
import { dayPointOf, isOpen, lengthOf } from './day-model.ts';
import { Events } from './Events.tsx';
import { Found } from './Found.tsx';
import { reasonOf, whoOf } from './list/list-model.ts';
import styles from './OccurrencePage.module.css';
import { StatusMark } from './StatusMark.tsx';
import { useFocusedItem } from './use-focused-item.ts';
import { useRunShares } from './use-run-shares.ts';
import { dueWords, planHourOf, whenOf, whenOn } from './when.ts';

/** One time of a plan, for whoever comes from a reminder or a link: its work, and what happened to it. */
export function OccurrencePage({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const now = useMinute();
  const directory = useDirectory();
  const item = useOccurrence(id);
  usePageHeading({
    title: item?.plan.doc.title ?? t('maintenance.one'),
    parent: { label: t('place.maintenance'), path: '/maintenance' },
    ...(item ? { note: format.day(dayPointOf(item.planned, item.state.at, format.zone)) } : {}),
  });
  useFocusedItem(item ?? undefined);
  if (item === undefined || !directory) return <Skeleton lines={6} label={t('maintenance.loading')} />;
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
  return <OneOccurrence item={item} directory={directory} now={now} />;
}

function OneOccurrence({ item, directory, now }: { item: MaintenanceItem; directory: Directory; now: Instant }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { planned, state, plan } = item;
  const share = useRunShares([item]).get(planned.id);
  const { completed } = state;
  const evidence = useMemo(
    () => (completed?.files ?? []).map((file, index) => ({ id: String(index), file })),
    [completed],
  );
  const files = useFileTiles(evidence);
  const isWaiting = useUnconfirmedIds('occurrence').has(planned.id);
  const when = (at: Instant) => whenOf(planned, at, format, now);
  const hour = planHourOf(item, format);
  const length = lengthOf(item);
  const reason = reasonOf(item);
  const who = whoOf(item);
  const service = directory.service(plan.doc.service)?.name;
  const facts: [string, ReactNode | undefined][] = [
    [
      'when',
      state.movedFrom === undefined
        ? when(state.at)
        : `${when(state.at)} (${t('maintenance.movedFrom', { when: whenOn(planned, state.movedFrom, t, format, now) })})`,
    ],
    ['planHour', hour],
    // Half-open: a whole day is over with the last moment of it.
    ['deadline', when(planned.allDay ? state.deadline - 1 : state.deadline)],
    ['length', length > 0 ? format.duration(length) : undefined],
    ['person', who ? directory.actor(who) : t('maintenance.nobody')],
    ['team', directory.team(teamOn(plan.doc, planned.date))?.name],
    ['service', service],
    ['window', plan.doc.window && service ? t('maintenance.windowWhile') : undefined],
    [
      'signature',
      state.signed
        ? t('maintenance.signedBy', { by: directory.actor(state.signed.by) })
        : isSignedOn(plan.doc, planned.date) && t('maintenance.signatureAsked'),
    ],
    [
      'plan',
      <Link key="plan" to={`/maintenance/plans/${encodeURIComponent(plan.id)}`}>
        {plan.doc.title}
      </Link>,
    ],
    [
      'change',
      plan.doc.change && state.started && (
        <Link key="change" to={`/changes/${encodeURIComponent(changeOfWork(planned.id, state.started.run))}`}>
          {t('maintenance.toChange')}
        </Link>
      ),
    ],
    [
      'procedure',
      <Link key="procedure" to={`/procedures/${encodeURIComponent(plan.doc.procedure)}`}>
        {t('maintenance.toProcedure')}
      </Link>,
    ],
  ];
  return (
    <AsidePage
      aside={
        <>
          <SectionHeading>{t('maintenance.details')}</SectionHeading>
          <div className={styles.facts}>
            <DefinitionList
              items={facts.flatMap(([id, value]) => (value ? [{ id, term: t(`maintenance.field.${id}`), value }] : []))}
            />
          </div>
          <Events item={item} directory={directory} />
        </>
      }
    >
      <div className={styles.heading}>
        <StatusMark status={state.status} isLate={state.late} />
        {isOpen(item) && <span>{dueWords(item, t, format, now)}</span>}
        {completed && (
          <span>
            {t('maintenance.doneBy', {
              by: actorWithin(completed.by, { t, directory }),
              time: format.moment(completed.at, now),
            })}
          </span>
        )}
        {lacksSignature(item) && <span className={styles.wanted}>{t('maintenance.toSignByOther')}</span>}
        {share && isOpen(item) && <span>{t('maintenance.stepsOf', { done: share.done, total: share.total })}</span>}
        {isWaiting && <WaitingMark why={t('maintenance.waitingWhy')}>{t('maintenance.waiting')}</WaitingMark>}
        {reason && <q className={styles.reason}>{reason}</q>}
        {files.length > 0 && (
          <div className={styles.evidence}>
            <FileTiles label={t('evidence.label')} files={files} />
          </div>
        )}
      </div>
      <ActionBar item={item} directory={directory} />
      <Found id={planned.id} directory={directory} />
      <ActionBar item={item} directory={directory} isFound />
    </AsidePage>
  );
}
