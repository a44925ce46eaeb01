import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { leftToWrite } from '../../../src-shared/procedure/post-mortem/draft.ts';
import type { Directory } from '../../data/directory.ts';
import { editorPhrases } from '../../platform/editor-phrases.ts';
import { useWindowChords } from '../../platform/window-chords.ts';
import { Markdown } from '../../ui/Markdown.tsx';
import { TextEditor, type TextEditorHandle } from '../../ui/TextEditor.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { type Shown, WritingPage } from '../../ui/WritingPage.tsx';
import { FactsPanel } from './FactsPanel.tsx';
import { FollowUpPanel } from './FollowUpPanel.tsx';
import { PostMortemBar, SAVE } from './PostMortemBar.tsx';
import { PostMortemNotices } from './PostMortemNotices.tsx';
import styles from './PostMortemPage.module.css';
import { useIncidentFacts } from './use-incident-facts.ts';
import { type PostMortemEditOptions, usePostMortemEdit } from './use-post-mortem-edit.ts';

interface Props extends Pick<PostMortemEditOptions, 'row' | 'current' | 'draft' | 'refused'> {
  directory: Directory;
}

/** Text and preview, the facts and the follow-ups beside them. A published one is read. */
export function PostMortemDocument({ row, current, draft, directory, refused }: Props) {
  const { t } = useTranslation();
  const { id, doc: incident } = row;
  const { head, text } = current;
  const editor = useRef<TextEditorHandle>(null);
  const [shown, setShown] = useState<Shown>('both');
  const isPublished = head.status === 'published';
  const mayWrite = directory.may('responder') && !isPublished;
  const goToConflict = () => editor.current?.goToConflict();
  const writing = usePostMortemEdit({ row, current, draft, mayWrite, refused, goToConflict });
  const { editing, titleMissing } = writing;
  const { edit } = editing;
  const facts = useIncidentFacts(id, head, directory);
  const hasNewFacts = mayWrite && facts !== undefined && facts.draft !== writing.drafted;
  const phrases = useMemo(() => editorPhrases(t), [t]);
  const seen = useDeferredValue(edit.body);
  useWindowChords({ [SAVE]: () => void writing.save() });

  return (
    <WritingPage
      label={t('postMortem.heading')}
      shown={mayWrite ? shown : 'preview'}
      bar={
        <PostMortemBar
          row={row}
          head={head}
          writing={writing}
          keptAt={draft.keptAt}
          isKeeping={draft.isKeeping}
          left={isPublished ? 0 : leftToWrite(seen)}
          mayWrite={mayWrite}
          directory={directory}
          shown={shown}
          onShown={setShown}
        />
      }
      notices={
        <PostMortemNotices
          writing={writing}
          text={text}
          isSettled={refused !== undefined}
          isFound={Boolean(draft.kept)}
          onNewFacts={
            hasNewFacts
              ? () => {
                  writing.bringUpToDate(facts.draft);
                  editor.current?.focus();
                }
              : undefined
          }
          onNextConflict={goToConflict}
        />
      }
      title={
        mayWrite && (
          <TextField
            aria-label={t('postMortem.title')}
            value={edit.title}
            onChange={editing.setTitle}
            maxLength={300}
            error={titleMissing ? t('postMortem.titleMissing') : undefined}
          />
        )
      }
      text={
        mayWrite && (
          <TextEditor
            ref={editor}
            label={t('postMortem.text')}
            phrases={phrases}
            value={edit.body}
            conflicts={edit.conflicts}
            version={editing.version}
            onChange={editing.setBody}
          />
        )
      }
      previewLabel={t('postMortem.preview')}
      preview={
        <article className={styles.paper} lang={head.language}>
          <h2 className={styles.paperTitle}>{edit.title}</h2>
          <Markdown text={seen} />
        </article>
      }
      asideLabel={t('postMortem.facts')}
      aside={
        <>
          <FactsPanel id={id} doc={head} incident={incident} facts={facts?.facts} directory={directory} />
          <FollowUpPanel incident={id} directory={directory} />
        </>
      }
    />
  );
}
