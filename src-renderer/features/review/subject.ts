import { z } from 'zod';
import type { Mutation } from '../../../src-shared/contract/http.ts';
import type { CollectionName, Entity } from '../../../src-shared/model/collections.ts';
import { DAY, HOUR, type Instant } from '../../../src-shared/time/clock.ts';
import { dayNumber } from '../../../src-shared/time/day.ts';
import { instantOfWallClock, type LocalDate } from '../../../src-shared/time/zone.ts';
import { nameOf } from '../../data/incident-line.ts';

/** What a refused change is about. */
export interface Subject {
  title: string;
  /** The day that an occurrence is of: noon in the reader's zone. */
  day?: Instant;
  /** Route path of where it is shown. */
  path: string;
}

/** Where records are read. */
interface Reader {
  get<C extends CollectionName>(collection: C, id: string): Promise<Entity<C> | undefined>;
}

type About = Pick<Mutation, 'name' | 'args'>;

const namedSchema = z.object({ id: z.string() });
const saidSchema = z
  .object({ note: z.string(), reason: z.string(), text: z.string(), statusText: z.string() })
  .partial();

/** What the person wrote with it, to read again before it is discarded. */
export function saidIn({ args }: About): string | undefined {
  const { note, reason, text, statusText } = saidSchema.safeParse(args).data ?? {};
  return note || reason || text || statusText || undefined;
}

const noonOn = (date: LocalDate, zone: string) =>
  instantOfWallClock(dayNumber(date) * DAY + 12 * HOUR, zone, 'earlier');

/** The record that a change is about, where this laptop has it and a page shows it. */
export async function subjectOf(records: Reader, { name, args }: About, zone: string): Promise<Subject | undefined> {
  const named = namedSchema.safeParse(args).data;
  if (!named) return undefined;
  const { id } = named;
  const path = (folder: string) => `${folder}/${encodeURIComponent(id)}`;
  const [collection] = name.split('.');
  switch (collection) {
    case 'incident': {
      const doc = (await records.get(collection, id))?.doc;
      return doc && { title: nameOf(doc), path: `/incidents/${doc.number ?? id}` };
    }
    case 'occurrence': {
      const cut = id.lastIndexOf('@');
      const doc = (await records.get('plan', id.slice(0, cut)))?.doc;
      return doc && { title: doc.title, day: noonOn(id.slice(cut + 1), zone), path: path('/maintenance') };
    }
    case 'plan': {
      const doc = (await records.get(collection, id))?.doc;
      return doc && { title: doc.title, path: path('/maintenance/plans') };
    }
    case 'run':
    case 'restoreTest': {
      const doc = (await records.get('run', id))?.doc;
      return doc && { title: doc.title, path: path('/runs') };
    }
    case 'heartbeat': {
      const doc = (await records.get(collection, id))?.doc;
      return doc && { title: doc.name, path: path('/heartbeats') };
    }
    case 'backup': {
      const doc = (await records.get(collection, id))?.doc;
      return doc && { title: doc.title, path: path('/backups') };
    }
    case 'change': {
      const doc = (await records.get(collection, id))?.doc;
      return doc && { title: doc.title, path: path('/changes') };
    }
    case 'freeze': {
      const doc = (await records.get(collection, id))?.doc;
      return doc && { title: doc.title, path: '/changes' };
    }
    case 'procedure': {
      const doc = (await records.get(collection, id))?.doc;
      return doc && { title: doc.title, path: path('/procedures') };
    }
    case 'followUp': {
      const doc = (await records.get(collection, id))?.doc;
      return doc && { title: doc.title, path: '/post-mortems/follow-ups' };
    }
    default:
      return undefined;
  }
}
