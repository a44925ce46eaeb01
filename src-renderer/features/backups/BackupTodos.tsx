import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { StateMark, type StateMarkProps } from '../../ui/StateMark.tsx';
import styles from './BackupPage.module.css';
import type { Todo, TodoKind } from './todo.ts';

const LOOKS: Record<TodoKind, Pick<StateMarkProps, 'shape' | 'tone'>> = {
  failed: { shape: 'square', tone: 'failed' },
  tooSmall: { shape: 'square', tone: 'failed' },
  late: { shape: 'diamond', tone: 'due' },
  running: { shape: 'half', tone: 'busy' },
  unrestored: { shape: 'square', tone: 'failed' },
  slow: { shape: 'diamond', tone: 'due' },
  unwatched: { shape: 'hollow', tone: 'off' },
  untested: { shape: 'hollow', tone: 'off' },
  unnamed: { shape: 'hollow', tone: 'off' },
};

interface Props {
  todos: readonly Todo[];
  /** The job that tells of it. */
  heartbeat: string | undefined;
}

/** What has to be done about a backup, each with the page that tells more. Nothing where all is well. */
export function BackupTodos({ todos, heartbeat }: Props) {
  const { t } = useTranslation();
  if (todos.length === 0) return null;
  return (
    <section aria-label={t('backups.todos')}>
      <SectionHeading>{t('backups.todos')}</SectionHeading>
      <ul className={styles.todos}>
        {todos.map(({ kind, test }) => (
          <li key={kind} className={styles.todo}>
            <StateMark {...LOOKS[kind]} />
            <span>
              {t(`backups.todo.${kind}`)}{' '}
              {test !== undefined && (
                <Link to="/runs/$id" params={{ id: test }} className={styles.link}>
                  {t('backups.toTest')}
                </Link>
              )}
              {heartbeat !== undefined && (kind === 'failed' || kind === 'late') && (
                <Link to="/heartbeats/$id" params={{ id: heartbeat }} className={styles.link}>
                  {t('backups.toJob')}
                </Link>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
