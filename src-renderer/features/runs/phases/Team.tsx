import { useTranslation } from 'react-i18next';
import type { PhaseView } from '../../../../src-shared/procedure/phases.ts';
import type { Directory } from '../../../data/directory.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import styles from './IncidentChecklist.module.css';
import { workOf } from './work-of.ts';

const FACES = 3;

/** Who does what in a phase: the faces, and in words how many steps each has done and still has. */
export function Team({ phase, directory }: { phase: PhaseView; directory: Directory }) {
  const { t } = useTranslation();
  const work = workOf(phase.progress);
  if (work.length === 0) return <span className={styles.team} />;
  const name = (person: string) => directory.person(person)?.name ?? person;
  const words = work.map(({ person, done, has }) =>
    has === 0
      ? t('phases.work', { name: name(person), done })
      : t('phases.workAssigned', { name: name(person), done, has }),
  );
  return (
    <span className={styles.team} title={words.join('\n')}>
      {work.slice(0, FACES).map(({ person }) => (
        <Avatar key={person} name={name(person)} size="small" />
      ))}
      {work.length > FACES && <span aria-hidden>+{work.length - FACES}</span>}
    </span>
  );
}
