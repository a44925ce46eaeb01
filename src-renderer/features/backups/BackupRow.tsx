import { Link, useNavigate } from '@tanstack/react-router';
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
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import { BackupMark, OutcomeMark } from './BackupMark.tsx';
import styles from './Backups.module.css';
import { cadenceWords } from './cadence-words.ts';
import { useBackupDesk } from './desk.ts';
import { SizeTrend } from './SizeTrend.tsx';
import { whyWords } from './why-words.ts';

interface Props {
  line: BackupLine;
  directory: Directory;
  isWaiting: boolean;
}

/** One backup: whether it can be relied on, where it goes, when and how large it was, and how restoring it went. */
export function BackupRow({ line, directory, isWaiting }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const navigate = useNavigate();
  const desk = useBackupDesk();
  const { id, doc, state, lastSuccess, heartbeat, history, tests } = line;
  const may = directory.may('responder');
  const isLead = directory.may('lead');
  const test = tests.find((one) => one.doc.endedAt !== undefined);
  const running = tests.find((one) => one.doc.endedAt === undefined);
  const sub = [
    doc.target,
    directory.service(doc.service)?.name,
    directory.person(doc.owner)?.name ?? directory.team(doc.team)?.name,
  ];
  const why = whyWords(line, { t, format, now });
  const dayOrTime = (at: Instant) => (format.sameDay(at, now) ? format.time(at) : format.shortDate(at));
  const showLine = (heartbeatOf: string) =>
    desk.ask({ kind: 'line', id, title: doc.title, cadence: doc.cadence, heartbeat: heartbeatOf });
  const watch = async () => {
    const made = await desk.actions.watch(id, doc);
    if (made !== undefined) showLine(made);
  };
  const act = async (action: string) => {
    if (action === 'record') desk.ask({ kind: 'record', id, doc });
    else if (action === 'edit') desk.ask({ kind: 'edit', id, doc });
    else if (action === 'archive') await desk.actions.archive(id, doc);
    else if (action === 'line' && doc.heartbeat !== undefined) showLine(doc.heartbeat);
    else if (action === 'test') {
      const run = await desk.actions.startTest(id, doc);
      if (run !== undefined) void navigate({ to: '/runs/$id', params: { id: run } });
    }
  };
  return (
    <tr className={styles.row} data-row={id} data-state={state}>
      <td>
        <BackupMark state={state} />
      </td>
      <th scope="row" className={styles.what}>
        <span className={styles.name} dir="auto">
          {doc.title}
        </span>
        {sub.some(Boolean) && <span className={styles.sub}>{sub.filter(Boolean).join(' · ')}</span>}
        {why && (
          <span className={styles.why} dir="auto">
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
            isDisabled={!isLead}
            reason={isLead ? undefined : t('backups.leadOnly')}
            aria-label={t('backups.watchOne', { title: doc.title })}
            onPress={() => void watch()}
          >
            {t('backups.watch')}
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
          data-main
          label={<Ellipsis size={14} aria-hidden />}
          aria-label={t('backups.actions', { title: doc.title })}
          items={[
            { id: 'test', label: t('backups.act.test'), isDisabled: !may },
            { id: 'record', label: t('backups.act.record'), isDisabled: !may },
            ...(heartbeat ? [{ id: 'line', label: t('backups.act.line') }] : []),
            { id: 'edit', label: t('backups.act.edit'), isDisabled: !isLead },
            { id: 'archive', label: t('backups.act.archive'), isDisabled: !isLead },
          ]}
          onAction={(action) => void act(action)}
        />
      </td>
    </tr>
  );
}
