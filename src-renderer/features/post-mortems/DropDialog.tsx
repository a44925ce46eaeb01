import { useTranslation } from 'react-i18next';
import { useWords } from '../../data/use-words.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { usePostMortemDesk } from './desk.ts';

/** Why they will not be done: whoever asks in a year reads it here. */
export function DropDialog({ ids, onClose }: { ids: readonly string[]; onClose(): void }) {
  const { t } = useTranslation();
  const { actions } = usePostMortemDesk();
  // Of several the first stands for all.
  const words = useWords(`follow-up-drop:${ids[0]}`);
  const confirm = async () => {
    const reason = words.take();
    if (reason === undefined) return;
    onClose();
    if (await actions.end(ids, { status: 'dropped', reason })) words.end();
  };
  return (
    <Dialog
      title={t('followUp.dropTitle', { count: ids.length })}
      closeLabel={t('followUp.cancel')}
      onClose={onClose}
      onSubmit={() => void confirm()}
      confirm={{ label: t('followUp.dropDo') }}
    >
      <TextArea
        label={t('followUp.reason')}
        value={words.value}
        onChange={words.write}
        maxLength={2_000}
        rows={3}
        autoFocus
        error={words.isMissing ? t('followUp.reasonMissing') : undefined}
      />
    </Dialog>
  );
}
