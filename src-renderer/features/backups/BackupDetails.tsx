import { Link } from '@tanstack/react-router';
import HeartPulse from 'lucide-react/icons/heart-pulse';
import { useTranslation } from 'react-i18next';
import type { BackupLine } from '../../../src-shared/backup/register.ts';
import { expectedNext } from '../../../src-shared/backup/state.ts';
import { useMinuteAsOf } from '../../data/as-of.ts';
import type { Directory } from '../../data/directory.ts';
import { actorWithin } from '../../data/entry-words.ts';
import { useRecord } from '../../data/hooks.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { DefinitionList } from '../../ui/DefinitionList.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { BackupIncidents } from './BackupIncidents.tsx';
import styles from './BackupPage.module.css';
import { cadenceWords } from './cadence-words.ts';

/** What a backup is meant to be, what makes it, and whose it is. */
export function BackupDetails({ line, directory }: { line: BackupLine; directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const asOf = useMinuteAsOf();
  const { doc, heartbeat, lastSuccess } = line;
  const procedure = useRecord('procedure', doc.procedure);
  const next = doc.archived ? undefined : expectedNext(doc, heartbeat, lastSuccess, asOf);
  const unset = <span className={styles.unset}>{t('backups.unset')}</span>;
  const what = [
    { id: 'target', term: t('backups.field.target'), value: doc.target ?? unset },
    {
      id: 'cadence',
      term: t('backups.field.cadence'),
      value: doc.cadence === undefined ? unset : cadenceWords(doc.cadence, t),
    },
    ...(next === undefined
      ? []
      : [
          {
            id: 'next',
            term: t('backups.next'),
            value: <span title={format.full(next)}>{format.moment(next, now)}</span>,
          },
        ]),
    {
      id: 'retention',
      term: t('backups.retention'),
      value: doc.retention === undefined ? unset : t('backups.days', { count: doc.retention }),
    },
    {
      id: 'least',
      term: t('backups.leastTerm'),
      value: doc.sizeAtLeast === undefined ? unset : format.bytes(doc.sizeAtLeast),
    },
    {
      id: 'within',
      term: t('backups.within'),
      value: doc.restoreWithin === undefined ? unset : format.duration(doc.restoreWithin),
    },
    {
      id: 'job',
      term: t('backups.job'),
      value:
        heartbeat && doc.heartbeat !== undefined ? (
          <Link to="/heartbeats/$id" params={{ id: doc.heartbeat }} className={styles.job}>
            <HeartPulse size={13} aria-hidden /> {heartbeat.name}
          </Link>
        ) : (
          <span className={styles.unset}>{t('backups.noHeartbeat')}</span>
        ),
    },
    ...(procedure
      ? [
          {
            id: 'procedure',
            term: t('backups.procedure'),
            value: (
              <Link to={`/procedures/${encodeURIComponent(procedure.id)}`} className={styles.link}>
                {procedure.doc.title}
              </Link>
            ),
          },
        ]
      : []),
  ];
  const quiet = (words: string) => <span className={styles.unset}>{words}</span>;
  const whose = [
    {
      id: 'owner',
      term: t('backups.field.owner'),
      value: directory.person(doc.owner)?.name ?? quiet(t('backups.nobody')),
    },
    { id: 'team', term: t('backups.field.team'), value: directory.team(doc.team)?.name ?? quiet(t('backups.noTeam')) },
    {
      id: 'service',
      term: t('backups.field.service'),
      value: directory.service(doc.service)?.name ?? doc.service ?? quiet(t('backups.noService')),
    },
    {
      id: 'made',
      term: t('backups.added'),
      value: `${format.moment(doc.createdAt, now)}, ${actorWithin(doc.createdBy, { t, directory })}`,
    },
  ];
  return (
    <>
      <SectionHeading>{t('backups.one')}</SectionHeading>
      <div className={styles.details}>
        <DefinitionList items={what} />
      </div>
      <SectionHeading>{t('backups.whose')}</SectionHeading>
      <div className={styles.details}>
        <DefinitionList items={whose} />
      </div>
      {doc.heartbeat !== undefined && <BackupIncidents heartbeat={doc.heartbeat} service={heartbeat?.service} />}
    </>
  );
}
