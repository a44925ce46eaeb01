import { useTranslation } from 'react-i18next';
import { Lacking } from './Lacking.tsx';
import styles from './QuestionDialog.module.css';
import { QuestionDialog } from './QuestionDialog.tsx';

interface Props {
  ids: readonly string[];
  onClose(): void;
  onConfirm(): unknown;
}

/** Closing has no way back: it is asked for. */
export function ConfirmDialog({ ids, onClose, onConfirm }: Props) {
  const { t } = useTranslation();
  return (
    <QuestionDialog
      title={t('incident.ask.close')}
      confirm={t('incident.ask.closeDo')}
      ids={ids}
      onClose={onClose}
      onConfirm={() => {
        onClose();
        void onConfirm();
      }}
    >
      <p className={styles.why}>{t('incident.ask.closeWhy')}</p>
      <Lacking ids={ids} leaving="close" onClose={onClose} />
    </QuestionDialog>
  );
}
