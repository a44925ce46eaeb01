import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDirectory } from '../../../data/directory.ts';
import { useFormat } from '../../../platform/format.ts';
import { usePageHeading } from '../../../platform/page-heading.ts';
import { saveFile } from '../../../platform/save-file.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { ViewTab, ViewTabs } from '../../../ui/ViewTabs.tsx';
import styles from './Coverage.module.css';
import { CoverageRows } from './CoverageRows.tsx';
import { countOf, VIEWS, type View, viewAsCsv } from './tables.ts';
import { useCoverage } from './use-coverage.ts';

/** What nobody has written down yet, and what of the library nobody looks after. */
export function CoveragePage() {
  const { t } = useTranslation();
  const format = useFormat();
  const directory = useDirectory();
  const { coverage, again } = useCoverage();
  const [view, setView] = useState<View>('alerts');
  usePageHeading({ title: t('coverage.title'), parent: { label: t('place.procedures'), path: '/procedures' } });
  if (!coverage || !directory) return <Skeleton lines={8} label={t('coverage.loading')} />;
  const { counts, isReading, at } = coverage;
  const share = counts.names === 0 ? 1 : counts.covered / counts.names;
  const count = countOf(view, coverage);
  return (
    <section className={styles.page}>
      <div className={styles.head}>
        <dl className={styles.figures}>
          <div>
            <dt>{t('coverage.share')}</dt>
            <dd>{format.percent(share)}</dd>
          </div>
          <div>
            <dt>{t('coverage.names')}</dt>
            <dd>{t('coverage.ofNames', { covered: counts.covered, names: counts.names })}</dd>
          </div>
          <div>
            <dt>{t('coverage.alerts')}</dt>
            <dd>{format.number(counts.alerts)}</dd>
          </div>
        </dl>
        <div className={styles.acts}>
          <span className={styles.note} aria-live="polite">
            {isReading ? t('coverage.reading') : t('coverage.at', { time: format.time(at) })}
          </span>
          <Button size="small" isDisabled={isReading} onPress={again}>
            {t('coverage.again')}
          </Button>
          <Button
            size="small"
            isDisabled={count === 0}
            onPress={() =>
              saveFile(`${view}-${format.fileDay(at)}.csv`, 'text/csv', viewAsCsv(view, coverage, t, directory))
            }
          >
            {t('coverage.export')}
          </Button>
        </div>
      </div>
      <ViewTabs label={t('coverage.views')}>
        {VIEWS.map((one) => (
          <ViewTab key={one} current={view === one} onPress={() => setView(one)}>
            {`${t(`coverage.view.${one}`)} ${countOf(one, coverage)}`}
          </ViewTab>
        ))}
      </ViewTabs>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls is reached by the keyboard */}
      <section className={styles.rows} tabIndex={0} aria-label={t(`coverage.view.${view}`)}>
        <p className={styles.why}>{t(`coverage.why.${view}`)}</p>
        {count === 0 && !isReading ? (
          <EmptyState title={t(`coverage.none.${view}`)}>{t('coverage.noneWhy')}</EmptyState>
        ) : (
          <CoverageRows view={view} coverage={coverage} directory={directory} />
        )}
      </section>
    </section>
  );
}
