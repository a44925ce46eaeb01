import { isOpenChange } from '../../../src-shared/change/transitions.ts';
import type { Change, ChangeStatus } from '../../../src-shared/model/change.ts';
import type { ChangeType } from '../../../src-shared/model/change-type.ts';
import { fold } from '../../../src-shared/procedure/search/fold.ts';

export const CHANGE_VIEWS = ['open', 'approve', 'calendar', 'over'] as const;
export type ChangeView = (typeof CHANGE_VIEWS)[number];

export interface ChangeFilter {
  view: ChangeView;
  text: string;
  types: readonly string[];
  services: readonly string[];
}

export const OPEN_CHANGES: ChangeFilter = { view: 'open', text: '', types: [], services: [] };

interface Line {
  id: string;
  doc: Change;
}

const RANK: Readonly<Record<ChangeStatus, number>> = {
  inProgress: 0,
  approved: 1,
  proposed: 2,
  draft: 3,
  done: 4,
  rolledBack: 4,
  cancelled: 4,
};

/** What a filter lets through, whatever the view: the calendar asks no more. */
export function fits({ doc }: Line, { text, types, services }: ChangeFilter): boolean {
  const type: ChangeType = doc.type;
  return (
    (types.length === 0 || types.includes(type)) &&
    (services.length === 0 || doc.services.some((one) => services.includes(one))) &&
    fold(doc.title).includes(fold(text.trim()))
  );
}

/** The lines of a view: what is under way first, then by their window; what is over by its end, the latest first. */
export function shownChanges<L extends Line>(lines: readonly L[], filter: ChangeFilter): L[] {
  const inView = (line: L) => {
    if (filter.view === 'calendar') return true;
    if (filter.view === 'approve') return line.doc.status === 'proposed';
    return isOpenChange(line.doc) === (filter.view === 'open');
  };
  return lines
    .filter((line) => inView(line) && fits(line, filter))
    .sort((a, b) =>
      filter.view === 'over'
        ? (b.doc.endedAt ?? 0) - (a.doc.endedAt ?? 0)
        : RANK[a.doc.status] - RANK[b.doc.status] || a.doc.window.from - b.doc.window.from || (a.id < b.id ? -1 : 1),
    );
}
