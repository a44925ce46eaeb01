import { useTranslation } from 'react-i18next';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { useMaintenanceDesk } from '../desk.ts';
import styles from '../Maintenance.module.css';
import { Question } from './Question.tsx';

/** It is asked: who did it and when is not in force any more, and no undo brings it back. */
export function ReopenDialog({ items, onClose }: { items: readonly MaintenanceItem[]; onClose(): void }) {
  const { t } = useTranslation();
  const { actions } = useMaintenanceDesk();
  const confirm = () => {
    onClose();
    void actions.reopen(items);
  };
  return (
    <Question kind="reopen" items={items} onClose={onClose} onConfirm={confirm} hasNoField>
      <p className={styles.about}>{t('maintenance.reopenWhat', { count: items.length })}</p>
    </Question>
  );
}
