import { useNavigate } from '@tanstack/react-router';
import Archive from 'lucide-react/icons/archive';
import DatabaseBackup from 'lucide-react/icons/database-backup';
import Ellipsis from 'lucide-react/icons/ellipsis';
import { useTranslation } from 'react-i18next';
import type { BackupLine } from '../../../src-shared/backup/register.ts';
import { type Directory, useDirectory } from '../../data/directory.ts';
import { useUnconfirmedIds } from '../../data/hooks.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { AsidePage } from '../../ui/AsidePage.tsx';
import { Button } from '../../ui/Button.tsx';
import { Callout } from '../../ui/Callout.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import { BackupDetails } from './BackupDetails.tsx';
import { BackupHistory } from './BackupHistory.tsx';
import { BackupMark } from './BackupMark.tsx';
import styles from './BackupPage.module.css';
import { BackupTodos } from './BackupTodos.tsx';
import { RestoreTests } from './RestoreTests.tsx';
import { StaleRegister } from './StaleRegister.tsx';
import { calledFor, todosOf } from './todo.ts';
import { type Deed, useBackupDeeds } from './use-backup-deeds.ts';
import { useBackupLine } from './use-register.ts';
import { whyWords } from './why-words.ts';

/** One backup: whether it can be relied on, what is to be done about it, and what is known of its past. */
export function BackupPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const directory = useDirectory();
  const line = useBackupLine(id);
  usePageHeading({
    title: line?.doc.title ?? t('backups.one'),
    parent: { label: t('place.backups'), path: '/backups' },
  });
  if (line === undefined || !directory) return <Skeleton lines={10} label={t('backups.loading')} />;
  if (line === null) {
    return (
      <EmptyState
        icon={<DatabaseBackup size={28} strokeWidth={1.4} aria-hidden />}
        title={t('backups.notFound')}
        actions={<Button onPress={() => void navigate({ to: '/backups' })}>{t('backups.toList')}</Button>}
      >
        {t('backups.notFoundWhy')}
      </EmptyState>
    );
  }
  return <OneBackup line={line} directory={directory} />;
}

function OneBackup({ line, directory }: { line: BackupLine; directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { id, doc, state, lastSuccess, heartbeat, tests } = line;
  const deeds = useBackupDeeds(line, directory);
  const isWaiting = useUnconfirmedIds('backup').has(id);
  const todos = todosOf(line);
  const called = calledFor(todos);
  const isArchived = doc.archived === true;
  const why = isArchived ? '' : whyWords(line, { t, format, now });
  const facts = lastSuccess && [
    t('backups.lastSuccess', { time: format.moment(lastSuccess.at, now) }),
    lastSuccess.size !== undefined && format.bytes(lastSuccess.size),
    lastSuccess.took !== undefined && format.duration(lastSuccess.took),
  ];
  const shown: Deed[] = [...(heartbeat ? [] : (['watch'] as const)), 'test', 'record', 'edit'];
  return (
    <AsidePage isWide asideLabel={t('backups.details')} aside={<BackupDetails line={line} directory={directory} />}>
      <div className={styles.lead}>
        <StaleRegister />
        <header className={styles.heading}>
          <div className={styles.title}>
            <h2 className={styles.name} dir="auto">
              {doc.title}
            </h2>
            {!isArchived && <BackupMark state={state} />}
            {isWaiting && <WaitingMark why={t('backups.waitingWhy')}>{t('backups.waiting')}</WaitingMark>}
          </div>
          {why && (
            <p className={styles.why} data-state={state} dir="auto" data-selectable>
              {why}
            </p>
          )}
          {facts && <p className={styles.facts}>{facts.filter(Boolean).join(' · ')}</p>}
          {isArchived ? (
            <Callout
              tone="info"
              icon={<Archive size={14} strokeWidth={1.8} />}
              actions={
                <Button
                  size="small"
                  isDisabled={deeds.refusal('restore') !== undefined}
                  reason={deeds.refusal('restore')}
                  onPress={() => void deeds.run('restore')}
                >
                  {t('backups.putBack')}
                </Button>
              }
            >
              {t('backups.archivedHere')}
            </Callout>
          ) : (
            <div className={styles.acts}>
              {shown.map((deed) => {
                const reason = deeds.refusal(deed);
                return (
                  <Button
                    key={deed}
                    variant={deed === called && reason === undefined ? 'primary' : 'plain'}
                    isDisabled={reason !== undefined}
                    reason={reason}
                    onPress={() => void deeds.run(deed)}
                  >
                    {t(`backups.act.${deed}`)}
                  </Button>
                );
              })}
              <MenuButton
                label={<Ellipsis size={14} aria-hidden />}
                aria-label={t('backups.actions', { title: doc.title })}
                items={deeds.items(heartbeat ? ['line', 'archive'] : ['archive'])}
                onAction={(deed) => void deeds.run(deed as Deed)}
              />
            </div>
          )}
        </header>
        <BackupTodos todos={todos} heartbeat={heartbeat && doc.heartbeat} />
        <BackupHistory line={line} directory={directory} />
        <RestoreTests tests={tests} titles={new Map([[id, doc.title]])} directory={directory} isOfOne />
      </div>
    </AsidePage>
  );
}
