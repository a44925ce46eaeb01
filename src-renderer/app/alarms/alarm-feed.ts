import { createAlarmPlanner } from '../../../src-shared/alarms/derive.ts';
import { alarmRange } from '../../../src-shared/alarms/maintenance.ts';
import type { AlarmPlan } from '../../../src-shared/alarms/plan.ts';
import type { CallArgs, TraySummary } from '../../../src-shared/contract/ipc.ts';
import type { MaintenanceItem } from '../../../src-shared/maintenance/items.ts';
import { HELD_ALERTS } from '../../../src-shared/model/alert.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import { CURRENT_SILENCES } from '../../../src-shared/model/silence.ts';
import { createCalendars } from '../../../src-shared/sla/working-time.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { HOUR, type Instant, MINUTE, type Millis, type Scheduler, SECOND } from '../../../src-shared/time/clock.ts';
import type { Data } from '../../data/data.ts';
import { mayAct } from '../../data/directory.ts';
import { live } from '../../data/live.ts';
import { createDeadlineReader, type DeadlineReader } from './incident-deadlines.ts';
import { createPhaseLacks } from './phase-lacks.ts';
import { nextTrayChange, type TrayInput } from './tray-summary.ts';

/** A burst of changes becomes one plan; during a first copy, which is one long burst, one a second. */
const GATHER_MS = 60;
const GATHER_COPY_MS = 1_000;

/** The plan reaches three days ahead for what recurs: it is made anew long before that is over. */
const RENEW_EVERY: Millis = 6 * HOUR;

/** So long a plan waits for everything that belongs into it. */
const PATIENCE: Millis = 15 * SECOND;

export interface AlarmFeedDeps {
  data: Data;
  scheduler: Scheduler;
  /** The laptop's IANA zone. */
  zone(): string;
  setPlan(plan: CallArgs<'alarms.setPlan'>): void;
  setTray(summary: TraySummary): void;
  /** The tray's words for what it is given. */
  summarise(input: TrayInput): TraySummary;
}

export interface AlarmFeed {
  /** Derives everything again: after sleep, a change of language, a clock that jumped. */
  refresh(): void;
  stop(): void;
}

/**
 * Deadlines are in the server's time; main's timers follow the laptop's clock. `offset` is the server's clock minus
 * the laptop's.
 */
export function inLaptopTime(plan: AlarmPlan, offset: Millis): AlarmPlan {
  if (offset === 0) return plan;
  const shift = (at: number) => Math.max(0, at - offset);
  return {
    madeAt: shift(plan.madeAt),
    alarms: plan.alarms.map((alarm) => ({ ...alarm, fireAt: shift(alarm.fireAt), deadline: shift(alarm.deadline) })),
  };
}

