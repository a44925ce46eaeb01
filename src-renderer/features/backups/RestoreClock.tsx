import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { restoringFor } from '../../../src-shared/backup/restore-tests.ts';
import type { RestoreTest } from '../../../src-shared/model/backup.ts';
import { parseDuration } from '../../platform/duration-text.ts';
import { useFormat } from '../../platform/format.ts';
import { useTicker, useTimed } from '../../platform/now.ts';
import { Bar, type Urgency } from '../../ui/Bar.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useBackupDesk } from './desk.ts';
import styles from './RestorePanel.module.css';

/** The share of the objective at which one should hurry. */
const SOON = 0.8;

/** How long the restore takes, against its objective: a clock that runs on over restarts, or the length typed. */
export function RestoreClock({ id, doc, may }: { id: string; doc: RestoreTest; may: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const ticker = useTicker();
  const { actions } = useBackupDesk();
  const [typed, setTyped] = useState('');
  const { objective } = doc;
  const isTiming = doc.timedSince !== undefined && doc.took === undefined;
  const isOpen = doc.endedAt === undefined;
  const figure = useTimed((now) => {
    const length = restoringFor(doc, now);
    if (length === undefined) return t(isOpen ? 'backups.notTimed' : 'backups.neverTimed');
    return isTiming ? format.stopwatch(length) : format.duration(length);
  });
  /** To the hundredth: a bar moves no finer. */
  const share = useTimed((now) =>
    objective === undefined ? 0 : Math.round(((restoringFor(doc, now) ?? 0) / objective) * 100) / 100,
  );
  const urgency: Urgency =
    share > 1 ? 'breached' : isTiming ? (share > SOON ? 'soon' : 'ok') : share > 0 ? 'met' : 'none';
  const length = typed.trim() === '' ? undefined : parseDuration(typed);
  const enter = async () => {
    if (length !== undefined && (await actions.measure(id, length))) setTyped('');
  };
  const isIdle = isOpen && doc.took === undefined && !isTiming;
  return (
    <div className={styles.half}>
      <span className={styles.label}>{t('backups.restoreTime')}</span>
      <span
        className={styles.figure}
        data-urgency={urgency}
        data-none={(doc.took === undefined && !isTiming) || undefined}
      >
        {figure}
      </span>
      {objective !== undefined && <Bar fraction={share} tone={urgency} />}
      <span className={styles.note}>
        {objective === undefined
          ? t('backups.noObjective')
          : t('backups.objective', { length: format.duration(objective) })}
      </span>
      {isIdle && (
        <form
          className={styles.acts}
          onSubmit={(event) => {
            event.preventDefault();
            void enter();
          }}
        >
          <Button variant="primary" size="small" isDisabled={!may} onPress={() => void actions.time(id, 'start')}>
            {t('backups.startClock')}
          </Button>
          <span className={styles.typed}>
            <TextField
              aria-label={t('backups.enterTime')}
              placeholder={t('backups.enterTimeExample')}
              value={typed}
              onChange={setTyped}
              isDisabled={!may}
              error={typed.trim() !== '' && length === undefined ? t('backups.lengthBad') : undefined}
            />
          </span>
          <Button type="submit" size="small" isDisabled={!may || length === undefined}>
            {t('backups.enter')}
          </Button>
        </form>
      )}
      {isOpen && !isIdle && (
        <div className={styles.acts}>
          {isTiming && (
            <Button
              variant="primary"
              size="small"
              isDisabled={!may}
              onPress={() => void actions.stop(id, ticker.now() - (doc.timedSince ?? 0))}
            >
              {t('backups.stopClock')}
            </Button>
          )}
          <Button variant="quiet" size="small" isDisabled={!may} onPress={() => void actions.time(id, 'clear')}>
            {t('backups.clearClock')}
          </Button>
        </div>
      )}
    </div>
  );
}
