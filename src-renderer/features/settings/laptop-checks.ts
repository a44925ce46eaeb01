import type { AppError, Result } from '../../../src-shared/contract/errors.ts';
import type { Health } from '../../../src-shared/contract/http.ts';
import type { AppInfo, Connection, MachineFacts, Preferences } from '../../../src-shared/contract/ipc.ts';
import { daysLeft, judgeCertificate } from '../../../src-shared/diagnostics/certificate.ts';
import { HOUR, type Instant, MINUTE, type Millis, SECOND } from '../../../src-shared/time/clock.ts';
import type { BlobTransfers } from '../../data/blob-uploads.ts';
import type { DataStatus } from '../../data/data.ts';

/** What the checks judge; whatever could not be asked is null. */
export interface LaptopFacts {
  info: AppInfo;
  machine: MachineFacts | null;
  status: DataStatus;
  /** Files made here that the server does not have yet. */
  transfers: BlobTransfers;
  connection: Pick<Connection, 'server' | 'token' | 'embedded' | 'tokenInMemoryOnly' | 'tokenOfThisRun'>;
  preferences: Preferences;
  health: Result<Health> | null;
  /** Of this page's origin, in bytes. */
  quota: { used: number; most: number } | null;
  /** When the oldest change that waits was made. */
  oldestPendingAt: Instant | null;
  now: Instant;
}

export type CheckLevel = 'ok' | 'warn' | 'fail' | 'off';

/** Filled into the words of a check, each in the person's own format. */
export interface CheckValues {
  at?: Instant;
  span?: Millis;
  bytes?: number;
  of?: number;
  count?: number;
  text?: string;
}

/** One line of the table. Its words are `settings.diagnostics.says.<id>.<says>`, its advice a key of its own. */
export interface LaptopCheck {
  id: string;
  level: CheckLevel;
  says: string;
  values?: CheckValues;
  advice?: string;
  /** What the server or the network said, to be told in its own words. */
  problem?: AppError;
}

const line =
  (level: CheckLevel) =>
  (id: string, says: string, rest: Omit<LaptopCheck, 'id' | 'level' | 'says'> = {}) =>
    ({ id, level, says, ...rest }) satisfies LaptopCheck;
const fine = line('ok');
const warn = line('warn');
const fail = line('fail');
const off = line('off');

const GIGABYTE = 1e9;

function connection({ status, connection: { server, token } }: LaptopFacts): LaptopCheck {
  if (server === undefined) return off('connection', 'none', { advice: 'server' });
  if (token === undefined || status.phase === 'signedOut') return fail('connection', 'signedOut', { advice: 'signIn' });
  if (status.phase === 'live') return fine('connection', 'live');
  if (status.problem) {
    const rest = {
      problem: status.problem,
      ...(status.silentSince === null ? {} : { values: { at: status.silentSince } }),
    };
    return fail('connection', status.silentSince === null ? 'failing' : 'silent', rest);
  }
  return warn('connection', 'catchingUp');
}

function certificate({ connection: { server }, machine, now }: LaptopFacts): LaptopCheck {
  if (server === undefined || !server.startsWith('https:')) return off('certificate', 'noTls');
  if (!machine?.certificate) return off('certificate', 'notSeen');
  const state = judgeCertificate(machine.certificate, now);
  const values = { count: daysLeft(machine.certificate.validTo, now), text: machine.certificate.issuer };
  if (state === 'ok') return fine('certificate', 'ok', { values });
  return state === 'expiresSoon'
    ? warn('certificate', 'expiresSoon', { values, advice: 'renewCertificate' })
    : fail('certificate', 'refused', {
        values: { text: machine.certificate.problem ?? state },
        advice: 'renewCertificate',
      });
}

function server({ connection: { server: named }, health, info, status }: LaptopFacts): LaptopCheck[] {
  if (named === undefined || health === null) return [];
  if (!health.ok) {
    // The line of the connection has said it already.
    const isKnown = status.problem?.code === health.error.code;
    return [fail('server', 'unreachable', isKnown ? {} : { problem: health.error })];
  }
  const { version } = health.value;
  return [
    health.value.status === 'ok'
      ? fine('server', 'ok', { values: { text: version } })
      : fail('server', 'degraded', { advice: 'doctor' }),
    version === info.version
      ? fine('version', 'same', { values: { text: version } })
      : warn('version', 'differs', { values: { text: `${info.version} ≠ ${version}` }, advice: 'update' }),
  ];
}

function clock({ status }: LaptopFacts): LaptopCheck {
  const span = Math.abs(status.clockOffset);
  if (status.dataAt === null) return off('clock', 'unknown');
  if (span < 2 * SECOND) return fine('clock', 'right');
  const says = status.clockOffset > 0 ? 'behind' : 'ahead';
  return span > 5 * MINUTE
    ? fail('clock', says, { values: { span }, advice: 'clock' })
    : warn('clock', says, { values: { span }, advice: 'clock' });
}

