import { Link } from '@tanstack/react-router';
import Download from 'lucide-react/icons/download';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { runId } from '../../../src-shared/model/run.ts';
import type { ParsedProcedure } from '../../../src-shared/procedure/parse.ts';
import type { EntryRow, RunProgress } from '../../../src-shared/procedure/run-state.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { MINUTE } from '../../../src-shared/time/clock.ts';
import type { Directory } from '../../data/directory.ts';
import { actorWithin } from '../../data/entry-words.ts';
import { useRecord, useUnconfirmedIds } from '../../data/hooks.ts';
import { nameOf } from '../../data/incident-line.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute, useTimed } from '../../platform/now.ts';
import type { usePrintedDocument } from '../../platform/printed-document.tsx';
import { Button } from '../../ui/Button.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import { useRunDesk } from './desk.ts';
import { EndDialog } from './EndDialog.tsx';
import styles from './RunPage.module.css';
import { useRunExport } from './use-run-export.tsx';

export interface WholeRun {
  row: Row<'run'>;
  entries: readonly EntryRow[];
  procedure: ParsedProcedure;
  progress: RunProgress;
  directory: Directory;
}

interface Props extends WholeRun {
  /** All of the text is read: until then it is neither counted nor ended nor taken elsewhere. */
  isWhole: boolean;
  printer: ReturnType<typeof usePrintedDocument>;
}

/** What is being run, how far it is, since when and by whom; ending it and taking it elsewhere. */
export function RunHeading({ printer, isWhole, ...whole }: Props) {
  const { row, progress, directory } = whole;
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { actions } = useRunDesk();
  const { id, doc } = row;
  const [isEnding, setEnding] = useState(false);
  const incident = useRecord('incident', doc.incident);
  const isWaiting = useUnconfirmedIds('run').has(id);
  const elapsed = useTimed((at) => {
    if (doc.endedAt !== undefined) return format.took(doc.endedAt - doc.startedAt);
    const whole = Math.floor((at - doc.startedAt) / MINUTE) * MINUTE;
    return whole > 0 ? format.duration(whole) : '';
  });
  const exporting = useRunExport(whole, printer);
  const may = directory.may('responder');
  const facts = [
    t('runs.startedBy', {
      by: actorWithin(doc.startedBy, { t, directory }),
      time: format.moment(doc.startedAt, now),
    }),
    doc.endedAt === undefined
      ? elapsed && t('runs.runsFor', { length: elapsed })
      : t('runs.endedAfter', {
          by: doc.endedBy ? actorWithin(doc.endedBy, { t, directory }) : '—',
          time: format.moment(doc.endedAt, now),
          length: elapsed,
        }),
  ].filter(Boolean);
  return (
    <header className={styles.heading}>
      <div className={styles.title}>
        <PageTitle>{doc.title}</PageTitle>
        {doc.endedAt !== undefined && <span className={styles.ended}>{t('runs.ended')}</span>}
      </div>
      <p className={styles.facts}>
        {incident && (
          <>
            <Link to={`/incidents/${incident.doc.number ?? incident.id}`} className={styles.incident}>
              {incident.doc.priority} {nameOf(incident.doc)}
            </Link>
            {' · '}
          </>
        )}
        {facts.join(' · ')}
      </p>
      {doc.endReason && <p className={styles.reason}>{t('runs.endReason', { reason: doc.endReason })}</p>}
      {isWaiting && <WaitingMark why={t('runs.waitingWhy')}>{t('runs.waiting')}</WaitingMark>}
      <div className={styles.bar} data-waiting={!isWhole || undefined}>
        <ProgressBar
          label={t('runs.progress')}
          done={progress.done + progress.skipped}
          total={progress.total}
          text={[
            t('runs.doneOf', { done: progress.done + progress.skipped, total: progress.total }),
            progress.skipped > 0 && t('runs.skippedCount', { count: progress.skipped }),
          ]
            .filter(Boolean)
            .join(' · ')}
        />
        <span className={styles.acts}>
          {doc.endedAt === undefined ? (
            <Button
              variant={progress.lacking.length === 0 ? 'primary' : 'plain'}
              isDisabled={!may}
              reason={may ? undefined : t('incident.why.viewer')}
              onPress={() => {
                if (progress.lacking.length === 0) void actions.end(runId(id), undefined);
                else setEnding(true);
              }}
            >
              {t(progress.lacking.length === 0 ? 'runs.end' : 'runs.endAsk')}
            </Button>
          ) : (
            <Button isDisabled={!may} onPress={() => void actions.reopen(runId(id))}>
              {t('runs.reopen')}
            </Button>
          )}
          <MenuButton
            icon={<Download size={14} aria-hidden />}
            label={t('runs.export.label')}
            items={exporting.items}
            onAction={exporting.run}
          />
        </span>
      </div>
      {isEnding && (
        <EndDialog
          lacking={progress.lacking}
          onClose={() => setEnding(false)}
          onEnd={(reason) => {
            setEnding(false);
            void actions.end(runId(id), reason);
          }}
        />
      )}
    </header>
  );
}
