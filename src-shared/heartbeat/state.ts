import type { ActorRef } from '../model/actor.ts';
import { type Heartbeat, type HeartbeatFacts, KEPT_DURATIONS, type Ping } from '../model/heartbeat.ts';
import { HOUR, type Instant, type Millis } from '../time/clock.ts';
import { nextTime } from './schedule.ts';

export type HeartbeatState = 'new' | 'up' | 'started' | 'late' | 'down' | 'paused';

/** What the state of a heartbeat follows from, with the time. */
export type Beat = Pick<Heartbeat, 'schedule' | 'facts' | 'pausedAt' | 'held' | 'rescheduled' | 'manualResume'>;

export interface HeartbeatView {
  state: HeartbeatState;
  /** When the next success is, or was, expected; absent where nothing is. */
  expectedAt?: Instant;
  /** When it goes down, or since when it is. */
  downAt?: Instant;
  /** A run has begun and not ended: then. Also while it is down. */
  startedAt?: Instant;
  why?: NonNullable<HeartbeatFacts['down']>['why'];
}

/** A start and an end further apart belong to two runs. */
const LONGEST_RUN: Millis = 72 * HOUR;
/** A heartbeat that stays down raises its alert again at most so often. */
const AGAIN_AFTER: Millis = HOUR;

function withoutFields<T extends object, K extends keyof T>(of: T, ...names: K[]): Omit<T, K> {
  const rest = { ...of };
  for (const name of names) delete rest[name];
  return rest;
}

/** Until when it has to be heard of, while it is not down: the schedule's next time or a start, with the grace. */
function deadline({ schedule, facts, pausedAt }: Beat): Pick<HeartbeatView, 'expectedAt' | 'downAt' | 'why'> {
  const since = pausedAt === undefined ? facts?.succeededAt : undefined;
  const expectedAt = since === undefined ? undefined : nextTime(schedule, since);
  const startedAt = facts?.running?.at;
  const graceFrom = Math.min(expectedAt ?? Number.POSITIVE_INFINITY, startedAt ?? Number.POSITIVE_INFINITY);
  if (graceFrom === Number.POSITIVE_INFINITY) return {};
  return {
    ...(expectedAt === undefined ? {} : { expectedAt }),
    downAt: graceFrom + schedule.grace,
    why: graceFrom === startedAt ? 'overran' : 'missed',
  };
}

/** A heartbeat at an instant: a function of its pings, its schedule and the time. */
export function stateAt(beat: Beat, now: Instant): HeartbeatView {
  const { facts, pausedAt } = beat;
  const started = facts?.running ? { startedAt: facts.running.at } : {};
  if (facts?.down) {
    const expectedAt = facts.succeededAt === undefined ? undefined : nextTime(beat.schedule, facts.succeededAt);
    const { at: downAt, why } = facts.down;
    return { state: 'down', downAt, why, ...(expectedAt === undefined ? {} : { expectedAt }), ...started };
  }
  const { why: _, ...due } = deadline(beat);
  if (due.downAt === undefined) {
    if (pausedAt !== undefined) return { state: 'paused' };
    // Its schedule has ended, and it did all that was expected.
    return { state: facts?.succeededAt === undefined ? 'new' : 'up' };
  }
  const { expectedAt = Number.POSITIVE_INFINITY, downAt } = due;
  // The same whether that was written down yet or not.
  if (now >= downAt) return stateAt(settle(beat, now), now);
  if (facts?.running) return { state: 'started', ...due, ...started };
  return { state: now >= expectedAt ? 'late' : 'up', ...due };
}

/**
 * What was due by `at` has come to pass: once down, it stays so until a success, whatever is changed or begins. What
 * began while it was paused and did not end is down, and paused no more.
 */
export function settle<B extends Beat>(beat: B, at: Instant): B {
  if (!beat.facts || beat.facts.down) return beat;
  const { downAt, why } = deadline(beat);
  if (downAt === undefined || why === undefined || at < downAt) return beat;
  return { ...withoutFields(beat, 'pausedAt', 'held'), facts: { ...beat.facts, down: { at: downAt, why } } } as B;
}

