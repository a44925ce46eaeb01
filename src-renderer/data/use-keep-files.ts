import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '../../src-shared/model/run.ts';
import { errorText } from '../platform/error-text.ts';
import { useFormat } from '../platform/format.ts';
import { useNotices } from '../platform/notices.ts';
import { useData } from './DataProvider.tsx';

export interface KeepFiles {
  /** Puts the bytes where they are safe, one file after another; those that cannot be kept are named. */
  keep(files: readonly File[], kept: (file: Evidence) => void): Promise<void>;
  /** Some are on their way there. */
  isKeeping: boolean;
}

/** Takes files in before the record that names them is made. */
export function useKeepFiles(): KeepFiles {
  const { t } = useTranslation();
  const format = useFormat();
  const notices = useNotices();
  const { blobs } = useData();
  const [under, setUnder] = useState(0);
  return {
    async keep(files, kept) {
      setUnder((count) => count + 1);
      for (const file of files) {
        const answer = await blobs.keep(file);
        if (answer.ok) kept(answer.value);
        else {
          const text = t('evidence.refused', { name: file.name });
          notices.tell({ tone: 'refused', text, detail: errorText(t, format, answer.error) });
        }
      }
      setUnder((count) => count - 1);
    },
    isKeeping: under > 0,
  };
}
