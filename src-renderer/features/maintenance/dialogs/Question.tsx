import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import styles from '../Maintenance.module.css';
import { whenOf } from '../when.ts';

interface Props {
  kind: string;
  items: readonly MaintenanceItem[];
  onClose(): void;
  onConfirm(): void;
  children: ReactNode;
}

/** A question about occurrences: which ones, then what it asks, then yes or no. */
export function Question({ kind, items, onClose, onConfirm, children }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const [only] = items;
  return (
    <Dialog
      title={t(`maintenance.ask.${kind}`, { count: items.length })}
      closeLabel={t('maintenance.cancel')}
      onClose={onClose}
      onSubmit={onConfirm}
      confirm={{ label: t(`maintenance.confirm.${kind}`), keys: 'Enter' }}
    >
      <div className={styles.fields}>
        {only && (
          <p className={styles.about}>
            {items.length > 1
              ? t('maintenance.several', { count: items.length })
              : `${only.plan.doc.title} · ${whenOf(only.planned, only.state.at, format, now)}`}
          </p>
        )}
        {children}
      </div>
    </Dialog>
  );
}
