import DatabaseBackup from 'lucide-react/icons/database-backup';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { countBackups } from '../../../src-shared/backup/register.ts';
import { useDirectory } from '../../data/directory.ts';
import { useUnconfirmedIds } from '../../data/hooks.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { focusFirstRow, rowKeys, useKeptRow } from '../../platform/row-keys.ts';
import { Button } from '../../ui/Button.tsx';
import { Callout } from '../../ui/Callout.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ArchivedBackups } from './ArchivedBackups.tsx';
import { BackupRow } from './BackupRow.tsx';
import styles from './Backups.module.css';
import { useBackupDesk } from './desk.ts';
import { ExportButton } from './ExportButton.tsx';
import { registerAsCsv } from './export.ts';
import { overdueWords } from './overdue-words.ts';
import { RestoreTests } from './RestoreTests.tsx';
import { StaleRegister } from './StaleRegister.tsx';
import { useRegister, useRestoreAlarm } from './use-register.ts';

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
  const list = useRef<HTMLTableSectionElement>(null);
  const hasRows = directory !== undefined && register !== undefined && register.lines.length > 0;
  useEffect(() => {
    if (hasRows) focusFirstRow(list.current);
  }, [hasRows]);
  useKeptRow(list, hasRows);
  if (!directory || !register) return <Skeleton lines={10} label={t('backups.loading')} />;
  const { lines, tests, archived, titles } = register;
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
  const words = {
    t,
    actor: directory.actor,
    person: (id: string | undefined) => directory.person(id)?.name,
    team: (id: string | undefined) => directory.team(id)?.name,
    service: (id: string | undefined) => directory.service(id)?.name,
  };
  const onKeyDown = rowKeys((key, id) => {
    if (key !== 'o' || id === '') return false;
    desk.show(id);
    return true;
  });
  const counts = countBackups(lines).filter(({ count }) => count > 0);
  return (
    <div className={styles.page}>
      <StaleRegister />
      {alarm?.overdue && (
        <div className={styles.notice}>
          <Callout tone="warn" icon={<TriangleAlert size={14} strokeWidth={1.8} />}>
            {overdueWords(alarm.overdue, { t, format, now })} {t('backups.overdueHere')}
          </Callout>
        </div>
      )}
      {lines.length === 0 ? (
        <EmptyState
          icon={<DatabaseBackup size={28} strokeWidth={1.4} aria-hidden />}
          title={t('backups.none')}
          actions={add}
        >
          {t('backups.noneWhy')}
        </EmptyState>
      ) : (
        <section aria-label={t('backups.register')}>
          <SectionHeading
            note={counts
              .map(({ state, count }) => `${format.number(count)} ${t(`backups.counted.${state}`, { count })}`)
              .join(' · ')}
            action={
              <span className={styles.acts}>
                <ExportButton
                  label={t('backups.exportRegister')}
                  file={t('backups.registerFile')}
                  csv={() => registerAsCsv(lines, words)}
                />
                {add}
              </span>
            }
          >
            {t('backups.register')}
          </SectionHeading>
          <table className={styles.table} aria-label={t('backups.register')}>
            <thead>
              <tr>
                {['state', 'backup', 'cadence', 'last', 'size', 'watched', 'tested'].map((column) => (
                  <th key={column} scope="col">
                    {t(`backups.column.${column}`)}
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody ref={list} data-own-keys="j k o" onKeyDown={onKeyDown}>
              {lines.map((line) => (
                <BackupRow
                  key={line.id}
                  line={line}
                  directory={directory}
                  isWaiting={unconfirmed.has(line.id)}
                  onShow={desk.show}
                />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {(lines.length > 0 || tests.length > 0) && <RestoreTests tests={tests} titles={titles} directory={directory} />}
      <ArchivedBackups rows={archived} isLead={isLead} />
    </div>
  );
}
