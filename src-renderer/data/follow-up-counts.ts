import { isLate } from '../../src-shared/procedure/post-mortem/due.ts';
import { useFormat } from '../platform/format.ts';
import { useTimed } from '../platform/now.ts';
import { useLive, useMe } from './hooks.ts';

/** The open follow-ups of who is looking, and how many of all are past their day. */
export function useFollowUpCounts(): { mine: number; late: number } {
  const { zone } = useFormat();
  const me = useMe()?.person;
  const open = useLive((db) => db.followUp.where('doc.status').equals('open').toArray(), []);
  return useTimed((now) => ({
    mine: open?.filter(({ doc }) => doc.owner !== undefined && doc.owner === me).length ?? 0,
    late: open?.filter(({ doc }) => isLate(doc, zone, now)).length ?? 0,
  }));
}
