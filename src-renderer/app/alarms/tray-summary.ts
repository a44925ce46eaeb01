import type { TFunction } from 'i18next';
import type { TraySummary } from '../../../src-shared/contract/ipc.ts';
import { incidentId } from '../../../src-shared/model/ids.ts';
import type { Incident } from '../../../src-shared/model/incident.ts';
import { runningSpan } from '../../../src-shared/silence/state.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';
import type { Format } from '../../platform/format.ts';
import type { DeadlineReader } from './incident-deadlines.ts';

const SHOWN = 5;

export interface TrayInput {
  incidents: readonly { id: string; doc: Incident }[];
  reader: DeadlineReader;
  /** The server was last heard then; null while it is heard. */
  silentSince: Instant | null;
  mayAcknowledge: boolean;
  now: Instant;
}

/**
 * What tray and dock show: the state at a glance and the next deadlines, the most pressing first. What is under silence
 * counts as open and presses on nobody until the silence ends.
 */
export function traySummary(input: TrayInput, t: TFunction, format: Format): TraySummary {
  const { incidents, reader, silentSince, mayAcknowledge, now } = input;
  const open = incidents.filter(({ doc }) => doc.status === 'triggered' || doc.status === 'acknowledged');
  const pressing = open
    .flatMap(({ id, doc }) => {
      const deadline = runningSpan(doc.silences, now) ? undefined : reader.of(doc);
      return deadline ? [{ id, doc, deadline }] : [];
    })
    .sort((a, b) => a.deadline.deadline - b.deadline.deadline);
  const first = pressing[0];
  const state = pressing.some(({ deadline }) => deadline.deadline <= now)
    ? 'breached'
    : pressing.some(({ deadline }) => deadline.soonAt <= now)
      ? 'dueSoon'
      : silentSince !== null
        ? 'offline'
        : 'calm';
  // The tray is not drawn each second: it names the instant instead of counting down to it.
  const line = ({ doc, deadline }: (typeof pressing)[number]) =>
    t(deadline.deadline <= now ? 'tray.lapsedAt' : 'tray.dueAt', {
      priority: doc.priority,
      title: doc.title.length > 80 ? `${doc.title.slice(0, 79)}…` : doc.title,
      when: format.momentOn(deadline.deadline, now),
    });
  const tooltip = [
    t('tray.open', { count: open.length }),
    ...(first ? [line(first)] : []),
    ...(silentSince === null ? [] : [t('statusLine.silent', { time: format.time(silentSince) })]),
  ].join('\n');
  return {
    state,
    tooltip: tooltip.slice(0, 400),
    next: pressing.slice(0, SHOWN).map((one) => ({
      incident: incidentId(one.id),
      label: line(one).slice(0, 200),
      priority: one.doc.priority,
      canAcknowledge: mayAcknowledge && one.doc.status === 'triggered',
    })),
  };
}

/** When the summary changes by time alone: the next instant at which a deadline comes near or lapses, or a silence ends. */
export function nextTrayChange(input: Pick<TrayInput, 'incidents' | 'reader' | 'now'>): Instant | undefined {
  const instants = input.incidents.flatMap(({ doc }) => {
    const silence = runningSpan(doc.silences, input.now);
    if (silence) return [silence.until];
    const deadline = input.reader.of(doc);
    return deadline ? [deadline.soonAt, deadline.deadline].filter((at) => at > input.now) : [];
  });
  return instants.length === 0 ? undefined : instants.reduce((least, at) => Math.min(least, at));
}
