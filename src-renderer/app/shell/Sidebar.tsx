import { Link } from '@tanstack/react-router';
import BellOff from 'lucide-react/icons/bell-off';
import BookOpen from 'lucide-react/icons/book-open';
import CalendarCheck from 'lucide-react/icons/calendar-check';
import DatabaseBackup from 'lucide-react/icons/database-backup';
import FileClock from 'lucide-react/icons/file-clock';
import Gauge from 'lucide-react/icons/gauge';
import GitPullRequest from 'lucide-react/icons/git-pull-request';
import HeartPulse from 'lucide-react/icons/heart-pulse';
import ListChecks from 'lucide-react/icons/list-checks';
import Settings2 from 'lucide-react/icons/settings-2';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslation } from 'react-i18next';
import { useFollowUpCounts } from '../../data/follow-up-counts.ts';
import { parts } from '../parts.ts';
import styles from './Sidebar.module.css';
import { useOpenCounts } from './use-open-counts.ts';
import { WhoAmI } from './WhoAmI.tsx';

const ICON = { size: 15, strokeWidth: 1.6, 'aria-hidden': true } as const;

export function Sidebar() {
  const { t } = useTranslation();
  const { open, lapsed, quiet } = useOpenCounts();
  const followUps = useFollowUpCounts();
  return (
    <nav className={styles.sidebar} aria-label={t('nav.label')}>
      <WhoAmI />
      <ul className={styles.links}>
        <li>
          <Link to="/board" className={styles.link}>
            <Gauge {...ICON} />
            {t('place.board')}
            {lapsed > 0 && (
              <span className={styles.count} data-hot role="img" aria-label={t('nav.lapsed', { count: lapsed })}>
                {lapsed}
              </span>
            )}
          </Link>
        </li>
        <li>
          <Link to="/incidents" className={styles.link}>
            <TriangleAlert {...ICON} />
            {t('place.incidents')}
            {open > 0 && (
              <span className={styles.count} role="img" aria-label={t('nav.openIncidents', { count: open })}>
                {open}
              </span>
            )}
          </Link>
        </li>
        <li>
          <Link to="/silences" className={styles.link}>
            <BellOff {...ICON} />
            {t('place.silences')}
            {quiet > 0 && (
              <span
                className={styles.count}
                role="img"
                aria-label={t('nav.silenced', { count: quiet })}
                title={t('nav.silenced', { count: quiet })}
              >
                {quiet}
              </span>
            )}
          </Link>
        </li>
      </ul>
      <ul className={styles.links} data-apart>
        <li>
          <Link to="/maintenance" className={styles.link}>
            <CalendarCheck {...ICON} />
            {t('place.maintenance')}
            <parts.lateMaintenance.Part
              show={(late) => (
                <span
                  className={styles.count}
                  data-hot
                  role="img"
                  aria-label={t('nav.maintenanceLate', { count: late })}
                >
                  {late}
                </span>
              )}
            />
          </Link>
        </li>
        <li>
          <Link to="/heartbeats" className={styles.link}>
            <HeartPulse {...ICON} />
            {t('place.heartbeats')}
          </Link>
        </li>
        <li>
          <Link to="/backups" className={styles.link}>
            <DatabaseBackup {...ICON} />
            {t('place.backups')}
          </Link>
        </li>
        <li>
          <Link to="/procedures" className={styles.link}>
            <BookOpen {...ICON} />
            {t('place.procedures')}
          </Link>
        </li>
        <li>
          <Link to="/runs" className={styles.link}>
            <ListChecks {...ICON} />
            {t('place.runs')}
          </Link>
        </li>
        <li>
          <Link to="/changes" className={styles.link}>
            <GitPullRequest {...ICON} />
            {t('place.changes')}
          </Link>
        </li>
        <li>
          <Link to="/post-mortems" className={styles.link}>
            <FileClock {...ICON} />
            {t('place.postMortems')}
            {followUps.late > 0 ? (
              <span
                className={styles.count}
                data-hot
                role="img"
                aria-label={t('nav.followUpsLate', { count: followUps.late })}
              >
                {followUps.late}
              </span>
            ) : (
              followUps.mine > 0 && (
                <span
                  className={styles.count}
                  role="img"
                  aria-label={t('nav.followUpsMine', { count: followUps.mine })}
                >
                  {followUps.mine}
                </span>
              )
            )}
          </Link>
        </li>
      </ul>
      <span className={styles.spring} />
      <ul className={styles.links}>
        <li>
          <Link to="/settings" className={styles.link}>
            <Settings2 {...ICON} />
            {t('place.settings')}
          </Link>
        </li>
      </ul>
    </nav>
  );
}
