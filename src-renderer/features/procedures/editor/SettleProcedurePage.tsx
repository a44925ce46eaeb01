import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { procedureId, revisionId } from '../../../../src-shared/model/procedure.ts';
import { saveProcedure } from '../../../../src-shared/mutators/procedure.ts';
import { bringTogether, type EditedText, sameText, type TextEdit } from '../../../../src-shared/procedure/text-edit.ts';
import type { ReviewRow } from '../../../../src-shared/sync/local-store.ts';
import { useData } from '../../../data/DataProvider.tsx';
import { type Directory, useDirectory } from '../../../data/directory.ts';
import { useLive } from '../../../data/hooks.ts';
import { type TextDraft, useTextDraft } from '../../../data/use-text-draft.ts';
import { usePageHeading } from '../../../platform/page-heading.ts';
import { useStillHere } from '../../../platform/still-here.ts';
import { useTextEdit } from '../../../platform/use-text-edit.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { NoticeBar } from '../../../ui/NoticeBar.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { draftName, type ProcedureDraft, procedureDraftSchema } from './draft.ts';
import { whyNotWrite } from './EditProcedurePage.tsx';
import { NewerRevision } from './NewerRevision.tsx';
import { type CurrentProcedure, useCurrentProcedure } from './use-save-procedure.ts';
import { useSaved } from './use-saved.ts';
import { Workbench } from './Workbench.tsx';

const NOTHING: EditedText = { title: '', body: '' };

/** A refused edit as it was: on what it was made from, as far as that is known. */
function useRefusedEdit(change: string): { row: ReviewRow; id: string; edit: TextEdit } | null | undefined {
  return useLive(
    async (db, records) => {
      const row = await db.review.get(change);
      const args =
        row?.mutation.name === 'procedure.save' ? saveProcedure.args.safeParse(row.mutation.args).data : null;
      if (!row || !args) return null;
      const { id, base, title, body, note = '' } = args;
      const of = { collection: 'procedure', id: procedureId(id) } as const;
      const seen = args.from ?? (await records.get('revision', revisionId(of, base)))?.doc ?? NOTHING;
      const from = { title: seen.title, body: seen.body };
      return { row, id, edit: { title, body, base, from, conflicts: [], note } };
    },
    [change],
  );
}

/** `/procedures/$id/settle/$change`: a refused edit beside what stands by now, to make one text of both. */
export function SettleProcedurePage({ id, change }: { id: string; change: string }) {
  const { t } = useTranslation();
  const current = useCurrentProcedure(id);
  const refused = useRefusedEdit(change);
  const draft = useTextDraft(draftName.settle(change), procedureDraftSchema);
  const directory = useDirectory();
  const [known, setKnown] = useState<typeof refused>();
  if (!known && refused) setKnown(refused);
  if (current === null || (refused === null && !known)) return <EmptyState title={t('procedureEditor.settled')} />;
  if (!current || !known || draft.kept === undefined || !directory) {
    return <Skeleton lines={8} label={t('procedureEditor.loading')} />;
  }
  return <Settle {...known} current={current} draft={draft} directory={directory} />;
}

interface Props {
  row: ReviewRow;
  id: string;
  edit: TextEdit;
  current: CurrentProcedure;
  draft: TextDraft<ProcedureDraft>;
  directory: Directory;
}

function Settle({ row, id, edit: refused, current, draft, directory }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const stillHere = useStillHere();
  const { review } = useData();
  const [initial] = useState(() => draft.kept ?? bringTogether(refused, current.text, current.text.number));
  const editing = useTextEdit(initial, draft.keep);
  const { edit } = editing;
  const path = `/procedures/${encodeURIComponent(id)}`;
  const { save } = useSaved();
  usePageHeading({
    title: t('procedureEditor.settle'),
    parent: { label: t('place.review'), path: '/review' },
    note: current.head.title,
  });
  const onSave = async (mine: TextEdit) => {
    const isHere = stillHere();
    const taken = await save(id, mine, editing);
    if (!taken) return false;
    draft.end();
    await review.discard(row);
    if (isHere()) void navigate({ to: path });
    return false;
  };
  const again = () => {
    draft.end();
    editing.replace(bringTogether(refused, current.text, current.text.number));
  };
  return (
    <Workbench
      editing={editing}
      readOnlyWhy={whyNotWrite(t, directory, current.head.kind)}
      keptAt={draft.keptAt}
      isKeeping={draft.isKeeping}
      saveLabel={t('procedureEditor.save')}
      onSave={onSave}
      onLeave={() => void navigate({ to: '/review' })}
      onDiscard={again}
      notices={
        <>
          <NoticeBar>{t('procedureEditor.settleWhy', { number: current.text.number })}</NoticeBar>
          {!sameText(edit.from, current.text) && (
            <NewerRevision edit={edit} current={current} onTogether={() => editing.together(current.text)} />
          )}
        </>
      }
    />
  );
}
