import Gauge from 'lucide-react/icons/gauge';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MONITORING_PROCEDURE, monitoringRunId } from '../../../../src-shared/model/change.ts';
import { procedureId, revisionId } from '../../../../src-shared/model/procedure.ts';
import { parseRun } from '../../../../src-shared/procedure/parse.ts';
import type { EntryRow } from '../../../../src-shared/procedure/run-state.ts';
import type { Step } from '../../../../src-shared/procedure/step.ts';
import { plainText } from '../../../../src-shared/procedure/step-text.ts';
import { type Directory, useDirectory } from '../../../data/directory.ts';
import { actorWithin } from '../../../data/entry-words.ts';
import { useLive, useRecord } from '../../../data/hooks.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { usePageHeading } from '../../../platform/page-heading.ts';
import { saveFile } from '../../../platform/save-file.ts';
import { AsidePage } from '../../../ui/AsidePage.tsx';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { SectionHeading } from '../../../ui/SectionHeading.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import type { ChangeSlots } from '../ChangePage.tsx';
import { AlertChecks } from './AlertChecks.tsx';
import { checkedOf, checksOf } from './checklist.ts';
import { monitoringCsv } from './export.ts';
import styles from './Monitoring.module.css';
import { MonitoringTable } from './MonitoringTable.tsx';
import { useLooks } from './use-looks.ts';
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
  return <Monitoring directory={directory} steps={steps} revision={revision} slots={slots} />;
}

interface Props {
  directory: Directory;
  steps: readonly Step[];
  revision: number | undefined;
  slots: ChangeSlots;
}

function Monitoring({ directory, steps, revision, slots: { Steps } }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
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
  const checks = useMemo(
    () =>
      new Map(
        services.map(({ id }) => {
          const facts = { entries: entries?.get(monitoringRunId(id)) ?? [], seen: seen?.get(id), now };
          return [id as string, checksOf(steps, facts)];
        }),
      ),
    [services, steps, entries, seen, now],
  );
  const [chosen, setChosen] = useState<string>(services[0]?.id ?? '');
  const look = useLooks(directory, revision);
  const name = directory.service(chosen)?.name ?? chosen;
  const mine = checks.get(chosen) ?? [];
  const { last, due } = checkedOf(mine);
  const again = mine.filter(({ status }) => status === 'fresh' || status === 'stale');
  const may = directory.may('responder');
  const save = () =>
    saveFile(
      `monitoring-${format.fileDay(now)}.csv`,
      'text/csv',
      monitoringCsv(
        services.map(({ id, doc }) => ({ name: doc.name, checks: checks.get(id) ?? [] })),
        { t, actor: directory.actor },
      ),
    );
  return (
    <AsidePage
      isWide
      isFlush
      aside={
        <>
          <SectionHeading>{t('changes.monitoring.steps', { service: name })}</SectionHeading>
          <div className={styles.review}>
            <p>
              {[
                last
                  ? t('changes.monitoring.lookedBy', {
                      by: actorWithin(last.by, { t, directory }),
                      ago: format.ago(last.at, now),
                    })
                  : t('changes.monitoring.neverLooked'),
                due !== undefined && t('changes.monitoring.dueOn', { day: format.shortDate(due) }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
            <Button
              size="small"
              isDisabled={!may || again.length === 0}
              reason={t(may ? 'changes.monitoring.nothingToRenew' : 'incident.why.viewer')}
              onPress={() =>
                void look(
                  chosen,
                  again.map(({ id }) => id),
                )
              }
            >
              {t('changes.monitoring.renew')}
            </Button>
          </div>
          <Steps
            key={chosen}
            run={monitoringRunId(chosen)}
            procedure={MONITORING_PROCEDURE}
            service={chosen}
            label={t('changes.monitoring.steps', { service: name })}
          />
          <SectionHeading>{t('changes.monitoring.alerts')}</SectionHeading>
          <AlertChecks
            label={t('changes.monitoring.alerts')}
            checks={mine}
            directory={directory}
            onLook={(step) => void look(chosen, [step])}
          />
        </>
      }
    >
      <div className={styles.head}>
        <p className={styles.why}>{t('changes.monitoring.why')}</p>
        <Button size="small" onPress={save}>
          {t('changes.monitoring.export')}
        </Button>
      </div>
      <MonitoringTable
        directory={directory}
        steps={steps}
        checks={checks}
        chosen={chosen}
        onChoose={setChosen}
        hasSeen={seen !== undefined}
      />
      <ol className={styles.legend}>
        {steps.map((step) => (
          <li key={step.id}>{plainText(step.text)}</li>
        ))}
      </ol>
    </AsidePage>
  );
}
