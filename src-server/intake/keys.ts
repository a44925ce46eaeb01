import { randomBytes, randomUUID } from 'node:crypto';
import type { KeySource } from '../../src-shared/contract/http.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import { sha256 } from '../store/log-chain.ts';
import type { IntakeKey, Store } from '../store/store.ts';

/** A sender's name is part of its alerts' identity: two living keys never share one. */
export class NameTaken extends Error {}

/** Makes a key. The key itself is in the answer and nowhere else. Without a name: the source, numbered when taken. */
export async function createIntakeKey(
  { store, clock }: { store: Store; clock: Clock },
  wanted: { source: KeySource; name?: string },
): Promise<IntakeKey & { key: string }> {
  const key = `vk_${randomBytes(24).toString('base64url')}`;
  const { value } = await store.write(async (tx) => {
    const taken = new Set((await tx.intakeKeys()).filter((one) => one.revokedAt === null).map((one) => one.name));
    if (wanted.name !== undefined && taken.has(wanted.name)) throw new NameTaken(`a key named ${wanted.name} exists`);
    let name = wanted.name ?? wanted.source;
    for (let n = 2; taken.has(name); n += 1) name = `${wanted.source}-${n}`;
    const made: IntakeKey = {
      id: randomUUID(),
      source: wanted.source,
      name,
      start: key.slice(0, 8),
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
