import { useTranslation } from 'react-i18next';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { useWords } from '../../../data/use-words.ts';
import { TextField } from '../../../ui/TextField.tsx';
import { useMaintenanceDesk } from '../desk.ts';
import { draftOf, Question } from './Question.tsx';

/** Why it is not done, or not now: nobody skips without saying so. */
export function ReasonDialog({
  kind,
  items,
  onClose,
}: {
  kind: 'skip' | 'block';
  items: readonly MaintenanceItem[];
  onClose(): void;
}) {
  const { t } = useTranslation();
  const { actions } = useMaintenanceDesk();
  const words = useWords(draftOf(kind, items));
  const confirm = async () => {
    const reason = words.take();
    if (reason === undefined) return;
    onClose();
    if (await actions[kind](items, reason)) words.end();
  };
  return (
    <Question kind={kind} items={items} onClose={onClose} onConfirm={() => void confirm()}>
      <TextField
        label={t('maintenance.reason')}
        value={words.value}
        onChange={words.write}
        maxLength={2_000}
        autoFocus
        error={words.isMissing ? t('maintenance.reasonMissing') : undefined}
      />
    </Question>
  );
}
