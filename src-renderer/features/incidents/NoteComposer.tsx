import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/DataProvider.tsx';
import { displayKeys } from '../../platform/keys.ts';
import { useMachine } from '../../platform/machine.ts';
import { Button } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { useIncidentDesk } from './desk.ts';
import styles from './NoteComposer.module.css';

/** A note for the timeline; Ctrl+Enter adds it. What is half written stays: on another page, after a crash. */
export function NoteComposer({ id, mayRespond }: { id: string; mayRespond: boolean }) {
  const { t } = useTranslation();
  const { info } = useMachine();
  const desk = useIncidentDesk();
  const { drafts } = useData();
  const draft = `note:${id}`;
  const [text, setText] = useState('');
  useEffect(() => {
    let isHere = true;
    void drafts.read(draft).then((kept) => {
      if (isHere && kept !== '') setText((already) => already || kept);
    });
    return () => {
      isHere = false;
    };
  }, [drafts, draft]);
  const typed = useRef('');
  const write = (next: string) => {
    typed.current = next;
    setText(next);
    void drafts.write(draft, next);
  };
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
    typed.current = '';
    setText('');
    const added = await desk.actions.note(id, note);
    // Until it is added the draft holds it; what was typed meanwhile is the next one.
    if (typed.current === '') write(added ? '' : note);
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
        rows={1}
        value={text}
        onChange={write}
        onKeyDown={onKeyDown}
        isDisabled={!mayRespond}
      />
      <Button
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
