import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { restoreOutcome } from '../../../src-shared/backup/restore-tests.ts';
import type { RestoreTest } from '../../../src-shared/model/backup.ts';
import { type Directory, useDirectory } from '../../data/directory.ts';
import { actorWithin } from '../../data/entry-words.ts';
import { useRecord } from '../../data/hooks.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { OutcomeMark } from './BackupMark.tsx';
import { ChooseBackup } from './ChooseBackup.tsx';
import { useBackupDesk } from './desk.ts';
import { RestoreClock } from './RestoreClock.tsx';
import styles from './RestorePanel.module.css';
import { RestoreVerdict } from './RestoreVerdict.tsx';

/** On the page of a run that tests a restore: which backup, how long the restore takes, and whether its data is whole. */
export function RestorePanel({ run }: { run: string }) {
  const directory = useDirectory();
  const test = useRecord('restoreTest', run);
  if (test === undefined || !directory) return null;
  if (test === null) return <ChooseBackup run={run} directory={directory} />;
  return (
    <>
      <Panel id={run} doc={test.doc} directory={directory} />
      {test.doc.cancelled && <ChooseBackup run={run} directory={directory} />}
    </>
  );
}

function Panel({ id, doc, directory }: { id: string; doc: RestoreTest; directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { actions } = useBackupDesk();
  const backup = useRecord('backup', doc.backup);
  const may = directory.may('responder');
  const title = backup?.doc.title ?? doc.backup;
  const outcome = restoreOutcome(doc);
  return (
    <section className={styles.panel} aria-label={t('backups.panel')}>
      <div className={styles.head}>
        <h3 className={styles.title} dir="auto">
          {backup ? (
            <Link to="/backups/$id" params={{ id: backup.id }} className={styles.name}>
              {title}
            </Link>
          ) : (
            title
          )}
        </h3>
        <OutcomeMark outcome={outcome} />
        {outcome === 'running' && (
          <span className={styles.end}>
            <Button
              size="small"
              variant="quiet"
              isDisabled={!may}
              reason={may ? undefined : t('backups.responderOnly')}
              onPress={() => void actions.cancelTest(id, title)}
            >
              {t('backups.cancelTest')}
            </Button>
          </span>
        )}
      </div>
      {doc.cancelled ? (
        <div className={styles.off}>
          <p>
            {t('backups.cancelledBy', {
              who: actorWithin(doc.cancelled.by, { t, directory }),
              time: format.moment(doc.cancelled.at, now),
            })}
          </p>
          <Button size="small" isDisabled={!may} onPress={() => void actions.reopenTest(id, title)}>
            {t('backups.reopenTest')}
          </Button>
        </div>
      ) : (
        <div className={styles.halves}>
          <RestoreClock id={id} doc={doc} may={may} />
          <RestoreVerdict id={id} doc={doc} title={title} directory={directory} />
        </div>
      )}
    </section>
  );
}
