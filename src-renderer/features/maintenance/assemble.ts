import { uuidv7 } from 'uuidv7';
import { mayAct } from '../../data/directory.ts';
import { type FeatureServices, refusalTeller } from '../../data/feature-services.ts';
import { quietedNow } from '../../data/quieted.ts';
import type { Command } from '../../platform/commands.ts';
import { createMaintenanceActions } from './actions.ts';
import { createMaintenanceCommands } from './commands.ts';
import { createMaintenanceDesk, type MaintenanceDesk } from './desk.ts';
import { createPlanActions } from './plans/plan-actions.ts';

/** Joins actions, desk and commands to the page's services. */
export function createMaintenanceFeature(services: FeatureServices): { desk: MaintenanceDesk; commands: Command[] } {
  const { data, undo, notices, i18n, go } = services;
  const words = (what: string, count: number) => i18n.t(`maintenance.did.${what}`, { count });
  const feedback = {
    label: words,
    did: (what: string, count: number, entry: Parameters<typeof notices.tell>[0]['undo']) =>
      notices.tell({ tone: 'done', text: words(what, count), undo: entry }),
    refused: refusalTeller(services),
    isOver: () => notices.tell({ tone: 'refused', text: i18n.t('maintenance.movePast') }),
  };
  const me = () => data.me.getSnapshot();
  const shared = { undo, newId: uuidv7, feedback };
  const actions = createMaintenanceActions({
    ...shared,
    go,
    data: {
      now: data.now,
      mutate: data.mutate,
      revisionOf: async (id) => (await data.db.procedure.get(id))?.doc.revision ?? 1,
      async isOthers(id) {
        const doc = (await data.db.incident.get(id))?.doc;
        const mine = me()?.person;
        const by = doc?.acknowledgedBy;
        const isTaken = by !== undefined && !(by.kind === 'person' && by.id === mine);
        return isTaken || (doc?.assignee !== undefined && doc.assignee !== mine);
      },
      quiets: async (service) => (await quietedNow(data.db, [service], data.now())).length > 0,
    },
    askWindow: (item) => desk.ask({ kind: 'start', item }),
  });
  const plans = createPlanActions({
    ...shared,
    data: { mutate: data.mutate, read: async (id) => (await data.db.plan.get(id))?.doc },
  });
  const desk: MaintenanceDesk = createMaintenanceDesk(actions, plans);
  const commands = createMaintenanceCommands({
    desk,
    mayRespond: () => mayAct(me(), 'responder'),
    mayLead: () => mayAct(me(), 'lead'),
    me: () => me()?.person,
    go,
  });
  return { desk, commands };
}
