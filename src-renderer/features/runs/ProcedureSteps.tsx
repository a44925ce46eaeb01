import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { serviceId } from '../../../src-shared/model/ids.ts';
import { procedureId, revisionId } from '../../../src-shared/model/procedure.ts';
import { runId } from '../../../src-shared/model/run.ts';
import { useDirectory } from '../../data/directory.ts';
import { useRecord } from '../../data/hooks.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import styles from './ProcedureSteps.module.css';
import { StepList } from './steps/StepList.tsx';
import { useReadRun, useRun, useStepCallbacks } from './use-run.ts';

export interface ProcedureStepsProps {
  /** The run's id, whether there is one yet or not: the first thing done starts it. */
  run: string;
  procedure: string;
  service?: string;
  label: string;
}

/** The steps of a procedure on the page of what they belong to, as one run. */
export function ProcedureSteps({ run, procedure, service, label }: ProcedureStepsProps) {
  const { t } = useTranslation();
  const directory = useDirectory();
  const reading = useRun(run);
  const head = useRecord('procedure', procedure);
  const revision = head?.doc.revision;
  const text = useRecord(
    'revision',
    revision === undefined ? undefined : revisionId({ collection: 'procedure', id: procedureId(procedure) }, revision),
  );
  const doc = reading?.row?.doc;
  const source = useMemo(() => doc ?? { body: text?.doc.body ?? '', numbered: true }, [doc, text]);
  const { procedure: parsed, progress } = useReadRun(source, reading?.entries ?? []);
  const callbacks = useStepCallbacks({
    id: runId(run),
    ...(doc || revision === undefined
      ? {}
      : {
          start: {
            id: runId(run),
            procedure: procedureId(procedure),
            revision,
            ...(service === undefined ? {} : { service: serviceId(service) }),
          },
        }),
  });
  if (!directory || !reading || head === undefined || (head && text === undefined)) {
    return <Skeleton lines={8} label={t('runs.loading')} />;
  }
  if (!doc && !text) return <p className={styles.none}>{t('runs.noProcedure')}</p>;
  return (
    <div className={styles.steps}>
      <p className={styles.count} role="status">
        {t('phases.count', { done: progress.total - progress.lacking.length, total: progress.total })}
      </p>
      <StepList
        id={run}
        {...(doc ? { run: doc } : {})}
        procedure={parsed}
        progress={progress}
        entries={reading.entries}
        directory={directory}
        label={label}
        isCompact
        {...callbacks}
      />
    </div>
  );
}
