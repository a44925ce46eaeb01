import { createAgenda } from '../../src-shared/alarms/agenda.ts';
import { type Due, type DueAlarm, toastsOf } from '../../src-shared/alarms/due.ts';
import { windowOf } from '../../src-shared/alarms/occurrence.ts';
import {
  type Alarm,
  type AlarmPlan,
  type IncidentAlarm,
  isIncidentAlarm,
  type Receipt,
} from '../../src-shared/alarms/plan.ts';
import { type Clock, type Instant, type Millis, type Scheduler, SECOND } from '../../src-shared/time/clock.ts';
import { createTimetable } from '../../src-shared/time/timetable.ts';
import { EMPTY_PLAN, type PlanStore } from './plan-store.ts';
import type { ReceiptBook } from './receipt-book.ts';

/** A loud alarm that nobody has seen or acted on by then takes the screen. */
const RAISE_AFTER: Millis = 20 * SECOND;
/** How often the auditor tries an alarm again that is due and was not shown, and how many times. */
const AUDIT_EVERY: Millis = 30 * SECOND;
const MOST_ATTEMPTS = 5;
/** As many are said again one by one; more share a toast. */
const MOST_AGAIN = 3;
/** A disk that takes longer than this over a receipt no longer holds up the toast. */
const DISK_PATIENCE: Millis = SECOND;
/** Timers stop in sleep and drift under clock changes: never wait longer than this without looking at the clock. */
const LONGEST_WAIT: Millis = 30 * SECOND;
/** A timer that is this much off the clock means that the machine slept or its clock was moved. */
const JUMP: Millis = 5 * SECOND;

export interface AlarmRuntimeDeps {
  clock: Clock;
  scheduler: Scheduler;
  plans: PlanStore;
  book: ReceiptBook;
  isQuiet(now: Instant): boolean;
  /** One toast; `repeat` marks it as said before. Answers whether the desktop took it. */
  show(alarm: Alarm, repeat: boolean): Promise<boolean>;
  /** One toast for several, the most pressing first. */
  showDigest(alarms: Alarm[], repeat: boolean): Promise<boolean>;
  /** The in-app alarm; `false` when there is no page to raise it. */
  raise(alarms: IncidentAlarm[]): boolean;
  /** The clock and the timers disagree. */
  jumped(): void;
  report(problem: string): void;
}

export interface AlarmRuntime {
  /** Takes up the persisted plan; what lapsed meanwhile goes out at once. */
  start(): Promise<void>;
  /** The page's newest plan; resolves once it is on the disk. */
  setPlan(plan: AlarmPlan): Promise<void>;
  /** The machine woke, was unlocked, quiet hours changed: look again now. */
  look(): void;
  /** The page is back after a crash: what nobody has seen is raised again. */
  revived(): void;
  /** The person saw, or acted on, an incident's alarms. */
  receipt(incident: string, kind: 'seen' | 'acted'): Promise<void>;
  receipts(): Receipt[];
  stop(): void;
}

