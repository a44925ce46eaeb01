import type { Run } from '../../../../src-shared/model/run.ts';
import type { RunProgress } from '../../../../src-shared/procedure/run-state.ts';
import { usePhases } from '../../../data/use-phases.ts';

/** Where the steps of a run stand: of an incident's phase with what the incident itself tells, of another as `said`. */
export function usePhaseProgress(id: string, run: Run, said: RunProgress): RunProgress {
  const reading = usePhases(run.phase ? run.incident : undefined);
  const all = reading && [...reading.all.phases, ...reading.all.former];
  return all?.find(({ runId }) => runId === id)?.progress ?? said;
}
