import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { restoreOutcome, restoringFor } from '../../../src-shared/backup/restore-tests.ts';
import type { RestoreTest } from '../../../src-shared/model/backup.ts';
import { useDirectory } from '../../data/directory.ts';
import { useLive, useRecord } from '../../data/hooks.ts';
import { parseDuration } from '../../platform/duration-text.ts';
import { useFormat } from '../../platform/format.ts';
import { useTicker, useTimed } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { OutcomeMark } from './BackupMark.tsx';
import { useBackupDesk } from './desk.ts';
import styles from './RestorePanel.module.css';

/** On the page of a run that tests a restore: which backup, how long the restore takes, and whether its data is whole. */
export function RestorePanel({ run }: { run: string }) {
  const row = useLive(async (db) => (await db.restoreTest.where('doc.run').equals(run).first()) ?? null, [run]);
  return row ? <Panel id={row.id} doc={row.doc} /> : null;
}

function Panel({ id, doc }: { id: string; doc: RestoreTest }) {
  const { t } = useTranslation();
  const format = useFormat();
  const ticker = useTicker();
  const { actions } = useBackupDesk();
  const may = useDirectory()?.may('responder') ?? false;
  const backup = useRecord('backup', doc.backup);
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState<string>();
  const isTiming = doc.timedSince !== undefined && doc.took === undefined;
  const clock = useTimed((now) => {
    const length = restoringFor(doc, now);
    return length === undefined ? '' : isTiming ? format.stopwatch(length) : format.duration(length);
  });
  const isOver = useTimed((now) => doc.objective !== undefined && (restoringFor(doc, now) ?? 0) > doc.objective);
  const title = backup?.doc.title ?? doc.backup;
  const length = typed.trim() === '' ? undefined : parseDuration(typed);
  const outcome = restoreOutcome(doc);
  const isOpen = doc.endedAt === undefined;
  const enter = async () => {
    if (length !== undefined && (await actions.measure(id, doc.run, length))) setTyped('');
  };
  const fail = async () => {
    if (reason?.trim() && (await actions.conclude(id, title, { result: 'bad', reason: reason.trim() }))) {
      setReason(undefined);
    }
  };
  return (
    <section className={styles.panel} aria-label={t('backups.panel')}>
      <div className={styles.head}>
        <h3 className={styles.title} dir="auto">
          {title}
        </h3>
        <OutcomeMark outcome={outcome} />
        <span className={styles.clock} data-over={isOver || undefined}>
          {clock}
        </span>
        <span className={styles.note}>
          {doc.objective === undefined
            ? t('backups.noObjective')
            : t('backups.objective', { length: format.duration(doc.objective) })}
        </span>
      </div>
      {doc.verdict && (
        <p className={styles.verdict}>
          {doc.verdict.result === 'ok' ? t('backups.intact') : t('backups.damaged', { reason: doc.verdict.reason })}
        </p>
      )}
      {isOpen && reason === undefined && (
        <div className={styles.acts}>
          {doc.took === undefined &&
            (isTiming ? (
              <Button
                variant="primary"
                size="small"
                isDisabled={!may}
                onPress={() => void actions.stop(id, doc.run, ticker.now() - (doc.timedSince ?? 0))}
              >
                {t('backups.stopClock')}
              </Button>
            ) : (
              <Button variant="primary" size="small" isDisabled={!may} onPress={() => void actions.time(id, 'start')}>
                {t('backups.startClock')}
              </Button>
            ))}
          {doc.took === undefined && !isTiming && (
            <form
              className={styles.enter}
              onSubmit={(event) => {
                event.preventDefault();
                void enter();
              }}
            >
              <TextField
                aria-label={t('backups.enterTime')}
                placeholder={t('backups.enterTime')}
                value={typed}
                onChange={setTyped}
                error={typed.trim() !== '' && length === undefined ? t('backups.lengthBad') : undefined}
              />
              <Button type="submit" size="small" isDisabled={!may || length === undefined}>
                {t('backups.enter')}
              </Button>
            </form>
          )}
          {(doc.took !== undefined || isTiming) && (
            <Button variant="quiet" size="small" isDisabled={!may} onPress={() => void actions.time(id, 'clear')}>
              {t('backups.clearClock')}
            </Button>
          )}
          <span className={styles.spring} />
          <Button
            size="small"
            isDisabled={!may || doc.took === undefined}
            reason={doc.took === undefined ? t('backups.timeFirst') : undefined}
            onPress={() => void actions.conclude(id, title, { result: 'ok' })}
          >
            {t('backups.sayIntact')}
          </Button>
          <Button size="small" isDisabled={!may} onPress={() => setReason('')}>
            {t('backups.sayDamaged')}
          </Button>
        </div>
      )}
      {isOpen && reason !== undefined && (
        <form
          className={styles.acts}
          onSubmit={(event) => {
            event.preventDefault();
            void fail();
          }}
        >
          <div className={styles.reason}>
            <TextField
              aria-label={t('backups.whyDamaged')}
              placeholder={t('backups.whyDamaged')}
              value={reason}
              onChange={setReason}
              maxLength={2_000}
              autoFocus
            />
          </div>
          <Button type="submit" size="small" variant="danger" isDisabled={reason.trim() === ''}>
            {t('backups.sayFailed')}
          </Button>
          <Button size="small" variant="quiet" onPress={() => setReason(undefined)}>
            {t('backups.cancel')}
          </Button>
        </form>
      )}
    </section>
  );
}
