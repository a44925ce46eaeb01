import type { i18n } from 'i18next';
import { personId } from '../../../src-shared/model/ids.ts';
import type { Data } from '../../data/data.ts';
import { mayAct } from '../../data/directory.ts';
import type { Command } from '../../platform/commands.ts';
import { changeErrorText } from '../../platform/error-text.ts';
import type { Format } from '../../platform/format.ts';
import type { Notices } from '../../platform/notices.ts';
import type { UndoStack } from '../../platform/undo.ts';
import { createPostMortemActions } from './actions.ts';
import { createPostMortemCommands } from './commands.ts';
import { createPostMortemDesk, type PostMortemDesk } from './desk.ts';

export interface PostMortemFeatureDeps {
  data: Data;
  undo: UndoStack;
  notices: Notices;
  i18n: i18n;
  format(): Format;
  go(path: string): void;
}

/** Joins actions, desk and commands to the page's services. */
export function createPostMortemFeature(deps: PostMortemFeatureDeps): { desk: PostMortemDesk; commands: Command[] } {
  const { data, undo, notices, i18n, format, go } = deps;
  const words = (what: string, count: number) => i18n.t(`postMortem.did.${what}`, { count });
  const actions = createPostMortemActions({
    data: {
      mutate: data.mutate,
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
      refused: (error) => notices.tell({ tone: 'refused', text: changeErrorText(i18n.t, format(), error) }),
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