function changes({ status, oldestPendingAt, now }: LaptopFacts): LaptopCheck[] {
  const { pending: count, review } = status;
  const old = oldestPendingAt !== null && now - oldestPendingAt > HOUR;
  const values = { count, ...(oldestPendingAt === null ? {} : { at: oldestPendingAt }) };
  return [
    count === 0
      ? fine('outbox', 'empty')
      : old
        ? warn('outbox', 'old', { values, advice: 'outbox' })
        : fine('outbox', 'waiting', { values }),
    ...(review > 0 ? [warn('review', 'some', { values: { count: review }, advice: 'review' })] : []),
  ];
}

function files({ transfers: { waiting: count, bytes, problem }, machine }: LaptopFacts): LaptopCheck[] {
  if (count > 0 && problem) return [warn('files', 'refused', { values: { count, bytes }, problem })];
  if (count > 0) return [fine('files', 'waiting', { values: { count, bytes } })];
  return machine ? [fine('files', 'ok', { values: machine.files })] : [];
}

function storage({ status, machine, quota }: LaptopFacts): LaptopCheck[] {
  const found: LaptopCheck[] = [];
  if (machine === null) found.push(fail('journal', 'unknown', { advice: 'restart' }));
  else if (status.unsaved > 0) {
    found.push(fail('journal', 'refuses', { values: { count: status.unsaved }, advice: 'freeDisk' }));
  } else if (machine.journal.damaged > 0) {
    found.push(warn('journal', 'damaged', { values: { count: machine.journal.damaged }, advice: 'report' }));
  } else found.push(fine('journal', 'ok', { values: { count: machine.journal.entries } }));

  if (status.storage === 'memory') found.push(fail('copy', 'memory', { advice: 'freeDisk' }));
  else if (status.dataAt === null) found.push(off('copy', 'none'));
  else if (quota && quota.used > quota.most * 0.8) {
    found.push(warn('copy', 'nearlyFull', { values: { bytes: quota.used, of: quota.most }, advice: 'freeDisk' }));
  } else found.push(fine('copy', 'ok', quota ? { values: { bytes: quota.used, of: quota.most } } : {}));

  const disk = machine?.disk;
  if (!disk) found.push(off('disk', 'unknown'));
  else {
    const values = { bytes: disk.free, of: disk.size, span: disk.syncTook ?? 0 };
    if (disk.syncTook === null) found.push(fail('disk', 'refuses', { advice: 'freeDisk' }));
    else if (disk.free < 0.2 * GIGABYTE) found.push(fail('disk', 'free', { values, advice: 'freeDisk' }));
    else if (disk.free < 2 * GIGABYTE) found.push(warn('disk', 'free', { values, advice: 'freeDisk' }));
    else if (disk.syncTook > 200) found.push(warn('disk', 'slow', { values, advice: 'slowDisk' }));
    else found.push(fine('disk', 'free', { values }));
  }
  return found;
}

function desktop({
  info,
  machine,
  connection: { tokenInMemoryOnly, tokenOfThisRun, embedded },
  preferences,
}: LaptopFacts): LaptopCheck[] {
  const found: LaptopCheck[] = [
    info.notificationsSupported
      ? fine('notifications', 'supported')
      : fail('notifications', 'unsupported', { advice: 'notifications' }),
  ];
  if (tokenInMemoryOnly) found.push(warn('keyring', 'memory', { advice: 'keyring' }));
  else if (embedded || tokenOfThisRun) found.push(off('keyring', 'given'));
  else if (machine) {
    found.push(
      machine.keyring.durable
        ? fine('keyring', 'ok', { values: { text: machine.keyring.backend } })
        : off('keyring', 'none', { values: { text: machine.keyring.backend } }),
    );
  }
  if (machine) {
    const { inPlace } = machine.autostart;
    const wanted = preferences.startAtLogin;
    if (!wanted) found.push(off('autostart', 'off', { advice: 'autostartOff' }));
    else found.push(inPlace ? fine('autostart', 'on') : warn('autostart', 'gone', { advice: 'autostart' }));
    const { pageRestarts: count } = machine;
    if (count > 0) found.push(warn('page', 'restarted', { values: { count }, advice: 'report' }));
  }
  return found;
}

/** Looks at the laptop as `vigie doctor` looks at the server: what is, and what to do where something is not well. */
export function checkLaptop(facts: LaptopFacts): LaptopCheck[] {
  return [
    connection(facts),
    ...server(facts),
    certificate(facts),
    clock(facts),
    ...changes(facts),
    ...files(facts),
    ...storage(facts),
    ...desktop(facts),
  ];
}
