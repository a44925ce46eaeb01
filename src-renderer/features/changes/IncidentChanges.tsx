import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { changesAround } from '../../../src-shared/change/around.ts';
import { useList, useRecord } from '../../data/hooks.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { ChangeState } from './ChangeState.tsx';
import styles from './Changes.module.css';

/** On the page of an incident: what was changed on its service while it began, or shortly before. Nothing where nothing was. */
export function IncidentChanges({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const row = useRecord('incident', incident);
  const changes = useList('change');
  if (!row || !changes) return null;
  const around = changesAround(row, changes, now);
  if (around.length === 0) return null;
  return (
    <>
      <SectionHeading note={String(around.length)}>{t('changes.onService')}</SectionHeading>
      <ul className={styles.around} aria-label={t('changes.onService')}>
        {around.map(({ id, doc }) => (
          <li key={id}>
            <ChangeState status={doc.status} />
            <Link to="/changes/$id" params={{ id }}>
              {doc.title}
            </Link>
            <span className={styles.faint}>
              {doc.endedAt === undefined
                ? doc.startedAt !== undefined && t('changes.startedAt', { when: format.momentOn(doc.startedAt, now) })
                : t('changes.endedAt', { when: format.momentOn(doc.endedAt, now) })}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
