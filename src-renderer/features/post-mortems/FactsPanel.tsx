import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { personId } from '../../../src-shared/model/ids.ts';
import type { Incident } from '../../../src-shared/model/incident.ts';
import type { PostMortem } from '../../../src-shared/model/post-mortem.ts';
import { postMortemDue } from '../../../src-shared/procedure/post-mortem/due.ts';
import type { Facts } from '../../../src-shared/procedure/post-mortem/facts.ts';
import { instantOfText, wallText } from '../../../src-shared/silence/wall-time.ts';
import { assignees, NOBODY } from '../../data/assignees.ts';
import type { Directory } from '../../data/directory.ts';
import { nameOf } from '../../data/incident-line.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute, useTimed } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { DateField } from '../../ui/DateField.tsx';
import { DefinitionList } from '../../ui/DefinitionList.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { Select } from '../../ui/Select.tsx';
import { usePostMortemDesk } from './desk.ts';
import styles from './PostMortemPage.module.css';

interface Props {
  id: string;
  doc: PostMortem;
  incident: Incident;
  facts: Facts | undefined;
  directory: Directory;
}

/** Who writes it until when, and the facts that it is about. */
export function FactsPanel({ id, doc, incident, facts, directory }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { actions } = usePostMortemDesk();
  /** As it is typed; undefined while nobody sets it. */
  const [dueText, setDueText] = useState<string>();
  const may = directory.may('responder') && doc.status === 'draft';
  const due = postMortemDue(doc, incident, directory.calendars);
  const shownDue = due === undefined ? '' : wallText(due, format.zone);
  const keepDue = () => {
    setDueText(undefined);
    if (dueText === undefined || dueText === shownDue) return;
    void actions.describe(id, { due: instantOfText(dueText, format.zone, 'end') ?? null });
  };
  const isLate = useTimed((at) => doc.status === 'draft' && due !== undefined && due <= at);
  const promise = (clock: string, status: string, late: string, taken: string) =>
    t(`postMortem.promise.${status}`, { clock: t(`incident.clock.${clock}`), late, taken });
  const known: [string, ReactNode][] = [
    [
      'incident',
      <Link key="incident" to={`/incidents/${incident.number ?? id}`} className={styles.link}>
        {nameOf(incident)}
      </Link>,
    ],
    [
      'priority',
      <PriorityBadge key="priority" priority={incident.priority} meaning={t(`priority.${incident.priority}`)} />,
    ],
    [
      'opened',
      <span key="opened" title={format.full(incident.openedAt)}>
        {format.moment(incident.openedAt, now)}
      </span>,
    ],
    ...(incident.resolvedAt === undefined
      ? []
      : ([
          [
            'resolved',
            <span key="resolved" title={format.full(incident.resolvedAt)}>
              {format.moment(incident.resolvedAt, now)}
            </span>,
          ],
        ] as [string, ReactNode][])),
    ['lasted', facts ? (facts.total === undefined ? t('postMortem.lasts') : format.duration(facts.total)) : '—'],
    ['people', facts?.people.map((by) => directory.actor(by)).join(', ') || '—'],
  ];
  return (
    <>
      <SectionHeading>{t('postMortem.document')}</SectionHeading>
      <div className={styles.fields}>
        <Select
          label={t('postMortem.field.owner')}
          value={doc.owner ?? NOBODY}
          isDisabled={!may}
          onChange={(owner) => void actions.describe(id, { owner: owner === NOBODY ? null : personId(owner) })}
          options={assignees(directory, t('followUp.nobody'), t('incident.you'))}
        />
        {dueText !== undefined ? (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              keepDue();
            }}
          >
            <DateField
              label={t('postMortem.field.due')}
              hint={format.zone.replaceAll('_', ' ')}
              hasTime
              autoFocus
              value={dueText}
              onChange={setDueText}
              onBlur={keepDue}
            />
          </form>
        ) : (
          <div className={styles.due}>
            <span className={styles.label}>{t('postMortem.field.due')}</span>
            <span data-late={isLate || undefined} className={styles.dueTime}>
              {due === undefined ? t('postMortem.noDue') : format.moment(due, now)}
            </span>
            {may && (
              <Button size="small" variant="quiet" onPress={() => setDueText(shownDue)}>
                {t('postMortem.changeDue')}
              </Button>
            )}
          </div>
        )}
      </div>
      <SectionHeading>{t('postMortem.facts')}</SectionHeading>
      <div className={styles.facts}>
        <DefinitionList
          items={known.map(([name, value]) => ({ id: name, term: t(`postMortem.fact.${name}`), value }))}
        />
        <ul className={styles.promises}>
          {facts?.promised.map(({ clock, state }) => (
            <li key={clock} data-status={state.status}>
              {promise(clock, state.status, format.duration(state.late), format.duration(state.elapsed))}
            </li>
          ))}
          {facts?.runs.map(({ title, progress }) => (
            <li key={title} data-status={progress.lacking.length === 0 ? 'met' : undefined}>
              {t('postMortem.runDone', { title, done: progress.done + progress.skipped, total: progress.total })}
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
