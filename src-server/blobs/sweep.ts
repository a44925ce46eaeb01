import { setImmediate } from 'node:timers/promises';
import { DAY, HOUR, type Instant } from '../../src-shared/time/clock.ts';
import type { Store } from '../store/store.ts';

/** A file that no record names is kept so long. */
const KEEP_UNUSED = 30 * DAY;
/** A file arrives before or after the record that names it, from a laptop that may be cut off in between. */
const SETTLED_AFTER = DAY;
const DOCUMENTS = 500;
const HASH = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g;

/**
 * Drops what never became a file, and files that no living record has named for 30 days: a text counts as naming a
 * file when it holds the hash anywhere. Meant to run once a day; answers how many files were deleted.
 */
export async function sweepFiles({ blobs }: Pick<Store, 'blobs'>, now: Instant): Promise<number> {
  await blobs.dropUnfinished(now - HOUR);
  const files = new Map((await blobs.madeBefore(now - SETTLED_AFTER)).map((one) => [one.hash, one]));
  if (files.size === 0) return 0;
  const named = new Set<string>();
  for (let after = 0; ; ) {
    const page = await blobs.documents(after, DOCUMENTS);
    for (const { doc } of page) for (const [hash] of doc.matchAll(HASH)) if (files.has(hash)) named.add(hash);
    const last = page.at(-1);
    if (!last || page.length < DOCUMENTS) break;
    after = last.version;
    // Others are waiting to be answered.
    await setImmediate();
  }
  let dropped = 0;
  for (const { hash, unusedSince } of files.values()) {
    if (named.has(hash)) {
      if (unusedSince !== null) await blobs.setUnused(hash, null);
    } else if (unusedSince === null) await blobs.setUnused(hash, now);
    else if (now - unusedSince >= KEEP_UNUSED) {
      await blobs.drop(hash, unusedSince);
      dropped += 1;
    }
  }
  return dropped;
}
