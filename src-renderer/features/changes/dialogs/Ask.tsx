import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Words } from '../../../data/use-words.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { TextArea } from '../../../ui/TextArea.tsx';
import styles from '../Changes.module.css';

interface AskProps {
  title: string;
  confirm: string;
  /** There is nothing to say yes to. */
  isEmpty?: boolean;
  onClose(): void;
  onConfirm(): void;
  children: ReactNode;
}

/** A question about a change: yes, or not now. */
export function Ask({ title, confirm, isEmpty = false, onClose, onConfirm, children }: AskProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={title}
      closeLabel={t('changes.cancel')}
      onClose={onClose}
      onSubmit={onConfirm}
      confirm={{ label: confirm, isDisabled: isEmpty }}
    >
      <div className={styles.fields}>{children}</div>
    </Dialog>
  );
}

/** Why, in a few words that will be read again. */
export function ReasonField({ words, autoFocus = false }: { words: Words; autoFocus?: boolean }) {
  const { t } = useTranslation();
  return (
    <TextArea
      label={t('changes.ask.reason')}
      value={words.value}
      onChange={words.write}
      maxLength={2_000}
      rows={3}
      autoFocus={autoFocus}
      error={words.isMissing ? t('changes.ask.reasonMissing') : undefined}
    />
  );
}
