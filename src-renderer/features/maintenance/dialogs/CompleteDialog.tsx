import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { MOST_FILES } from '../../../../src-shared/model/plan.ts';
import { EVIDENCE_BYTES, type Evidence, evidenceSchema } from '../../../../src-shared/model/run.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { useFileTiles } from '../../../data/use-file-tiles.ts';
import { useKeepFiles } from '../../../data/use-keep-files.ts';
import { useKeptForm } from '../../../data/use-kept-form.ts';
import { type TextDraft, useFormDraft } from '../../../data/use-text-draft.ts';
import { useFormat } from '../../../platform/format.ts';
import { FilesDrop } from '../../../ui/FilesDrop.tsx';
import { FileTiles } from '../../../ui/FileTiles.tsx';
import { FoundDraft } from '../../../ui/FoundDraft.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { useMaintenanceDesk } from '../desk.ts';
import { useRunShares } from '../use-run-shares.ts';
import { draftOf, Question } from './Question.tsx';
import { withFile } from './with-file.ts';

const formSchema = z.object({ note: z.string(), files: z.array(evidenceSchema) });
type Done = z.infer<typeof formSchema>;

interface Props {
  items: readonly MaintenanceItem[];
  onClose(): void;
}

/** It is done: what was seen and what shows it, if anything. Steps that were begun and not ticked need a word. */
export function CompleteDialog(props: Props) {
  const draft = useFormDraft(draftOf('complete', props.items), formSchema);
  return draft.kept === undefined ? null : <CompleteFields {...props} draft={draft} />;
}

function CompleteFields({ items, onClose, draft }: Props & { draft: TextDraft<Done> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { actions } = useMaintenanceDesk();
  const shares = useRunShares(items);
  const lacking = [...shares.values()].reduce((sum, { done, total }) => sum + total - done, 0);
  const { form, set, isFound, discard, end } = useKeptForm(draft, () => ({ note: '', files: [] }));
  const { keep, isKeeping } = useKeepFiles(MOST_FILES);
  const [tried, setTried] = useState(false);
  const { note, files } = form;
  const named = useMemo(() => files.map((file) => ({ id: `${file.hash}/${file.name}`, file })), [files]);
  const tiles = useFileTiles(named).map((tile) => ({
    ...tile,
    removeLabel: t('evidence.remove', { name: tile.name }),
    onRemove: () => set((now) => ({ files: now.files.filter(({ hash, name }) => `${hash}/${name}` !== tile.id) })),
  }));
  const take = (file: Evidence): boolean => {
    let fits = true;
    set((now) => {
      const next = withFile(now.files, file);
      fits = next !== undefined;
      return { files: next ?? now.files };
    });
    return fits;
  };
  const said = note.trim();
  const isMissing = lacking > 0 && said === '';
  const confirm = async () => {
    setTried(true);
    if (isMissing || isKeeping) return;
    onClose();
    if (await actions.complete(items, { note: said, files })) end();
  };
  return (
    <Question
      kind="complete"
      items={items}
      onClose={onClose}
      onConfirm={() => void confirm()}
      reason={isKeeping ? t('evidence.keeping') : undefined}
    >
      {isFound && (
        <FoundDraft discardLabel={t('procedureEditor.discardDraft')} onDiscard={discard}>
          {t('changes.draftFound')}
        </FoundDraft>
      )}
      <FilesDrop
        label={t('evidence.label')}
        choose={t('evidence.attach')}
        hint={isKeeping ? t('evidence.keeping') : t('evidence.hint', { limit: format.bytes(EVIDENCE_BYTES) })}
        reason={files.length < MOST_FILES ? undefined : t('evidence.full', { count: MOST_FILES })}
        onFiles={(some) => void keep(some, take)}
      >
        <TextField
          label={t(lacking > 0 ? 'maintenance.noteWanted' : 'maintenance.note')}
          hint={lacking > 0 ? t('maintenance.lacking', { count: lacking }) : undefined}
          value={note}
          onChange={(next) => set({ note: next })}
          maxLength={2_000}
          autoFocus
          error={tried && isMissing ? t('maintenance.reasonMissing') : undefined}
        />
        <FileTiles label={t('evidence.label')} files={tiles} />
      </FilesDrop>
    </Question>
  );
}
