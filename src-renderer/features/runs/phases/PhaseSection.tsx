import ChevronRight from 'lucide-react/icons/chevron-right';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { incidentId } from '../../../../src-shared/model/ids.ts';
import type { Incident } from '../../../../src-shared/model/incident.ts';
import { procedureId, type StepAction } from '../../../../src-shared/model/procedure.ts';
import type { PhaseView } from '../../../../src-shared/procedure/phases.ts';
import type { Step } from '../../../../src-shared/procedure/step.ts';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../../data/directory.ts';
import { useCommandRunner } from '../../../platform/command-runner.ts';
import { displayKeys } from '../../../platform/keys.ts';
import { useMachine } from '../../../platform/machine.ts';
import { StepList } from '../steps/StepList.tsx';
import type { StepButton } from '../steps/target.ts';
import { useStepCallbacks } from '../use-run.ts';
import styles from './IncidentChecklist.module.css';
import { PhaseClock } from './PhaseClock.tsx';
import { Team } from './Team.tsx';
import { windowText } from './window-text.ts';

/** What a button of a step runs: the very commands of the incident. */
const COMMANDS: Record<StepAction, string> = {
  acknowledge: 'incident.acknowledge',
  page: 'incident.page',
  status: 'incident.statusText',
  assign: 'incident.assign',
  link: 'incident.link',
  note: 'incident.note',
  resolve: 'incident.resolve',
  postMortem: 'postMortem.open',
};

const hasReached = (status: Incident['status'], clock: PhaseView['window']['clock']) =>
  clock === 'response' || status === 'resolved' || (clock === 'resolution' && status === 'acknowledged');

interface Props {
  phase: PhaseView;
  incident: Row<'incident'>;
  directory: Directory;
  /** It belongs to a priority that the incident no longer has. */
  isFormer: boolean;
  isOpen: boolean;
  onToggle(isOpen: boolean): void;
}

/** One phase: how far it is and how long it has, and under it its steps. */
export function PhaseSection({ phase, incident, directory, isFormer, isOpen, onToggle }: Props) {
  const { t } = useTranslation();
  const steps = useId();
  const { progress, window, place, title } = phase;
  const settled = progress.total - progress.lacking.length;
  const isReached = hasReached(incident.doc.status, window.clock);
  return (
    <div className={styles.phase} data-phase={phase.runId} data-place={isFormer ? 'former' : place}>
      <h3 className={styles.heading}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isOpen}
          aria-controls={isOpen ? steps : undefined}
          aria-current={place === 'current' ? 'step' : undefined}
          onClick={() => onToggle(!isOpen)}
        >
          <ChevronRight size={14} className={styles.chevron} aria-hidden />
          <span className={styles.title}>{title}</span>
          <span className={styles.window}>{windowText(window, t)}</span>
          <Team phase={phase} directory={directory} />
          <span
            className={styles.count}
            data-lacking={place === 'past' && progress.lacking.length > 0 ? true : undefined}
          >
            {t('phases.count', { done: settled, total: progress.total })}
          </span>
          <PhaseClock phase={phase} calendars={directory.calendars} isFormer={isFormer} isReached={isReached} />
        </button>
      </h3>
      {isOpen && (
        <div id={steps} className={styles.steps}>
          <PhaseSteps phase={phase} incident={incident} directory={directory} isFormer={isFormer} />
        </div>
      )}
    </div>
  );
}

function PhaseSteps({ phase, incident, directory, isFormer }: Omit<Props, 'isOpen' | 'onToggle'>) {
  const { t } = useTranslation();
  const runner = useCommandRunner();
  const { info } = useMachine();
  const { runId, procedure, revision, run, text, progress, entries } = phase;
  const start = run
    ? undefined
    : { id: runId, procedure: procedureId(procedure), revision, incident: incidentId(incident.id) };
  const callbacks = useStepCallbacks({ id: runId, ...(start ? { start } : {}) });
  const { id, doc } = incident;

  // A link alone says nothing of what it is for: one that is added from a step's button does that step.
  const [linking, setLinking] = useState<{ step: string; links: number }>();
  const links = doc.links.length;
  const { onRecord } = callbacks;
  useEffect(() => {
    if (!linking || links <= linking.links) return;
    setLinking(undefined);
    if (progress.states.get(linking.step)?.status === 'todo') void onRecord(linking.step, { kind: 'done' });
  }, [linking, links, progress, onRecord]);

  const buttonOf = (step: Step): StepButton | undefined => {
    if (step.kind !== 'action' || isFormer) return undefined;
    const name = COMMANDS[step.action];
    const command = runner.find(name);
    const focused = { id, number: doc.number, title: doc.title, priority: doc.priority };
    const can =
      command?.available?.({ incident: focused, place: `/incidents/${id}`, via: 'console' }) ?? command !== undefined;
    return {
      label: t(`phases.act.${step.action}`),
      ...(command?.keys === undefined ? {} : { keys: displayKeys(command.keys, info.platform).join(' ') }),
      isDisabled: !can,
      ...(can ? {} : { reason: t('phases.notNow') }),
      onPress() {
        setLinking(step.action === 'link' ? { step: step.id, links } : undefined);
        runner.run(name, { incident: focused });
      },
    };
  };

  return (
    <StepList
      id={runId}
      procedure={text}
      progress={progress}
      entries={entries}
      {...(run ? { run } : {})}
      directory={directory}
      label={phase.title}
      buttonOf={buttonOf}
      isCompact
      {...callbacks}
    />
  );
}
