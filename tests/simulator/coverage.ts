/** Troubles that a sweep has to have met: one that no run meets any more proves nothing. */
const FAULTS = [
  'request lost',
  'answer lost',
  'live event lost',
  'message duplicated',
  'message delayed',
  'message overtaken',
  'answer garbled',
  'partition',
  'console crash',
  'console crash before a commit',
  'console crash after a commit',
  'server crash',
  'server crash before a commit',
  'server crash after a commit',
  'server crash beside another',
  'console served by another process',
  'commit of another process found',
  'clock jump of days',
  'clock jump of minutes',
  'scope gained',
  'scope lost',
  'role changed',
  'account disabled',
  'compaction past a sleeping console',
  'restore',
  'restore behind what was answered',
  'full disk: store refuses',
  'full disk: journal refuses',
  'IndexedDB lost',
  'IndexedDB lost with changes unanswered',
  'journal torn',
  'profile cloned',
  'numbering disputed',
  'newer records written',
  'console updated',
  'history in a page',
  'job pinged',
  'job lapsed',
] as const;

/** What is looked at, counted once for each thing it was looked at on. */
const CHECKS = [
  'copy equals the server',
  'checksum equals',
  'nothing unreadable was sent',
  'versions never go back',
  'own note stays to be read',
  'own note stays to be read after a loss',
  'own note stays to be read after a restore',
  'own note stays to be read beside a clone',
  'deed not lost',
  'saved words stand',
  'deed done once',
  'refusal is shown',
  'order of one numbering kept',
  'log chain holds',
  'writes follow reads',
  'newer records left aside',
  'work was approved by another person',
  'settled work is silent no more',
  'a time of a plan has one change',
  'settled work has no open run',
  'one completion stands',
  'what is over has no open run',
  'no window is left open',
  'comes to rest',
  'job follows from its pings',
] as const;

export type Fault = (typeof FAULTS)[number];
export type Check = (typeof CHECKS)[number];
export type Tally = Map<Fault | Check, number>;

export function addTally(to: Tally, more: Tally): void {
  for (const [what, times] of more) to.set(what, (to.get(what) ?? 0) + times);
}

/** Faults that never fired and checks that never looked at anything. */
export function missing(tally: Tally): (Fault | Check)[] {
  return [...FAULTS, ...CHECKS].filter((what) => !tally.get(what));
}