type Beaten = Pick<Ping, 'kind' | 'at' | 'rid' | 'exitCode'>;

/** How long the run took that this ping ends: from the start of the same `rid`. */
export function durationOf(facts: HeartbeatFacts | undefined, { kind, at, rid }: Beaten): Millis | undefined {
  if (kind !== 'success' && kind !== 'fail') return undefined;
  const start = facts?.starts.find((one) => one.rid === rid);
  return start && at - start.at < LONGEST_RUN ? Math.max(0, at - start.at) : undefined;
}

/** Whether a ping is only written down: paused for a person to wake, it changes nothing. */
export const isIgnored = ({ pausedAt, manualResume }: Beat) => pausedAt !== undefined && manualResume === true;

/** The heartbeat after one more ping, by the rules of healthchecks.io. `size` is what it says of it, in bytes. */
export function fold<B extends Beat>(beat: B, ping: Beaten & { size?: number | undefined }): B {
  const { kind, at, rid, exitCode, size } = ping;
  const before = settle(beat, at);
  const last = { kind, at, ...(exitCode === undefined ? {} : { exitCode }) };
  const facts: HeartbeatFacts = { starts: [], ...before.facts, pings: (before.facts?.pings ?? 0) + 1, last };
  if (kind === 'log' || isIgnored(beat)) return { ...before, facts };
  const others = facts.starts.filter((one) => one.rid !== rid && at - one.at < LONGEST_RUN);
  if (kind === 'start') {
    const running = { ...(rid === undefined ? {} : { rid }), at };
    return { ...before, facts: { ...facts, running, starts: [...others, running].slice(-20) } };
  }
  const took = durationOf(facts, ping);
  // Another run that is under way goes on, unless nobody says which one has ended.
  const goesOn = facts.running && facts.running.rid !== rid && rid !== undefined && kind === 'success';
  const rest = withoutFields(facts, 'took', 'down', ...(goesOn ? [] : (['running'] as const)));
  const durations = [...(facts.durations ?? []), ...(took === undefined ? [] : [took])].slice(-KEPT_DURATIONS);
  const sizes = size === undefined ? {} : { sizes: [...(facts.sizes ?? []), { at, size }].slice(-KEPT_DURATIONS) };
  const down = { at: facts.down?.at ?? at, why: 'failed' as const, ...(exitCode === undefined ? {} : { exitCode }) };
  const after = {
    ...withoutFields(before, 'pausedAt', 'held'),
    facts: {
      ...rest,
      starts: others,
      ...(took === undefined ? {} : { took }),
      ...(kind === 'success'
        ? { succeededAt: at, lastOk: { at, ...(took === undefined ? {} : { took }) }, durations, ...sizes }
        : { down, lastFail: { n: facts.pings, at } }),
    },
  } as B;
  // Another run that goes on may be overdue.
  return settle(after, at);
}

/** The heartbeat with what another has heard in its place: how it ended last, well and badly, what runs, and a note. */
export function heardBy<B extends Beat>(beat: B, other: HeartbeatFacts | undefined): B {
  if (!other) return beat;
  const { lastOk, lastFail, running, last, down } = other;
  const code = down?.exitCode === undefined ? {} : { exitCode: down.exitCode };
  const heard: Beaten[] = [
    ...(lastOk ? [{ kind: 'success' as const, at: lastOk.at }] : []),
    ...(lastFail ? [{ kind: 'fail' as const, at: lastFail.at, ...code }] : []),
    ...(running ? [{ kind: 'start' as const, ...running }] : []),
    ...(last.kind === 'log' ? [last] : []),
  ];
  return heard.sort((a, b) => a.at - b.at).reduce((so, ping) => fold(so, ping), beat);
}

