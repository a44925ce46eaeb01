import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { HEARTBEAT_SENDER } from '../../../src-shared/heartbeat/alert.ts';
import { groupKeyOf } from '../../../src-shared/intake/keys.ts';
import { nameOf } from '../../data/incident-line.ts';
import { useIncidents } from '../../data/use-incidents.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import styles from './BackupPage.module.css';

/** The rest is in the list of incidents. */
const SHOWN = 8;

interface Props {
  /** The job that tells of the backup. */
  heartbeat: string;
  service: string | undefined;
}

/** The incidents that its job opened, the last first; nothing where it opened none. */
export function BackupIncidents({ heartbeat, service }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { rows } = useIncidents({ closed: true });
  const own = useMemo(() => {
    // Those of before it was given its service too.
    const groups = [{ key: heartbeat }, ...(service === undefined ? [] : [{ key: heartbeat, service }])].map((group) =>
      groupKeyOf(HEARTBEAT_SENDER, group),
    );
    return [...rows.values()]
      .filter(({ doc }) => doc.groupKey !== undefined && groups.includes(doc.groupKey))
      .sort((a, b) => b.doc.openedAt - a.doc.openedAt);
  }, [rows, heartbeat, service]);
  if (own.length === 0) return null;
  return (
    <section aria-label={t('backups.incidents')}>
      <SectionHeading note={format.number(own.length)}>{t('backups.incidents')}</SectionHeading>
      <ul className={styles.incidents}>
        {own.slice(0, SHOWN).map(({ id, doc }) => (
          <li key={id} className={styles.incident}>
            <PriorityBadge priority={doc.priority} />
            <Link to="/incidents/$address" params={{ address: String(doc.number ?? id) }} className={styles.link}>
              {nameOf(doc)}
            </Link>
            <span className={styles.unset}>
              {[t(`incident.status.${doc.status}`), format.moment(doc.openedAt, now)].join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
