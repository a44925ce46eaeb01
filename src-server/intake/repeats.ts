import { hash } from 'node:crypto';
import { isOpen } from '../../src-shared/incident/transitions.ts';
import { alertIdOf } from '../../src-shared/intake/keys.ts';
import type { AlertGroup } from '../../src-shared/intake/normalised.ts';
import type { CollectionName } from '../../src-shared/model/collections.ts';
import { REPEAT_EVERY } from '../../src-shared/mutators/alert-hold.ts';
import type { ReadTx } from '../../src-shared/mutators/mutator.ts';
import type { Clock, Instant } from '../../src-shared/time/clock.ts';
import type { Commit, Store } from '../store/store.ts';

/** Payloads of more alerts than this are rare, and long to compare. */
const ALERTS = 32;
/** Payloads that are remembered at most; the oldest go first. */
const MOST = 20_000;
/** Records of these collections decide nothing about an alert: their changes are no reason to forget. */
const IRRELEVANT: ReadonlySet<CollectionName> = new Set(['timelineEntry', 'savedView', 'person']);

/** What a payload that says nothing new rests on. */
export interface Grounds {
  until: Instant;
  /** `collection/id` of each record. */
  records: ReadonlySet<string>;
}

/**
 * Payloads whose alerts are known to fire in open incidents and were written down within the last minute: sent again
 * byte for byte, they change nothing and need not be read. A change of any record that one rests on, of whatever
 * process, makes it forgotten; none is known while a commit has been seen whose changes have not been heard of.
 */
export interface Repeats {
  /** Names a payload: of which key it is, and what it says to the last byte. */
  digest(...parts: string[]): string;
  /** The store had committed so far when a request was there: another process may have ended an alert just before. */
  saw(version: number): void;
  /** The version at which it was known, or undefined. */
  known(digest: string): number | undefined;
  /** Whether it came before: a payload that comes once is not worth remembering. */
  cameBefore(digest: string): boolean;
  /** What its alerts rest on after they were taken in; undefined when the next one may change something. */
  grounds(tx: ReadTx, sender: string, groups: readonly AlertGroup[]): Promise<Grounds | undefined>;
  /** Remembers it, unless something was committed after `version`. */
  remember(digest: string, grounds: Grounds, version: number): void;
}

export function createRepeats({ store, clock }: { store: Pick<Store, 'onCommit'>; clock: Clock }): Repeats {
  const known = new Map<string, Grounds & { version: number }>();
  const cameOnce = new Set<string>();
  /** Record → payloads that rest on it. */
  const resting = new Map<string, Set<string>>();
  let head: number | undefined;
  let committed = 0;

  const forget = (digest: string) => {
    const one = known.get(digest);
    known.delete(digest);
    for (const key of one?.records ?? []) {
      const others = resting.get(key);
      others?.delete(digest);
      if (others?.size === 0) resting.delete(key);
    }
  };
  const forgetAll = () => {
    known.clear();
    resting.clear();
  };

  store.onCommit(({ to, changes }: Commit) => {
    head = to;
    if (known.size === 0) return;
    for (const { collection, id } of changes ?? [{ collection: 'priorityRules', id: '' } as const]) {
      if (IRRELEVANT.has(collection)) continue;
      if (collection !== 'alert' && collection !== 'incident') {
        forgetAll();
        return;
      }
      for (const digest of [...(resting.get(`${collection}/${id}`) ?? [])]) forget(digest);
    }
  });

  return {
    digest: (...parts) => hash('sha256', parts.join('\u0000'), 'base64'),
    saw(version) {
      committed = Math.max(committed, version);
    },
    known(digest) {
      const one = known.get(digest);
      if (!one || Math.max(head ?? 0, one.version) < committed) return undefined;
      if (clock.now() < one.until) return one.version;
      forget(digest);
      return undefined;
    },
    cameBefore(digest) {
      if (cameOnce.has(digest)) return true;
      cameOnce.add(digest);
      for (const oldest of cameOnce) {
        if (cameOnce.size <= MOST) break;
        cameOnce.delete(oldest);
      }
      return false;
    },
    async grounds(tx, sender, groups) {
      const records = new Set<string>();
      let until = Number.POSITIVE_INFINITY;
      if (groups.reduce((sum, { alerts }) => sum + alerts.length, 0) > ALERTS) return undefined;
      for (const said of groups.flatMap(({ alerts }) => alerts)) {
        const id = alertIdOf(sender, said.dedupKey);
        const alert = await tx.get('alert', id);
        if (said.status !== 'firing' || alert?.status !== 'firing' || alert.incident === undefined) return undefined;
        const incident = await tx.get('incident', alert.incident);
        // A silence ends by the clock alone, without a change.
        if (!incident || !isOpen(incident) || incident.mergedInto || incident.silences?.length) return undefined;
        until = Math.min(until, alert.lastReceivedAt + REPEAT_EVERY);
        records.add(`alert/${id}`).add(`incident/${alert.incident}`);
      }
      return records.size === 0 ? undefined : { until, records };
    },
    remember(digest, grounds, version) {
      if (head !== undefined && head !== version) return;
      forget(digest);
      known.set(digest, { ...grounds, version });
      for (const key of grounds.records) {
        const others = resting.get(key) ?? new Set();
        resting.set(key, others.add(digest));
      }
      const oldest = known.size > MOST ? known.keys().next().value : undefined;
      if (oldest !== undefined) forget(oldest);
    },
  };
}
