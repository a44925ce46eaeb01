import { Link } from '@tanstack/react-router';
import Ellipsis from 'lucide-react/icons/ellipsis';
import HeartPulse from 'lucide-react/icons/heart-pulse';
import { useTranslation } from 'react-i18next';
import type { BackupLine } from '../../../src-shared/backup/register.ts';
import { restoreOutcome } from '../../../src-shared/backup/restore-tests.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';
import type { Directory } from '../../data/directory.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { RowTitle } from '../../ui/RowTitle.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import { BackupMark, OutcomeMark } from './BackupMark.tsx';
import styles from './Backups.module.css';
import { cadenceWords } from './cadence-words.ts';
import { SizeTrend } from './SizeTrend.tsx';
import { type Deed, useBackupDeeds } from './use-backup-deeds.ts';
import { whyWords } from './why-words.ts';

interface Props {
  line: BackupLine;
  directory: Directory;
  isWaiting: boolean;
  onShow(id: string): void;
}

/** One backup: whether it can be relied on, where it goes, when and how large it was, and how restoring it went. */
export function BackupRow({ line, directory, isWaiting, onShow }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { id, doc, state, lastSuccess, heartbeat, history, tests } = line;
  const deeds = useBackupDeeds(line, directory);
  const unwatchable = deeds.refusal('watch');
  const test = tests.find((one) => one.doc.endedAt !== undefined);
  const running = tests.find((one) => one.doc.endedAt === undefined);
  const sub = [
    doc.target,
    directory.service(doc.service)?.name,
    directory.person(doc.owner)?.name ?? directory.team(doc.team)?.name,
  ];
  const why = whyWords(line, { t, format, now });
  const dayOrTime = (at: Instant) => (format.sameDay(at, now) ? format.time(at) : format.shortDate(at));
  return (
    <tr className={styles.row} data-row={id}>
      <td>
        <BackupMark state={state} />
      </td>
      <th scope="row" className={styles.what}>
        <span className={styles.name} dir="auto">
          <RowTitle isWhole onPress={() => onShow(id)}>
            {doc.title}
          </RowTitle>
        </span>
        {sub.some(Boolean) && <span className={styles.sub}>{sub.filter(Boolean).join(' · ')}</span>}
        {why && (
          <span className={styles.why} data-state={state} dir="auto">
            {why}
          </span>
        )}
        {isWaiting && <WaitingMark why={t('backups.waitingWhy')}>{t('backups.waiting')}</WaitingMark>}
      </th>
      <td className={styles.when}>
        <span data-none={doc.cadence === undefined || undefined}>{cadenceWords(doc.cadence, t)}</span>
        <span className={styles.sub}>
          {doc.retention === undefined ? t('backups.keptUnsaid') : t('backups.kept', { count: doc.retention })}
        </span>
      </td>
      <td className={styles.when}>
        {lastSuccess ? (
          <>
            <span title={format.full(lastSuccess.at)}>{format.moment(lastSuccess.at, now)}</span>
            <span className={styles.sub}>
              {[
                lastSuccess.took !== undefined && format.duration(lastSuccess.took),
                lastSuccess.from === 'hand' && t('backups.byHand'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </>
        ) : (
          <span className={styles.sub}>{t('backups.noSuccess')}</span>
        )}
      </td>
      <td>
        <SizeTrend history={history} last={lastSuccess} least={doc.sizeAtLeast} />
      </td>
      <td>
        {doc.heartbeat !== undefined && heartbeat ? (
          <Link to="/heartbeats/$id" params={{ id: doc.heartbeat }} className={styles.link}>
            <HeartPulse size={13} aria-hidden /> {t('backups.watched')}
          </Link>
        ) : (
          <Button
            size="small"
            isDisabled={unwatchable !== undefined}
            reason={unwatchable}
            aria-label={t('backups.watchOne', { title: doc.title })}
            onPress={() => void deeds.run('watch')}
          >
            {t('backups.act.watch')}
          </Button>
        )}
      </td>
      <td className={styles.when}>
        {test ? (
          <Link to="/runs/$id" params={{ id: test.id }} className={styles.test}>
            <OutcomeMark outcome={restoreOutcome(test.doc)} />
            <span className={styles.sub}>
              {[
                test.doc.took !== undefined && format.duration(test.doc.took),
                dayOrTime(test.doc.endedAt ?? test.doc.startedAt),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </Link>
        ) : (
          !running && <span className={styles.sub}>{t('backups.neverTested')}</span>
        )}
        {running && (
          <Link to="/runs/$id" params={{ id: running.id }} className={styles.test}>
            <OutcomeMark outcome="running" />
          </Link>
        )}
      </td>
      <td>
        <MenuButton
          size="small"
          variant="quiet"
          label={<Ellipsis size={14} aria-hidden />}
          aria-label={t('backups.actions', { title: doc.title })}
          items={deeds.items(['test', 'record', ...(heartbeat ? (['line'] as const) : []), 'edit', 'archive'])}
          onAction={(deed) => void deeds.run(deed as Deed)}
        />
      </td>
    </tr>
  );
}
