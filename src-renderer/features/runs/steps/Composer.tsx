import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../../../data/use-draft.ts';
import { Button } from '../../../ui/Button.tsx';
import { createFlight } from '../../../ui/one-flight.ts';
import { TextArea } from '../../../ui/TextArea.tsx';
import styles from './StepRow.module.css';

interface Props {
  /** Under what the unsaved text is kept: it outlives the page and a crash. */
  draft: string;
  label: string;
  placeholder: string;
  save: string;
  takesFocus: boolean;
  /** Answers whether it was taken; the draft stays otherwise. */
  onSave(text: string): Promise<boolean>;
  onCancel(): void;
}

/** A few words about a step: Enter keeps them, Shift+Enter is a new line, Escape leaves them as a draft. */
export function Composer({ draft: id, label, placeholder, save, takesFocus, onSave, onCancel }: Props) {
  const { t } = useTranslation();
  const draft = useDraft(id);
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takesFocus) field.current?.querySelector('textarea')?.focus();
  }, [takesFocus]);
  const [flight] = useState(createFlight);
  const send = () =>
    flight('sent', async () => {
      const text = draft.text.trim();
      if (text !== '' && (await onSave(text))) draft.end();
    });
  return (
    <div className={styles.composer} ref={field}>
      <TextArea
        aria-label={label}
        placeholder={placeholder}
        rows={1}
        value={draft.text}
        onChange={draft.write}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          void send();
        }}
      />
      <Button size="small" keys="Enter" isDisabled={draft.text.trim() === ''} onPress={() => void send()}>
        {save}
      </Button>
      <Button size="small" variant="quiet" keys="Escape" onPress={onCancel}>
        {t('runs.cancel')}
      </Button>
    </div>
  );
}
