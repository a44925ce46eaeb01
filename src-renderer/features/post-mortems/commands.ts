import type { Command } from '../../platform/commands.ts';
import type { PostMortemDesk } from './desk.ts';

export interface PostMortemCommandDeps {
  desk: PostMortemDesk;
  mayRespond(): boolean;
  has(incident: string): Promise<boolean>;
  go(path: string): void;
}

export function createPostMortemCommands({ desk, mayRespond, has, go }: PostMortemCommandDeps): Command[] {
  return [
    {
      id: 'postMortem.open',
      group: 'incident',
      keys: 'M',
      available: ({ incident, place }) => incident !== undefined && !place.startsWith('/post-mortems/'),
      async run({ incident }) {
        if (!incident) return;
        if (!(await has(incident.id)) && mayRespond()) await desk.actions.start(incident.id);
        go(`/post-mortems/${incident.number ?? encodeURIComponent(incident.id)}`);
      },
    },
    {
      id: 'followUp.add',
      group: 'incident',
      keys: 'F',
      available: ({ incident }) => incident !== undefined && mayRespond(),
      run({ incident }) {
        if (incident) desk.ask({ kind: 'add', incident: incident.id });
      },
    },
  ];
}
