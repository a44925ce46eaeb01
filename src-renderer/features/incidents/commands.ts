import type { Origin } from '../../../src-shared/model/actor.ts';
import { type PersonId, personId } from '../../../src-shared/model/ids.ts';
import type { Incident } from '../../../src-shared/model/incident.ts';
import type { Command, CommandContext } from '../../platform/commands.ts';
import type { IncidentDesk, Question } from './desk.ts';
import { type IncidentAction, refusal } from './rights.ts';

export interface IncidentCommandDeps {
  desk: IncidentDesk;
  /** The incident as it is in memory; undefined for one that is closed and not loaded. */
  incident(id: string): Incident | undefined;
  me(): { person: string; name: string } | undefined;
  mayRespond(): boolean;
  /** Whether a team of this person was called to it and they have not answered. */
  isCalled(incident: string): boolean;
  go(path: string): void;
  copy(text: string): void;
  /** The whole incident as Markdown, with its timeline and alerts. */
  asMarkdown(id: string): Promise<string>;
  /** Tells that something was copied: `incident.copied.<what>`. */
  copied(what: 'link' | 'markdown'): void;
  /** What the timeline says when a change is taken back. */
  undoReason(): string;
}

const ORIGINS: Readonly<Record<CommandContext['via'], Origin>> = {
  console: 'console',
  menu: 'console',
  link: 'console',
  tray: 'tray',
  toast: 'toast',
};

/** `vigie://incident/42`; the record's own id while the server has not numbered it. */
export function deepLink(incident: { id: string; number?: number }): string {
  return `vigie://incident/${incident.number ?? incident.id}`;
}

/** Everything a person does to incidents. With incidents marked in the list, all of them are meant. */
export function createIncidentCommands(deps: IncidentCommandDeps): Command[] {
  const { desk } = deps;
  const { actions } = desk;

  function targets(context: CommandContext): string[] {
    if (context.incidents) return [...context.incidents];
    const { marked } = desk.store.getState();
    const inList = context.place === '/incidents' && context.via !== 'tray' && context.via !== 'toast';
    if (inList && marked.size > 0) return [...marked];
    return context.incident ? [context.incident.id] : [];
  }

  /** Those of the targets the action fits; one that is not in memory is left to the mutator. */
  const fitting = (action: IncidentAction, context: CommandContext) =>
    targets(context).filter((id) => {
      const incident = deps.incident(id);
      return incident ? refusal(action, incident, deps.mayRespond()) === undefined : deps.mayRespond();
    });

  function command(
    action: IncidentAction,
    keys: string,
    run: (ids: string[], via: Origin, context: CommandContext) => unknown,
  ): Command {
    return {
      id: `incident.${action}`,
      group: 'incident',
      keys,
      available: (context) => fitting(action, context).length > 0,
      async run(context) {
        const ids = fitting(action, context);
        if (ids.length > 0) await run(ids, ORIGINS[context.via], context);
      },
    };
  }

  const asking =
    (kind: Exclude<Question['kind'], 'open' | 'saveView'>) =>
    (ids: string[], via: Origin): void =>
      desk.ask({ kind, ids, via });
  const mine = (): PersonId | undefined => {
    const me = deps.me();
    return me && personId(me.person);
  };

  return [
    {
      id: 'incident.new',
      group: 'incident',
      keys: 'C',
      available: deps.mayRespond,
      run: () => desk.ask({ kind: 'open' }),
    },
    {
      id: 'incident.show',
      group: 'incident',
      keys: 'O',
      available: (context) => context.incident !== undefined && !context.place.startsWith('/incidents/'),
      run: ({ incident }) => {
        if (incident) deps.go(`/incidents/${incident.number ?? incident.id}`);
      },
    },
    {
      id: 'incident.search',
      group: 'incident',
      keys: '/',
      available: ({ place }) => place === '/incidents',
      run: () => desk.focusSearch(),
    },
    command('acknowledge', 'A', (ids, via) => actions.acknowledge(ids, { via })),
    command('unacknowledge', 'Shift+A', (ids, via) => actions.unacknowledge(ids, { via })),
    command('take', 'Shift+I', (ids, via) => {
      const me = mine();
      if (me) return actions.assign(ids, me, deps.me()?.name, { via });
    }),
    command('assign', 'I', asking('assign')),
    command('priority', 'P', asking('priority')),
    command('pause', 'W', asking('pause')),
    command('resume', 'Shift+W', (ids, via) => actions.resume(ids, deps.undoReason(), { via })),
    command('resolve', 'E', asking('resolve')),
    command('reopen', 'Shift+E', asking('reopen')),
    command('close', 'Shift+C', asking('close')),
    command('merge', 'Shift+M', asking('merge')),
    command('link', 'L', asking('link')),
    command('statusText', 'S', asking('statusText')),
    command('page', 'Shift+T', asking('page')),
    {
      id: 'incident.answer',
      group: 'incident',
      keys: 'Shift+R',
      available: ({ incident }) => incident !== undefined && deps.isCalled(incident.id),
      async run({ incident, via }) {
        if (incident) await actions.answer([incident.id], { via: ORIGINS[via] });
      },
    },
    {
      id: 'incident.steps',
      group: 'incident',
      keys: 'T',
      available: ({ incident }) => incident !== undefined,
      run({ incident, place }) {
        if (!incident) return;
        if (!place.startsWith('/incidents/')) deps.go(`/incidents/${incident.number ?? incident.id}?steps`);
        else desk.focusSteps();
      },
    },
    {
      id: 'incident.note',
      group: 'incident',
      keys: 'N',
      available: (context) => context.incident !== undefined && deps.mayRespond(),
      run({ incident, place }) {
        if (!incident) return;
        if (!place.startsWith('/incidents/')) deps.go(`/incidents/${incident.number ?? incident.id}?note`);
        else desk.focusNote();
      },
    },
    {
      id: 'incident.copyLink',
      group: 'incident',
      keys: 'Y',
      available: (context) => context.incident !== undefined,
      run({ incident }) {
        if (!incident) return;
        deps.copy(deepLink(incident));
        deps.copied('link');
      },
    },
    {
      id: 'incident.copyMarkdown',
      group: 'incident',
      keys: 'Shift+Y',
      available: (context) => context.incident !== undefined,
      async run({ incident }) {
        if (!incident) return;
        deps.copy(await deps.asMarkdown(incident.id));
        deps.copied('markdown');
      },
    },
  ];
}
