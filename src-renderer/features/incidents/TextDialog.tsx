import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/DataProvider.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import styles from './QuestionDialog.module.css';
import { QuestionDialog } from './QuestionDialog.tsx';

interface Props {
  kind: 'pause' | 'resolve' | 'reopen' | 'statusText';
  ids: readonly string[];
  required?: boolean;
  onClose(): void;
  onText(text: string): unknown;
}

const WORDS = {
  pause: { label: 'incident.ask.reason', placeholder: 'incident.ask.pausePlaceholder', why: 'incident.ask.pauseWhy' },
  resolve: { label: 'incident.ask.resolveField', placeholder: 'incident.ask.resolvePlaceholder', why: undefined },
  reopen: { label: 'incident.ask.reason', placeholder: 'incident.ask.optional', why: undefined },
  statusText: { label: 'incident.ask.statusText', placeholder: 'incident.ask.statusPlaceholder', why: undefined },
} as const;

/** A question answered in a few words. Ctrl+Enter answers too, since Enter starts a new line. */
export function TextDialog({ kind, ids, required, onClose, onText }: Props) {
  const { t } = useTranslation();
  const { incidents } = useData();
  const [text, setText] = useState(() =>
    kind === 'statusText' ? (incidents.get(ids[0] ?? '')?.doc.statusText ?? '') : '',
  );
  const [tried, setTried] = useState(false);
  const words = WORDS[kind];
  const missing = required === true && text.trim() === '';
  const answer = () => {
    setTried(true);
    if (missing) return;
    onClose();
    void onText(text.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) answer();
  };
  return (
    <QuestionDialog
      title={t(`incident.ask.${kind}`)}
      confirm={t(`incident.ask.${kind}Do`)}
      ids={ids}
      onClose={onClose}
      onConfirm={answer}
    >
      {words.why && <p className={styles.why}>{t(words.why)}</p>}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: catches the key of the field inside. */}
      <div onKeyDown={onKeyDown}>
        <TextArea
          label={t(words.label)}
          placeholder={t(words.placeholder)}
          value={text}
          onChange={setText}
          autoFocus
          error={tried && missing ? t('incident.ask.reasonMissing') : undefined}
        />
      </div>
    </QuestionDialog>
  );
}
