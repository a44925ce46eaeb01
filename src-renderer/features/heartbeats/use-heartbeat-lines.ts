import { useMemo } from 'react';
import { stateAt } from '../../../src-shared/heartbeat/state.ts';
import { useMinuteAsOf } from '../../data/as-of.ts';
import { useList, useUnconfirmedIds } from '../../data/hooks.ts';
import type { HeartbeatLine } from './list-model.ts';

/** All jobs with their states, to the minute: rows show theirs to the second. Undefined while loading. */
export function useHeartbeatLines(): readonly HeartbeatLine[] | undefined {
  const rows = useList('heartbeat');
  const unconfirmed = useUnconfirmedIds('heartbeat');
  const minute = useMinuteAsOf();
  return useMemo(
    () =>
      rows?.map(({ id, doc }) => {
        // What was heard of after the minute began is heard of now.
        const at = Math.max(minute, doc.facts?.last.at ?? 0);
        return { id, doc, state: stateAt(doc, at).state, isWaiting: unconfirmed.has(id) };
      }),
    [rows, unconfirmed, minute],
  );
}