/** Keeps main's alarm plan and tray in step with the records, as they are known here, confirmed or not. */
export function createAlarmFeed(deps: AlarmFeedDeps): AlarmFeed {
  const { data, scheduler } = deps;
  const planAlarms = createAlarmPlanner();
  let small: Awaited<ReturnType<typeof readSmall>> | undefined;
  let reader: DeadlineReader | undefined;
  let quiet: Awaited<ReturnType<typeof readQuiet>> | undefined;
  let runs: Awaited<ReturnType<typeof readRuns>> | undefined;
  let followUps: Row<'followUp'>[] | undefined;
  let changes: Row<'change'>[] | undefined;
  let recurring: { of: unknown; minute: number; items: readonly MaintenanceItem[] } | undefined;
  /** What cannot be read at all holds up the alarms of no incident. */
  let waitedEnough = false;
  const patience = scheduler.after(PATIENCE, () => {
    waitedEnough = true;
    soon();
  });
  let timer: { cancel(): void } | undefined;
  let wake: { cancel(): void } | undefined;
  let sentPlan = '';
  let sentTray = '';

  const readSmall = async () => {
    const [people, teams, services, policies, calendars] = await Promise.all([
      data.db.person.toArray(),
      data.db.team.toArray(),
      data.db.service.toArray(),
      data.db.slaPolicy.toArray(),
      data.db.calendar.toArray(),
    ]);
    return {
      people,
      teams: new Map(teams.map((row) => [row.id, row.doc])),
      services: new Map(services.map((row) => [row.id, row.doc])),
      policies: new Map(policies.map((row) => [row.id, row.doc])),
      calendars: createCalendars(calendars),
    };
  };

  const readQuiet = async () => {
    const [silences, held] = await Promise.all([
      data.db.silence.where('ref').equals(CURRENT_SILENCES).toArray(),
      data.db.alert.where('ref').equals(HELD_ALERTS).toArray(),
    ]);
    return { silences, held };
  };

  const readRuns = async () => {
    const open = (await data.db.run.toArray()).filter(({ doc }) => doc.endedAt === undefined);
    const entries = await Promise.all(open.map(({ id }) => data.records.referring('runEntry', id)));
    return open.map((row, at) => ({ ...row, entries: entries[at] ?? [] }));
  };

  /** Read once a minute at most, while records of other kinds change. */
  const maintenanceAt = (now: Instant) => {
    const of = data.maintenance.getSnapshot();
    const minute = Math.floor(now / MINUTE);
    if (recurring?.of !== of || recurring.minute !== minute) {
      recurring = { of, minute, items: of.loaded ? of.occurrencesMeeting(alarmRange(now), now) : [] };
    }
    return recurring.items;
  };

  const derive = () => {
    const me = data.me.getSnapshot();
    const { rows, loaded } = data.incidents.getSnapshot();
    // Until the records are read, main goes on with the plan that it kept: an empty one would silence it.
    if (!me || !small || !reader || loaded === 'nothing') return;
    const isWhole = quiet && runs && followUps && changes && data.maintenance.getSnapshot().loaded;
    if (!isWhole && !waitedEnough) return;
    const now = data.now();
    const { clockOffset, silentSince } = data.status.getSnapshot();
    const incidents = [...rows.values()];
    const facts = { ...small, incidents, me: personId(me.person), now };
    const plan = planAlarms({
      ...facts,
      ...quiet,
      phases: lacks.of(facts),
      runs,
      followUps,
      changes,
      maintenance: maintenanceAt(now),
      zone: deps.zone(),
    });
    const planText = JSON.stringify([plan.alarms, clockOffset]);
    if (planText !== sentPlan) {
      sentPlan = planText;
      deps.setPlan(inLaptopTime(plan, clockOffset));
    }
    const mayAcknowledge = mayAct(me, 'responder');
    const summary = deps.summarise({ incidents, reader, silentSince, mayAcknowledge, now });
    const trayText = JSON.stringify(summary);
    if (trayText !== sentTray) {
      sentTray = trayText;
      deps.setTray(summary);
    }
    wake?.cancel();
    const next = nextTrayChange({ incidents, reader, now });
    wake = scheduler.after(Math.min(next === undefined ? RENEW_EVERY : next - now + 10, RENEW_EVERY), derive);
  };
  const soon = () => {
    const gather = data.status.getSnapshot().snapshot ? GATHER_COPY_MS : GATHER_MS;
    timer ??= scheduler.after(gather, () => {
      timer = undefined;
      derive();
    });
  };

  const records = live(readSmall).subscribe({
    next(value) {
      small = value;
      reader = createDeadlineReader(value.calendars);
      soon();
    },
    // The database is gone (full disk, wiped): main goes on with its plan until the data layer has another.
    error: () => {
      small = undefined;
    },
  });
  const silences = live(readQuiet).subscribe({
    next(value) {
      quiet = value;
      soon();
    },
    error: () => {
      quiet = undefined;
    },
  });
  const timers = live(readRuns).subscribe({
    next(value) {
      runs = value;
      soon();
    },
    error: () => {
      runs = undefined;
    },
  });
  const due = live(() => data.db.followUp.where('doc.status').equals('open').toArray()).subscribe({
    next(value) {
      followUps = value;
      soon();
    },
    error: () => {
      followUps = undefined;
    },
  });
  const updates = live(() => data.db.change.where('doc.status').anyOf('proposed', 'inProgress').toArray()).subscribe({
    next(value) {
      changes = value;
      soon();
    },
    error: () => {
      changes = undefined;
    },
  });
  const lacks = createPhaseLacks({ data, changed: soon });
  const stops = [data.incidents.subscribe(soon), data.me.subscribe(soon), data.status.subscribe(soon)];
  stops.push(data.maintenance.subscribe(soon));

  return {
    refresh() {
      sentPlan = '';
      sentTray = '';
      soon();
    },
    stop() {
      patience.cancel();
      timer?.cancel();
      wake?.cancel();
      records.unsubscribe();
      silences.unsubscribe();
      timers.unsubscribe();
      due.unsubscribe();
      updates.unsubscribe();
      lacks.stop();
      for (const stop of stops) stop();
    },
  };
}