/** Who made it may take it back: nothing has ever called it, and nothing is lost with it. */
export const isOwnUnheard = ({ facts, createdBy }: Pick<Heartbeat, 'facts' | 'createdBy'>, who: ActorRef): boolean =>
  facts === undefined && createdBy.kind === 'person' && who.kind === 'person' && createdBy.id === who.id;

/** Whether what was heard of it since `at` has ended a pause of then: a ping, or a run that began and did not end. */
export function isWokenSince({ facts, manualResume, schedule }: Beat, at: Instant): boolean {
  if (!facts || manualResume) return false;
  const { lastOk, lastFail, down } = facts;
  const isEnded = [lastOk, lastFail].some((end) => end !== undefined && end.at > at);
  return isEnded || (down?.why === 'overran' && down.at - schedule.grace > at);
}

/** Nothing is expected from `at` on, but the end of what has begun since. */
export function pause<B extends Beat>(beat: B, at: Instant): B {
  if (!beat.facts) return { ...beat, pausedAt: at };
  const { running, down, starts, ...facts } = beat.facts;
  const isSince = (one: { at: Instant }) => one.at > at && !beat.manualResume;
  const goesOn = running !== undefined && isSince(running);
  const held = {
    starts: starts.filter((one) => !isSince(one)),
    ...(running && !goesOn ? { running } : {}),
    ...(down ? { down } : {}),
  };
  const since = { starts: starts.filter(isSince), ...(goesOn ? { running } : {}) };
  return { ...beat, pausedAt: at, held, facts: { ...facts, ...since } };
}

/** The pause is taken back: it goes on as if there had been none. */
export function unpause<B extends Beat>(beat: B): B {
  const { held, facts } = beat;
  const rest = withoutFields(beat, 'pausedAt', 'held');
  if (!held || !facts) return rest as B;
  const others = held.starts.filter(({ rid }) => facts.starts.every((one) => one.rid !== rid));
  return { ...rest, facts: { ...held, ...facts, starts: [...others, ...facts.starts].slice(-20) } } as B;
}

/** With another schedule from now on. What was due under the one before has come to pass. */
export function reschedule<B extends Beat>(beat: B, schedule: B['schedule'], at: Instant): B {
  const { facts, pausedAt, held } = beat;
  const paused = pausedAt === undefined ? {} : { pausedAt, ...(held ? { held } : {}) };
  return { ...beat, schedule, rescheduled: { at, isDown: facts?.down !== undefined, ...paused } };
}

/**
 * The schedule of before, where that of `at` is taken back: what was due under that alone has not come to pass, unless
 * something was heard since.
 */
export function unreschedule<B extends Beat>(beat: B, schedule: B['schedule'], at: Instant): B {
  const { rescheduled, facts } = beat;
  const isMeant = rescheduled?.at === at && !rescheduled.isDown;
  if (!isMeant || !facts?.down || facts.down.why === 'failed' || facts.last.at > at) return { ...beat, schedule };
  const { at: _at, isDown: _before, ...paused } = rescheduled;
  return { ...beat, schedule, facts: withoutFields(facts, 'down'), ...paused } as B;
}

/** It waits for its next ping as if it were new. */
export function resume<B extends Beat>(beat: B): B {
  const facts = beat.facts && { ...withoutFields(beat.facts, 'running', 'down', 'succeededAt'), starts: [] };
  return { ...withoutFields(beat, 'pausedAt', 'held'), ...(facts ? { facts } : {}) } as B;
}

/**
 * When the server has to look at it: when it goes down; while it is down, each time that another success did not come,
 * so that an incident which somebody put away is not the last that is heard of it.
 */
export function lapseAt(beat: Beat & Pick<Heartbeat, 'alertedAt'>): Instant | undefined {
  const { facts, schedule, alertedAt } = beat;
  if (!facts?.down) return deadline(beat).downAt;
  if (alertedAt === undefined) return facts.down.at;
  const next = nextTime(schedule, alertedAt - schedule.grace);
  return next === undefined ? undefined : Math.max(next + schedule.grace, alertedAt + AGAIN_AFTER);
}
