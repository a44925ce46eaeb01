import { z } from 'zod';
import { alertSchema, HELD_ALERTS, priorityRulesSchema } from './alert.ts';
import { backupSchema, restoreTestSchema } from './backup.ts';
import { changeSchema, FREEZES, freezeSchema } from './change.ts';
import { changeEventSchema } from './change-event.ts';
import { heartbeatSchema, pingSchema } from './heartbeat.ts';
import { incidentSchema, timelineEntrySchema } from './incident.ts';
import { customMappingSchema } from './mapping.ts';
import { personSchema, serviceSchema, teamSchema } from './person.ts';
import { occurrenceSchema, planSchema } from './plan.ts';
import { followUpSchema, postMortemSchema } from './post-mortem.ts';
import { procedureSchema, revisionSchema } from './procedure.ts';
import { runEntrySchema, runSchema } from './run.ts';
import { savedViewSchema } from './saved-view.ts';
import { CURRENT_SILENCES, silenceSchema } from './silence.ts';
import { calendarSchema, slaPolicySchema } from './sla-policy.ts';

/** Schema of each collection's `doc`. Schemas only grow: a new field is optional. */
export const collections = {
  person: personSchema,
  team: teamSchema,
  service: serviceSchema,
  alert: alertSchema,
  incident: incidentSchema,
  timelineEntry: timelineEntrySchema,
  slaPolicy: slaPolicySchema,
  calendar: calendarSchema,
  priorityRules: priorityRulesSchema,
  savedView: savedViewSchema,
  silence: silenceSchema,
  changeEvent: changeEventSchema,
  mapping: customMappingSchema,
  procedure: procedureSchema,
  revision: revisionSchema,
  run: runSchema,
  runEntry: runEntrySchema,
  postMortem: postMortemSchema,
  followUp: followUpSchema,
  change: changeSchema,
  freeze: freezeSchema,
  plan: planSchema,
  occurrence: occurrenceSchema,
  heartbeat: heartbeatSchema,
  ping: pingSchema,
  backup: backupSchema,
  restoreTest: restoreTestSchema,
} as const;

export type CollectionName = keyof typeof collections;
export type Doc<C extends CollectionName> = z.infer<(typeof collections)[C]>;

export const COLLECTION_NAMES = Object.keys(collections) as CollectionName[];
export const isCollectionName = (name: string): name is CollectionName => Object.hasOwn(collections, name);
export const collectionNameSchema = z.enum(COLLECTION_NAMES as [CollectionName, ...CollectionName[]]);

/** A document with its id: what `list` answers and screens read. */
export type Entity<C extends CollectionName> = { id: string; doc: Doc<C> };

/** Read by everybody who is signed in. */
const SCOPE_ALL = 'all';

type Derive = { [C in CollectionName]?: (doc: Doc<C>) => string | undefined };

const refs: Derive = {
  alert: (doc) => doc.incident ?? (doc.status === 'firing' ? HELD_ALERTS : undefined),
  silence: (doc) => (doc.settled ? undefined : CURRENT_SILENCES),
  timelineEntry: (doc) => doc.incident,
  changeEvent: (doc) => doc.service,
  revision: ({ of }) => `${of.collection}/${of.id}`,
  run: (doc) => doc.incident ?? doc.procedure,
  runEntry: (doc) => doc.run,
  followUp: (doc) => doc.incident ?? doc.occurrence,
  occurrence: (doc) => doc.plan,
  heartbeat: (doc) => doc.key,
  ping: (doc) => doc.heartbeat,
  restoreTest: (doc) => doc.backup,
  freeze: () => FREEZES,
  /** A merged incident stays listed: its group is found through it in the incident that took it in. */
  incident: (doc) => (doc.status === 'closed' && !doc.mergedInto ? undefined : doc.groupKey) ?? doc.occurrence,
};

const slugs: Derive = {
  heartbeat: (doc) => doc.slug,
};

const scopes: Derive = {
  savedView: (doc) => {
    if (doc.visibility === 'all') return SCOPE_ALL;
    return doc.visibility === 'owner' ? `person:${doc.owner}` : `team:${doc.visibility.team}`;
  },
};

/** The one secondary key a record can be listed by (`tx.list`): the incident of an alert or entry, the group of an incident or else the occurrence it was found on, a change's service, the text of a revision, the incident of a run or else its procedure, the run of an entry, the incident or the occurrence of a follow-up, the plan of an occurrence, the ping address of a heartbeat, the heartbeat of a ping, the backup of a restore test. Alerts that are held back, silences that are not over and freezes have a fixed one. */
export function refOf<C extends CollectionName>(collection: C, doc: Doc<C>): string | undefined {
  return refs[collection]?.(doc);
}

/** What a record is found by beside its id (`tx.bySlug`): the name of a heartbeat in the addresses of its pings. */
export function slugOf<C extends CollectionName>(collection: C, doc: Doc<C>): string | undefined {
  return slugs[collection]?.(doc);
}

/** Who may read the record: `all`, `person:<id>` or `team:<id>`. Reads are filtered by it on the server. */
export function scopeOf<C extends CollectionName>(collection: C, doc: Doc<C>): string {
  return scopes[collection]?.(doc) ?? SCOPE_ALL;
}

/** The scopes a person reads: everybody's, their own, their teams'. */
export function scopesOfPerson(id: string, person: Doc<'person'>): string[] {
  return [SCOPE_ALL, `person:${id}`, ...person.teams.map((team) => `team:${team}`)];
}
