import { useEffect, useState } from 'react';
import { mayAct } from '../../data/directory.ts';
import type { Hit } from '../../data/procedure-search.ts';
import { useServices } from '../services-context.ts';

export interface ProcedureHit extends Hit {
  /** Whether it can be started from here: not a phase, which its incident starts, and not what has no steps. */
  canStart: boolean;
}

const MOST = 8;
const NONE: readonly ProcedureHit[] = [];

/** Procedures and runbooks that answer what was typed; those of the letters before until the present ones are here. */
export function useProcedureHits(query: string): readonly ProcedureHit[] {
  const { data } = useServices();
  const [hits, setHits] = useState(NONE);
  const isAsked = query.trim().length > 1;
  useEffect(() => {
    if (!isAsked) return;
    let current = true;
    data.procedureSearch.search(query, { limit: MOST }).then(
      (list) => {
        if (!current) return;
        const { rows } = data.procedures.getSnapshot();
        const me = data.me.getSnapshot();
        const mayRespond = mayAct(me, 'responder');
        setHits(
          list.map((hit) => ({
            ...hit,
            canStart: mayRespond && hit.kind !== 'incidentPhase' && (rows.get(hit.id)?.doc.steps ?? 0) > 0,
          })),
        );
      },
      (failure: unknown) => console.error('procedures could not be searched', failure),
    );
    return () => {
      current = false;
    };
  }, [data, query, isAsked]);
  return isAsked ? hits : NONE;
}
