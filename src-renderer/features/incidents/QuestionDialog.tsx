import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/DataProvider.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import styles from './QuestionDialog.module.css';

interface Props {
  title: string;
  confirm: string;
  /** The key that confirms from wherever the hand is, to be said on the button. */
  confirmKeys?: string;
  /** The incidents it is about. */
  ids?: readonly string[];
  dangerous?: boolean;
  canConfirm?: boolean;
  onClose(): void;
  onConfirm(): void;
  children?: ReactNode;
}

/** The frame of every question: what it is about, the fields, « Annuler » and the one thing to do. */
export function QuestionDialog({
  title,
  confirm,
  confirmKeys,
  ids,
  dangerous,
  canConfirm = true,
  onClose,
  onConfirm,
  children,
}: Props) {
  const { t } = useTranslation();
  const { incidents } = useData();
  const first = ids?.[0];
  const subject =
    first !== undefined &&
    t('incident.ask.subject', { count: ids?.length ?? 0, title: incidents.get(first)?.doc.title ?? '' });
  return (
    <Dialog
      title={title}
      closeLabel={t('incident.ask.cancel')}
      onClose={onClose}
      onSubmit={() => {
        if (canConfirm) onConfirm();
      }}
      confirm={{
        label: confirm,
        variant: dangerous ? 'danger' : 'primary',
        keys: confirmKeys,
        isDisabled: !canConfirm,
      }}
    >
      {subject && <p className={styles.subject}>{subject}</p>}
      {children}
    </Dialog>
  );
}
