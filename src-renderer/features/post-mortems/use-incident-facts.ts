import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PostMortem } from '../../../src-shared/model/post-mortem.ts';
import { postMortemDraft } from '../../../src-shared/procedure/post-mortem/draft.ts';
import { type Facts, factsOf, type IncidentRecords } from '../../../src-shared/procedure/post-mortem/facts.ts';
import type { Directory } from '../../data/directory.ts';
import { useList, useLive } from '../../data/hooks.ts';
import { readAt } from '../../data/incident-clock.ts';
import { readIncident, readOthers } from '../../data/incident-records.ts';
import { createTeller, draftLanguage } from '../../data/teller.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';

export interface IncidentFacts {
  records: IncidentRecords;
  facts: Facts;
  /** What would be drafted of them now, in the document's language and zone. */
  draft: string;
}

/** The facts of a post-mortem's incident as they are known now. Undefined while they are read. */
export function useIncidentFacts(
  id: string,
  doc: Pick<PostMortem, 'language' | 'zone'>,
  directory: Directory,
): IncidentFacts | undefined {
  const { i18n } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  // What happens meanwhile is appended, to the timeline and to the runs: their numbers tell when to read again.
  const happened = useList('timelineEntry', { ref: id })?.length;
  const runs = useList('run', { ref: id });
  const names = runs?.map((run) => run.id).join(' ') ?? '';
  const ticked = useLive((db) => db.runEntry.where('ref').anyOf(names.split(' ')).count(), [names]);
  const found = useLive(
    async (db, records) => {
      const incident = await readIncident({ db, records }, id, directory);
      return incident && { records: incident, others: await readOthers(records, incident) };
    },
    [id, directory, happened, ticked],
  );
  const settled = useDeferredValue(found);
  const language = draftLanguage(doc.language ?? format.language);
  const zone = doc.zone ?? format.zone;
  return useMemo(() => {
    if (!settled) return undefined;
    const { records, others } = settled;
    const teller = createTeller({ i18n, directory, language, zone, of: (other) => others.get(other) ?? other });
    // The minute that is shown may have begun before what happened in it.
    const at = readAt(records.incident, now);
    return {
      records,
      facts: factsOf(records, directory.calendars, at),
      draft: postMortemDraft(records, directory.calendars, at, teller),
    };
  }, [settled, i18n, directory, language, zone, now]);
}
