import { randomBytes, randomUUID } from 'node:crypto';
import type { KeySource } from '../../src-shared/contract/http.ts';
import { HEARTBEAT_SENDER } from '../../src-shared/heartbeat/alert.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import { sha256 } from '../store/log-chain.ts';
import type { IntakeKey, Store } from '../store/store.ts';
import { CUSTOM } from './key-source.ts';

/** A sender's name is part of its alerts' identity: two living keys never share one, and none has that of our own. */
export class NameTaken extends Error {}

/** A key of a sender of one's own needs a mapping that exists, and no other key takes one. */
export class NoMapping extends Error {}

/**
 * Makes a key. The key itself is in the answer and nowhere else. Without a name: the source, numbered when taken. Tools
 * that page PagerDuty check that a key is 32 letters and digits, so one of that source is. `custom` needs a `mapping`.
 */
export async function createIntakeKey(
  { store, clock }: { store: Store; clock: Clock },
  wanted: { source: KeySource; name?: string; mapping?: string },
): Promise<IntakeKey & { key: string }> {
  const key =
    wanted.source === 'pagerduty' ? randomBytes(16).toString('hex') : `vk_${randomBytes(24).toString('base64url')}`;
  const { value } = await store.write(async (tx) => {
    const known = wanted.mapping !== undefined && (await tx.get('mapping', wanted.mapping)) !== undefined;
    if (known !== (wanted.source === 'custom')) throw new NoMapping(`a key of ${wanted.source} with no such mapping`);
    const living = (await tx.intakeKeys()).filter((one) => one.revokedAt === null);
    const taken = new Set([HEARTBEAT_SENDER, ...living.map((one) => one.name)]);
    if (wanted.name !== undefined && taken.has(wanted.name)) throw new NameTaken(`a key named ${wanted.name} exists`);
    let name = wanted.name ?? wanted.source;
    for (let n = 2; taken.has(name); n += 1) name = `${wanted.source}-${n}`;
    const made: IntakeKey = {
      id: randomUUID(),
      source: wanted.mapping === undefined ? wanted.source : `${CUSTOM}${wanted.mapping}`,
      name,
      start: key.slice(0, wanted.source === 'pagerduty' ? 6 : 8),
      hash: sha256(key),
      createdAt: clock.now(),
      revokedAt: null,
    };
    tx.saveIntakeKey(made);
    return made;
  });
  return { ...value, key };
}

/** False when there is no living key of that id or name. */
export async function revokeIntakeKey(
  { store, clock }: { store: Store; clock: Clock },
  which: string,
): Promise<boolean> {
  const { value } = await store.write(async (tx) => {
    const found = (await tx.intakeKeys()).find(
      (one) => one.revokedAt === null && (one.id === which || one.name === which),
    );
    if (found) tx.saveIntakeKey({ ...found, revokedAt: clock.now() });
    return found !== undefined;
  });
  return value;
}
