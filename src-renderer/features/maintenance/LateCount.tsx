import type { ReactNode } from 'react';
import { useMinute } from '../../platform/now.ts';
import { isLateOf } from './day-model.ts';
import { useItems } from './use-items.ts';

/** How many occurrences are late, as the place that asks shows it; nothing where none is. */
export function LateCount({ show }: { show(late: number): ReactNode }) {
  const now = useMinute();
  const late = useItems({ from: now, to: now, reachingInto: true }, 'all')?.filter(isLateOf(now)).length ?? 0;
  return late > 0 ? show(late) : null;
}
