import { useCallback, useSyncExternalStore } from 'react';
import { blobOf } from '../../src-shared/model/blob.ts';
import type { BlobTransfers } from './blob-uploads.ts';
import { useData } from './DataProvider.tsx';

/**
 * Where the pictures of the texts are: undefined for an address that is none of ours, and until the picture lies here.
 * Keep `hashes` the same between renders (`blobsIn` of the text, memoised): the answer is another function when one has come.
 */
export function useImageUrl(hashes: readonly string[]): (src: string) => string | undefined {
  const { blobs } = useData();
  const here = useSyncExternalStore(
    blobs.subscribe,
    useCallback(() => hashes.filter((hash) => blobs.state(hash) === 'here').join(' '), [blobs, hashes]),
  );
  return useCallback(
    (src: string) => {
      const hash = blobOf(src);
      return hash !== undefined && here.includes(hash) ? blobs.url(hash, src.split('.')[1]) : undefined;
    },
    [blobs, here],
  );
}

/** What of the files made here is not on the server yet; renders again when it changes. */
export function useBlobTransfers(): BlobTransfers {
  const { transfers } = useData();
  return useSyncExternalStore(transfers.subscribe, transfers.getSnapshot);
}
