import { personId, serviceId, teamId } from '../../model/ids.ts';
import type { ImportDirectory } from './read.ts';

type Named = readonly { id: string; doc: { name: string } }[];

function find(rows: Named, name: string): string | undefined {
  const wanted = name.trim().toLowerCase();
  return rows.find(({ id, doc }) => id.toLowerCase() === wanted || doc.name.toLowerCase() === wanted)?.id;
}

/** Whom and what the heads of files mean: by name or by id, whatever the case. */
export function namedDirectory(all: { people: Named; teams: Named; services: Named }): ImportDirectory {
  return {
    owner(name) {
      const person = find(all.people, name);
      if (person !== undefined) return { owner: personId(person) };
      const team = find(all.teams, name);
      return team === undefined ? undefined : { team: teamId(team) };
    },
    service(name) {
      const id = find(all.services, name);
      return id === undefined ? undefined : serviceId(id);
    },
  };
}
