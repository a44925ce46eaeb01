import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isName } from '../../../../src-shared/model/name.ts';
import { BODY_LENGTH } from '../../../../src-shared/model/procedure.ts';
import { isChanged, type TextEdit } from '../../../../src-shared/procedure/text-edit.ts';
import type { Instant } from '../../../../src-shared/time/clock.ts';
import { editorPhrases } from '../../../platform/editor-phrases.ts';
import { useFormat } from '../../../platform/format.ts';
import { displayKeys } from '../../../platform/keys.ts';
import { useMachine } from '../../../platform/machine.ts';
import { useMinute } from '../../../platform/now.ts';
import { useStillHere } from '../../../platform/still-here.ts';
import type { TextEditing } from '../../../platform/use-text-edit.ts';
import { isTaken, useWindowChords } from '../../../platform/window-chords.ts';
import { Button } from '../../../ui/Button.tsx';
import { MenuButton } from '../../../ui/MenuButton.tsx';
import { NoticeBar } from '../../../ui/NoticeBar.tsx';
import { SegmentedControl } from '../../../ui/SegmentedControl.tsx';
import { TextEditor, type TextEditorHandle } from '../../../ui/TextEditor.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { type Shown, WritingPage } from '../../../ui/WritingPage.tsx';
import { LeaveDialog } from './LeaveDialog.tsx';
import { Preview } from './Preview.tsx';
import { Problems, problemText } from './Problems.tsx';
import { stepSnippets } from './step-snippets.ts';
import { useKeepImages } from './use-keep-images.ts';
import { useParsed } from './use-parsed.ts';
import styles from './Workbench.module.css';

export interface WorkbenchProps {
  editing: TextEditing;
  /** What the person may do about it; undefined where they may write. */
  readOnlyWhy?: string | undefined;
  /** When the draft was last kept on this laptop. */
  keptAt: Instant | undefined;
  /** What was typed last is not on the disk yet. */
  isKeeping: boolean;
  /** Beside the insert menu: what a new procedure still has to be told. */
  fields?: ReactNode;
  /** Above the text: a newer revision, a draft that was found again. */
  notices?: ReactNode;
  saveLabel: string;
  /** Answers whether it was taken and the page is to be left as asked; one that goes elsewhere itself answers false. */
  onSave(edit: TextEdit, leaves: boolean): Promise<boolean>;
  onLeave(): void;
  onDiscard(): void;
}

const SAVE = 'Mod+S';
const SAVE_AND_LEAVE = 'Mod+Enter';
/** Escape in the text first lets Tab out of it; a second one within this time leaves the page. */
const TWICE_MS = 2_000;

function afterFrames(count: number, act: () => void): void {
  if (count === 0) act();
  else requestAnimationFrame(() => afterFrames(count - 1, act));
}

