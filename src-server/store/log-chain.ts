import { createHash } from 'node:crypto';
import type { LogRow } from './rows.ts';

/** Hash before the first entry. */
export const CHAIN_START = '0'.repeat(64);

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** JSON with sorted keys: the same arguments give the same text whatever order they were written in. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map((one) => canonicalJson(one ?? null)).join(',')}]`;
  let fields = '';
  for (const name of Object.keys(value).sort()) {
    const field: unknown = Reflect.get(value, name);
    if (field !== undefined) fields += `${fields === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(field)}`;
  }
  return `{${fields}}`;
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
