import BellOff from 'lucide-react/icons/bell-off';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { toAlertmanager } from '../../../src-shared/silence/alertmanager-format.ts';
import { labelTest } from '../../../src-shared/silence/matcher.ts';
import { silenceState } from '../../../src-shared/silence/state.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { useDirectory } from '../../data/directory.ts';
import { useQuiet } from '../../data/held-alerts.ts';
import { useList, useUnconfirmedIds } from '../../data/hooks.ts';
import { useIncidents } from '../../data/use-incidents.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { displayKeys } from '../../platform/keys.ts';
import { useMachine } from '../../platform/machine.ts';
import { useTicker, useTimed } from '../../platform/now.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { saveFile } from '../../platform/save-file.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { SilenceRow } from './SilenceRow.tsx';
import styles from './Silences.module.css';
import { useFiringAlerts } from './use-firing-alerts.ts';

const STATES = ['active', 'pending', 'expired'] as const;
/** Older ones are in the export. */
const MOST_EXPIRED = 50;

/** What is being kept quiet, what will be, and what was. */
export function SilencesPage() {
  const { t } = useTranslation();
  const ticker = useTicker();
  const runner = useCommandRunner();
  const { info } = useMachine();
  const directory = useDirectory();
  const silences = useList('silence');
  const unconfirmed = useUnconfirmedIds('silence');
  const alerts = useFiringAlerts();
  const quiet = useQuiet(useIncidents().rows).alerts;
  usePageHeading({ title: t('place.silences') });
  const tests = useMemo(
    () => new Map(silences?.map((row) => [row.id, labelTest(row.doc.matchers)] as const)),
    [silences],
  );
  const matching = useMemo(() => {
    const counts = new Map<string, number>();
    for (const [id, matches] of tests) {
      counts.set(id, (alerts ?? []).filter(({ doc }) => matches(doc.labels)).length);
    }
    return counts;
  }, [tests, alerts]);
  const states = useTimed((now) => (silences ?? []).map(({ doc }) => silenceState(doc, now)));
  if (!silences || !directory) return <Skeleton lines={6} label={t('silences.loading')} />;

  const may = directory.may('responder');
  const makeNew = (
    <Button
      variant="primary"
      keys={displayKeys(runner.find('silence.new')?.keys ?? '', info.platform).join(' ')}
      isDisabled={!may}
      reason={may ? undefined : t('incident.why.viewer')}
      onPress={() => runner.run('silence.new')}
    >
      {t('silences.new')}
    </Button>
  );
  const bring = (
    <Button isDisabled={!may} onPress={() => runner.run('silence.import')}>
      {t('silences.import')}
    </Button>
  );
  if (silences.length === 0) {
    return (
      <EmptyState
        icon={<BellOff size={28} strokeWidth={1.4} aria-hidden />}
        title={t('silences.none')}
        actions={
          <>
            {bring}
            {makeNew}
          </>
        }
      >
        {t('silences.noneWhy')}
      </EmptyState>
    );
  }
  const exportAll = () =>
    saveFile(
      'silences.json',
      'application/json',
      JSON.stringify(
        silences.map((row) => toAlertmanager(row, directory.actor(row.doc.createdBy), ticker.now())),
        null,
        2,
      ),
    );
  const inState = (state: (typeof STATES)[number]) =>
    silences
      .filter((_, index) => states[index] === state)
      .sort((a, b) => (state === 'expired' ? b.doc.endsAt - a.doc.endsAt : a.doc.endsAt - b.doc.endsAt));
  const list = (rows: readonly Row<'silence'>[]) => (
    <ul className={styles.list}>
      {rows.map((row) => (
        <SilenceRow
          key={row.id}
          row={row}
          matching={alerts && (matching.get(row.id) ?? 0)}
          isWaiting={unconfirmed.has(row.id)}
          directory={directory}
        />
      ))}
    </ul>
  );
  return (
    <section className={styles.page}>
      <div className={styles.bar}>
        {makeNew}
        {bring}
        <Button onPress={exportAll}>{t('silences.export')}</Button>
      </div>
      {STATES.map((state) => {
        const rows = inState(state);
        if (rows.length === 0 && state !== 'active') return null;
        return (
          <div key={state}>
            <SectionHeading
              note={[
                t('silences.count', { count: rows.length }),
                state === 'active' && quiet > 0 && t('nav.silenced', { count: quiet }),
              ]
                .filter(Boolean)
                .join(' · ')}
            >
              {t(`silences.state.${state}`)}
            </SectionHeading>
            {rows.length === 0 ? (
              <p className={styles.nothing}>{t('silences.noActive')}</p>
            ) : (
              list(rows.slice(0, state === 'expired' ? MOST_EXPIRED : rows.length))
            )}
          </div>
        );
      })}
    </section>
  );
}
