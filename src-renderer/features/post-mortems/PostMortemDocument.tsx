import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { BODY_LENGTH } from '../../../src-shared/model/procedure.ts';
import { leftToWrite } from '../../../src-shared/procedure/post-mortem/draft.ts';
import { withNewFacts } from '../../../src-shared/procedure/post-mortem/update.ts';
import {
  bringTogether,
  isChanged,
  sameText,
  type TextEdit,
  textEditSchema,
  untouched,
} from '../../../src-shared/procedure/text-edit.ts';
import type { ReviewRow, Row } from '../../../src-shared/sync/local-store.ts';
import { useData } from '../../data/DataProvider.tsx';
import type { Directory } from '../../data/directory.ts';
import { useUnconfirmedIds } from '../../data/hooks.ts';
import type { TextDraft } from '../../data/use-text-draft.ts';
import { editorPhrases } from '../../platform/editor-phrases.ts';
import { changeErrorText } from '../../platform/error-text.ts';
import { useFormat } from '../../platform/format.ts';
import { displayKeys, matches, parseKeys } from '../../platform/keys.ts';
import { useMachine } from '../../platform/machine.ts';
import { useNotices } from '../../platform/notices.ts';
import { useMinute } from '../../platform/now.ts';
import { useTextEdit } from '../../platform/use-text-edit.ts';
import { Button } from '../../ui/Button.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { TextEditor, type TextEditorHandle } from '../../ui/TextEditor.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import { DocumentMenu } from './DocumentMenu.tsx';
import { usePostMortemDesk } from './desk.ts';
import { FactsPanel } from './FactsPanel.tsx';
import { FollowUpPanel } from './FollowUpPanel.tsx';
import styles from './PostMortemPage.module.css';
import { type CurrentPostMortem, readPostMortem, savePostMortem } from './reads.ts';
import { useFollowUpsOf } from './use-follow-ups.ts';
import { useIncidentFacts } from './use-incident-facts.ts';

/** What is kept of an edit, with the draft that its facts were brought up to date by. */
export const postMortemDraftSchema = textEditSchema.extend({ drafted: z.string().optional() });
export type PostMortemEdit = z.infer<typeof postMortemDraftSchema>;

interface Props {
  row: Row<'incident'>;
  current: CurrentPostMortem;
  draft: TextDraft<PostMortemEdit>;
  directory: Directory;
  /** A refused edit that is brought together with the text here. */
  refused: { row: ReviewRow; edit: TextEdit } | undefined;
}

type Shown = 'both' | 'text' | 'preview';
const SAVE = 'Mod+S';

