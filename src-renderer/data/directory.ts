import { useMemo } from 'react';
import type { ActorRef } from '../../src-shared/model/actor.ts';
import type { Person, Role, Service, Team } from '../../src-shared/model/person.ts';
import type { SlaPolicy } from '../../src-shared/model/sla-policy.ts';
import { hasRole } from '../../src-shared/mutators/mutator.ts';
import { PROCEDURES_SLA_POLICY } from '../../src-shared/sla/default-policy.ts';
import { type Calendars, createCalendars } from '../../src-shared/sla/working-time.ts';
import { useList, useMe } from './hooks.ts';

export interface Named<D> {
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

/** Small collections, held whole. Undefined while they are being read. */
export function useDirectory(): Directory | undefined {
  const people = useList('person');
  const teams = useList('team');
  const services = useList('service');
  const policies = useList('slaPolicy');
  const calendars = useList('calendar');
  const me = useMe();
  return useMemo(() => {
    if (!people || !teams || !services || !policies || !calendars) return undefined;
    const person = new Map(people.map((row) => [row.id, row.doc]));
    const team = new Map(teams.map((row) => [row.id, row.doc]));
    const service = new Map(services.map((row) => [row.id, row.doc]));
    const policy = new Map(policies.map((row) => [row.id, row.doc]));
    const at =
      <D>(map: Map<string, D>) =>
      (id: string | undefined) =>
        id === undefined ? undefined : map.get(id);
    const role = me ? (person.get(me.person)?.role ?? me.role) : undefined;
    return {
      me: me?.person,
      role,
      people: people.filter((row) => !row.doc.disabled).sort(byName),
      teams: [...teams].sort(byName),
      services: [...services].sort(byName),
      person: at(person),
      team: at(team),
      service: at(service),
      calendars: createCalendars(calendars),
      policy: (id) => policy.get(id) ?? PROCEDURES_SLA_POLICY,
      actor(ref) {
        if (ref.kind === 'sender') return ref.name;
        if (ref.kind === 'system') return 'Vigie';
        return person.get(ref.id)?.name ?? (ref.id === me?.person ? me.name : ref.id);
      },
      isMe: (ref) => ref.kind === 'person' && ref.id === me?.person,
      may: (wanted) => me !== null && role !== undefined && hasRole({ ref: { kind: 'system' }, role }, wanted),
    };
  }, [people, teams, services, policies, calendars, me]);
}
