import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';

interface Props {
  onStay(): void;
  onKeep(): void;
  onDiscard(): void;
}

/** Asked only where something was changed; the draft stays unless the person says otherwise. */
export function LeaveDialog({ onStay, onKeep, onDiscard }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('procedureEditor.leaveTitle')}
      closeLabel={t('procedureEditor.stay')}
      onClose={onStay}
      onSubmit={onKeep}
      actions={
        <>
          <Button variant="quiet" onPress={onDiscard}>
            {t('procedureEditor.discard')}
          </Button>
          <Button keys="Escape" onPress={onStay}>
            {t('procedureEditor.stay')}
          </Button>
          <Button type="submit" variant="primary" keys="Enter" autoFocus>
            {t('procedureEditor.leaveKeep')}
          </Button>
        </>
      }
    >
      <p>{t('procedureEditor.leaveWhy')}</p>
    </Dialog>
  );
}
