import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { TextField } from '../../../ui/TextField.tsx';
import { useMaintenanceDesk } from '../desk.ts';
import { Question } from './Question.tsx';

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
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const said = reason.trim();
  const confirm = () => {
    setTried(true);
    if (said === '') return;
    onClose();
    void actions[kind](items, said);
  };
  return (
    <Question kind={kind} items={items} onClose={onClose} onConfirm={confirm}>
      <TextField
        label={t('maintenance.reason')}
        value={reason}
        onChange={setReason}
        maxLength={2_000}
        autoFocus
        error={tried && said === '' ? t('maintenance.reasonMissing') : undefined}
      />
    </Question>
  );
}
