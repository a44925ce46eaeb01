import { useNavigate } from '@tanstack/react-router';
import Hourglass from 'lucide-react/icons/hourglass';
import Snowflake from 'lucide-react/icons/snowflake';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { type FunctionComponent, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { changeRunId } from '../../../src-shared/change/planned.ts';
import { isAuthor, isOpenChange } from '../../../src-shared/change/transitions.ts';
import { plannedEnd } from '../../../src-shared/change/work-span.ts';
import { CHANGE_PROCEDURE, changeSilenceId } from '../../../src-shared/model/change.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import { silenceState } from '../../../src-shared/silence/state.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { type Directory, useDirectory } from '../../data/directory.ts';
import { actorWithin } from '../../data/entry-words.ts';
import { useRecord, useUnconfirmedIds } from '../../data/hooks.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute, useTimed } from '../../platform/now.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { useCopy } from '../../platform/use-copy.ts';
import { AsidePage } from '../../ui/AsidePage.tsx';
import { Button } from '../../ui/Button.tsx';
import { Callout } from '../../ui/Callout.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import { ActList } from './ActList.tsx';
import { ChangeAside } from './ChangeAside.tsx';
import { ChangeBar } from './ChangeBar.tsx';
import { ChangeState } from './ChangeState.tsx';
import styles from './Changes.module.css';
import { Collisions } from './Collisions.tsx';
import { seenOf, useChangeDesk } from './desk.ts';
import { Gates } from './Gates.tsx';
import { heldBy } from './held.ts';
import { PlannedBy } from './PlannedBy.tsx';
import { type Surroundings, useSurroundings } from './use-surroundings.ts';

/** What other features show on the pages of changes. */
export interface ChangeSlots {
  /** The steps of a procedure, worked through as one run that its first step starts. */
  Steps: FunctionComponent<{ run: string; procedure: string; service?: string; label: string }>;
}

/** One change: where it stands, its steps and gates, what it meets, how to go back. */
export function ChangePage({ id, slots }: { id: string; slots: ChangeSlots }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const directory = useDirectory();
  const row = useRecord('change', id);
  const around = useSurroundings();
  usePageHeading({
    title: row?.doc.title ?? t('changes.one'),
    parent: { label: t('place.changes'), path: '/changes' },
  });
  if (row === undefined || !directory || !around) return <Skeleton lines={10} label={t('changes.loading')} />;
  if (row === null) {
    return (
      <EmptyState
        title={t('changes.notFound')}
        actions={<Button onPress={() => void navigate({ to: '/changes' })}>{t('changes.toList')}</Button>}
      >
        {t('changes.notFoundWhy')}
      </EmptyState>
    );
  }
  return <OneChange row={row} directory={directory} around={around} slots={slots} />;
}

interface Props {
  row: Row<'change'>;
  directory: Directory;
  around: Surroundings;
  slots: ChangeSlots;
}

function OneChange({ row, directory, around, slots: { Steps } }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const copy = useCopy();
  const desk = useChangeDesk();
  const { id, doc } = row;
  const isOpen = isOpenChange(doc);
  const isWaiting = useUnconfirmedIds('change').has(id);
  const met = useMemo(() => (isOpen ? around.collisionsOf({ ...doc, id }, now) : []), [isOpen, around, doc, id, now]);
  const freeze = heldBy(doc, around.freezes, now);
  const held = freeze && { id: freeze.id, title: freeze.doc.title, revision: freeze.doc.revision };
  const isMine = directory.me !== undefined && isAuthor(doc, { kind: 'person', id: personId(directory.me) });
  const mayExcept = directory.may('lead') && !isMine;
  const end = plannedEnd(doc);
  const isOver = doc.status === 'inProgress' && now >= end;
  const silence = useRecord('silence', changeSilenceId(id))?.doc;
  const quietUntil = useTimed((at) => (silence && silenceState(silence, at) === 'active' ? silence.endsAt : undefined));
  const [service] = doc.services;
  const words = { t, directory };
  const facts = [
    t('changes.writtenBy', { by: actorWithin(doc.createdBy, words), time: format.moment(doc.createdAt, now) }),
    doc.approval &&
      t('changes.approvedBy', {
        by: actorWithin(doc.approval.by, words),
        time: format.moment(doc.approval.at, now),
      }),
    doc.startedAt !== undefined && t('changes.startedAt', { when: format.momentOn(doc.startedAt, now) }),
    quietUntil !== undefined && t('changes.quietUntil', { until: format.momentTo(quietUntil, now) }),
    doc.endedAt !== undefined && t('changes.endedAt', { when: format.momentOn(doc.endedAt, now) }),
  ].filter(Boolean);
  return (
    <AsidePage isWide isFlush aside={<ChangeAside row={row} directory={directory} />}>
      <div className={styles.heading} data-selectable>
        <div className={styles.title}>
          <h2 className={styles.name} dir="auto">
            {doc.title}
          </h2>
          <ChangeState status={doc.status} />
          {isWaiting && <WaitingMark why={t('followUp.waitingWhy')}>{t('followUp.waiting')}</WaitingMark>}
        </div>
        <p className={styles.faint}>{facts.join(' · ')}</p>
        <PlannedBy row={row} may={directory.may('responder')} />
      </div>
      <div className={styles.notices}>
        {doc.refusal && (
          <Callout tone="warn" icon={<TriangleAlert size={15} strokeWidth={1.6} />}>
            {t('changes.refusedBy', { by: actorWithin(doc.refusal.by, words), reason: doc.refusal.reason })}
          </Callout>
        )}
        {doc.status === 'draft' && doc.window.to <= now && (
          <Callout tone="warn" icon={<Hourglass size={15} strokeWidth={1.6} />}>
            {t('changes.why.over')}
          </Callout>
        )}
        {isOver && (
          <Callout tone="warn" icon={<Hourglass size={15} strokeWidth={1.6} />}>
            {t('changes.runsOver', { when: format.momentOn(end, now) })}
          </Callout>
        )}
        {freeze && held && isOpen && (
          <Callout
            tone="warn"
            icon={<Snowflake size={15} strokeWidth={1.6} />}
            actions={
              <Button
                size="small"
                isDisabled={!mayExcept}
                reason={mayExcept ? undefined : t(isMine ? 'changes.why.exceptAuthor' : 'changes.why.lead')}
                onPress={() => desk.ask({ kind: 'except', seen: seenOf(row), freeze: held })}
              >
                {t('changes.act.except')}
              </Button>
            }
          >
            {t(`changes.held.${doc.status === 'inProgress' ? 'production' : 'start'}`, {
              title: held.title,
              until: format.momentTo(freeze.doc.window.to, now),
            })}
          </Callout>
        )}
      </div>
      <ChangeBar row={row} directory={directory} held={held} />
      {met.length > 0 && (
        <>
          <SectionHeading note={String(met.length)}>{t('changes.collisions')}</SectionHeading>
          <Collisions found={met} directory={directory} />
        </>
      )}
      <SectionHeading>{t('changes.gates')}</SectionHeading>
      <Gates row={row} directory={directory} isHeld={held !== undefined} />
      <SectionHeading>{t('changes.steps')}</SectionHeading>
      <Steps
        run={changeRunId(id)}
        procedure={CHANGE_PROCEDURE}
        label={t('changes.steps')}
        {...(service === undefined ? {} : { service })}
      />
      <SectionHeading note={t(`changes.risk.${doc.risk}`)}>{t('changes.field.risk')}</SectionHeading>
      <p className={styles.text} data-selectable>
        {doc.riskText ?? t('changes.noRiskText')}
      </p>
      <SectionHeading
        action={
          doc.rollback === undefined ? undefined : (
            <Button
              size="small"
              variant="quiet"
              onPress={() => void copy(doc.rollback ?? '', t('changes.copiedRollback'))}
            >
              {t('changes.copyRollback')}
            </Button>
          )
        }
      >
        {t('changes.field.rollback')}
      </SectionHeading>
      {doc.rollback === undefined ? (
        <p className={styles.text}>{t('changes.noRollback')}</p>
      ) : (
        <div className={styles.block}>
          <CodeBlock label={t('changes.field.rollback')}>{doc.rollback}</CodeBlock>
        </div>
      )}
      <SectionHeading note={String(doc.acts.length)}>{t('changes.history')}</SectionHeading>
      <ActList acts={doc.acts} directory={directory} />
    </AsidePage>
  );
}
