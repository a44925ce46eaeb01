import FolderInput from 'lucide-react/icons/folder-input';
import { DropZone, FileTrigger, Text } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { LeftOut } from '../../../../src-shared/procedure/import/problem.ts';
import { Button } from '../../../ui/Button.tsx';
import styles from './Import.module.css';
import { type Source, sourceOfDrop, sourceOfFiles } from './source.ts';

const ARCHIVES = ['.zip', '.tar', '.tgz', '.tar.gz', '.gz', 'application/zip', 'application/gzip'];

interface Props {
  problem: { reason: LeftOut; detail: string } | undefined;
  onSource(find: () => Promise<Source>): void;
}

/** Where a folder or an archive is let go, or chosen. */
export function ChooseFiles({ problem, onSource }: Props) {
  const { t } = useTranslation();
  const take = (files: FileList | null) => {
    const list = [...(files ?? [])];
    if (list.length > 0) onSource(() => sourceOfFiles(list));
  };
  return (
    <DropZone
      className={styles.drop}
      aria-label={t('import.drop')}
      getDropOperation={() => 'copy'}
      onDrop={({ items }) => onSource(() => sourceOfDrop(items))}
    >
      <FolderInput size={28} strokeWidth={1.4} aria-hidden />
      <Text slot="label" className={styles.dropTitle}>
        {t('import.drop')}
      </Text>
      <p className={styles.dropText}>{t('import.dropHint')}</p>
      <div className={styles.buttons}>
        <FileTrigger acceptDirectory onSelect={take}>
          <Button variant="primary">{t('import.folder')}</Button>
        </FileTrigger>
        <FileTrigger acceptedFileTypes={ARCHIVES} onSelect={take}>
          <Button>{t('import.archive')}</Button>
        </FileTrigger>
      </div>
      <p className={styles.dropText}>{t('import.again')}</p>
      {problem && (
        <p className={styles.problem} role="alert">
          {t('import.cannotRead', { reason: t(`import.reason.${problem.reason}`) })}
          {problem.detail !== '' && <span className={styles.detail}> {problem.detail}</span>}
        </p>
      )}
    </DropZone>
  );
}
