import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { OccurrenceId } from '../../../src-shared/model/plan.ts';
import type { Directory } from '../../data/directory.ts';
import { useList } from '../../data/hooks.ts';
import { nameOf } from '../../data/incident-line.ts';
import { ListNote } from '../../ui/ListNote.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { RowButton } from '../../ui/RowButton.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { StatusPill } from '../../ui/StatusPill.tsx';
import styles from './OccurrencePage.module.css';

/** What was found while an occurrence was worked on: its incidents and its follow-ups. */
export function Found({ id, directory }: { id: OccurrenceId; directory: Directory }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const incidents = useList('incident', { ref: id });
  const followUps = useList('followUp', { ref: id });
  if (!incidents || !followUps) return null;
  const count = incidents.length + followUps.length;
  return (
    <section aria-label={t('maintenance.found')}>
      <SectionHeading note={count > 0 ? String(count) : undefined}>{t('maintenance.found')}</SectionHeading>
      {count === 0 && <ListNote>{t('maintenance.foundNothing')}</ListNote>}
      <ul className={styles.found}>
        {incidents.map(({ id: incident, doc }) => (
          <li key={incident}>
            <RowButton
              columns="44px minmax(0, 1fr) auto"
              isRuled
              onPress={() => void navigate({ to: `/incidents/${doc.number ?? incident}` })}
            >
              <PriorityBadge priority={doc.priority} meaning={t(`priority.${doc.priority}`)} />
              <span className={styles.name}>{nameOf(doc)}</span>
              <StatusPill status={doc.status}>{t(`incident.status.${doc.status}`)}</StatusPill>
            </RowButton>
          </li>
        ))}
        {followUps.map(({ id: followUp, doc }) => (
          <li key={followUp}>
            <RowButton
              columns="minmax(0, 1fr) auto auto"
              isRuled
              onPress={() => void navigate({ to: '/post-mortems/follow-ups' })}
            >
              <span className={styles.name}>{doc.title}</span>
              <span className={styles.faint}>{directory.person(doc.owner)?.name ?? t('followUp.nobody')}</span>
              <span className={styles.faint}>{t(`followUp.status.${doc.status}`)}</span>
            </RowButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
