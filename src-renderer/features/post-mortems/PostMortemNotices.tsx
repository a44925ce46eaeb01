import { useTranslation } from 'react-i18next';
import { BODY_LENGTH } from '../../../src-shared/model/procedure.ts';
import { useFormat } from '../../platform/format.ts';
import type { NumberedText } from '../../platform/use-text-edit.ts';
import { Button } from '../../ui/Button.tsx';
import { NoticeBar } from '../../ui/NoticeBar.tsx';
import type { PostMortemEdit } from './use-post-mortem-edit.ts';

interface Props {
  writing: PostMortemEdit;
  /** As the records have it. */
  text: NumberedText;
  /** Made of a refused edit and of what stands by now. */
  isSettled: boolean;
  /** It was found again as a draft. */
  isFound: boolean;
  /** Takes in what happened since the text was drafted; undefined where nothing did. */
  onNewFacts: (() => void) | undefined;
  onNextConflict(): void;
}

/** What a person who writes a post-mortem should know now, each with what to do about it. */
export function PostMortemNotices({ writing, text, isSettled, isFound, onNewFacts, onNextConflict }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { editing, changed, isNewer, tooLong, discard } = writing;
  const open = editing.edit.conflicts.length;
  return (
    <>
      {onNewFacts && (
        <NoticeBar
          role="status"
          actions={
            <Button size="small" isDisabled={open > 0} onPress={onNewFacts}>
              {t('postMortem.bringUpToDate')}
            </Button>
          }
        >
          {t('postMortem.newFacts')}
        </NoticeBar>
      )}
      {isSettled && <NoticeBar>{t('postMortem.settle')}</NoticeBar>}
      {changed && isFound && !isSettled && (
        <NoticeBar
          actions={
            <Button size="small" variant="quiet" onPress={discard}>
              {t('postMortem.discard')}
            </Button>
          }
        >
          {t('postMortem.found')}
        </NoticeBar>
      )}
      {isNewer && (
        <NoticeBar
          tone="warn"
          role="status"
          actions={
            <Button size="small" isDisabled={open > 0} onPress={() => editing.together(text)}>
              {t('postMortem.together')}
            </Button>
          }
        >
          {t('postMortem.newer', { number: text.number })}
        </NoticeBar>
      )}
      {open > 0 && (
        <NoticeBar
          tone="warn"
          role="status"
          actions={
            <Button size="small" keys="F8" onPress={onNextConflict}>
              {t('postMortem.nextConflict')}
            </Button>
          }
        >
          {t('postMortem.conflicts', { count: open })}
        </NoticeBar>
      )}
      {tooLong && <NoticeBar role="alert">{t('postMortem.tooLong', { most: format.number(BODY_LENGTH) })}</NoticeBar>}
    </>
  );
}