/** Turns the plan into toasts, once each, whatever sleep, crash or clock change comes between. */
export function createAlarmRuntime(deps: AlarmRuntimeDeps): AlarmRuntime {
  const { clock, scheduler, book } = deps;
  const agenda = createAgenda(book.fired());
  let plan = EMPTY_PLAN;
  let timer: { cancel(): void } | undefined;
  let running = false;
  /** Held back by quiet hours; they come as one digest afterwards. */
  const held = new Set<string>();
  /** Loud, out, and neither seen nor acted on: when to raise it next, never where it was raised. */
  const unattended = createTimetable<string>();
  /** Due and not known to be shown: the attempts so far. */
  const unshown = new Map<string, number>();
  /** When to try again what is not shown; never while an attempt is under way. */
  const retries = createTimetable<string>();

  const { alarmOf } = agenda;
  const isDone = (id: string) => {
    const { due = 0, seen, acted } = book.trace(id);
    return (seen !== undefined && seen >= due) || (acted !== undefined && acted >= due);
  };

  /** The toaster answers in any case, and until then the auditor leaves it alone. */
  const tries = (id: string, attempts: number) => {
    unshown.set(id, attempts);
    retries.delete(id);
  };
  /** Shown, seen to, or given up: the auditor has nothing more to do with it. */
  const settle = (id: string) => {
    unshown.delete(id);
    retries.delete(id);
  };

  /** A later alarm of the same window has taken its place in the plan: the wait for the person goes on, not anew. */
  const handOver = (id: string, at: Instant) => {
    const now = clock.now();
    const heir = plan.alarms.findLast((alarm) => windowOf(alarm.id) === windowOf(id) && alarm.fireAt <= now);
    if (heir) unattended.set(heir.id, Math.min(at, unattended.get(heir.id) ?? at));
  };

  const takePlan = (next: AlarmPlan) => {
    plan = next;
    agenda.setPlan(next);
    for (const [id, at] of unattended.entries()) {
      if (alarmOf(id)) continue;
      handOver(id, at);
      unattended.delete(id);
    }
    for (const id of held) if (!alarmOf(id)) held.delete(id);
    for (const id of unshown.keys()) if (!alarmOf(id)) settle(id);
  };

  /** What a restart must remember, from the receipts. */
  const recall = (now: Instant) => {
    for (const [id, trace] of book.traces()) {
      const alarm = alarmOf(id);
      if (!alarm || trace.due === undefined || isDone(id)) continue;
      const shown = trace.shown !== undefined && trace.shown >= trace.due;
      const silenced = trace.silenced !== undefined && trace.silenced >= trace.due;
      if (silenced && !shown) held.add(id);
      else if (!shown) {
        unshown.set(id, 0);
        retries.set(id, now);
      }
      // The page needs its seconds to come up.
      if (alarm.loud && !silenced) unattended.set(id, now + RAISE_AFTER);
    }
  };

  const toast = async (outs: DueAlarm[], covered: string[], repeat: boolean): Promise<void> => {
    const first = outs[0];
    if (!first) return;
    for (const id of covered) tries(id, (unshown.get(id) ?? 0) + 1);
    const taken = await (outs.length === 1
      ? deps.show(first.alarm, repeat || first.repeat > 0)
      : deps.showDigest(
          outs.map((out) => out.alarm),
          repeat,
        )
    ).catch((error: unknown) => {
      deps.report(`toast: ${error}`);
      return false;
    });
    const now = clock.now();
    for (const id of covered) {
      if (taken) settle(id);
      else if (unshown.has(id)) retries.set(id, now + AUDIT_EVERY);
    }
    if (!taken && running) arm(now);
    await book.add(covered, taken ? 'shown' : 'failed', now);
  };

  const sendOut = async (due: Due, silent: string[], now: Instant): Promise<void> => {
    const { settles } = due;
    const toasts = toastsOf(due);
    const ids = Map.groupBy(settles, windowOf);
    const covered = (outs: DueAlarm[]) => outs.flatMap((out) => ids.get(windowOf(out.id)) ?? [out.id]);
    for (const id of settles) held.delete(id);
    for (const id of silent) held.add(id);
    for (const out of toasts.flat()) {
      const since = unattended.get(out.id) ?? Number.POSITIVE_INFINITY;
      if (out.alarm.loud) unattended.set(out.id, Math.min(since, now + RAISE_AFTER));
    }
    // Noted before shown: a crash in between leaves "due" without "shown", and the auditor says it again.
    const noted = [book.add([...settles, ...silent], 'due', now), book.add(silent, 'silenced', now)];
    for (const id of covered(toasts.flat())) tries(id, 0);
    await inTime(Promise.all(noted));
    await Promise.all(toasts.map((outs) => toast(outs, covered(outs), false)));
  };

  const inTime = (job: Promise<unknown>): Promise<void> =>
    new Promise((resolve) => {
      const patience = scheduler.after(DISK_PATIENCE, resolve);
      void job.finally(() => {
        patience.cancel();
        resolve();
      });
    });

  /** Marked as a repeat; many at once share one toast, P0 first. */
  const sayAgain = (ids: string[], now: Instant) => {
    const outs = ids.flatMap((id): DueAlarm[] => {
      const alarm = alarmOf(id);
      return alarm ? [{ id, alarm, repeat: 0, dueAt: now }] : [];
    });
    outs.sort((a, b) => a.alarm.priority.localeCompare(b.alarm.priority) || a.alarm.deadline - b.alarm.deadline);
    const groups = outs.length > MOST_AGAIN ? [outs] : outs.map((out) => [out]);
    for (const group of groups) {
      const told = group.map(({ id }) => id);
      void toast(group, told, true);
    }
  };

  const raise = (now: Instant) => {
    if (unattended.next() > now) return;
    const waiting = unattended.entries().filter(([, at]) => at < Number.POSITIVE_INFINITY);
    // Many wait: one call for all of them instead of one after another.
    const lapsed = waiting.filter(([, at]) => at <= now || waiting.length > MOST_AGAIN).map(([id]) => id);
    // Of one clock the last alarm says all.
    const latest = new Map(lapsed.map((id) => [windowOf(id), id]));
    const alarms = [...latest.values()].flatMap((id) => alarmOf(id) ?? []).filter(isIncidentAlarm);
    const reached = alarms.length > 0 && deps.raise(alarms);
    for (const id of lapsed) {
      if (reached) unattended.set(id, Number.POSITIVE_INFINITY);
      else unattended.set(id, now + RAISE_AFTER);
    }
    if (!reached) sayAgain([...latest.values()], now);
  };

  const audit = (now: Instant) => {
    const again = new Map<string, string>();
    const fireAt = (id: string) => alarmOf(id)?.fireAt ?? 0;
    for (const id of retries.take(now)) {
      if ((unshown.get(id) ?? 0) >= MOST_ATTEMPTS || isDone(id)) unshown.delete(id);
      if (!unshown.has(id)) continue;
      const rival = again.get(windowOf(id));
      if (rival !== undefined) unshown.delete(fireAt(rival) > fireAt(id) ? id : rival);
      if (rival === undefined || fireAt(rival) <= fireAt(id)) again.set(windowOf(id), id);
    }
    sayAgain([...again.values()], now);
  };

  const look = () => {
    if (!running) return;
    const now = clock.now();
    const due = agenda.look(now, deps.isQuiet(now), held);
    if (due.settles.length + due.silent.length > 0) {
      sendOut(due, due.silent, now).catch((error: unknown) => deps.report(`alarms: ${error}`));
    }
    raise(now);
    audit(now);
    arm(now);
  };

  const arm = (now: Instant) => {
    timer?.cancel();
    const wake = Math.min(agenda.next(), unattended.next(), retries.next(), now + LONGEST_WAIT);
    const expected = Math.max(now, wake);
    timer = scheduler.after(expected - now, () => {
      const off = clock.now() - expected;
      if (off > JUMP || off < -JUMP) deps.jumped();
      look();
    });
  };

  return {
    async start() {
      const stored = await deps.plans.load();
      // A page that was faster has the newer plan.
      if (plan === EMPTY_PLAN) takePlan(stored);
      await book.load(clock.now(), (id) => alarmOf(id) !== undefined);
      recall(clock.now());
      running = true;
      look();
    },
    setPlan(next) {
      // After a sleep the page may be here first, and its plan no more holds what ran out long ago.
      look();
      takePlan(next);
      look();
      // A full disk must not stop the alarms of a console that runs.
      return deps.plans.save(next).catch((error: unknown) => deps.report(`plan: ${error}`));
    },
    look,
    revived() {
      for (const [id, at] of unattended.entries()) {
        if (at === Number.POSITIVE_INFINITY) unattended.set(id, clock.now());
      }
      look();
    },
    async receipt(incident, kind) {
      const now = clock.now();
      const mine = [...book.traces()]
        .filter(([id, trace]) => id.startsWith(`${incident}/`) && trace.due !== undefined)
        .filter(([, trace]) => (trace[kind] ?? -1) < (trace.due ?? 0))
        .map(([id]) => id);
      for (const id of mine) {
        unattended.delete(id);
        settle(id);
      }
      await book.add(mine, kind, now);
    },
    receipts: () => book.list(),
    stop() {
      running = false;
      timer?.cancel();
    },
  };
}
