import { useNavigate } from '@tanstack/react-router';
import FileClock from 'lucide-react/icons/file-clock';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isOpen } from '../../../src-shared/incident/transitions.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { type Directory, useDirectory } from '../../data/directory.ts';
import { useLive } from '../../data/hooks.ts';
import { nameOf, numberOf } from '../../data/incident-line.ts';
import { useIncidentAt } from '../../data/incident-reads.ts';
import { useTextDraft } from '../../data/use-text-draft.ts';
import { useFocusedIncident } from '../../platform/command-runner.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { usePostMortemDesk } from './desk.ts';
import { PostMortemDocument } from './PostMortemDocument.tsx';
import { readPostMortem, readRefused } from './reads.ts';
import { postMortemDraftSchema } from './use-post-mortem-edit.ts';

export interface PostMortemPageProps {
  /** The incident's number, or its record's id. */
  address: string;
  /** A refused edit of « À revoir », to make one text of it and of what stands by now. */
  change?: string;
}

/** `/post-mortems/$incident`, and `/post-mortems/$incident/settle/$change` */
export function PostMortemPage({ address, change }: PostMortemPageProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const directory = useDirectory();
  const row = useIncidentAt(address);
  usePageHeading({
    title: (row && numberOf(row.doc)) || t('postMortem.heading'),
    parent: { label: t('place.postMortems'), path: '/post-mortems' },
  });
  if (row === undefined || !directory) return <Skeleton lines={10} label={t('postMortem.loading')} />;
  if (row === null) {
    return (
      <EmptyState
        title={t('incident.notFound')}
        actions={<Button onPress={() => void navigate({ to: '/post-mortems' })}>{t('postMortem.toList')}</Button>}
      >
        {t('incident.notFoundWhy')}
      </EmptyState>
    );
  }
  return <OfIncident key={row.id} row={row} directory={directory} change={change} />;
}

interface OfIncidentProps {
  row: Row<'incident'>;
  directory: Directory;
  change: string | undefined;
}

function OfIncident({ row, directory, change }: OfIncidentProps) {
  const { t } = useTranslation();
  const { id, doc } = row;
  useFocusedIncident({ id, ...doc });
  const { actions } = usePostMortemDesk();
  const current = useLive((_, records) => readPostMortem(records, id), [id]);
  // Apart from the edit of the same text: both are somebody's work.
  const draft = useTextDraft(change ? `change/${change}` : `postMortem/${id}`, postMortemDraftSchema);
  const refused = useLive(
    async (db, records) => (change === undefined ? null : readRefused(records, await db.review.get(change))),
    [change],
  );
  const [known, setKnown] = useState(refused);
  if (refused && !known) setKnown(refused);
  if (current === undefined || draft.kept === undefined || refused === undefined)
    return <Skeleton lines={10} label={t('postMortem.loading')} />;
  if (current === null) {
    const may = directory.may('responder');
    const why = doc.mergedInto ? t('postMortem.mergedWhy') : may ? undefined : t('incident.why.viewer');
    return (
      <EmptyState
        icon={<FileClock size={28} strokeWidth={1.4} aria-hidden />}
        title={t('postMortem.notStarted', { incident: nameOf(doc) })}
        actions={
          <Button variant="primary" isDisabled={why !== undefined} reason={why} onPress={() => void actions.start(id)}>
            {t('postMortem.start')}
          </Button>
        }
      >
        {t(isOpen(doc) ? 'postMortem.stillOpenWhy' : 'postMortem.startWhy')}
      </EmptyState>
    );
  }
  return (
    <PostMortemDocument row={row} current={current} draft={draft} directory={directory} refused={known ?? undefined} />
  );
}
