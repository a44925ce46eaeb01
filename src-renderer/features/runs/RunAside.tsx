import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { personId } from '../../../src-shared/model/ids.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';
import { actorWords } from '../../data/entry-words.ts';
import { useRecord } from '../../data/hooks.ts';
import { nameOf } from '../../data/incident-line.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { DefinitionList } from '../../ui/DefinitionList.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { peopleOf } from './people.ts';
import type { WholeRun } from './RunHeading.tsx';
import styles from './RunPage.module.css';

/** Who works on it, and what it belongs to. */
export function RunAside({ row: { doc }, entries, progress, procedure, directory }: WholeRun) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const incident = useRecord('incident', doc.incident);
  const people = useMemo(() => peopleOf(procedure.steps, progress, entries), [procedure, progress, entries]);
  const evidence = [...progress.states.values()].reduce((sum, state) => sum + state.evidence.length, 0);
  const items = [
    {
      id: 'procedure',
      term: t('runs.about.procedure'),
      value: (
        <Link to={`/procedures/${encodeURIComponent(doc.procedure)}`} className={styles.link}>
          {t('runs.about.revision', { number: doc.revision })}
        </Link>
      ),
    },
    { id: 'kind', term: t('runs.about.kind'), value: t(`runs.kind.${doc.kind}`) },
    ...(incident
      ? [
          {
            id: 'incident',
            term: t('runs.about.incident'),
            value: (
              <Link to={`/incidents/${incident.doc.number ?? incident.id}`} className={styles.link}>
                {nameOf(incident.doc)}
              </Link>
            ),
          },
        ]
      : []),
    ...(doc.service
      ? [{ id: 'service', term: t('runs.about.service'), value: directory.service(doc.service)?.name ?? doc.service }]
      : []),
    { id: 'started', term: t('runs.about.started'), value: <Moment at={doc.startedAt} /> },
    ...(doc.endedAt === undefined
      ? []
      : [{ id: 'ended', term: t('runs.about.ended'), value: <Moment at={doc.endedAt} /> }]),
    ...(evidence > 0 ? [{ id: 'evidence', term: t('runs.about.evidence'), value: format.number(evidence) }] : []),
  ];
  return (
    <>
      <SectionHeading note={people.length > 0 ? String(people.length) : undefined}>{t('runs.people')}</SectionHeading>
      {people.length === 0 ? (
        <p className={styles.nobody}>{t('runs.nobodyYet')}</p>
      ) : (
        <ul className={styles.people}>
          {people.map(({ person, done, assigned, lastAt }) => {
            const name = directory.person(person)?.name ?? person;
            return (
              <li key={person} className={styles.person}>
                <Avatar name={name} />
                <span className={styles.personName}>
                  {actorWords({ kind: 'person', id: personId(person) }, { t, directory })}
                </span>
                <span className={styles.personFacts}>
                  {[
                    done > 0 && t('runs.personDone', { count: done }),
                    assigned > 0 && t('runs.personAssigned', { count: assigned }),
                    lastAt !== undefined && format.moment(lastAt, now),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </li>
            );
          })}
        </ul>
      )}
      <SectionHeading>{t('runs.details')}</SectionHeading>
      <div className={styles.details}>
        <DefinitionList items={items} />
      </div>
    </>
  );
}

/** To the minute; to the second for who lingers on it. */
function Moment({ at }: { at: Instant }) {
  const format = useFormat();
  const now = useMinute();
  return <span title={format.full(at)}>{format.moment(at, now)}</span>;
}
