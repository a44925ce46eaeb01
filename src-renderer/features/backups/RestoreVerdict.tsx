import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RestoreTest } from '../../../src-shared/model/backup.ts';
import type { Directory } from '../../data/directory.ts';
import { actorWithin } from '../../data/entry-words.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useBackupDesk } from './desk.ts';
import styles from './RestorePanel.module.css';

interface Props {
  id: string;
  doc: RestoreTest;
  title: string;
  directory: Directory;
}

/** Whether what was restored is what had been backed up: the verdict, or the two that may be given. */
export function RestoreVerdict({ id, doc, title, directory }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { actions } = useBackupDesk();
  const may = directory.may('responder');
  const [reason, setReason] = useState<string>();
  const { verdict, endedAt, endedBy } = doc;
  const fail = async () => {
    if (reason?.trim() && (await actions.conclude(id, title, { result: 'bad', reason: reason.trim() }))) {
      setReason(undefined);
    }
  };
  return (
    <div className={styles.half}>
      <span className={styles.label}>{t('backups.integrity')}</span>
      <span className={styles.figure} data-result={verdict?.result} data-none={verdict ? undefined : true}>
        {verdict ? t(`backups.result.${verdict.result}`) : t('backups.noVerdictYet')}
      </span>
      {verdict?.result === 'bad' && (
        <p className={styles.why} dir="auto">
          {verdict.reason}
        </p>
      )}
      {endedAt !== undefined && endedBy && (
        <span className={styles.note}>
          {t('backups.saidBy', { who: actorWithin(endedBy, { t, directory }), time: format.moment(endedAt, now) })}
        </span>
      )}
      {!verdict && <span className={styles.note}>{t('backups.verdictWhy')}</span>}
      {endedAt === undefined && reason === undefined && (
        <div className={styles.acts}>
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
      {endedAt === undefined && reason !== undefined && (
        <form
          className={styles.reason}
          onSubmit={(event) => {
            event.preventDefault();
            void fail();
          }}
        >
          <TextField
            aria-label={t('backups.whyDamaged')}
            placeholder={t('backups.whyDamaged')}
            value={reason}
            onChange={setReason}
            maxLength={2_000}
            autoFocus
          />
          <div className={styles.acts}>
            <Button type="submit" size="small" variant="danger" isDisabled={reason.trim() === ''}>
              {t('backups.sayFailed')}
            </Button>
            <Button size="small" variant="quiet" onPress={() => setReason(undefined)}>
              {t('backups.cancel')}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
