import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { displayKeys } from '../../platform/keys.ts';
import { useMachine } from '../../platform/machine.ts';
import { Button } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { useIncidentDesk } from './desk.ts';
import styles from './NoteComposer.module.css';

/** A note for the timeline; Ctrl+Enter adds it. What is half written stays when it could not be added. */
export function NoteComposer({ id, mayRespond }: { id: string; mayRespond: boolean }) {
  const { t } = useTranslation();
  const { info } = useMachine();
  const desk = useIncidentDesk();
  const [text, setText] = useState('');
  const composer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const focus = () => composer.current?.querySelector('textarea')?.focus();
    desk.onFocusNote(focus);
    if (window.location.hash.endsWith('?note')) focus();
    return () => desk.onFocusNote(undefined);
  }, [desk]);

  const send = async () => {
    const note = text.trim();
    if (note === '' || !mayRespond) return;
    setText('');
    if (!(await desk.actions.note(id, note))) setText(note);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void send();
  };

  return (
    <div className={styles.composer} ref={composer}>
      <TextArea
        aria-label={t('incident.note.label')}
        placeholder={t('incident.note.placeholder')}
        rows={text.includes('\n') ? 5 : 2}
        value={text}
        onChange={setText}
        onKeyDown={onKeyDown}
        isDisabled={!mayRespond}
      />
      <Button
        size="small"
        keys={displayKeys('Mod+Enter', info.platform).join(' ')}
        isDisabled={!mayRespond || text.trim() === ''}
        reason={mayRespond ? undefined : t('incident.why.viewer')}
        onPress={() => void send()}
      >
        {t('incident.note.send')}
      </Button>
    </div>
  );
}
