import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Step } from '../../../src-shared/procedure/step.ts';
import { plainText } from '../../../src-shared/procedure/step-text.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './RunPage.module.css';

const SHOWN = 6;

interface Props {
  lacking: readonly Step[];
  onClose(): void;
  onEnd(reason: string | undefined): void;
}

/** Leaving a run that lacks steps: says which, holds nobody up, and keeps the reason. */
export function EndDialog({ lacking, onClose, onEnd }: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Dialog
      title={t('runs.ending.title', { count: lacking.length })}
      closeLabel={t('runs.cancel')}
      onClose={onClose}
      onSubmit={() => onEnd(reason.trim() || undefined)}
      confirm={{ label: t('runs.ending.confirm'), keys: 'Enter' }}
    >
      <div className={styles.ending}>
        <ul className={styles.lacking}>
          {lacking.slice(0, SHOWN).map((step) => (
            <li key={step.id}>{plainText(step.text)}</li>
          ))}
          {lacking.length > SHOWN && <li>{t('runs.ending.more', { count: lacking.length - SHOWN })}</li>}
        </ul>
        <TextField label={t('runs.ending.reason')} value={reason} onChange={setReason} maxLength={2_000} autoFocus />
      </div>
    </Dialog>
  );
}
