import { useSyncExternalStore } from 'react';
import type { Me } from '../../src-shared/contract/http.ts';
import type { ActorRef } from '../../src-shared/model/actor.ts';
import type { Person, Role, Service, Team } from '../../src-shared/model/person.ts';
import type { Calendar, SlaPolicy } from '../../src-shared/model/sla-policy.ts';
import { hasRole } from '../../src-shared/mutators/mutator.ts';
import { PROCEDURES_SLA_POLICY } from '../../src-shared/sla/default-policy.ts';
import { type Calendars, createCalendars } from '../../src-shared/sla/working-time.ts';
import { useData } from './DataProvider.tsx';
import type { VigieDatabase } from './database.ts';

interface Named<D> {
  id: string;
  doc: D;
}

/** People, teams and services by their ids, and who is looking. */
export interface Directory {
  /** The person who is signed in; undefined before the first contact with a server. */
  me: string | undefined;
  role: Role | undefined;
  people: readonly Named<Person>[];
  teams: readonly Named<Team>[];
  services: readonly Named<Service>[];
  person(id: string | undefined): Person | undefined;
  team(id: string | undefined): Team | undefined;
  service(id: string | undefined): Service | undefined;
  policy(id: string): SlaPolicy;
  /** Business hours that clocks refer to. */
  calendars: Calendars;
  /** The name of whoever did something; « Vigie » for the product itself. */
  actor(ref: ActorRef): string;
  isMe(ref: ActorRef): boolean;
  /** Whether the person may do what this role may; the server decides, this only greys out. */
  may(role: Role): boolean;
}

const byName = (a: { doc: { name: string } }, b: { doc: { name: string } }) => a.doc.name.localeCompare(b.doc.name);

/** Whether who is signed in may do what a role may; nobody may before the first contact with a server. */
export const mayAct = (me: Pick<Me, 'role'> | null, role: Role): boolean =>
  me !== null && hasRole({ ref: { kind: 'system' }, role: me.role }, role);

interface Names {
  people: readonly Named<Person>[];
  teams: readonly Named<Team>[];
  services: readonly Named<Service>[];
  policies: readonly Named<SlaPolicy>[];
  calendars: readonly Named<Calendar>[];
}

export function createDirectory({ people, teams, services, policies, calendars }: Names, me: Me | null): Directory {
  const lookUp = <D>(rows: readonly Named<D>[]) => {
    const docs = new Map(rows.map((row) => [row.id, row.doc]));
    return (id: string | undefined) => (id === undefined ? undefined : docs.get(id));
  };
  const person = lookUp(people);
  const policy = lookUp(policies);
  const role = me?.role;
  return {
    me: me?.person,
    role,
    people: people.filter((row) => !row.doc.disabled).sort(byName),
    teams: [...teams].sort(byName),
    services: [...services].sort(byName),
    calendars: createCalendars(calendars),
    person,
    team: lookUp(teams),
    service: lookUp(services),
    policy: (id) => policy(id) ?? PROCEDURES_SLA_POLICY,
    actor(ref) {
      if (ref.kind === 'sender') return ref.name;
      if (ref.kind === 'system') return 'Vigie';
      return person(ref.id)?.name ?? (ref.id === me?.person ? me.name : ref.id);
    },
    isMe: (ref) => ref.kind === 'person' && ref.id === me?.person,
    may: (wanted) => mayAct(me, wanted),
  };
}

/** What a directory is made of, in one transaction. */
export function readNames(db: VigieDatabase): Promise<Names> {
  const { person, team, service, slaPolicy, calendar } = db;
  return Promise.resolve(
    db.transaction('r', [person, team, service, slaPolicy, calendar], async () => {
      const [people, teams, services, policies, calendars] = await Promise.all([
        person.toArray(),
        team.toArray(),
        service.toArray(),
        slaPolicy.toArray(),
        calendar.toArray(),
      ]);
      return { people, teams, services, policies, calendars };
    }),
  );
}

/** Undefined while it is being read. */
export function useDirectory(): Directory | undefined {
  const { directory } = useData();
  return useSyncExternalStore(directory.subscribe, directory.getSnapshot);
}
