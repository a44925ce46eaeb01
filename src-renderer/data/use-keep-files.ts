import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../platform/error-text.ts';
import { useFormat } from '../platform/format.ts';
import { useNotices } from '../platform/notices.ts';
import { useData } from './DataProvider.tsx';
import { type KeptFiles, keepEach } from './keep-files.ts';

export interface KeepFiles {
  /** Puts the bytes where they are safe, one file after another; those that cannot be kept, or do not fit, are named. */
  keep(files: readonly File[], kept: KeptFiles['kept']): Promise<void>;
  /** Some are on their way there. */
  isKeeping: boolean;
}

/** Takes files in before the record that names them is made: `most` of them, by whoever is told of what was kept. */
export function useKeepFiles(most: number): KeepFiles {
  const { t } = useTranslation();
  const format = useFormat();
  const notices = useNotices();
  const { blobs } = useData();
  const [under, setUnder] = useState(0);
  return {
    async keep(files, kept) {
      setUnder((count) => count + 1);
      try {
        const left = await keepEach(files, blobs.keep, {
          kept,
          refused(file, error) {
            const text = t('evidence.refused', { name: file.name });
            notices.tell({ tone: 'refused', text, detail: errorText(t, format, error) });
          },
        });
        if (left.length === 0) return;
        const names = left.map(({ name }) => name).join(', ');
        const text = t('evidence.leftOut', { names, count: left.length });
        notices.tell({ tone: 'refused', text, detail: t('evidence.full', { count: most }) });
      } finally {
        setUnder((count) => count - 1);
      }
    },
    isKeeping: under > 0,
  };
}
