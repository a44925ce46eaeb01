import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { useMaintenanceDesk } from '../desk.ts';
import styles from '../Maintenance.module.css';
import { whenOf } from '../when.ts';

interface Props {
  kind: string;
  items: readonly MaintenanceItem[];
  onClose(): void;
  onConfirm(): void;
  /** Nothing in it has the keys at first: Enter is for the answer. */
  hasNoField?: boolean;
  /** Why it cannot be answered yet. */
  reason?: string | undefined;
  children: ReactNode;
}

/** What is typed in answer to it, which is kept until it was given: of several the first stands for all. */
export const draftOf = (kind: string, items: readonly MaintenanceItem[]): string =>
  `occurrence-${kind}:${items[0]?.planned.id}`;

/** A question about occurrences: which ones, then what it asks, then yes or no. */
export function Question({ kind, items, onClose, onConfirm, hasNoField, reason, children }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const desk = useMaintenanceDesk();
  const left = useStore(desk.focused, (state) => state.items.length) - items.length;
  const [only] = items;
  return (
    <Dialog
      title={t(`maintenance.ask.${kind}`, { count: items.length })}
      closeLabel={t('maintenance.cancel')}
      onClose={onClose}
      onSubmit={onConfirm}
      confirm={{
        label: t(`maintenance.confirm.${kind}`),
        keys: 'Enter',
        autoFocus: hasNoField,
        isDisabled: reason !== undefined,
        reason,
      }}
    >
      {only && (
        <p className={styles.about}>
          {items.length > 1
            ? t('maintenance.several', { count: items.length })
            : `${only.plan.doc.title} · ${whenOf(only.planned, only.state.at, format, now)}`}
        </p>
      )}
      {left > 0 && (
        <p className={styles.about}>
          {t(`maintenance.leftOut.${kind === 'reopen' ? 'open' : 'settled'}`, { count: left })}
        </p>
      )}
      {children}
    </Dialog>
  );
}
