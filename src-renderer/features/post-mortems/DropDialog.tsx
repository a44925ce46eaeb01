import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { usePostMortemDesk } from './desk.ts';

/** Why they will not be done: whoever asks in a year reads it here. */
export function DropDialog({ ids, onClose }: { ids: readonly string[]; onClose(): void }) {
  const { t } = useTranslation();
  const { actions } = usePostMortemDesk();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const isMissing = reason.trim() === '';
  const confirm = () => {
    setTried(true);
    if (isMissing) return;
    onClose();
    void actions.end(ids, { status: 'dropped', reason: reason.trim() });
  };
  return (
    <Dialog
      title={t('followUp.dropTitle', { count: ids.length })}
      closeLabel={t('followUp.cancel')}
      onClose={onClose}
      onSubmit={confirm}
      confirm={{ label: t('followUp.dropDo') }}
    >
      <TextArea
        label={t('followUp.reason')}
        value={reason}
        onChange={setReason}
        maxLength={2_000}
        rows={3}
        autoFocus
        error={tried && isMissing ? t('followUp.reasonMissing') : undefined}
      />
    </Dialog>
  );
}
