import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { blobOf } from '../../../../src-shared/model/blob.ts';
import { useData } from '../../../data/DataProvider.tsx';
import { errorText } from '../../../platform/error-text.ts';
import { useFormat } from '../../../platform/format.ts';
import { useNotices } from '../../../platform/notices.ts';

const ENDINGS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
};

/** What stands in brackets must not end them. */
const wordsOf = (name: string) =>
  name
    .replace(/\.[^.]*$/, '')
    .replace(/[[\]\\\n]/g, ' ')
    .trim();

export interface KeepImages {
  /** Takes pictures in and answers the Markdown that shows them; undefined where none was taken. */
  keepImages(files: readonly File[]): Promise<string | undefined>;
  /** Where the page finds what a text names `blob/<hash>.<ext>`. */
  imageUrl(src: string): string | undefined;
}

/** Pictures of a text: pasted or dropped, kept on this laptop at once, sent to the server when it can be reached. */
export function useKeepImages(): KeepImages {
  const { t } = useTranslation();
  const format = useFormat();
  const notices = useNotices();
  const { blobs } = useData();
  const keepImages = useCallback(
    async (files: readonly File[]) => {
      const lines: string[] = [];
      for (const file of files) {
        const ending = ENDINGS[file.type];
        if (ending === undefined) {
          notices.tell({ tone: 'refused', text: t('procedureEditor.imagesOnly', { name: file.name }) });
          continue;
        }
        const kept = await blobs.keep(file);
        if (!kept.ok) {
          notices.tell({ tone: 'refused', text: errorText(t, format, kept.error), detail: file.name });
          continue;
        }
        lines.push(`![${wordsOf(file.name) || t('procedureEditor.image')}](blob/${kept.value.hash}.${ending})`);
      }
      return lines.length === 0 ? undefined : lines.join('\n\n');
    },
    [blobs, format, notices, t],
  );
  const imageUrl = useCallback(
    (src: string) => {
      const hash = blobOf(src);
      return hash === undefined ? undefined : blobs.url(hash, src.slice(src.lastIndexOf('.') + 1));
    },
    [blobs],
  );
  return { keepImages, imageUrl };
}
