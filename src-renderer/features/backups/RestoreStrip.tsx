import { useNavigate } from '@tanstack/react-router';
import DatabaseBackup from 'lucide-react/icons/database-backup';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { RowButton } from '../../ui/RowButton.tsx';
import { overdueWords } from './overdue-words.ts';
import styles from './RestoreStrip.module.css';
import { useRestoreAlarm } from './use-register.ts';

/** On the board: restores that failed, were too slow, or were not tested, and what to do. Nothing when all is well. */
export function RestoreStrip() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const navigate = useNavigate();
  const alarm = useRestoreAlarm();
  if (!alarm || (alarm.failed.length === 0 && alarm.overdue === undefined)) return null;
  const { overdue } = alarm;
  const lines = [
    ...alarm.failed.map(({ id, doc, outcome }) => ({
      id,
      outcome,
      text: t(`backups.strip.${outcome}`, {
        name: alarm.titles.get(doc.backup) ?? doc.backup,
        took: doc.took === undefined ? '' : format.duration(doc.took),
        objective: doc.objective === undefined ? '' : format.duration(doc.objective),
      }),
      todo: t(`backups.strip.${outcome}Do`),
      show: () => void navigate({ to: '/backups/$id', params: { id: doc.backup } }),
    })),
    ...(overdue
      ? [
          {
            id: overdue.id,
            outcome: 'overdue',
            text: overdueWords(overdue, { t, format, now }),
            todo: t(overdue.standing === 'begun' ? 'backups.strip.begunDo' : 'backups.strip.overdueDo'),
            show: () =>
              void (overdue.standing === 'begun'
                ? navigate({ to: '/runs/$id', params: { id: overdue.id } })
                : navigate({ to: '/backups' })),
          },
        ]
      : []),
  ];
  return (
    <section className={styles.strip} aria-label={t('backups.strip.label')}>
      <ul className={styles.lines}>
        {lines.map(({ id, outcome, text, todo, show }) => (
          <li key={id} className={styles.line} data-outcome={outcome}>
            <RowButton columns="16px minmax(0, 1fr)" onPress={show}>
              <DatabaseBackup size={14} strokeWidth={1.6} aria-hidden className={styles.icon} />
              <span className={styles.facts}>
                <span className={styles.fact}>{text}</span> <span className={styles.todo}>{todo}</span>
              </span>
            </RowButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
