import { useMemo } from 'react';
import { changeRunId } from '../../../src-shared/change/planned.ts';
import { CHANGE_PROCEDURE } from '../../../src-shared/model/change.ts';
import { procedureId, revisionId } from '../../../src-shared/model/procedure.ts';
import { useLive } from '../../data/hooks.ts';
import { useMinute } from '../../platform/now.ts';
import { stepsLacking } from './steps-lacking.ts';

/** How many of its steps are neither done nor skipped; undefined while it is being read. */
export function useStepsLacking(change: string): number | undefined {
  const now = useMinute();
  const steps = useLive(
    async (_, records) => {
      const id = changeRunId(change);
      const run = await records.get('run', id);
      const entries = await records.referring('runEntry', id);
      const head = run ? undefined : await records.get('procedure', CHANGE_PROCEDURE);
      const of = { collection: 'procedure', id: procedureId(CHANGE_PROCEDURE) } as const;
      const text = head && (await records.get('revision', revisionId(of, head.doc.revision)));
      return { run: run?.doc, entries, text: text?.doc.body ?? '' };
    },
    [change],
  );
  return useMemo(() => steps && stepsLacking(steps, now), [steps, now]);
}
