import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isChanged, sameText, type TextEdit, untouched } from '../../../../src-shared/procedure/text-edit.ts';
import { type Directory, useDirectory } from '../../../data/directory.ts';
import { type TextDraft, useTextDraft } from '../../../data/use-text-draft.ts';
import { usePageHeading } from '../../../platform/page-heading.ts';
import { useTextEdit } from '../../../platform/use-text-edit.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { FoundDraft } from '../../../ui/FoundDraft.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { writerOf } from '../page/rights.ts';
import { draftName, type ProcedureDraft, procedureDraftSchema } from './draft.ts';
import { NewerRevision } from './NewerRevision.tsx';
import { type CurrentProcedure, useCurrentProcedure } from './use-save-procedure.ts';
import { useSaved } from './use-saved.ts';
import { Workbench } from './Workbench.tsx';

/** `/procedures/$id/edit` */
export function EditProcedurePage({ id }: { id: string }) {
  const { t } = useTranslation();
  const current = useCurrentProcedure(id);
  const draft = useTextDraft(draftName.edit(id), procedureDraftSchema);
  const directory = useDirectory();
  if (current === null) return <EmptyState title={t('procedureEditor.notFound')} />;
  if (!current || draft.kept === undefined || !directory) {
    return <Skeleton lines={8} label={t('procedureEditor.loading')} />;
  }
  return <EditProcedure id={id} current={current} draft={draft} directory={directory} />;
}

/** Why the person may not write it; undefined where they may. */
export function whyNotWrite(
  t: (key: string) => string,
  directory: Directory,
  kind: CurrentProcedure['head']['kind'],
): string | undefined {
  if (directory.role === undefined) return t('procedureEditor.why.unknown');
  if (directory.may(writerOf(kind))) return undefined;
  return t(kind === 'runbook' ? 'procedureEditor.why.responder' : 'procedureEditor.why.lead');
}

interface Props {
  id: string;
  current: CurrentProcedure;
  draft: TextDraft<ProcedureDraft>;
  directory: Directory;
}

function EditProcedure({ id, current, draft, directory }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  // A draft that says what stands by now was saved in the moment before a crash.
  const [kept] = useState(() => {
    const { kept } = draft;
    return kept && (kept.conflicts.length > 0 || !sameText(kept, current.text)) ? kept : undefined;
  });
  const [found, setFound] = useState(kept !== undefined);
  const readOnlyWhy = whyNotWrite(t, directory, current.head.kind);
  const editing = useTextEdit(kept ?? untouched(current.text, current.text.number), (edit) =>
    isChanged(edit) ? draft.keep(edit) : draft.end(),
  );
  const { edit, replace, now: asIs } = editing;
  const path = `/procedures/${encodeURIComponent(id)}`;
  usePageHeading({
    title: t('procedureEditor.edit'),
    parent: { label: current.head.title, path },
    note: t('procedureEditor.from', { number: edit.base }),
  });

  // Whoever has changed nothing reads on in the newest text.
  useEffect(() => {
    const mine = asIs();
    if (!isChanged(mine) && !sameText(mine, current.text)) replace(untouched(current.text, current.text.number));
  }, [current, asIs, replace]);

  const saved = useSaved();
  const onSave = async (mine: TextEdit) => {
    if (!isChanged(mine)) return true;
    const taken = await saved.save(id, mine, editing);
    if (!taken) return false;
    setFound(false);
    if (!isChanged(asIs())) draft.end();
    return true;
  };
  const discard = () => {
    draft.end();
    setFound(false);
    replace(untouched(current.text, current.text.number));
  };
  const isNewer = isChanged(edit) && !sameText(edit.from, current.text) && !sameText(edit, current.text);
  return (
    <Workbench
      editing={editing}
      readOnlyWhy={readOnlyWhy}
      keptAt={draft.keptAt}
      isKeeping={draft.isKeeping}
      saveLabel={t('procedureEditor.save')}
      onSave={onSave}
      onLeave={() => void navigate({ to: path })}
      onDiscard={discard}
      notices={
        <>
          {found && isChanged(edit) && (
            <FoundDraft discardLabel={t('procedureEditor.discardDraft')} onDiscard={discard}>
              {t('procedureEditor.found', { number: edit.base })}
            </FoundDraft>
          )}
          {isNewer && <NewerRevision edit={edit} current={current} onTogether={() => editing.together(current.text)} />}
        </>
      }
    />
  );
}
