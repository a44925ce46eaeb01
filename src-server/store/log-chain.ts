import { createHash } from 'node:crypto';
import type { LogRow } from './rows.ts';

/** Hash before the first entry. */
export const CHAIN_START = '0'.repeat(64);

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** JSON with sorted keys: the same arguments give the same text whatever order they were written in. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonicalJson(one ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`);
    return `{${fields.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** Covers everything the entry says and the hash of the entry before it. */
export function entryHash(row: Omit<LogRow, 'id' | 'hash'>): string {
  return sha256(
    JSON.stringify([
      row.prev_hash,
      row.client,
      row.seq,
      row.name,
      row.args,
      row.actor,
      row.via,
      row.at,
      row.received_at,
      row.status,
      row.reason,
      row.detail,
      row.version,
    ]),
  );
}

/** What tells a repeated mutation from another one under the same number; `args` as canonical JSON. */
export function argsHash(name: string, args: string): string {
  return sha256(`${name}\n${args}`);
}
