import X from 'lucide-react/icons/x';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button, type ButtonProps } from './Button.tsx';
import styles from './Dialog.module.css';
import { Form } from './Form.tsx';
import { IconButton } from './IconButton.tsx';

export interface DialogProps {
  title: string;
  closeLabel: string;
  onClose(): void;
  children: ReactNode;
  /** What Enter presses, and Ctrl+Enter from where Enter begins a line. Before it stands the way out, in the words of `closeLabel`. */
  confirm?: Omit<ButtonProps, 'children' | 'type' | 'onPress'> & { label: string };
  /** Other buttons, before those; without `confirm` all of them, the one that Enter presses last and of type submit. */
  actions?: ReactNode;
  /** What it answers is waited for: until then the dialog is not sent again. */
  onSubmit?(): unknown;
  size?: 'regular' | 'wide';
}

/** Open while it is rendered. Focus stays inside and goes back to where it was. */
export function Dialog({ title, closeLabel, onClose, children, confirm, actions, onSubmit, size }: DialogProps) {
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
          <Form className={styles.form} onSubmit={onSubmit}>
            {/* Where there is nothing to press, the keys that scroll need a place to land. */}
            <div className={styles.body} tabIndex={actions || confirm ? undefined : 0}>
              {children}
            </div>
            {(actions || confirm) && (
              <footer className={styles.actions}>
                {actions}
                {confirm && <Answers closeLabel={closeLabel} onClose={onClose} {...confirm} />}
              </footer>
            )}
          </Form>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

type AnswersProps = Pick<DialogProps, 'closeLabel' | 'onClose'> & NonNullable<DialogProps['confirm']>;

function Answers({ closeLabel, onClose, label, variant = 'primary', ...rest }: AnswersProps) {
  return (
    <>
      <Button variant="quiet" keys="Escape" onPress={onClose}>
        {closeLabel}
      </Button>
      <Button type="submit" variant={variant} {...rest}>
        {label}
      </Button>
    </>
  );
}
