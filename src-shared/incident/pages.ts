import type { Entity } from '../model/collections.ts';
import type { PersonId, TeamId } from '../model/ids.ts';
import type { Incident, Page } from '../model/incident.ts';
import type { Team } from '../model/person.ts';

/** A call is over when the incident is acknowledged after it, or resolved. */
export function isStanding(page: Pick<Page, 'at'>, incident: Pick<Incident, 'status' | 'acknowledgedAt'>): boolean {
  if (incident.status === 'triggered') return true;
  return incident.status === 'acknowledged' && (incident.acknowledgedAt ?? 0) < page.at;
}

/** The calls that this member has not answered, oldest first. Whoever calls knows of it. */
export function callsFor(
  incident: Pick<Incident, 'status' | 'acknowledgedAt' | 'pages'>,
  me: PersonId,
  teams: readonly TeamId[],
): Page[] {
  return (incident.pages ?? []).filter(
    ({ team, by, ...page }) =>
      teams.includes(team) &&
      isStanding(page, incident) &&
      !(by.kind === 'person' && by.id === me) &&
      !page.answers.some((answer) => answer.by === me),
  );
}

const EMERGENCY = /urgence|emergency|incident|astreinte|on.?call/i;

/**
 * The team that « activer l'équipe d'urgence » means. The procedures do not name it: the one whose name says so, else
 * the one that was called to this incident before, else the incident's own, else the first.
 */
export function emergencyTeam(
  teams: readonly { id: string; doc: Team }[],
  incident: Pick<Incident, 'team' | 'pages'> | undefined,
): string | undefined {
  const named = teams.find(({ id, doc }) => EMERGENCY.test(`${id} ${doc.name} ${doc.domain ?? ''}`));
  const known = (id: string | undefined) => (teams.some((team) => team.id === id) ? id : undefined);
  return named?.id ?? known(incident?.pages?.at(-1)?.team) ?? known(incident?.team) ?? teams[0]?.id;
}

/** Who of a team a call reaches: everybody who may act, on duty or not. */
export function membersOf(people: readonly Entity<'person'>[], team: string): Entity<'person'>[] {
  return people.filter(({ doc }) => !doc.disabled && doc.role !== 'viewer' && doc.teams.some((one) => one === team));
}

/** Whom I telephone while no call gets out: each by name, with the number where one is known. */
export function byTelephone(people: readonly Entity<'person'>[], me: string | undefined): string {
  const others = people.filter(({ id }) => id !== me);
  return others.map(({ doc }) => (doc.phone ? `${doc.name} ${doc.phone}` : doc.name)).join(', ');
}
