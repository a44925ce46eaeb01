import { useEffect, useState } from 'react';
import type { Entity } from '../../../../src-shared/model/collections.ts';
import { revisionId } from '../../../../src-shared/model/procedure.ts';
import { createProcedureLinks } from '../../../../src-shared/procedure/links.ts';
import { createRunbookFinder } from '../../../../src-shared/procedure/match.ts';
import { deadLinksIn, type TextLink } from '../../../../src-shared/procedure/text-links.ts';
import type { Instant } from '../../../../src-shared/time/clock.ts';
import { useData } from '../../../data/DataProvider.tsx';
import type { Data } from '../../../data/data.ts';
import { COVERED, createAlertSurvey, type Neglected, neglectedOf, type UncoveredAlert } from './survey.ts';

export interface DeadLink extends TextLink {
  procedure: Entity<'procedure'>;
}

export interface Coverage {
  at: Instant;
  /** Still going over alerts and texts; what is here is what was found so far. */
  isReading: boolean;
  uncovered: readonly UncoveredAlert[];
  counts: { alerts: number; names: number; covered: number };
  neglected: Neglected;
  deadLinks: readonly DeadLink[];
}

/** Rows of a table, and texts, that are taken at once. */
const PAGE = 500;
const TEXTS = 50;
/** Alerts that are looked at before the time is: some milliseconds with a hundred runbooks that have matchers. */
const ALERTS = 50;
/** The page is drawn in between: milliseconds of work at a stretch. */
const STRETCH = 10;

async function* alertPages({ db, records }: Data): AsyncGenerator<Entity<'alert'>[]> {
  const seen = new Set<string>();
  for (let after = ''; ; ) {
    const rows = await db.alert.where(':id').above(after).limit(PAGE).toArray();
    const last = rows.at(-1);
    if (!last) break;
    for (const { id } of rows) seen.add(id);
    yield rows;
    after = last.id;
  }
  for await (const page of records.history('alert')) yield page.filter(({ id }) => !seen.has(id));
}

async function usedProcedures({ db, records }: Data): Promise<Set<string>> {
  const used = new Set((await db.run.toArray()).map(({ doc }) => doc.procedure as string));
  for await (const page of records.history('run')) for (const { doc } of page) used.add(doc.procedure);
  return used;
}

/** Goes over everything that a copy holds, a stretch at a time, and tells what it has found so far. */
async function survey(data: Data, tell: (coverage: Coverage) => void, isOver: () => boolean): Promise<void> {
  const at = data.now();
  const { rows } = await data.procedures.ready();
  const procedures = [...rows.values()];
  // Without their services: a runbook that is only a service's does not count, and there may be hundreds of each.
  const own = procedures.map(({ id, doc }) => ({ id, doc: { ...doc, services: [] } }));
  const alerts = createAlertSurvey(createRunbookFinder(own), at - COVERED);
  const neglected = neglectedOf(procedures, await usedProcedures(data), at);
  const deadLinks: DeadLink[] = [];
  let stretch = performance.now();
  let told = 0;
  const say = (isReading: boolean) =>
    tell({
      at,
      isReading,
      uncovered: alerts.uncovered(),
      counts: alerts.counts(),
      neglected,
      deadLinks: [...deadLinks],
    });
  const breathe = async () => {
    if (performance.now() - told > 250) {
      say(true);
      told = performance.now();
    }
    if (performance.now() - stretch < STRETCH) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    stretch = performance.now();
  };
  for await (const page of alertPages(data)) {
    if (isOver()) return;
    for (let from = 0; from < page.length; from += ALERTS) {
      alerts.add(page.slice(from, from + ALERTS));
      await breathe();
    }
  }
  const links = createProcedureLinks(procedures);
  const live = procedures.filter(({ doc }) => !doc.archived);
  for (let from = 0; from < live.length && !isOver(); from += TEXTS) {
    const some = live.slice(from, from + TEXTS);
    const ids = some.map(({ id, doc }) => revisionId({ collection: 'procedure', id }, doc.revision));
    const texts = await data.records.many('revision', ids);
    for (const [index, procedure] of some.entries()) {
      const dead = deadLinksIn(texts[index]?.doc.body ?? '', procedure.doc.source, links);
      deadLinks.push(...dead.map((link) => ({ ...link, procedure })));
      await breathe();
    }
  }
  if (!isOver()) say(false);
}

/** Undefined until the first answer; `again` looks anew. */
export function useCoverage(): { coverage: Coverage | undefined; again(): void } {
  const data = useData();
  const [coverage, setCoverage] = useState<Coverage>();
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks for another look at the same records
  useEffect(() => {
    let over = false;
    survey(
      data,
      (found) => {
        if (!over) setCoverage(found);
      },
      () => over,
    ).catch((failure: unknown) => console.error('coverage could not be read', failure));
    return () => {
      over = true;
    };
  }, [data, round]);
  return { coverage, again: () => setRound((before) => before + 1) };
}
