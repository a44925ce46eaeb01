import { useTranslation } from 'react-i18next';
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
      confirm={{ label: t(`heartbeats.sureDo.${what}`), variant: 'danger', autoFocus: true }}
    >
      <p>{t(`heartbeats.sureWhy.${what}`)}</p>
    </Dialog>
  );
}
