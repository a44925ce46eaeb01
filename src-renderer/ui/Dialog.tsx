import X from 'lucide-react/icons/x';
import type { FormEvent, ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton.tsx';

export interface DialogProps {
  title: string;
  closeLabel: string;
  onClose(): void;
  children: ReactNode;
  /** Buttons, the one that Enter presses last and of type submit. */
  actions?: ReactNode;
  onSubmit?(): void;
  size?: 'regular' | 'wide';
}

/** Open while it is rendered. Focus stays inside and goes back to where it was. */
export function Dialog({ title, closeLabel, onClose, children, actions, onSubmit, size }: DialogProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    onSubmit?.();
    // What was found wrong is drawn by then: the hand goes to where it is needed.
    requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <ModalOverlay
      className={styles.veil}
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable
    >
      <Modal className={styles.modal} data-size={size}>
        <AriaDialog className={styles.dialog}>
          <header className={styles.header}>
            <Heading slot="title" className={styles.title}>
              {title}
            </Heading>
            <IconButton label={closeLabel} icon={<X size={15} strokeWidth={1.6} />} onPress={onClose} />
          </header>
          <form className={styles.form} onSubmit={submit} noValidate>
            {/* Where there is nothing to press, the keys that scroll need a place to land. */}
            <div className={styles.body} tabIndex={actions ? undefined : 0}>
              {children}
            </div>
            {actions && <footer className={styles.actions}>{actions}</footer>}
          </form>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
