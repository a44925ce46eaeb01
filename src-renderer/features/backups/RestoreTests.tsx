import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { restoreOutcome } from '../../../src-shared/backup/restore-tests.ts';
import type { RestoreTest } from '../../../src-shared/model/backup.ts';
import type { Directory } from '../../data/directory.ts';
import { actorWithin } from '../../data/entry-words.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { OutcomeMark } from './BackupMark.tsx';
import styles from './Backups.module.css';
import { ExportButton } from './ExportButton.tsx';
import { testsAsCsv } from './export.ts';
import { RestoreTimes } from './RestoreTimes.tsx';
import { RestoreTrends } from './RestoreTrends.tsx';

/** The rest is in the export. */
const SHOWN = 50;

interface Props {
  /** Newest first. */
  tests: readonly { id: string; doc: RestoreTest }[];
  titles: ReadonlyMap<string, string>;
  directory: Directory;
  /** All are of one backup, on its own page. */
  isOfOne?: boolean;
}

/** Whether what was backed up could be restored, how long it took, and whether it gets slower. */
export function RestoreTests({ tests, titles, directory, isOfOne = false }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  return (
    <section aria-label={t('backups.tests')}>
      <SectionHeading
        note={tests.length > 0 ? t('backups.testCount', { count: tests.length }) : undefined}
        action={
          (tests.length > 0 || !isOfOne) && (
            <ExportButton
              label={t('backups.exportTests')}
              file={t('backups.testsFile')}
              isDisabled={tests.length === 0}
              csv={() => testsAsCsv(tests, titles, { t, actor: directory.actor })}
            />
          )
        }
      >
        {t('backups.tests')}
      </SectionHeading>
      {tests.length === 0 ? (
        <p className={styles.nothing}>{t(isOfOne ? 'backups.noTestsOfIt' : 'backups.noTests')}</p>
      ) : (
        <>
          {isOfOne ? <RestoreTimes tests={tests} /> : <RestoreTrends tests={tests} titles={titles} />}
          <table className={styles.table} aria-label={t('backups.tests')}>
            <thead>
              <tr>
                {['outcome', isOfOne ? 'when' : 'backup', 'restore', 'verdict', 'by'].map((column) => (
                  <th key={column} scope="col">
                    {t(`backups.testColumn.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {tests.slice(0, SHOWN).map(({ id, doc }) => {
                const outcome = restoreOutcome(doc);
                const when = format.moment(doc.endedAt ?? doc.startedAt, now);
                return (
                  <tr key={id} className={styles.row}>
                    <td>
                      <OutcomeMark outcome={outcome} />
                    </td>
                    <th scope="row" className={styles.what}>
                      <Link to="/runs/$id" params={{ id }} className={styles.name}>
                        {isOfOne ? when : (titles.get(doc.backup) ?? doc.backup)}
                      </Link>
                    </th>
                    <td className={styles.when}>
                      <span data-over={outcome === 'slow' || undefined} className={styles.took}>
                        {doc.took === undefined ? '—' : format.duration(doc.took)}
                      </span>
                      <span className={styles.sub}>
                        {doc.objective === undefined
                          ? t('backups.noObjective')
                          : t('backups.objective', { length: format.duration(doc.objective) })}
                      </span>
                    </td>
                    <td className={styles.said} dir="auto">
                      {doc.verdict?.result === 'bad' ? doc.verdict.reason : doc.verdict && t('backups.result.ok')}
                    </td>
                    <td className={styles.when}>
                      <span>{actorWithin(doc.endedBy ?? doc.startedBy, { t, directory })}</span>
                      {!isOfOne && <span className={styles.sub}>{when}</span>}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}
