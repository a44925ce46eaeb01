import { describe, expect, it } from 'vitest';
import { type CallAlarm, isIncidentAlarm, type PlannedAlarm } from '../../../src-shared/alarms/plan.ts';
import { incidentId } from '../../../src-shared/model/ids.ts';
import { instant } from '../../../src-shared/time/clock.ts';
import { createFakeBridge } from '../../platform/fake-bridge.ts';
import { createAlarmBell } from './alarm-bell.ts';
import { inLaptopTime } from './alarm-feed.ts';

const DEADLINE = instant('2026-11-24T09:41:00Z');

const anAlarm = (over: { id: string } & Partial<PlannedAlarm>): PlannedAlarm => ({
  incident: incidentId(over.id),
  title: 'Paiement indisponible',
  priority: 'P0',
  kind: 'opened',
  clock: 'response',
  fireAt: instant('2026-11-24T09:36:00Z'),
  deadline: DEADLINE,
  loud: true,
  ...over,
});

function setUp(options: { accepted?: boolean; soundIsOn?: boolean; clockOffset?: number } = {}) {
  const { accepted = true, soundIsOn = true, clockOffset = 0 } = options;
  const bridge = createFakeBridge();
  const log: string[] = [];
  const bell = createAlarmBell({
    bridge,
    sound: { start: () => log.push('sound'), stop: () => log.push('silence') },
    soundIsOn: () => soundIsOn,
    clockOffset: () => clockOffset,
    acknowledgeIncident: async (id) => {
      log.push(`acknowledge ${id}`);
      return accepted;
    },
    answerCall: async (id) => {
      log.push(`answer ${id}`);
      return accepted;
    },
    go: (path) => log.push(`go ${path}`),
  });
  return { bell, bridge, log, ringing: () => bell.store.getState().ringing.map((one) => one.id) };
}

describe('alarm bell', () => {
  it('rings the most pressing first, one alarm an incident', () => {
    const { bell, ringing, log } = setUp();
    bell.ring([anAlarm({ id: 'b', priority: 'P1' }), anAlarm({ id: 'a' })]);
    bell.ring([anAlarm({ id: 'b', priority: 'P1', kind: 'warning' })]);
    expect(ringing()).toEqual(['a', 'b']);
    expect(log).toEqual(['sound', 'sound']);
  });

  it('is silenced by acting, and tells main so', async () => {
    const { bell, bridge, log, ringing } = setUp();
    const alarm = anAlarm({ id: 'a' });
    bell.ring([alarm]);
    await bell.acknowledge(alarm);
    expect(ringing()).toEqual([]);
    expect(log).toEqual(['sound', 'acknowledge a', 'silence']);
    expect(bridge.calls).toEqual([{ name: 'alarms.receipt', args: { incident: 'a', kind: 'acted' } }]);
  });

  it('answers a call, which is no acknowledgement', async () => {
    const { bell, bridge, log, ringing } = setUp();
    const { clock: _, ...shared } = anAlarm({ id: 'a' });
    const call: CallAlarm = { ...shared, kind: 'called', team: 'Security', by: 'Inès' };
    bell.ring([call]);
    await bell.acknowledge(call);
    expect(ringing()).toEqual([]);
    expect(log).toEqual(['sound', 'answer a', 'silence']);
    expect(bridge.calls).toEqual([{ name: 'alarms.receipt', args: { incident: 'a', kind: 'acted' } }]);
  });

  it('counts as seen when somebody was faster, and when a later clock is no longer to be acknowledged', async () => {
    const { bell, bridge, log } = setUp({ accepted: false });
    const alarm = anAlarm({ id: 'a' });
    bell.ring([alarm]);
    await bell.acknowledge(alarm);
    await bell.acknowledge(anAlarm({ id: 'b', clock: 'resolution' }));
    expect(bridge.calls.map((call) => call.args)).toEqual([
      { incident: 'a', kind: 'seen' },
      { incident: 'b', kind: 'seen' },
    ]);
    expect(log).not.toContain('acknowledge b');
  });

  it('opens the incident', async () => {
    const { bell, log, ringing } = setUp();
    const alarm = anAlarm({ id: 'a', number: 42 });
    bell.ring([alarm]);
    await bell.open(alarm);
    expect(log).toContain('go /incidents/42');
    expect(ringing()).toEqual([]);
  });

  it('falls silent when the incident needs nobody any more', () => {
    const { bell, ringing, log } = setUp();
    bell.ring([anAlarm({ id: 'a' }), anAlarm({ id: 'b' })]);
    bell.keepOnly((alarm) => alarm.id === 'b');
    expect(ringing()).toEqual(['b']);
    bell.keepOnly(() => false);
    expect(log.at(-1)).toBe('silence');
  });

  it('is quieted at once for all of a storm, each incident told as seen', async () => {
    const { bell, bridge, log, ringing } = setUp();
    bell.ring(['a', 'b', 'c', 'd'].map((id) => anAlarm({ id })));
    await bell.seeAll();
    expect(ringing()).toEqual([]);
    expect(log).toEqual(['sound', 'silence', 'go /board']);
    expect(bridge.calls.filter(({ name }) => name === 'alarms.receipt')).toHaveLength(4);
  });

  it('makes no noise for a person who wants none', () => {
    const { bell, log, ringing } = setUp({ soundIsOn: false });
    bell.ring([anAlarm({ id: 'a' })]);
    expect(ringing()).toEqual(['a']);
    expect(log).toEqual(['silence']);
  });

  it('speaks main’s time on one side and the server’s on the other', () => {
    const offset = 90_000;
    const sent = inLaptopTime({ madeAt: DEADLINE, alarms: [anAlarm({ id: 'a' })] }, offset);
    expect(sent.alarms[0]?.deadline).toBe(DEADLINE - offset);
    const { bell } = setUp({ clockOffset: offset });
    bell.ring(sent.alarms.filter(isIncidentAlarm));
    expect(bell.store.getState().ringing[0]?.deadline).toBe(DEADLINE);
  });
});
