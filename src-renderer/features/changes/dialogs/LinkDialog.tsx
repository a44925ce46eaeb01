import { useMemo } from 'react';
import { changeRunId } from '../../../../src-shared/change/planned.ts';
import { type ChangeId, isMonitoringRun } from '../../../../src-shared/model/change.ts';
import { incidentId } from '../../../../src-shared/model/ids.ts';
import { runId } from '../../../../src-shared/model/run.ts';
import { useLive } from '../../../data/hooks.ts';
import { nameOf } from '../../../data/incident-line.ts';
import { useIncidents } from '../../../data/use-incidents.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { PriorityBadge } from '../../../ui/PriorityBadge.tsx';
import { type ChangeQuestion, useChangeDesk } from '../desk.ts';
import { Choose, MOST_CHOICES } from './Choose.tsx';

type Question = Extract<ChangeQuestion, { kind: 'link' }>;

/** One more incident, or one more run, that has to do with a change. */
export function LinkDialog({ question, onClose }: { question: Question; onClose(): void }) {
  return question.what === 'incident' ? (
    <IncidentLink question={question} onClose={onClose} />
  ) : (
    <RunLink question={question} onClose={onClose} />
  );
}

function IncidentLink({ question: { id, doc }, onClose }: { question: Question; onClose(): void }) {
  const { actions } = useChangeDesk();
  const { rows } = useIncidents({ closed: true });
  const choices = useMemo(() => {
    const isNear = (service: string | undefined) => Number(doc.services.some((one) => one === service));
    return [...rows.values()]
      .filter((row) => !doc.incidents.some((one) => one === row.id))
      .sort((a, b) => isNear(b.doc.service) - isNear(a.doc.service) || b.doc.openedAt - a.doc.openedAt)
      .slice(0, MOST_CHOICES)
      .map((row) => ({
        id: row.id,
        label: nameOf(row.doc),
        before: <PriorityBadge priority={row.doc.priority} />,
      }));
  }, [rows, doc]);
  const link = (one: string) => {
    const args = { id, incident: incidentId(one) };
    return actions.act('linked', 'change.link', { ...args, on: true }, () =>
      actions.mutate('change.link', { ...args, on: false }),
    );
  };
  return <Choose what="incident" choices={choices} onClose={onClose} onChoose={link} />;
}

function RunLink({ question: { id, doc }, onClose }: { question: Question; onClose(): void }) {
  const { actions } = useChangeDesk();
  const format = useFormat();
  const now = useMinute();
  const runs = useLive((db) => db.run.toArray(), []);
  const choices = useMemo(() => {
    const isNear = (service: string | undefined) => Number(doc.services.some((one) => one === service));
    return (runs ?? [])
      .filter(({ id: run }) => run !== changeRunId(id) && !isMonitoringRun(run) && !doc.runs.some((one) => one === run))
      .sort((a, b) => isNear(b.doc.service) - isNear(a.doc.service) || b.doc.startedAt - a.doc.startedAt)
      .slice(0, MOST_CHOICES)
      .map((row) => ({ id: row.id, label: `${row.doc.title} · ${format.moment(row.doc.startedAt, now)}` }));
  }, [runs, doc, id, format, now]);
  return <Choose what="run" choices={choices} onClose={onClose} onChoose={(one) => linkRun(actions, id, one, true)} />;
}

/** Links a run to a change, or takes that back. */
export function linkRun(
  actions: ReturnType<typeof useChangeDesk>['actions'],
  id: ChangeId,
  run: string,
  on: boolean,
): Promise<boolean> {
  const args = { id, run: runId(run) };
  return actions.act(on ? 'runLinked' : 'runUnlinked', 'change.linkRun', { ...args, on }, () =>
    actions.mutate('change.linkRun', { ...args, on: !on }),
  );
}
