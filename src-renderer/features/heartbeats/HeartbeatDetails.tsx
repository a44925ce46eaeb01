import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { HeartbeatView } from '../../../src-shared/heartbeat/state.ts';
import type { Heartbeat } from '../../../src-shared/model/heartbeat.ts';
import type { Directory } from '../../data/directory.ts';
import { actorWithin } from '../../data/entry-words.ts';
import { useLive } from '../../data/hooks.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { DefinitionList } from '../../ui/DefinitionList.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { Sparkline } from '../../ui/Sparkline.tsx';
import { durationsOf } from './durations.ts';
import styles from './HeartbeatPage.module.css';
import { scheduleWords } from './schedule-words.ts';
import { TwoZones } from './TwoZones.tsx';

interface Props {
  id: string;
  heartbeat: Heartbeat;
  view: HeartbeatView;
  directory: Directory;
}

/** When it comes, what it took, and whom it belongs to. */
export function HeartbeatDetails({ id, heartbeat: doc, view, directory }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { schedule, facts } = doc;
  const zone = schedule.kind === 'period' ? undefined : schedule.zone;
  const backups = useLive((db) => db.backup.filter((row) => row.doc.heartbeat === id).toArray(), [id]);
  const durations = durationsOf(doc);
  // Drawn to the second: none of them took no time.
  const [least, most] = [Math.min(...durations), Math.max(...durations)].map((took) =>
    format.duration(Math.max(1, took)),
  );
  const when = [
    { id: 'schedule', term: t('heartbeats.field.schedule'), value: scheduleWords(schedule, t, format) },
    ...(schedule.kind === 'cron'
      ? [
          {
            id: 'cron',
            term: t('heartbeats.kind.cron'),
            value: <code className={styles.code}>{schedule.expression}</code>,
          },
        ]
      : []),
    ...(zone === undefined ? [] : [{ id: 'zone', term: t('heartbeats.field.zone'), value: zone.replaceAll('_', ' ') }]),
    { id: 'grace', term: t('heartbeats.field.grace'), value: format.duration(schedule.grace) },
    ...(view.expectedAt === undefined
      ? []
      : [{ id: 'next', term: t('heartbeats.expected'), value: <TwoZones at={view.expectedAt} zone={zone} /> }]),
    ...(view.downAt === undefined
      ? []
      : [
          {
            id: 'down',
            term: t(view.state === 'down' ? 'heartbeats.downAt' : 'heartbeats.downFrom'),
            value: <TwoZones at={view.downAt} zone={zone} />,
          },
        ]),
    ...(facts?.succeededAt === undefined
      ? []
      : [
          {
            id: 'success',
            term: t('heartbeats.lastSuccess'),
            value: <span title={format.full(facts.succeededAt)}>{format.moment(facts.succeededAt, now)}</span>,
          },
        ]),
    ...(facts?.took === undefined
      ? []
      : [{ id: 'took', term: t('heartbeats.column.took'), value: format.duration(facts.took) }]),
  ];
  const whose = [
    {
      id: 'priority',
      term: t('heartbeats.field.priority'),
      value: (
        <span className={styles.priority}>
          <PriorityBadge priority={doc.priority} /> {t(`priority.${doc.priority}`)}
        </span>
      ),
    },
    {
      id: 'service',
      term: t('heartbeats.field.service'),
      value: directory.service(doc.service)?.name ?? doc.service ?? t('heartbeats.noService'),
    },
    { id: 'team', term: t('heartbeats.field.team'), value: directory.team(doc.team)?.name ?? t('heartbeats.noTeam') },
    ...(backups ?? []).map((row) => ({
      id: row.id,
      term: t('backups.one'),
      value: (
        <Link to="/backups/$id" params={{ id: row.id }} className={styles.link}>
          {row.doc.title}
        </Link>
      ),
    })),
    ...(doc.tags.length > 0 ? [{ id: 'tags', term: t('heartbeats.field.tags'), value: doc.tags.join(', ') }] : []),
    {
      id: 'made',
      term: t('heartbeats.made'),
      value: `${format.moment(doc.createdAt, now)}, ${actorWithin(doc.createdBy, { t, directory })}`,
    },
  ];
  return (
    <>
      <SectionHeading>{t('heartbeats.when')}</SectionHeading>
      <div className={styles.details}>
        <DefinitionList items={when} />
      </div>
      {durations.length > 1 && (
        <>
          <SectionHeading note={least === most ? least : t('heartbeats.between', { least, most })}>
            {t('heartbeats.durationsTitle')}
          </SectionHeading>
          <div className={styles.details}>
            <Sparkline
              values={durations}
              width={280}
              height={56}
              label={t('heartbeats.durationsLabel', { count: durations.length, least, most })}
            />
          </div>
        </>
      )}
      <SectionHeading>{t('heartbeats.whose')}</SectionHeading>
      <div className={styles.details}>
        <DefinitionList items={whose} />
      </div>
    </>
  );
}
