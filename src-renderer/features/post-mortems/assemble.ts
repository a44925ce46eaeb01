import { personId } from '../../../src-shared/model/ids.ts';
import { mayAct } from '../../data/directory.ts';
import { type FeatureServices, refusalTeller } from '../../data/feature-services.ts';
import type { Command } from '../../platform/commands.ts';
import { createPostMortemActions } from './actions.ts';
import { createPostMortemCommands } from './commands.ts';
import { createPostMortemDesk, type PostMortemDesk } from './desk.ts';

/** Joins actions, desk and commands to the page's services. */
export function createPostMortemFeature(services: FeatureServices): { desk: PostMortemDesk; commands: Command[] } {
  const { data, undo, notices, i18n, format, go } = services;
  const words = (what: string, count: number) => i18n.t(`postMortem.did.${what}`, { count });
  const actions = createPostMortemActions({
    data: {
      mutate: data.mutate,
      postMortem: async (id) => (await data.db.postMortem.get(id))?.doc,
      followUp: async (id) => (await data.db.followUp.get(id))?.doc,
      async draft(incident) {
        const directory = data.directory.getSnapshot();
        if (!directory) return undefined;
        const { language } = format();
        const { me } = directory;
        const zone = directory.person(me)?.zone ?? format().zone;
        // Drafting is read when it is first asked for: no screen needs it to come up.
        const { readDraft } = await import('./reads.ts');
        const draft = await readDraft({ data, i18n, directory }, incident, { language, zone });
        return draft && { ...draft, language, zone, ...(me === undefined ? {} : { owner: personId(me) }) };
      },
    },
    undo,
    newId: () => crypto.randomUUID(),
    feedback: {
      label: words,
      did: (what, count, entry) => notices.tell({ tone: 'done', text: words(what, count), undo: entry }),
      refused: refusalTeller(services),
    },
  });
  const desk = createPostMortemDesk(actions);
  const commands = createPostMortemCommands({
    desk,
    go,
    mayRespond: () => mayAct(data.me.getSnapshot(), 'responder'),
    has: async (incident) => (await data.db.postMortem.get(incident)) !== undefined,
  });
  return { desk, commands };
}
