import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/DataProvider.tsx';
import { useWords } from '../../data/use-words.ts';
import { TextArea } from '../../ui/TextArea.tsx';
import { Lacking } from './Lacking.tsx';
import styles from './QuestionDialog.module.css';
import { QuestionDialog } from './QuestionDialog.tsx';

interface Props {
  kind: 'pause' | 'resolve' | 'reopen' | 'statusText';
  ids: readonly string[];
  required?: boolean;
  onClose(): void;
  /** Whether it was done. */
  onText(text: string): Promise<boolean>;
}

const WORDS = {
  pause: { label: 'incident.ask.reason', placeholder: 'incident.ask.pausePlaceholder', why: 'incident.ask.pauseWhy' },
  resolve: { label: 'incident.ask.resolveField', placeholder: 'incident.ask.resolvePlaceholder', why: undefined },
  reopen: { label: 'incident.ask.reason', placeholder: 'incident.ask.optional', why: undefined },
  statusText: { label: 'incident.ask.statusText', placeholder: 'incident.ask.statusPlaceholder', why: undefined },
} as const;

/** A question answered in a few words. */
export function TextDialog({ kind, ids, required, onClose, onText }: Props) {
  const { t } = useTranslation();
  const { incidents } = useData();
  const [initial] = useState(() => (kind === 'statusText' ? (incidents.get(ids[0] ?? '')?.doc.statusText ?? '') : ''));
  // Of several incidents the first stands for all: the same ones are asked about again, or nothing is lost but words.
  const said = useWords(`${kind}:${ids[0]}`, { isNeeded: required === true, initial });
  const words = WORDS[kind];
  const answer = async () => {
    const text = said.take();
    if (text === undefined) return;
    onClose();
    // Refused, it is found again when the question is asked again.
    if (await onText(text)) said.end();
  };
  return (
    <QuestionDialog
      title={t(`incident.ask.${kind}`)}
      confirm={t(`incident.ask.${kind}Do`)}
      ids={ids}
      onClose={onClose}
      onConfirm={() => void answer()}
    >
      {words.why && <p className={styles.why}>{t(words.why)}</p>}
      {kind === 'resolve' && <Lacking ids={ids} leaving="resolve" onClose={onClose} />}
      <TextArea
        label={t(words.label)}
        placeholder={t(words.placeholder)}
        value={said.value}
        onChange={said.write}
        autoFocus
        error={said.isMissing ? t('incident.ask.reasonMissing') : undefined}
      />
    </QuestionDialog>
  );
}
