import { createHash, randomUUID } from 'node:crypto';
import { EVIDENCE_BYTES } from '../../src-shared/model/run.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import { Refusal } from '../routes/errors.ts';
import type { Store } from '../store/store.ts';

/** Bytes of one part: a commit of these takes a few milliseconds, and an upload holds no more of them in memory. */
const PART = 512 * 1024;

export interface FileIntakeDeps {
  blobs: Store['blobs'];
  clock: Clock;
  /** Bytes of all files together. */
  quota: number;
}

export type TakenIn = { kind: 'new' | 'known'; size: number };

/** Takes files in, part by part as they arrive. */
export interface FileIntake {
  /**
   * `declared`: the length that was announced. Throws a `Refusal` for a file that is too large, that is not the one of
   * the hash, or that has no place here any more; nothing of it is left then.
   */
  take(hash: string, body: AsyncIterable<Uint8Array>, declared: number | undefined): Promise<TakenIn>;
}

/** Bytes of unfinished files that have a place. */
interface Place {
  /** Throws a `Refusal` where there is no room for so many more; what was not refused counts from then on. */
  take(bytes: number): Promise<void>;
  release(): void;
}

const tooLarge = () => new Refusal(413, 'tooLarge', `A file has ${EVIDENCE_BYTES / 1024 ** 2} MB at most.`);

export function createFileIntake({ blobs, clock, quota }: FileIntakeDeps): FileIntake {
  /** What of unfinished files has arrived counts as if it were there; what was only announced does not. */
  let arrived = 0;

  async function demandRoom(bytes: number): Promise<void> {
    const used = await blobs.usage();
    if (used.bytes + arrived + bytes > quota) {
      throw new Refusal(
        507,
        'filesFull',
        `The files of this workspace have reached their limit of ${Math.floor(quota / 1e6)} MB; its administrator can raise it (filesQuota).`,
        { 'retry-after': '600' },
      );
    }
  }

  function aPlace(): Place {
    let held = 0;
    return {
      async take(bytes) {
        await demandRoom(bytes);
        held += bytes;
        arrived += bytes;
      },
      release() {
        arrived -= held;
        held = 0;
      },
    };
  }

  async function* parts(body: AsyncIterable<Uint8Array>, hash: { update(bytes: Uint8Array): unknown }) {
    let held: Uint8Array[] = [];
    let bytes = 0;
    let size = 0;
    for await (const chunk of body) {
      size += chunk.length;
      if (size > EVIDENCE_BYTES) throw tooLarge();
      hash.update(chunk);
      held.push(chunk);
      bytes += chunk.length;
      while (bytes >= PART) {
        const all = Buffer.concat(held);
        yield all.subarray(0, PART);
        const rest = all.subarray(PART);
        held = rest.length > 0 ? [rest] : [];
        bytes = rest.length;
      }
    }
    yield Buffer.concat(held);
  }

  async function store(wanted: string, body: AsyncIterable<Uint8Array>, place: Place): Promise<TakenIn> {
    const upload = randomUUID();
    const hash = createHash('sha256');
    let n = 0;
    let size = 0;
    /** The newest part waits for the next one: the last is saved together with the file. */
    let last: Uint8Array = new Uint8Array();
    try {
      for await (const part of parts(body, hash)) {
        await place.take(part.length);
        if (size > 0) {
          await blobs.savePart(upload, { n, bytes: last, at: clock.now() });
          n += 1;
        }
        last = part;
        size += part.length;
      }
      if (hash.digest('hex') !== wanted) {
        throw new Refusal(400, 'wrongHash', 'The bytes are not those of the hash in the address; nothing was kept.');
      }
      const isNew = await blobs.finish({ hash: wanted, size, upload, at: clock.now() }, { n, bytes: last });
      return { kind: isNew ? 'new' : 'known', size };
    } catch (error) {
      // What cannot be dropped now is dropped within the hour.
      if (n > 0) await blobs.abandon(upload).catch(() => undefined);
      throw error;
    }
  }

  return {
    async take(hash, body, declared) {
      if (declared !== undefined && declared > EVIDENCE_BYTES) throw tooLarge();
      const known = await blobs.find(hash);
      // One that nothing named may be dropped at this very moment: then it is taken in anew.
      if (known && (known.unusedSince === null || (await blobs.setUnused(hash, null)))) {
        // Read to its end: an answer in the middle of it would look like a broken line.
        let size = 0;
        for await (const chunk of body) {
          size += chunk.length;
          if (size > EVIDENCE_BYTES) throw tooLarge();
        }
        return { kind: 'known', size: known.size };
      }
      await demandRoom(declared ?? 0);
      const place = aPlace();
      try {
        return await store(hash, body, place);
      } finally {
        place.release();
      }
    },
  };
}