/** Text and preview, the facts and the follow-ups beside them. A published one is read. */
export function PostMortemDocument({ row, current, draft, directory, refused }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const data = useData();
  const navigate = useNavigate();
  const notices = useNotices();
  const { info } = useMachine();
  const { actions } = usePostMortemDesk();
  const { id, doc: incident } = row;
  const { head, text } = current;
  const editor = useRef<TextEditorHandle>(null);
  const drafted = useRef(draft.kept?.drafted);
  const [shown, setShown] = useState<Shown>('both');
  const [isSaving, setIsSaving] = useState(false);
  const [initial] = useState(
    () => draft.kept ?? (refused ? bringTogether(refused.edit, text, text.number) : untouched(text, text.number)),
  );
  const editing = useTextEdit(initial, (edit) =>
    isChanged(edit)
      ? draft.keep({ ...edit, ...(drafted.current === undefined ? {} : { drafted: drafted.current }) })
      : draft.end(),
  );
  const { edit, replace, now: asIs } = editing;
  const facts = useIncidentFacts(id, head, directory);
  const followUps = useFollowUpsOf(id);
  const isWaiting = useUnconfirmedIds('postMortem').has(id);
  const phrases = useMemo(() => editorPhrases(t), [t]);
  const seen = useDeferredValue(edit.body);

  const isPublished = head.status === 'published';
  const mayWrite = directory.may('responder') && !isPublished;
  const isLead = directory.may('lead');
  const changed = isChanged(edit);
  const isNewer = changed && !sameText(edit.from, text) && !sameText(edit, text);
  const titleMissing = edit.title.trim() === '';
  const tooLong = edit.body.length > BODY_LENGTH;
  const open = edit.conflicts.length;
  const left = isPublished ? 0 : leftToWrite(seen);
  const hasNewFacts = mayWrite && facts !== undefined && facts.draft !== (drafted.current ?? current.drafted);
  const saveKeys = displayKeys(SAVE, info.platform).join(' ');

  // Whoever has changed nothing reads on in the newest text.
  useEffect(() => {
    const mine = asIs();
    if (!isChanged(mine) && !sameText(mine, text)) replace(untouched(text, text.number));
  }, [text, asIs, replace]);

  const save = async () => {
    const mine = asIs();
    if (!mayWrite || isSaving || titleMissing || tooLong || !isChanged(mine)) return;
    if (open > 0) return editor.current?.goToConflict();
    setIsSaving(true);
    const result = await savePostMortem(data, id, mine, drafted.current);
    const after = await readPostMortem(data.records, id);
    setIsSaving(false);
    if (!result.ok) {
      const isConflict = result.error.code === 'rejected' && result.error.reason === 'conflict';
      if (isConflict && after) {
        editing.together(after.text);
        return notices.tell({ tone: 'info', text: t('postMortem.bothChanged') });
      }
      return notices.tell({ tone: 'refused', text: changeErrorText(t, format, result.error) });
    }
    // Only what outlives a crash may end the draft.
    const isKept = await result.value.saved.then(
      () => true,
      () => false,
    );
    if (!after || !isKept) return;
    drafted.current = undefined;
    editing.saved(mine, after.text);
    if (!isChanged(asIs())) draft.end();
    notices.tell({ tone: 'done', text: t('postMortem.saved') });
    if (!refused) return;
    await data.review.discard(refused.row);
    void navigate({ to: '/post-mortems/$incident', params: { incident: String(incident.number ?? id) } });
  };
  const discard = () => {
    drafted.current = undefined;
    draft.end();
    replace(untouched(text, text.number));
  };
  const bringUpToDate = () => {
    if (!facts) return;
    const mine = asIs();
    const { text: body, kept } = withNewFacts(drafted.current ?? current.drafted, mine.body, facts.draft);
    drafted.current = facts.draft;
    const next = { ...mine, body, conflicts: [] };
    replace(next);
    draft.keep({ ...next, drafted: facts.draft });
    editor.current?.focus();
    notices.tell({
      tone: 'info',
      text: t('postMortem.broughtUpToDate'),
      ...(kept > 0 ? { detail: t('postMortem.keptWords', { count: kept }) } : {}),
    });
  };
  // On the whole window: a button that is gone once it was pressed leaves the focus nowhere.
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  useEffect(() => {
    const [chord] = parseKeys(SAVE);
    const press = (event: KeyboardEvent) => {
      if (!chord || !matches(chord, event, info.platform)) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) void latest.current();
    };
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, [info.platform]);

  const state = changed
    ? draft.keptAt === undefined
      ? ''
      : t('postMortem.kept', { time: format.moment(draft.keptAt, now) })
    : isPublished && head.publishedAt !== undefined
      ? t('postMortem.publishedBy', {
          time: format.moment(head.publishedAt, now),
          by: head.publishedBy ? directory.actor(head.publishedBy) : '',
        })
      : t('postMortem.unchanged');

  return (
    <div className={styles.page} data-shown={mayWrite ? shown : 'preview'}>
      <div className={styles.bar}>
        <span className={styles.status} data-status={head.status}>
          {t(`postMortem.status.${head.status}`)}
        </span>
        <span className={styles.state} role="status">
          {state}
        </span>
        {left > 0 && <span className={styles.state}>{t('postMortem.leftToWrite', { count: left })}</span>}
        {isWaiting && <WaitingMark why={t('followUp.waitingWhy')}>{t('followUp.waiting')}</WaitingMark>}
        <span className={styles.acts}>
          {mayWrite && (
            <SegmentedControl
              label={t('postMortem.shown')}
              value={shown}
              onChange={(next) => setShown(next)}
              options={(['both', 'text', 'preview'] as const).map((one) => ({
                id: one,
                label: t(`postMortem.show.${one}`),
              }))}
            />
          )}
          <DocumentMenu
            doc={head}
            title={edit.title}
            body={edit.body}
            followUps={followUps?.map(({ doc }) => doc) ?? []}
            directory={directory}
            number={incident.number}
          />
          {mayWrite && (
            <Button size="small" keys={saveKeys} isPending={isSaving} isDisabled={!changed} onPress={() => void save()}>
              {t('postMortem.save')}
            </Button>
          )}
          {isPublished ? (
            <Button
              size="small"
              isDisabled={!isLead}
              reason={isLead ? undefined : t('postMortem.leadReopens')}
              onPress={() => void actions.reopen(id)}
            >
              {t('postMortem.reopen')}
            </Button>
          ) : (
            <Button
              size="small"
              variant="primary"
              isDisabled={!isLead || changed}
              reason={isLead ? (changed ? t('postMortem.saveFirst') : undefined) : t('postMortem.leadPublishes')}
              onPress={() => void actions.publish(id, head.revision)}
            >
              {t('postMortem.publish')}
            </Button>
          )}
        </span>
      </div>
      <div className={styles.notices}>
        {hasNewFacts && (
          <div className={styles.notice} role="status">
            <p>{t('postMortem.newFacts')}</p>
            <Button size="small" isDisabled={open > 0} onPress={bringUpToDate}>
              {t('postMortem.bringUpToDate')}
            </Button>
          </div>
        )}
        {refused && <p className={styles.notice}>{t('postMortem.settle')}</p>}
        {changed && draft.kept && !refused && (
          <div className={styles.notice}>
            <p>{t('postMortem.found')}</p>
            <Button size="small" variant="quiet" onPress={discard}>
              {t('postMortem.discard')}
            </Button>
          </div>
        )}
        {isNewer && (
          <div className={styles.notice} data-tone="warn" role="status">
            <p>{t('postMortem.newer', { number: text.number })}</p>
            <Button size="small" isDisabled={open > 0} onPress={() => editing.together(text)}>
              {t('postMortem.together')}
            </Button>
          </div>
        )}
        {open > 0 && (
          <div className={styles.notice} data-tone="warn" role="status">
            <p>{t('postMortem.conflicts', { count: open })}</p>
            <Button size="small" keys="F8" onPress={() => editor.current?.goToConflict()}>
              {t('postMortem.nextConflict')}
            </Button>
          </div>
        )}
        {tooLong && (
          <p className={styles.notice} role="alert">
            {t('postMortem.tooLong', { most: format.number(BODY_LENGTH) })}
          </p>
        )}
      </div>
      {mayWrite && (
        <div className={styles.title}>
          <TextField
            aria-label={t('postMortem.title')}
            value={edit.title}
            onChange={editing.setTitle}
            maxLength={300}
            error={titleMissing ? t('postMortem.titleMissing') : undefined}
          />
        </div>
      )}
      {mayWrite && (
        <div className={styles.text}>
          <TextEditor
            ref={editor}
            label={t('postMortem.text')}
            phrases={phrases}
            value={edit.body}
            conflicts={edit.conflicts}
            version={editing.version}
            onChange={editing.setBody}
          />
        </div>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls is reached by the keyboard */}
      <section className={styles.preview} aria-label={t('postMortem.preview')} tabIndex={0}>
        <article className={styles.paper} lang={head.language}>
          <h2 className={styles.paperTitle}>{edit.title}</h2>
          <Markdown text={seen} />
        </article>
      </section>
      <aside className={styles.aside} aria-label={t('postMortem.facts')}>
        <FactsPanel id={id} doc={head} incident={incident} facts={facts?.facts} directory={directory} />
        <FollowUpPanel incident={id} directory={directory} />
      </aside>
    </div>
  );
}
