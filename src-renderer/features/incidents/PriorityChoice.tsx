import { useTranslation } from 'react-i18next';
import { PRIORITIES, type Priority } from '../../../src-shared/model/priority.ts';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import styles from './QuestionDialog.module.css';

/** The five priorities side by side; only the chosen one wears its colour, and says what it means. */
export function PriorityChoice({ value, onChange }: { value: Priority; onChange(priority: Priority): void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.choice}>
      <div className={styles.choiceLabel} aria-hidden>
        {t('incident.ask.priorityField')}
        <span className={styles.choiceMeaning}>{t(`priority.${value}`)}</span>
      </div>
      <SegmentedControl
        label={t('incident.ask.priorityField')}
        isStretched
        value={value}
        onChange={onChange}
        options={PRIORITIES.map((id) => ({
          id,
          label: <PriorityBadge priority={id} meaning={t(`priority.${id}`)} isQuiet={id !== value} />,
        }))}
      />
    </div>
  );
}
