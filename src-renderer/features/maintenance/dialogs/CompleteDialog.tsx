import { useTranslation } from 'react-i18next';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { useWords } from '../../../data/use-words.ts';
import { TextField } from '../../../ui/TextField.tsx';
import { useMaintenanceDesk } from '../desk.ts';
import { useRunShares } from '../use-run-shares.ts';
import { draftOf, Question } from './Question.tsx';

/** It is done. Steps that were begun and not ticked need a word; otherwise one is kept where it is given. */
export function CompleteDialog({ items, onClose }: { items: readonly MaintenanceItem[]; onClose(): void }) {
  const { t } = useTranslation();
  const { actions } = useMaintenanceDesk();
  const shares = useRunShares(items);
  const lacking = [...shares.values()].reduce((sum, { done, total }) => sum + total - done, 0);
  const hasNoRun = items.every(({ state }) => !state.started);
  const words = useWords(draftOf('complete', items), { isNeeded: lacking > 0 });
  const confirm = async () => {
    const note = words.take();
    if (note === undefined) return;
    onClose();
    if (await actions.complete(items, note || undefined)) words.end();
  };
  return (
    <Question kind="complete" items={items} onClose={onClose} onConfirm={() => void confirm()}>
      <TextField
        label={t(lacking > 0 ? 'maintenance.noteWanted' : 'maintenance.note')}
        hint={
          lacking > 0
            ? t('maintenance.lacking', { count: lacking })
            : hasNoRun
              ? t('maintenance.evidenceHint')
              : undefined
        }
        value={words.value}
        onChange={words.write}
        maxLength={2_000}
        autoFocus
        error={words.isMissing ? t('maintenance.reasonMissing') : undefined}
      />
    </Question>
  );
}
