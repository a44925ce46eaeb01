import { z } from 'zod';
import { isOpen } from '../incident/transitions.ts';
import { incidentIdSchema, teamIdSchema } from '../model/ids.ts';
import { MOST_ANSWERS, MOST_PAGES, type Page } from '../model/incident.ts';
import { MINUTE } from '../time/clock.ts';
import { alreadyResolved, append, onIncident } from './incident-change.ts';
import { applied, mutator, noop, rejected } from './mutator.ts';

const id = incidentIdSchema;

/**
 * Calls a team to an incident: the console of each member rings until they answer or the incident is acknowledged.
 * Within a minute the same team is called once, whoever calls: two laptops that do it offline make one call.
 */
export const pageTeam = mutator({
  args: z.object({ id, team: teamIdSchema }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onIncident(tx, args.id, ctx, async (incident, at) => {
      if (!isOpen(incident)) return alreadyResolved(incident);
      if (!(await tx.get('team', args.team))) return rejected('notFound', { what: 'team' });
      const pages = incident.pages ?? [];
      if (pages.some((page) => page.team === args.team && Math.abs(page.at - at) < MINUTE)) return noop;
      const called = [...pages, { team: args.team, at, by: ctx.actor.ref, answers: [] }].sort((a, b) => a.at - b.at);
      tx.put('incident', args.id, { ...incident, pages: called.slice(-MOST_PAGES) });
      append(tx, ctx, args.id, { kind: 'paged', team: args.team }, { at });
      return applied;
    }),
});

/** A member of a called team comes: their console is quiet from here on, and whoever called sees it. */
export const answerPage = mutator({
  args: z.object({ id }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onIncident(tx, args.id, ctx, async (incident, at) => {
      const { ref } = ctx.actor;
      if (ref.kind !== 'person') return rejected('forbidden');
      const me = await tx.get('person', ref.id);
      const waits = (page: Page) =>
        me?.teams.includes(page.team) === true && !page.answers.some(({ by }) => by === ref.id);
      const pages = incident.pages ?? [];
      if (!pages.some(waits)) return noop;
      const answered = pages.map((page) => {
        const full = page.answers.length >= MOST_ANSWERS;
        return waits(page) && !full
          ? { ...page, answers: [...page.answers, { by: ref.id, at: Math.max(at, page.at) }] }
          : page;
      });
      tx.put('incident', args.id, { ...incident, pages: answered });
      append(tx, ctx, args.id, { kind: 'pageAnswered' }, { at });
      return applied;
    }),
});
