import { useCallback, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { isPicture } from '../../src-shared/model/blob.ts';
import type { Evidence } from '../../src-shared/model/run.ts';
import { useFormat } from '../platform/format.ts';
import { useNotices } from '../platform/notices.ts';
import { saveBytes } from '../platform/save-file.ts';
import { useData } from './DataProvider.tsx';

export interface NamedFile {
  id: string;
  file: Evidence;
  /** Who brought it and when, where that is not said beside it. */
  facts?: string;
}

/** What `FileTiles` shows of files, which are asked for where they do not lie here; renders again when one has come. */
export function useFileTiles(files: readonly NamedFile[]) {
  const { t } = useTranslation();
  const format = useFormat();
  const notices = useNotices();
  const { blobs } = useData();
  useSyncExternalStore(
    blobs.subscribe,
    useCallback(() => files.map(({ file }) => blobs.state(file.hash)).join(' '), [blobs, files]),
  );
  return files.map(({ id, file, facts }) => {
    const { hash, name, type, size } = file;
    const state = blobs.state(hash);
    const url = blobs.url(hash);
    const save = async () => {
      const bytes = await fetch(url)
        .then((answer) => (answer.ok ? answer.arrayBuffer() : undefined))
        .catch(() => undefined);
      if (bytes) saveBytes(name, type || 'application/octet-stream', new Uint8Array(bytes));
      else notices.tell({ tone: 'refused', text: t('evidence.unread', { name }) });
    };
    return {
      id,
      name,
      hash,
      state,
      fact: state === 'here' ? format.bytes(size) : t(`evidence.${state}`),
      facts: [format.bytes(size), facts].filter(Boolean).join(' · '),
      picture: isPicture(file) ? url : undefined,
      words: {
        show: t('evidence.show', { name }),
        save: t('evidence.save', { name }),
        saveIt: t('evidence.saveIt'),
        close: t('evidence.close'),
      },
      onSave: () => void save(),
    };
  });
}
