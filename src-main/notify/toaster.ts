import { Notification } from 'electron';
import type { Millis, Scheduler } from '../../src-shared/time/clock.ts';

/** A desktop that has not said "shown" by then has swallowed the toast. */
const PATIENCE: Millis = 5_000;
/** Kept referenced: a collected notification would take its click handler with it. */
const MOST_KEPT = 100;

interface Toast {
  title: string;
  body: string;
  /** Stays until dismissed where the desktop allows it (P0). */
  critical: boolean;
  /** Label of the one button, where the desktop has buttons. */
  action?: string;
  onClick?(): void;
  onAction?(): void;
}

export interface Toaster {
  /** Hands a toast to the desktop; answers whether the desktop took it. */
  show(toast: Toast): Promise<boolean>;
}

export function createToaster({ scheduler, icon }: { scheduler: Scheduler; icon: string }): Toaster {
  const kept: Notification[] = [];
  return {
    show(toast) {
      if (!Notification.isSupported()) return Promise.resolve(false);
      return new Promise((resolve) => {
        const notification = new Notification({
          title: toast.title,
          body: toast.body,
          icon,
          // The alarm has its own sound, and only when nobody acts.
          silent: true,
          urgency: toast.critical ? 'critical' : 'normal',
          timeoutType: toast.critical ? 'never' : 'default',
          actions: toast.action ? [{ type: 'button', text: toast.action }] : [],
        });
        kept.push(notification);
        if (kept.length > MOST_KEPT) kept.shift();
        const patience = scheduler.after(PATIENCE, () => resolve(false));
        const answer = (taken: boolean) => {
          patience.cancel();
          resolve(taken);
        };
        notification.once('show', () => answer(true));
        notification.once('failed', () => answer(false));
        if (toast.onClick) notification.on('click', toast.onClick);
        if (toast.onAction) notification.on('action', toast.onAction);
        notification.show();
      });
    },
  };
}
