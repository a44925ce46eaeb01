import { Link, useNavigate } from '@tanstack/react-router';
import Ellipsis from 'lucide-react/icons/ellipsis';
import HeartPulse from 'lucide-react/icons/heart-pulse';
import { useTranslation } from 'react-i18next';
import { restoreOutcome } from '../../../src-shared/backup/restore-tests.ts';
import type { Directory } from '../../data/directory.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { Sparkline } from '../../ui/Sparkline.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import { BackupMark, OutcomeMark } from './BackupMark.tsx';
import styles from './Backups.module.css';
import { cadenceWords } from './cadence-words.ts';
import { useBackupDesk } from './desk.ts';
import type { BackupLine } from './use-register.ts';

const TREND = 30;

/** One backup: whether it can be relied on, where it goes, when and how large it was, and how restoring it went. */
export function BackupRow({
  line,
  directory,
  isWaiting,
}: {
  line: BackupLine;
  directory: Directory;
  isWaiting: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const navigate = useNavigate();
  const desk = useBackupDesk();
  const { id, doc, state, since, tooSmall, lastSuccess, heartbeat, history, tests } = line;
  const may = directory.may('responder');
  const isLead = directory.may('lead');
  const sizes = history
    .slice(0, TREND)
    .flatMap(({ outcome, size }) => (outcome === 'ok' && size !== undefined ? [size] : []))
    .reverse();
  const [test] = tests;
  const sub = [
    doc.target,
    cadenceWords(doc.cadence, t),
    doc.retention !== undefined && t('backups.kept', { count: doc.retention }),
    directory.service(doc.service)?.name,
    directory.person(doc.owner)?.name ?? directory.team(doc.team)?.name,
  ];
  const failure = history[0]?.outcome === 'failed' ? history[0].note : undefined;
  const why = tooSmall
    ? t('backups.tooSmall', { size: format.bytes(doc.sizeAtLeast ?? 0) })
    : (failure ??
      (since !== undefined && state !== 'ok' ? t('backups.since', { time: format.moment(since, now) }) : ''));
  const act = async (action: string) => {
    if (action === 'record') desk.ask({ kind: 'record', id, doc });
    else if (action === 'edit') desk.ask({ kind: 'edit', id, doc });
    else if (action === 'archive') await desk.actions.archive(id, doc);
    else {
      const run = await desk.actions.startTest(id, doc);
      if (run !== undefined) void navigate({ to: '/runs/$id', params: { id: run } });
    }
  };
  return (
    <tr className={styles.row} data-state={state}>
      <td>
        <BackupMark state={state} />
      </td>
      <th scope="row" className={styles.what}>
        <span className={styles.name} dir="auto">
          {doc.title}
        </span>
        <span className={styles.sub}>{sub.filter(Boolean).join(' · ')}</span>
        {why && <span className={styles.why}>{why}</span>}
        {isWaiting && <WaitingMark why={t('backups.waitingWhy')}>{t('backups.waiting')}</WaitingMark>}
      </th>
      <td className={styles.when}>
        {lastSuccess ? (
          <>
            <span title={format.full(lastSuccess.at)}>{format.moment(lastSuccess.at, now)}</span>
            <span className={styles.sub}>
              {[
                lastSuccess.size !== undefined && format.bytes(lastSuccess.size),
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
        <Sparkline values={sizes} limit={doc.sizeAtLeast} label={t('backups.sizes', { count: sizes.length })} />
      </td>
      <td>
        {doc.heartbeat !== undefined && heartbeat ? (
          <Link to="/heartbeats/$id" params={{ id: doc.heartbeat }} className={styles.link}>
            <HeartPulse size={13} aria-hidden /> {t('backups.watched')}
          </Link>
        ) : (
          <Button size="small" isDisabled={!isLead} onPress={() => void desk.actions.watch(id, doc)}>
            {t('backups.watch')}
          </Button>
        )}
      </td>
      <td className={styles.when}>
        {test ? (
          <Link to="/runs/$id" params={{ id: test.doc.run }} className={styles.test}>
            <OutcomeMark outcome={restoreOutcome(test.doc)} />
            <span className={styles.sub}>{format.moment(test.doc.endedAt ?? test.doc.startedAt, now)}</span>
          </Link>
        ) : (
          <span className={styles.sub}>{t('backups.neverTested')}</span>
        )}
      </td>
      <td>
        <MenuButton
          size="small"
          variant="quiet"
          label={<Ellipsis size={14} aria-hidden />}
          aria-label={t('backups.actions', { title: doc.title })}
          items={[
            { id: 'test', label: t('backups.act.test'), isDisabled: !may },
            { id: 'record', label: t('backups.act.record'), isDisabled: !may },
            { id: 'edit', label: t('backups.act.edit'), isDisabled: !isLead },
            { id: 'archive', label: t('backups.act.archive'), isDisabled: !isLead },
          ]}
          onAction={(action) => void act(action)}
        />
      </td>
    </tr>
  );
}
