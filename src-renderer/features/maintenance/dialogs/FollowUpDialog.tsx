import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { personId } from '../../../../src-shared/model/ids.ts';
import { asLine, isName } from '../../../../src-shared/model/name.ts';
import { assignees, NOBODY } from '../../../data/assignees.ts';
import type { Directory } from '../../../data/directory.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { useKeptForm } from '../../../data/use-kept-form.ts';
import { type TextDraft, useFormDraft } from '../../../data/use-text-draft.ts';
import { DateField } from '../../../ui/DateField.tsx';
import { FoundDraft } from '../../../ui/FoundDraft.tsx';
import { Select } from '../../../ui/Select.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { useMaintenanceDesk } from '../desk.ts';
import { draftOf, Question } from './Question.tsx';

const formSchema = z.object({ title: z.string(), owner: z.string(), due: z.string() });

interface Props {
  item: MaintenanceItem;
  directory: Directory;
  onClose(): void;
}

/** What was found and can wait: it joins the follow-ups, with the occurrence it came from. */
export function FollowUpDialog(props: Props) {
  const draft = useFormDraft(draftOf('followUp', [props.item]), formSchema);
  return draft.kept === undefined ? null : <FollowUpFields {...props} draft={draft} />;
}

function FollowUpFields({ item, directory, onClose, draft }: Props & { draft: TextDraft<z.infer<typeof formSchema>> }) {
  const { t } = useTranslation();
  const { actions } = useMaintenanceDesk();
  const { form, set, isFound, discard, end } = useKeptForm(draft, () => ({
    title: '',
    owner: directory.me ?? NOBODY,
    due: '',
  }));
  const { title, owner, due } = form;
  const [tried, setTried] = useState(false);
  const titleMissing = !isName(title);
  const confirm = async () => {
    setTried(true);
    if (titleMissing) return;
    onClose();
    const content = {
      title: asLine(title),
      ...(owner === NOBODY ? {} : { owner: personId(owner) }),
      ...(due ? { due } : {}),
    };
    if (await actions.followUp(item, content)) end();
  };
  return (
    <Question kind="followUp" items={[item]} onClose={onClose} onConfirm={() => void confirm()}>
      {isFound && (
        <FoundDraft discardLabel={t('procedureEditor.discardDraft')} onDiscard={discard}>
          {t('changes.draftFound')}
        </FoundDraft>
      )}
      <TextField
        label={t('followUp.field.title')}
        value={title}
        onChange={(next) => set({ title: next })}
        maxLength={300}
        autoFocus
        error={tried && titleMissing ? t('followUp.titleMissing') : undefined}
      />
      <Select
        label={t('followUp.field.owner')}
        value={owner}
        onChange={(next) => set({ owner: next })}
        options={assignees(directory, t('followUp.nobody'), t('incident.you'))}
      />
      <DateField label={t('followUp.field.due')} value={due} onChange={(next) => set({ due: next })} />
    </Question>
  );
}
