import type { Receipt } from '../../../src-shared/alarms/plan.ts';
import type { AppInfo, Preferences } from '../../../src-shared/contract/ipc.ts';
import { isoInstant } from '../../../src-shared/time/clock.ts';
import type { DataStatus } from '../../data/data.ts';

export interface DiagnosticFacts {
  info: AppInfo;
  server: string | undefined;
  preferences: Preferences;
  status: DataStatus;
  zone: string;
  receipts: readonly Receipt[];
  /** RFC 3339 */
  at: string;
}

/** What helps somebody else to help: no token, no record, no name. */
export function diagnostics({ info, server, preferences, status, zone, receipts, at }: DiagnosticFacts): string {
  const instant = (value: number | null) => (value === null ? '—' : isoInstant(value));
  return [
    `Vigie ${info.version} · ${at}`,
    `electron ${info.electron} · chromium ${info.chrome} · node ${info.node} · ${info.platform} · ${info.locale}`,
    `zone ${zone} · notifications ${info.notificationsSupported ? 'yes' : 'no'}`,
    `server ${server ?? '—'}`,
    `sync ${status.phase} · problem ${status.problem?.code ?? '—'} · storage ${status.storage}`,
    `data ${instant(status.dataAt)} · silent since ${instant(status.silentSince)} · cursor ${status.cursor ?? '—'}`,
    `pending ${status.pending} · unsaved ${status.unsaved} · review ${status.review} · repairs ${status.repairs}`,
    `clock offset ${status.clockOffset} ms`,
    `preferences ${JSON.stringify(preferences)}`,
    'last receipts',
    ...receipts.slice(-20).map((receipt) => `  ${isoInstant(receipt.at)} ${receipt.kind} ${receipt.alarm}`),
    '',
  ].join('\n');
}
