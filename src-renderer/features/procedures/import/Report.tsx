import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { toCsv } from '../../../platform/csv.ts';
import { changeErrorText } from '../../../platform/error-text.ts';
import { useFormat } from '../../../platform/format.ts';
import { saveFile } from '../../../platform/save-file.ts';
import { useUndo } from '../../../platform/undo.ts';
import { Button } from '../../../ui/Button.tsx';
import { SectionHeading } from '../../../ui/SectionHeading.tsx';
import styles from './Import.module.css';
import { ProblemList } from './ProblemList.tsx';
import type { ImportDesk, Stage } from './use-import.ts';

interface Props {
  desk: ImportDesk;
  stage: Extract<Stage, { at: 'done' }>;
}

/** What an import did, and what it did not. */
export function Report({ desk, stage }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const undo = useUndo();
  const { run, read } = stage;
  const count = (outcome: 'done' | 'refused') => run.done.filter((one) => one.outcome === outcome).length;
  const refused = run.done.filter(({ outcome }) => outcome === 'refused');
  const exportAll = () =>
    saveFile(
      'import.csv',
      'text/csv',
      toCsv(
        ['path', 'title', 'state', 'outcome', 'reason'].map((column) => t(`import.column.${column}`)),
        [
          ...run.done.map(({ change, outcome, error }) => [
            change.path,
            change.title,
            t(`import.state.${change.state}`),
            t(`import.outcome.${outcome}`),
            error && changeErrorText(t, format, error),
          ]),
          ...read.problems.map((one) => [
            one.path,
            undefined,
            undefined,
            t(`import.outcome.${one.kind}`),
            [t(`import.reason.${one.reason}`), one.detail].filter(Boolean).join(' '),
          ]),
          ...run.images.map(({ name, reason }) => [name, undefined, undefined, t('import.outcome.refused'), reason]),
        ],
      ),
    );
  return (
    <section className={styles.report}>
      <h2 className={styles.reportTitle}>
        {stage.isTakenBack ? t('import.takenBack') : t('import.written', { count: count('done') })}
      </h2>
      <p className={styles.dropText}>
        {[
          ...(count('refused') > 0 ? [t('import.refused', { count: count('refused') })] : []),
          t('import.pictures', { count: read.images.size - run.images.length }),
          ...(run.stopped ? [t('import.stopped')] : []),
        ].join(' · ')}
      </p>
      <div className={styles.buttons}>
        <Link to="/procedures" className={styles.link}>
          {t('import.toLibrary')}
        </Link>
        <Button onPress={exportAll}>{t('import.export')}</Button>
        <Button isDisabled={stage.undo === undefined || stage.isTakenBack} onPress={() => void undo.undo(stage.undo)}>
          {t('import.takeBack')}
        </Button>
        <Button variant="quiet" onPress={desk.again}>
          {t('import.another')}
        </Button>
      </div>
      {(refused.length > 0 || run.images.length > 0) && (
        <>
          <SectionHeading note={String(refused.length + run.images.length)}>
            {t('import.outcome.refused')}
          </SectionHeading>
          <ul>
            {refused.map(({ change, error }) => (
              <li key={change.id} className={styles.problemRow}>
                <span className={styles.path}>{change.path}</span>
                <span>{error && changeErrorText(t, format, error)}</span>
              </li>
            ))}
            {run.images.map(({ name, reason }) => (
              <li key={name} className={styles.problemRow}>
                <span className={styles.path}>{name}</span>
                <span>{reason}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {read.problems.length > 0 && (
        <>
          <SectionHeading note={String(read.problems.length)}>{t('import.view.problems')}</SectionHeading>
          <ProblemList problems={read.problems} passedOver={read.passedOver} />
        </>
      )}
    </section>
  );
}