/** Text and preview side by side, with all that a person needs to write a procedure. */
export function Workbench(props: WorkbenchProps) {
  const { editing, readOnlyWhy, keptAt, isKeeping, fields, notices, saveLabel, onSave, onLeave, onDiscard } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { info } = useMachine();
  const stillHere = useStillHere();
  const { edit } = editing;
  const editor = useRef<TextEditorHandle>(null);
  const section = useRef<HTMLElement>(null);
  const escapedAt = useRef(Number.NEGATIVE_INFINITY);
  const [shown, setShown] = useState<Shown>('both');
  const [asksToLeave, setAsksToLeave] = useState(false);
  const [isSaving, setIsSaving] = useState(false);
  // Once: the editor's code comes later than the first letters, and must not take the hand off them.
  const [beginsAtTitle] = useState(edit.title === '' && readOnlyWhy === undefined);
  const [tried, setTried] = useState(false);
  const parsed = useParsed(edit.body);
  const phrases = useMemo(() => editorPhrases(t), [t]);
  const snippets = useMemo(() => stepSnippets(t), [t]);
  const problems = useMemo(
    () => parsed.problems.map(({ line, problem }) => ({ line, message: problemText(t, problem) })),
    [parsed, t],
  );
  const { keepImages, imageUrl } = useKeepImages();
  const isReadOnly = readOnlyWhy !== undefined;
  const open = edit.conflicts.length;
  const titleMissing = !isName(edit.title);
  const tooLong = edit.body.length > BODY_LENGTH;
  const keysOf = (keys: string) => displayKeys(keys, info.platform).join(' ');

  const save = async (leaves: boolean) => {
    setTried(true);
    if (isReadOnly || isSaving) return;
    if (titleMissing) return section.current?.querySelector<HTMLElement>('[data-procedure-title] input')?.focus();
    if (tooLong) return;
    if (open > 0) return editor.current?.goToConflict();
    setIsSaving(true);
    const isHere = stillHere();
    const taken = await onSave(editing.now(), leaves);
    setIsSaving(false);
    if (taken && leaves && isHere()) onLeave();
  };
  const leave = () => (isChanged(editing.now()) && !isReadOnly ? setAsksToLeave(true) : onLeave());

  useWindowChords({ [SAVE]: () => void save(false), [SAVE_AND_LEAVE]: () => void save(true) });
  const latest = useRef(leave);
  useEffect(() => {
    latest.current = leave;
  });
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape' || isTaken(event)) return;
      event.preventDefault();
      const isText = event.target instanceof Element && event.target.closest('.cm-editor') !== null;
      const isSecond = event.timeStamp - escapedAt.current < TWICE_MS;
      escapedAt.current = event.timeStamp;
      if (!isText || isSecond) latest.current();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  // A text that was brought together is gone on with.
  useEffect(() => {
    if (editing.version > 0 && document.activeElement === document.body) editor.current?.focus();
  }, [editing.version]);
  const paste = useCallback((files: File[]) => keepImages(files), [keepImages]);

  return (
    <>
      <WritingPage
        ref={section}
        label={t('procedureEditor.edit')}
        shown={shown}
        bar={
          <>
            <MenuButton
              label={t('procedureEditor.insert')}
              items={snippets.map(({ kind, syntax }) => ({
                id: kind,
                label: t(`procedureEditor.step.${kind}.name`),
                note: syntax,
                isDisabled: isReadOnly,
              }))}
              onAction={(id) => {
                const snippet = snippets.find(({ kind }) => kind === id);
                // The menu gives the focus back to its button when it has gone: the line comes after that.
                if (snippet) afterFrames(2, () => editor.current?.insertLine(snippet.text, snippet.placeholder));
              }}
            />
            {fields}
            <span className={styles.state} role="status" aria-busy={isKeeping}>
              {keptAt !== undefined && isChanged(edit)
                ? t('procedureEditor.kept', { when: format.momentOn(keptAt, now) })
                : isReadOnly || isChanged(edit)
                  ? ''
                  : t('procedureEditor.unchanged')}
            </span>
            <SegmentedControl<Shown>
              label={t('procedureEditor.shown')}
              value={shown}
              onChange={setShown}
              options={(['both', 'text', 'preview'] as const).map((id) => ({
                id,
                label: t(`procedureEditor.show.${id}`),
              }))}
            />
            {!isReadOnly && (
              <>
                <Button variant="quiet" keys="Escape" onPress={leave}>
                  {t('procedureEditor.leave')}
                </Button>
                <Button keys={keysOf(SAVE)} isPending={isSaving} onPress={() => void save(false)}>
                  {saveLabel}
                </Button>
                <Button variant="primary" keys={keysOf(SAVE_AND_LEAVE)} onPress={() => void save(true)}>
                  {t('procedureEditor.saveAndLeave')}
                </Button>
              </>
            )}
          </>
        }
        notices={
          <>
            {isReadOnly && <NoticeBar>{readOnlyWhy}</NoticeBar>}
            {notices}
            {open > 0 && (
              <NoticeBar
                tone="warn"
                role="status"
                actions={
                  <Button size="small" keys="F8" onPress={() => editor.current?.goToConflict()}>
                    {t('procedureEditor.nextConflict')}
                  </Button>
                }
              >
                {t('procedureEditor.conflicts', { count: open })}
              </NoticeBar>
            )}
            {edit.otherTitle !== undefined && (
              <NoticeBar
                tone="warn"
                actions={
                  <>
                    <Button size="small" onPress={() => editing.setTitle(edit.otherTitle ?? '')}>
                      {t('procedureEditor.takeTitle')}
                    </Button>
                    <Button size="small" variant="quiet" onPress={() => editing.setTitle(edit.title)}>
                      {t('procedureEditor.keepTitle')}
                    </Button>
                  </>
                }
              >
                {t('procedureEditor.otherTitle', { title: edit.otherTitle })}
              </NoticeBar>
            )}
          </>
        }
        title={
          <div data-procedure-title>
            <TextField
              aria-label={t('procedureEditor.title')}
              placeholder={t('procedureEditor.titlePlaceholder')}
              value={edit.title}
              onChange={editing.setTitle}
              maxLength={300}
              isReadOnly={isReadOnly}
              autoFocus={beginsAtTitle}
              error={tried && titleMissing ? t('procedureEditor.titleMissing') : undefined}
            />
          </div>
        }
        text={
          <TextEditor
            ref={editor}
            label={t('procedureEditor.text')}
            describedBy="procedure-editor-help"
            phrases={phrases}
            value={edit.body}
            conflicts={edit.conflicts}
            version={editing.version}
            problems={problems}
            onChange={editing.setBody}
            onPasteFiles={paste}
            isReadOnly={isReadOnly}
            autoFocus={!beginsAtTitle}
          />
        }
        previewLabel={t('procedureEditor.preview')}
        preview={
          <>
            <h2 className={styles.said}>{t('procedureEditor.preview')}</h2>
            <Preview parsed={parsed} imageUrl={imageUrl} />
          </>
        }
        foot={
          <>
            <Problems problems={problems} onGo={(line) => editor.current?.goToLine(line)} />
            {tooLong && (
              <p className={styles.tooLong} role="alert">
                {t('procedureEditor.tooLong', {
                  length: format.number(edit.body.length),
                  most: format.number(BODY_LENGTH),
                })}
              </p>
            )}
            <div className={styles.last}>
              <p id="procedure-editor-help" className={styles.help}>
                {t('procedureEditor.help')}
              </p>
              <div className={styles.note}>
                <TextField
                  aria-label={t('procedureEditor.note')}
                  placeholder={t('procedureEditor.notePlaceholder')}
                  value={edit.note}
                  onChange={editing.setNote}
                  maxLength={500}
                  isDisabled={isReadOnly}
                />
              </div>
            </div>
          </>
        }
      />
      {asksToLeave && (
        <LeaveDialog
          onStay={() => setAsksToLeave(false)}
          onKeep={onLeave}
          onDiscard={() => {
            onDiscard();
            onLeave();
          }}
        />
      )}
    </>
  );
}
