import { useTranslation } from 'react-i18next';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';
import type { Directory } from '../../data/directory.ts';
import { useUnconfirmedIds } from '../../data/hooks.ts';
import { useFormat } from '../../platform/format.ts';
import { displayKeys } from '../../platform/keys.ts';
import { useMachine } from '../../platform/machine.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import type { Shown } from '../../ui/WritingPage.tsx';
import { DocumentMenu } from './DocumentMenu.tsx';
import { usePostMortemDesk } from './desk.ts';
import styles from './PostMortemPage.module.css';
import type { CurrentPostMortem } from './reads.ts';
import { useFollowUpsOf } from './use-follow-ups.ts';
import type { PostMortemEdit } from './use-post-mortem-edit.ts';

export const SAVE = 'Mod+S';

interface Props {
  row: Row<'incident'>;
  head: CurrentPostMortem['head'];
  writing: PostMortemEdit;
  keptAt: Instant | undefined;
  /** What was typed last is still on its way to the disk. */
  isKeeping: boolean;
  /** Places that nobody has written yet. */
  left: number;
  mayWrite: boolean;
  directory: Directory;
  shown: Shown;
  onShown(shown: Shown): void;
}

/** Where the document stands, and what can be done with it as a whole. */
export function PostMortemBar(props: Props) {
  const { row, head, writing, keptAt, isKeeping, left, mayWrite, directory, shown, onShown } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { info } = useMachine();
  const { actions } = usePostMortemDesk();
  const { id, doc: incident } = row;
  const { editing, changed, isSaving, save } = writing;
  const { edit } = editing;
  const followUps = useFollowUpsOf(id);
  const isWaiting = useUnconfirmedIds('postMortem').has(id);
  const isPublished = head.status === 'published';
  const isLead = directory.may('lead');
  const saveKeys = displayKeys(SAVE, info.platform).join(' ');
  const state = changed
    ? keptAt === undefined
      ? ''
      : t('postMortem.kept', { when: format.momentOn(keptAt, now) })
    : isPublished && head.publishedAt !== undefined
      ? t('postMortem.publishedBy', {
          time: format.moment(head.publishedAt, now),
          by: head.publishedBy ? directory.actor(head.publishedBy) : '',
        })
      : t('postMortem.unchanged');

  return (
    <>
      <span className={styles.status} data-status={head.status}>
        {t(`postMortem.status.${head.status}`)}
      </span>
      <span className={styles.state} role="status" aria-busy={isKeeping}>
        {state}
      </span>
      {left > 0 && <span className={styles.state}>{t('postMortem.leftToWrite', { count: left })}</span>}
      {isWaiting && <WaitingMark why={t('followUp.waitingWhy')}>{t('followUp.waiting')}</WaitingMark>}
      <span className={styles.acts}>
        {mayWrite && (
          <SegmentedControl<Shown>
            label={t('postMortem.shown')}
            value={shown}
            onChange={onShown}
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
    </>
  );
}
