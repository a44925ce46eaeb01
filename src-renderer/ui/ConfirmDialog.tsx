import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

export interface ConfirmDialogProps {
  /** The question, with its object: « Supprimer la vue « Les miens » ? ». */
  title: string;
  /** What follows from a yes. */
  children: ReactNode;
  /** The verb, not « OK ». */
  confirmLabel: string;
  cancelLabel: string;
  isDanger?: boolean;
  isPending?: boolean;
  onConfirm(): void;
  onCancel(): void;
}

/** For what cannot be undone; what can be is done at once, with an undo. The focus starts on the way out. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, confirmLabel, cancelLabel, isDanger, isPending, onConfirm, onCancel } = props;
  return (
    <Dialog
      title={title}
      closeLabel={cancelLabel}
      onClose={onCancel}
      onSubmit={onConfirm}
      actions={
        <>
          <Button variant="quiet" onPress={onCancel} autoFocus>
            {cancelLabel}
          </Button>
          <Button type="submit" variant={isDanger ? 'danger' : 'primary'} isPending={isPending}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div>{children}</div>
    </Dialog>
  );
}
