import { useTranslation } from 'react-i18next';
import { BACKUP_COMMAND, BACKUP_FILE, backupLine } from '../../../src-shared/backup/ping-line.ts';
import { pingAddress } from '../../../src-shared/heartbeat/ping-lines.ts';
import { useRecord } from '../../data/hooks.ts';
import { useConnection } from '../../platform/machine.ts';
import { useCopy } from '../../platform/use-copy.ts';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import type { BackupQuestion } from './desk.ts';
import styles from './LineDialog.module.css';

type Props = Omit<Extract<BackupQuestion, { kind: 'line' }>, 'kind' | 'id'> & { onClose(): void };

/** What to paste into the crontab of the machine that makes a backup, so that its job tells how it went. */
export function LineDialog({ title, cadence, heartbeat, onClose }: Props) {
  const { t } = useTranslation();
  const copy = useCopy();
  const { server } = useConnection();
  const row = useRecord('heartbeat', heartbeat);
  const line =
    row && server !== undefined ? backupLine(pingAddress(server, row.doc.key), row.doc.schedule, cadence) : undefined;
  return (
    <Dialog
      title={t('backups.lineTitle', { title })}
      closeLabel={t('backups.close')}
      size="wide"
      onClose={onClose}
      onSubmit={() => line && void copy(line, t('app.copied'))}
      confirm={{ label: t('backups.lineCopy'), isDisabled: line === undefined, autoFocus: true }}
    >
      <p>{t('backups.lineWhat', { command: BACKUP_COMMAND, file: BACKUP_FILE })}</p>
      {line === undefined ? (
        <p>{t('backups.lineNone')}</p>
      ) : (
        <div className={styles.line}>
          <CodeBlock label={t('backups.lineLabel')}>{line}</CodeBlock>
        </div>
      )}
      <p className={styles.hint}>{t('backups.lineElse')}</p>
    </Dialog>
  );
}
