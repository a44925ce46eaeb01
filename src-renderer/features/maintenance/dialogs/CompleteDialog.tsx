import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { TextField } from '../../../ui/TextField.tsx';
import { useMaintenanceDesk } from '../desk.ts';
import { useRunShares } from '../use-run-shares.ts';
import { Question } from './Question.tsx';

/** It is done. Steps that were begun and not ticked need a word; otherwise one is kept where it is given. */
export function CompleteDialog({ items, onClose }: { items: readonly MaintenanceItem[]; onClose(): void }) {
  const { t } = useTranslation();
  const { actions } = useMaintenanceDesk();
  const shares = useRunShares(items);
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const lacking = [...shares.values()].reduce((sum, { done, total }) => sum + total - done, 0);
  const said = note.trim();
  const isMissing = lacking > 0 && said === '';
  const confirm = () => {
    setTried(true);
    if (isMissing) return;
    onClose();
    void actions.complete(items, said || undefined);
  };
  return (
    <Question kind="complete" items={items} onClose={onClose} onConfirm={confirm}>
      <TextField
        label={t(lacking > 0 ? 'maintenance.noteWanted' : 'maintenance.note')}
        hint={lacking > 0 ? t('maintenance.lacking', { count: lacking }) : undefined}
        value={note}
        onChange={setNote}
        maxLength={2_000}
        autoFocus
        error={tried && isMissing ? t('maintenance.reasonMissing') : undefined}
      />
    </Question>
  );
}
