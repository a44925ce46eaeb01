import { useTranslation } from 'react-i18next';
import { useDirectory } from '../../../data/directory.ts';
import { usePageHeading } from '../../../platform/page-heading.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ProgressBar } from '../../../ui/ProgressBar.tsx';
import { ChooseFiles } from './ChooseFiles.tsx';
import styles from './Import.module.css';
import { Preview } from './Preview.tsx';
import { Report } from './Report.tsx';
import { useImport } from './use-import.ts';

/** A folder or an archive of Markdown becomes runbooks: chosen, looked over, imported, reported. */
export function ImportPage() {
  const { t } = useTranslation();
  const desk = useImport();
  const directory = useDirectory();
  const { stage } = desk;
  usePageHeading({ title: t('import.title'), parent: { label: t('place.procedures'), path: '/procedures' } });
  if (!directory) return null;
  if (!directory.may('responder')) {
    return <EmptyState title={t('import.notAllowed')}>{t('import.notAllowedWhy')}</EmptyState>;
  }
  if (stage.at === 'choose') {
    return (
      <div className={styles.narrow}>
        <ChooseFiles problem={stage.problem} onSource={(find) => void desk.read(find)} />
      </div>
    );
  }
  if (stage.at === 'reading' || stage.at === 'importing') {
    const { at, done, total } = stage;
    return (
      <div className={styles.working}>
        <ProgressBar
          label={t(`import.${at}`)}
          done={done}
          total={total}
          text={total === 0 ? '' : t('import.progress', { done, total })}
        />
        <Button onPress={desk.stop}>{t(at === 'reading' ? 'import.cancel' : 'import.stop')}</Button>
        {at === 'importing' && <p className={styles.dropText}>{t('import.stopHint')}</p>}
      </div>
    );
  }
  if (stage.at === 'preview') return <Preview desk={desk} read={stage.read} changes={stage.changes} />;
  return <Report desk={desk} stage={stage} />;
}
