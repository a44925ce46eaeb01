import { useNavigate } from '@tanstack/react-router';
import DatabaseBackup from 'lucide-react/icons/database-backup';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { RowButton } from '../../ui/RowButton.tsx';
import styles from './RestoreStrip.module.css';
import { useRestoreAlarm } from './use-register.ts';

/** On the board: restores that failed, were too slow, or have not been tested when they should. Nothing when all is well. */
export function RestoreStrip() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const navigate = useNavigate();
  const alarm = useRestoreAlarm();
  if (!alarm || (alarm.failed.length === 0 && alarm.overdueSince === undefined)) return null;
  const names = (outcome: 'failed' | 'slow') =>
    alarm.failed
      .filter((one) => one.outcome === outcome)
      .map(({ doc }) => alarm.titles.get(doc.backup) ?? doc.backup)
      .join(', ');
  const [failed, slow] = [names('failed'), names('slow')];
  const facts = [
    failed && t('backups.strip.failed', { names: failed }),
    slow && t('backups.strip.slow', { names: slow }),
    alarm.overdueSince !== undefined && t('backups.strip.overdue', { time: format.moment(alarm.overdueSince, now) }),
  ].filter(Boolean);
  return (
    <section className={styles.strip} data-failed={failed !== '' || undefined} aria-label={t('backups.strip.label')}>
      <RowButton columns="16px minmax(0, 1fr) auto" onPress={() => void navigate({ to: '/backups' })}>
        <DatabaseBackup size={14} strokeWidth={1.6} aria-hidden className={styles.icon} />
        <span className={styles.facts}>{facts.join(' · ')}</span>
        <span className={styles.more}>{t('backups.strip.show')}</span>
      </RowButton>
    </section>
  );
}
