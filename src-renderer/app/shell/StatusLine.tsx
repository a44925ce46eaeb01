import { Link } from '@tanstack/react-router';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useSyncStatus } from '../../data/hooks.ts';
import { useBlobTransfers } from '../../data/use-blobs.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { errorText, fileProblemWords, journalWords } from '../../platform/error-text.ts';
import { useFormat } from '../../platform/format.ts';
import { useConnection, useMachine } from '../../platform/machine.ts';
import { useTimed } from '../../platform/now.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { StatusDot } from '../../ui/StatusDot.tsx';
import styles from './StatusLine.module.css';
import { useDataAge } from './use-data-age.ts';

/** How far this copy can be trusted and what still waits: the one place that speaks of the network. */
export function StatusLine() {
  const { t } = useTranslation();
  const format = useFormat();
  const machine = useMachine();
  const connection = useConnection();
  const status = useSyncStatus();
  const files = useBlobTransfers();
  const runner = useCommandRunner();
  const age = useDataAge();
  const until = useStore(machine.quiet, (state) => state.until);
  const quiet = useTimed((now) => (until !== null && until > now ? until : null));
  const silent = status.silentSince !== null;
  const unsavedWhy = status.unsavedWhy && journalWords(t, status.unsavedWhy);
  return (
    <footer className={styles.line}>
      <Button
        className={`${styles.item} ${silent ? styles.warn : ''}`}
        onPress={() => runner.run('app.sync')}
        aria-label={[age.text, age.detail, t('statusLine.retry')].filter(Boolean).join('. ')}
      >
        <StatusDot tone={age.tone} />
        <span title={age.detail}>{age.text}</span>
      </Button>
      {status.phase === 'signedOut' || status.problem?.code === 'unauthorized' || connection.token === undefined ? (
        <Link to="/sign-in" className={`${styles.item} ${styles.warn}`}>
          {t('statusLine.signedOut')}
        </Link>
      ) : null}
      <span className={styles.item}>{t('statusLine.pending', { count: status.pending })}</span>
      {files.waiting > 0 && (
        <span
          className={`${styles.item} ${files.problem ? styles.warn : ''}`}
          title={
            files.problem
              ? errorText(t, format, files.problem)
              : t('statusLine.filesWhy', { size: format.bytes(files.bytes) })
          }
        >
          {[t('statusLine.files', { count: files.waiting }), files.problem && fileProblemWords(t, files.problem)]
            .filter(Boolean)
            .join(' · ')}
        </span>
      )}
      {status.unsaved > 0 && (
        <span className={`${styles.item} ${styles.warn} ${styles.late}`} title={unsavedWhy?.detail}>
          {[t('statusLine.unsaved', { count: status.unsaved }), unsavedWhy?.words].filter(Boolean).join(' · ')}
        </span>
      )}
      {status.review > 0 && (
        <Link to="/review" className={`${styles.item} ${styles.warn}`}>
          {t('statusLine.review', { count: status.review })}
        </Link>
      )}
      {status.storage === 'memory' && (
        <span className={`${styles.item} ${styles.warn}`} title={t('statusLine.memoryStorageWhy')}>
          {t('statusLine.memoryStorage')}
        </span>
      )}
      <span className={styles.end}>
        {quiet !== null && <span className={styles.item}>{t('statusLine.quiet', { time: format.time(quiet) })}</span>}
        {connection.tokenInMemoryOnly && connection.token !== undefined && (
          <span className={styles.item} title={t('statusLine.memoryTokenWhy')}>
            {t('statusLine.memoryToken')}
          </span>
        )}
        <Button className={styles.item} onPress={() => runner.run('app.help')}>
          <Kbd>?</Kbd> {t('statusLine.help')}
        </Button>
        <span>v{machine.info.version}</span>
      </span>
    </footer>
  );
}
