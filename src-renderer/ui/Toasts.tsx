import X from 'lucide-react/icons/x';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Button } from './Button.tsx';
import styles from './Toasts.module.css';

interface Toast {
  id: string;
  text: ReactNode;
  tone?: 'done' | 'failed';
  action?: { label: string; keys?: string; onPress(): void };
}

export interface ToastsProps {
  label: string;
  closeLabel: string;
  toasts: readonly Toast[];
  onClose(id: string): void;
}

/** In the corner, newest last, read out politely; failures at once. */
export function Toasts({ label, closeLabel, toasts, onClose }: ToastsProps) {
  return (
    <section className={styles.toasts} aria-label={label}>
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className={styles.toast}
          data-tone={toast.tone}
          role={toast.tone === 'failed' ? 'alert' : 'status'}
        >
          <span className={styles.text}>{toast.text}</span>
          {toast.action && (
            <Button size="small" keys={toast.action.keys} onPress={toast.action.onPress}>
              {toast.action.label}
            </Button>
          )}
          <AriaButton className={styles.close} aria-label={closeLabel} onPress={() => onClose(toast.id)}>
            <X size={14} strokeWidth={1.6} aria-hidden />
          </AriaButton>
        </div>
      ))}
    </section>
  );
}
