import { err, ok, type Result } from '../../src-shared/contract/errors.ts';
import type { Bridge } from '../../src-shared/contract/ipc.ts';
import { EVIDENCE_BYTES, type Evidence } from '../../src-shared/model/run.ts';
import { tryCall } from '../platform/bridge.ts';

/**
 * `here`: the bytes lie on this laptop and can be shown. `waiting`: they do not yet, and come when the server has them
 * and can be reached. `missing`: the server has been asked for them again and again and does not have them.
 */
export type BlobState = 'here' | 'waiting' | 'missing';

/** Files by their content: evidence of runs, pictures of procedures. */
export interface Blobs {
  /** Takes a file in: it lies on this laptop for good when this answers, and goes to the server when it can. */
  keep(file: File): Promise<Result<Evidence>>;
  /** Where the page finds the bytes; `ext` is for people alone. */
  url(hash: string, ext?: string): string;
  /** Asks for what does not lie here as well, so that a screen need only name it. */
  state(hash: string): BlobState;
  /** Called when the state of any file has changed. */
  subscribe(listener: () => void): () => void;
}

/** Files that are looked for together. */
const AT_ONCE = 1_000;

export interface BlobsDeps {
  bridge: Bridge;
  /** A file was kept here, and waits. */
  kept(): void;
  /** A screen wants a file that does not lie here. */
  wanted(hash: string): void;
}

/** The states as the transfers learn of them. */
export interface BlobStates {
  set(hash: string, state: BlobState): void;
}

export function createBlobs({ bridge, kept, wanted }: BlobsDeps): Blobs & BlobStates {
  const states = new Map<string, BlobState>();
  const unknown = new Set<string>();
  const listeners = new Set<() => void>();
  let telling = false;

  /** Many files that come together make one redraw. */
  const tell = () => {
    if (telling) return;
    telling = true;
    queueMicrotask(() => {
      telling = false;
      for (const listener of listeners) listener();
    });
  };
  const set = (hash: string, state: BlobState) => {
    if (states.get(hash) === state) return;
    states.set(hash, state);
    tell();
  };

  const look = async () => {
    const asked = [...unknown].slice(0, AT_ONCE);
    for (const hash of asked) unknown.delete(hash);
    const here = new Set(await bridge.call('blobs.have', { hashes: asked }).catch(() => []));
    for (const hash of asked) {
      if (here.has(hash)) set(hash, 'here');
      else if (states.get(hash) !== 'here') wanted(hash);
    }
    if (unknown.size > 0) await look();
  };

  return {
    set,
    async keep(file) {
      if (file.size > EVIDENCE_BYTES) return err({ code: 'tooLarge', limit: EVIDENCE_BYTES });
      const bytes = await file.arrayBuffer().catch(() => undefined);
      if (!bytes) return err({ code: 'invalid', message: file.name });
      const answer = await tryCall(bridge, 'blobs.keep', { bytes: new Uint8Array(bytes) });
      if (!answer.ok) return answer;
      const { hash, size } = answer.value;
      set(hash, 'here');
      kept();
      return ok({ hash, size, name: file.name.slice(0, 255) || hash.slice(0, 8), type: file.type.slice(0, 120) });
    },
    url: (hash, ext) => `app://console/blob/${hash}${ext === undefined ? '' : `.${ext}`}`,
    state(hash) {
      const known = states.get(hash);
      if (known) return known;
      states.set(hash, 'waiting');
      if (unknown.size === 0) queueMicrotask(() => void look());
      unknown.add(hash);
      return 'waiting';
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
