import type { Person } from '../../src-shared/model/person.ts';
import { DAY, type Instant } from '../../src-shared/time/clock.ts';
import type { IntakeKey } from '../store/store.ts';
import { type Finding, fine, spanText, warn } from './finding.ts';

/** A sender that has not been heard for so long was forgotten, or does not reach us. */
const UNUSED: number = 30 * DAY;
/** A key is given a day to be put where it belongs. */
const NEW: number = DAY;

const list = (names: readonly string[]) =>
  names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');

/** Keys that nobody sends with. `heard` by the name of the key. */
export function judgeKeys(keys: readonly IntakeKey[], heard: ReadonlyMap<string, Instant>, now: Instant): Finding[] {
  const living = keys.filter((one) => one.revokedAt === null);
  if (living.length === 0) {
    return [warn('intake keys', 'none', 'no alert can come in: vigie key create --source alertmanager')];
  }
  const never = living.filter((one) => !heard.has(one.name) && now - one.createdAt > NEW);
  const silent = living.filter((one) => now - (heard.get(one.name) ?? now) > UNUSED);
  const revoke = 'send a test through each, or revoke it: vigie key revoke NAME';
  return [
    ...(never.length > 0 ? [warn('intake keys', `never used: ${list(never.map((one) => one.name))}`, revoke)] : []),
    ...(silent.length > 0
      ? [warn('intake keys', `not heard for ${spanText(UNUSED)}: ${list(silent.map((one) => one.name))}`, revoke)]
      : []),
    ...(never.length + silent.length === 0 ? [fine('intake keys', `${living.length}, all of them in use or new`)] : []),
  ];
}

export interface AccountWays {
  id: string;
  login: string;
  hasPassword: boolean;
  tokens: number;
}

/** Accounts that nobody can sign in with, and whether somebody may administer. */
export function judgeAccounts(accounts: readonly AccountWays[], people: ReadonlyMap<string, Person>): Finding[] {
  if (accounts.length === 0) {
    return [warn('accounts', 'none', 'make the first one: vigie user add LOGIN --role admin')];
  }
  const enabled = accounts.filter((one) => people.get(one.id)?.disabled !== true);
  const shut = enabled.filter((one) => !one.hasPassword && one.tokens === 0);
  const orphans = accounts.filter((one) => !people.has(one.id));
  const admins = enabled.filter((one) => people.get(one.id)?.role === 'admin');
  const findings: Finding[] = [];
  if (admins.length === 0) {
    findings.push(warn('accounts', 'no administrator', 'make one: vigie user add LOGIN --role admin'));
  }
  if (shut.length > 0) {
    const names = list(shut.map((one) => one.login));
    findings.push(warn('accounts', `neither password nor token: ${names}`, 'vigie user password LOGIN'));
  }
  if (orphans.length > 0) {
    const names = list(orphans.map((one) => one.login));
    findings.push(warn('accounts', `without a person's record: ${names}`, 'vigie user add LOGIN --if-missing'));
  }
  if (findings.length === 0) {
    findings.push(
      fine('accounts', `${enabled.length}, administrators among them: ${admins.length}; all able to sign in`),
    );
  }
  return findings;
}
