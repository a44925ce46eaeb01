import { createStore, type StoreApi } from 'zustand/vanilla';
import { asksForAcknowledgement, type IncidentAlarm } from '../../../src-shared/alarms/plan.ts';
import type { Bridge } from '../../../src-shared/contract/ipc.ts';
import type { Millis } from '../../../src-shared/time/clock.ts';

/** What sounds; a page in a test has none. */
export interface Sound {
  start(): void;
  stop(): void;
}

export interface AlarmBell {
  store: StoreApi<{ ringing: readonly IncidentAlarm[] }>;
  ring(alarms: readonly IncidentAlarm[]): void;
  /** Acknowledges the incident, or answers the call, where that is what is awaited; says « seen » either way. */
  acknowledge(alarm: IncidentAlarm): Promise<void>;
  open(alarm: IncidentAlarm): Promise<void>;
  /** In a storm: the person has seen them all, and goes to where they are told as one. */
  seeAll(): Promise<void>;
  /** Silences alarms of incidents that need nobody any more: acknowledged elsewhere, resolved. */
  keepOnly(needed: (alarm: IncidentAlarm) => boolean): void;
}

export interface AlarmBellDeps {
  bridge: Bridge;
  sound: Sound;
  soundIsOn(): boolean;
  /** Server's clock minus the laptop's: main speaks in the laptop's time, the screen in the server's. */
  clockOffset(): Millis;
  acknowledgeIncident(incident: string): Promise<boolean>;
  answerCall(incident: string): Promise<boolean>;
  go(path: string): void;
}

/** The in-app alarm: rings from main's word on until the person has seen or done what it asks for. */
export function createAlarmBell(deps: AlarmBellDeps): AlarmBell {
  const { bridge, sound } = deps;
  const store = createStore<{ ringing: readonly IncidentAlarm[] }>(() => ({ ringing: [] }));
  const show = (ringing: readonly IncidentAlarm[]) => {
    store.setState({ ringing });
    if (ringing.length > 0 && deps.soundIsOn()) sound.start();
    else sound.stop();
  };
  const done = async (alarm: IncidentAlarm, kind: 'seen' | 'acted') => {
    show(store.getState().ringing.filter((one) => one.incident !== alarm.incident));
    await bridge.call('alarms.receipt', { incident: alarm.incident, kind });
  };
  return {
    store,
    ring(alarms) {
      const offset = deps.clockOffset();
      const known = new Map(store.getState().ringing.map((alarm) => [alarm.incident, alarm]));
      for (const alarm of alarms) {
        known.set(alarm.incident, { ...alarm, fireAt: alarm.fireAt + offset, deadline: alarm.deadline + offset });
      }
      const byPress = [...known.values()].sort(
        (a, b) => a.priority.localeCompare(b.priority) || a.deadline - b.deadline,
      );
      show(byPress);
    },
    async acknowledge(alarm) {
      if (alarm.kind === 'called') return done(alarm, (await deps.answerCall(alarm.incident)) ? 'acted' : 'seen');
      if (!asksForAcknowledgement(alarm)) return done(alarm, 'seen');
      // Refused: somebody was faster, or the role does not allow it. The screen says so; the alarm has been seen.
      await done(alarm, (await deps.acknowledgeIncident(alarm.incident)) ? 'acted' : 'seen');
    },
    async open(alarm) {
      deps.go(`/incidents/${alarm.number ?? alarm.incident}`);
      await done(alarm, 'seen');
    },
    async seeAll() {
      const incidents = new Set(store.getState().ringing.map((alarm) => alarm.incident));
      show([]);
      deps.go('/board');
      for (const incident of incidents) await bridge.call('alarms.receipt', { incident, kind: 'seen' });
    },
    keepOnly(needed) {
      const { ringing } = store.getState();
      const kept = ringing.filter(needed);
      if (kept.length < ringing.length) show(kept);
    },
  };
}

/** Repeats the file until it is stopped. Chromium runs a process for sound: it comes with the first alarm. */
export function createSound(url: string): Sound {
  let audio: HTMLAudioElement | undefined;
  return {
    start() {
      if (audio === undefined) {
        audio = new Audio(url);
        audio.loop = true;
      }
      if (!audio.paused) return;
      audio.currentTime = 0;
      // Refused where the machine has no sound at all; the screen still shows the alarm.
      audio.play().catch((failure: unknown) => console.warn('alarm sound', failure));
    },
    stop: () => audio?.pause(),
  };
}
