import { useNavigate } from '@tanstack/react-router';
import { type ComponentType, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { blobsIn } from '../../../src-shared/model/blob.ts';
import { runId } from '../../../src-shared/model/run.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { type Directory, useDirectory } from '../../data/directory.ts';
import { useRecord } from '../../data/hooks.ts';
import { useImageUrl } from '../../data/use-blobs.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { usePrintedDocument } from '../../platform/printed-document.tsx';
import { AsidePage } from '../../ui/AsidePage.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { usePhaseProgress } from './phases/use-phase-progress.ts';
import { RunAside } from './RunAside.tsx';
import { RunHeading } from './RunHeading.tsx';
import { RunNotices } from './RunNotices.tsx';
import { StepList } from './steps/StepList.tsx';
import { type RunReading, useReadRun, useRun, useStepCallbacks } from './use-run.ts';

/** What other features show here. */
export interface RunSlots {
  /** Of a run that an occurrence of a plan asked for. */
  Occurrence: ComponentType<{ id: string }>;
  /** Of a run that tests a restore. */
  Restore: ComponentType<{ run: string }>;
}

/** One run of a procedure: worked through, taken up again, printed. */
export function RunPage({ id, slots }: { id: string; slots: RunSlots }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const directory = useDirectory();
  const reading = useRun(id);
  usePageHeading({
    title: reading?.row?.doc.title ?? t('runs.one'),
    parent: { label: t('place.runs'), path: '/runs' },
  });
  if (reading === undefined || !directory) return <Skeleton lines={10} label={t('runs.loading')} />;
  if (reading.row === null) {
    return (
      <EmptyState
        title={t('runs.notFound')}
        actions={<Button onPress={() => void navigate({ to: '/runs' })}>{t('runs.toList')}</Button>}
      >
        {t('runs.notFoundWhy')}
      </EmptyState>
    );
  }
  return (
    <OneRun key={reading.row.id} row={reading.row} entries={reading.entries} directory={directory} slots={slots} />
  );
}

function OneRun({
  row,
  entries,
  directory,
  slots,
}: {
  row: Row<'run'>;
  entries: RunReading['entries'];
  directory: Directory;
  slots: RunSlots;
}) {
  const { t } = useTranslation();
  const { id, doc } = row;
  const { procedure, progress: said, isWhole } = useReadRun(doc, entries);
  const progress = usePhaseProgress(id, doc, said);
  const callbacks = useStepCallbacks({ id: runId(id) });
  const head = useRecord('procedure', doc.procedure);
  const imageUrl = useImageUrl(useMemo(() => blobsIn(doc.body), [doc.body]));
  const printer = usePrintedDocument();
  const shown = { row, entries, procedure, progress, directory, isWhole };
  const [next] = progress.lacking;
  // The beginning of a long text is worked through while the rest of it is read, if that is where one goes on.
  const isThere = isWhole || procedure.steps.some(({ id: step }) => step === next?.id);
  return (
    <AsidePage hasFoot aside={isWhole && <RunAside {...shown} />}>
      <RunHeading {...shown} printer={printer} />
      {doc.occurrence !== undefined && <slots.Occurrence id={doc.occurrence} />}
      {doc.kind === 'restoreTest' && <slots.Restore run={id} />}
      <RunNotices run={doc} procedure={head?.doc} />
      <SectionHeading level={3} note={t('runs.about.revision', { number: doc.revision })}>
        {t('runs.steps')}
      </SectionHeading>
      <div data-markdown-scope>
        {isThere ? (
          <StepList
            {...callbacks}
            id={id}
            run={doc}
            procedure={procedure}
            progress={progress}
            entries={entries}
            directory={directory}
            label={t('runs.steps')}
            imageUrl={imageUrl}
            autoFocus
          />
        ) : (
          <Skeleton lines={10} label={t('runs.loading')} />
        )}
      </div>
      {printer.sheet}
    </AsidePage>
  );
}
