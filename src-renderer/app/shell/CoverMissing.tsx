import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import alarm from '../alarms/AlarmOverlay.module.css';
import { useServices } from '../services-context.ts';
import { ScreenMissing } from './ScreenMissing.tsx';

/** The code of a dialog could not be read: said where the dialog would be. */
export function CoverMissing() {
  const { t } = useTranslation();
  const { covers, desk, silences } = useServices();
  const close = () => {
    covers.setState({ palette: false, help: false });
    desk.answered();
    silences.answered();
  };
  return (
    <ModalOverlay className={alarm.veil} isOpen isDismissable onOpenChange={(isOpen) => isOpen || close()}>
      <Modal className={alarm.modal}>
        <Dialog aria-label={t('app.partMissing')}>
          <ScreenMissing />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
