import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { readAlertmanagerSilences } from '../../../src-shared/silence/alertmanager-format.ts';
import { useFormat } from '../../platform/format.ts';
import { useSecond } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { useSilenceDesk } from './desk.ts';
import styles from './Silences.module.css';

/** Silences as Alertmanager exports them, pasted or from a file; what is over stays out. */
export function ImportDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useSecond();
  const { actions } = useSilenceDesk();
  const [text, setText] = useState('');
  const read = text.trim() === '' ? undefined : readAlertmanagerSilences(text, now);
  const list = read?.ok ? read.value : [];
  const confirm = async () => {
    if (list.length > 0 && (await actions.importAll(list, format.zone))) onClose();
  };
  return (
    <Dialog
      title={t('silences.importTitle')}
      closeLabel={t('silences.cancel')}
      size="wide"
      onClose={onClose}
      onSubmit={confirm}
      confirm={{
        label: list.length === 0 ? t('silences.importNothing') : t('silences.importDo', { count: list.length }),
        isDisabled: list.length === 0,
      }}
    >
      <TextArea
        label={t('silences.importLabel')}
        hint={t('silences.importHint')}
        error={read && !read.ok ? t(`silences.importProblem.${read.error.problem}`, { ...read.error }) : undefined}
        value={text}
        onChange={setText}
        rows={8}
        isMono
        autoFocus
      />
      <div className={styles.lengths}>
        <FileTrigger
          acceptedFileTypes={['application/json', '.json']}
          onSelect={(files) => void files?.[0]?.text().then(setText)}
        >
          <Button size="small">{t('silences.importFile')}</Button>
        </FileTrigger>
        {read?.ok && <span aria-live="polite">{t('silences.importCount', { count: list.length })}</span>}
      </div>
    </Dialog>
  );
}
