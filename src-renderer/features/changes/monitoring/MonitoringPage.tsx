import Gauge from 'lucide-react/icons/gauge';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MONITORING_PROCEDURE, monitoringRunId } from '../../../../src-shared/model/change.ts';
import { PRIORITIES } from '../../../../src-shared/model/priority.ts';
import { procedureId, revisionId } from '../../../../src-shared/model/procedure.ts';
import { parseRun } from '../../../../src-shared/procedure/parse.ts';
import { type EntryRow, runProgress } from '../../../../src-shared/procedure/run-state.ts';
import type { Step } from '../../../../src-shared/procedure/step.ts';
import { plainText } from '../../../../src-shared/procedure/step-text.ts';
import { type Directory, useDirectory } from '../../../data/directory.ts';
import { useLive, useRecord } from '../../../data/hooks.ts';
import { useMinute } from '../../../platform/now.ts';
import { usePageHeading } from '../../../platform/page-heading.ts';
import { rowKeys } from '../../../platform/row-keys.ts';
import { AsidePage } from '../../../ui/AsidePage.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { PriorityBadge } from '../../../ui/PriorityBadge.tsx';
import { SectionHeading } from '../../../ui/SectionHeading.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import type { ChangeSlots } from '../ChangePage.tsx';
import styles from './Monitoring.module.css';
import { useSeenAlerts } from './use-seen-alerts.ts';

/** What each service's monitoring has, as a list that never closes, and which alerts it has sent. */
export function MonitoringPage({ slots }: { slots: ChangeSlots }) {
  const { t } = useTranslation();
  usePageHeading({
    title: t('changes.monitoring.title'),
    parent: { label: t('place.changes'), path: '/changes' },
  });
  const directory = useDirectory();
  const head = useRecord('procedure', MONITORING_PROCEDURE);
  const revision = head?.doc.revision;
  const text = useRecord(
    'revision',
    revision === undefined
      ? undefined
      : revisionId({ collection: 'procedure', id: procedureId(MONITORING_PROCEDURE) }, revision),
  );
  const steps = useMemo(() => (text ? parseRun({ body: text.doc.body, numbered: true }).steps : []), [text]);
  if (!directory || head === undefined || (head && text === undefined)) {
    return <Skeleton lines={8} label={t('changes.loading')} />;
  }
  if (directory.services.length === 0 || steps.length === 0) {
    return (
      <EmptyState icon={<Gauge size={28} strokeWidth={1.4} aria-hidden />} title={t('changes.monitoring.none')}>
        {t(steps.length === 0 ? 'runs.noProcedure' : 'changes.monitoring.noneWhy')}
      </EmptyState>
    );
  }
  return <Monitoring directory={directory} steps={steps} slots={slots} />;
}

interface Props {
  directory: Directory;
  steps: readonly Step[];
  slots: ChangeSlots;
}

function Monitoring({ directory, steps, slots: { Steps } }: Props) {
  const { t } = useTranslation();
  const now = useMinute();
  const { services } = directory;
  const runs = useMemo(() => services.map(({ id }) => monitoringRunId(id)), [services]);
  const entries = useLive(
    async (_, records) =>
      new Map<string, readonly EntryRow[]>(
        await Promise.all(runs.map(async (id) => [id, await records.referring('runEntry', id)] as const)),
      ),
    [runs.join()],
  );
  const seen = useSeenAlerts();
  const [chosen, setChosen] = useState<string>(services[0]?.id ?? '');
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => {
    table.current?.querySelector<HTMLElement>('[data-main]')?.focus({ preventScroll: true });
  }, []);
  const name = directory.service(chosen)?.name ?? chosen;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => rowKeys(() => false)(event);
  return (
    <AsidePage
      isWide
      isFlush
      aside={
        <>
          <SectionHeading>{t('changes.monitoring.steps', { service: name })}</SectionHeading>
          <Steps
            key={chosen}
            run={monitoringRunId(chosen)}
            procedure={MONITORING_PROCEDURE}
            service={chosen}
            label={t('changes.monitoring.steps', { service: name })}
          />
        </>
      }
    >
      <p className={styles.why}>{t('changes.monitoring.why')}</p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons inside */}
      <div data-own-keys="j k" onKeyDown={onKeyDown}>
        <table ref={table} className={styles.table} aria-label={t('changes.monitoring.title')}>
          <thead>
            <tr>
              <th scope="col">{t('changes.monitoring.service')}</th>
              {steps.map((step, at) => (
                <th key={step.id} scope="col" title={plainText(step.text)} aria-label={plainText(step.text)}>
                  {at + 1}
                </th>
              ))}
              {PRIORITIES.map((priority) => (
                <th key={priority} scope="col">
                  <PriorityBadge priority={priority} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {services.map(({ id, doc }) => {
              const { states, lacking } = runProgress(steps, entries?.get(monitoringRunId(id)) ?? [], now);
              return (
                <tr key={id} data-row={id} data-chosen={id === chosen || undefined}>
                  <th scope="row">
                    <button
                      type="button"
                      className={styles.service}
                      data-main
                      aria-pressed={id === chosen}
                      onClick={() => setChosen(id)}
                    >
                      {doc.name}
                      <span className={styles.count}>
                        {t('changes.monitoring.progress', { done: steps.length - lacking.length, total: steps.length })}
                      </span>
                    </button>
                  </th>
                  {steps.map((step) => {
                    const status = states.get(step.id)?.status;
                    const what = status === 'done' ? 'done' : status === 'skipped' ? 'skipped' : 'todo';
                    return (
                      <td key={step.id} data-what={what}>
                        <span role="img" aria-label={t(`changes.monitoring.${what}`)}>
                          {{ done: '✓', skipped: '–', todo: '·' }[what]}
                        </span>
                      </td>
                    );
                  })}
                  {PRIORITIES.map((priority) => {
                    const count = seen?.get(id)?.[priority] ?? 0;
                    const words =
                      count > 0
                        ? t('changes.monitoring.seen', { count, priority })
                        : t('changes.monitoring.never', { priority });
                    return (
                      <td key={priority} data-what={count > 0 ? 'seen' : 'todo'} title={words}>
                        {seen && (
                          <span role="img" aria-label={words}>
                            {count > 0 ? count : '·'}
                          </span>
                        )}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <ol className={styles.legend}>
        {steps.map((step) => (
          <li key={step.id}>{plainText(step.text)}</li>
        ))}
      </ol>
    </AsidePage>
  );
}
