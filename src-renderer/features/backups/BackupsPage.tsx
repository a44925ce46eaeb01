import DatabaseBackup from 'lucide-react/icons/database-backup';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslation } from 'react-i18next';
import { useDirectory } from '../../data/directory.ts';
import { useUnconfirmedIds } from '../../data/hooks.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { Button } from '../../ui/Button.tsx';
import { Callout } from '../../ui/Callout.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { BackupRow } from './BackupRow.tsx';
import styles from './Backups.module.css';
import { useBackupDesk } from './desk.ts';
import { RestoreTests } from './RestoreTests.tsx';
import { countBackups, useRegister, useRestoreAlarm } from './use-register.ts';

/** What is backed up and whether it worked; and whether it can be restored. */
export function BackupsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const desk = useBackupDesk();
  usePageHeading({ title: t('place.backups') });
  const directory = useDirectory();
  const register = useRegister();
  const alarm = useRestoreAlarm();
  const unconfirmed = useUnconfirmedIds('backup');
  if (!directory || !register) return <Skeleton lines={10} label={t('backups.loading')} />;
  const { lines, tests } = register;
  const isLead = directory.may('lead');
  const add = (
    <Button
      size="small"
      isDisabled={!isLead}
      reason={isLead ? undefined : t('backups.leadOnly')}
      onPress={() => desk.ask({ kind: 'new' })}
    >
      {t('backups.new')}
    </Button>
  );
  if (lines.length === 0) {
    return (
      <EmptyState
        icon={<DatabaseBackup size={28} strokeWidth={1.4} aria-hidden />}
        title={t('backups.none')}
        actions={add}
      >
        {t('backups.noneWhy')}
      </EmptyState>
    );
  }
  const counts = countBackups(lines).filter(({ count }) => count > 0);
  return (
    <div className={styles.page}>
      {alarm?.overdueSince !== undefined && (
        <div className={styles.notice}>
          <Callout tone="warn" icon={<TriangleAlert size={14} strokeWidth={1.8} />}>
            {t('backups.overdue', { time: format.moment(alarm.overdueSince, now) })}
          </Callout>
        </div>
      )}
      <section aria-label={t('backups.register')}>
        <SectionHeading
          note={counts
            .map(({ state, count }) => `${format.number(count)} ${t(`backups.counted.${state}`)}`)
            .join(' · ')}
          action={add}
        >
          {t('backups.register')}
        </SectionHeading>
        <table className={styles.table} aria-label={t('backups.register')}>
          <thead>
            <tr>
              {['state', 'backup', 'last', 'size', 'watched', 'tested'].map((column) => (
                <th key={column} scope="col">
                  {t(`backups.column.${column}`)}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <BackupRow key={line.id} line={line} directory={directory} isWaiting={unconfirmed.has(line.id)} />
            ))}
          </tbody>
        </table>
      </section>
      <RestoreTests tests={tests} titles={new Map(lines.map(({ id, doc }) => [id, doc.title]))} directory={directory} />
    </div>
  );
}
