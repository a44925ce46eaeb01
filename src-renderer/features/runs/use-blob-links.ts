import { useCallback } from 'react';
import { useData } from '../../data/DataProvider.tsx';

const BLOB = /^blob\/([0-9a-f]{64})(?:\.([a-z0-9]{1,8}))?$/;

/** Pictures that a text keeps with it: `blob/<hash>.<ext>` → where the page finds them. */
export function useBlobLinks(): { imageUrl(src: string): string | undefined } {
  const { blobs } = useData();
  const imageUrl = useCallback(
    (src: string) => {
      const [, hash, ext] = BLOB.exec(src) ?? [];
      if (hash === undefined) return undefined;
      // Asked for, so that it comes from the server where it does not lie here.
      blobs.state(hash);
      return blobs.url(hash, ext);
    },
    [blobs],
  );
  return { imageUrl };
}
