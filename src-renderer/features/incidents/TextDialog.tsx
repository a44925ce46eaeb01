import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/DataProvider.tsx';
import { useDraft } from '../../data/use-draft.ts';
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

/** A question answered in a few words. Ctrl+Enter answers too, since Enter starts a new line. */
export function TextDialog({ kind, ids, required, onClose, onText }: Props) {
  const { t } = useTranslation();
  const { incidents } = useData();
  const [initial] = useState(() => (kind === 'statusText' ? (incidents.get(ids[0] ?? '')?.doc.statusText ?? '') : ''));
  // Of several incidents the first stands for all: the same ones are asked about again, or nothing is lost but words.
  const draft = useDraft(`${kind}:${ids[0]}`, initial);
  const { text } = draft;
  const [tried, setTried] = useState(false);
  const words = WORDS[kind];
  const missing = required === true && text.trim() === '';
  const answer = () => {
    setTried(true);
    if (missing) return;
    onClose();
    // Refused, it is found again when the question is asked again.
    void onText(text.trim()).then((done) => done && draft.end());
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
      {kind === 'resolve' && <Lacking ids={ids} leaving="resolve" onClose={onClose} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: catches the key of the field inside. */}
      <div onKeyDown={onKeyDown}>
        <TextArea
          label={t(words.label)}
          placeholder={t(words.placeholder)}
          value={text}
          onChange={draft.write}
          autoFocus
          error={tried && missing ? t('incident.ask.reasonMissing') : undefined}
        />
      </div>
    </QuestionDialog>
  );
}
