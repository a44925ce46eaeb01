import { MONITORING_PROCEDURE, monitoringRunId } from '../../../../src-shared/model/change.ts';
import { serviceId } from '../../../../src-shared/model/ids.ts';
import { procedureId } from '../../../../src-shared/model/procedure.ts';
import type { EntryRow } from '../../../../src-shared/procedure/run-state.ts';
import { useData } from '../../../data/DataProvider.tsx';
import type { Directory } from '../../../data/directory.ts';
import { useChangeDesk } from '../desk.ts';

/** Says that items of a service's monitoring were looked at now, and takes that back as one. */
export function useLooks(directory: Directory, revision: number | undefined) {
  const { records } = useData();
  const { actions } = useChangeDesk();
  return async (service: string, steps: readonly string[]): Promise<void> => {
    const [first, ...rest] = steps;
    if (first === undefined || revision === undefined) return;
    const run = monitoringRunId(service);
    const read = (): Promise<readonly EntryRow[]> => records.referring('runEntry', run);
    const before = new Set((await read()).map(({ id }) => id));
    const procedure = procedureId(MONITORING_PROCEDURE);
    // Where it stands already this changes nothing.
    await actions.mutate('run.start', { id: run, procedure, revision, service: serviceId(service) });
    const look = (step: string) => ({ run, step, event: { kind: 'done' } as const });
    for (const step of rest) await actions.mutate('run.record', look(step));
    await actions.act('looked', 'run.record', look(first), async () => {
      const mine = (await read()).filter(({ id, doc }) => !before.has(id) && directory.isMe(doc.by));
      const entries = mine.filter(({ doc }) => steps.includes(doc.step)).map(({ id }) => id);
      return actions.mutate('run.record', { run, step: first, event: { kind: 'undone', entries } });
    });
  };
}
