import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';

interface Props {
  what: 'renew' | 'remove';
  name: string;
  onClose(): void;
  onConfirm(): void;
}

/** Jobs that ping are elsewhere and are not told: a new address, or none, wants a second press. */
export function SureDialog({ what, name, onClose, onConfirm }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t(`heartbeats.sure.${what}`, { name })}
      closeLabel={t('heartbeats.cancel')}
      onClose={onClose}
      onSubmit={onConfirm}
      actions={
        <>
          <Button variant="quiet" keys="Escape" onPress={onClose}>
            {t('heartbeats.cancel')}
          </Button>
          <Button type="submit" variant="danger" autoFocus>
            {t(`heartbeats.sureDo.${what}`)}
          </Button>
        </>
      }
    >
      <p>{t(`heartbeats.sureWhy.${what}`)}</p>
    </Dialog>
  );
}
