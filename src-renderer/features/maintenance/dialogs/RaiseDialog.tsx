import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { isName } from '../../../../src-shared/model/name.ts';
import { PRIORITIES, prioritySchema } from '../../../../src-shared/model/priority.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { useKeptForm } from '../../../data/use-kept-form.ts';
import { type TextDraft, useFormDraft } from '../../../data/use-text-draft.ts';
import { FoundDraft } from '../../../ui/FoundDraft.tsx';
import { Select } from '../../../ui/Select.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { useMaintenanceDesk } from '../desk.ts';
import { draftOf, Question } from './Question.tsx';

const formSchema = z.object({ title: z.string(), priority: prioritySchema });

interface Props {
  item: MaintenanceItem;
  onClose(): void;
}

/** What was found and cannot wait: an incident, called as its plan is until somebody says better. */
export function RaiseDialog(props: Props) {
  const draft = useFormDraft(draftOf('raise', [props.item]), formSchema);
  return draft.kept === undefined ? null : <RaiseFields {...props} draft={draft} />;
}

function RaiseFields({ item, onClose, draft }: Props & { draft: TextDraft<z.infer<typeof formSchema>> }) {
  const { t } = useTranslation();
  const { actions } = useMaintenanceDesk();
  const { doc } = item.plan;
  const { form, set, isFound, discard, end } = useKeptForm(draft, () => ({
    title: doc.title,
    priority: doc.priority ?? 'P3',
  }));
  const { title, priority } = form;
  const [tried, setTried] = useState(false);
  const confirm = async () => {
    setTried(true);
    if (!isName(title)) return;
    onClose();
    if (await actions.raise(item, { title: title.trim(), priority })) end();
  };
  return (
    <Question kind="raise" items={[item]} onClose={onClose} onConfirm={() => void confirm()}>
      {isFound && (
        <FoundDraft discardLabel={t('procedureEditor.discardDraft')} onDiscard={discard}>
          {t('changes.draftFound')}
        </FoundDraft>
      )}
      <TextField
        label={t('incident.ask.title')}
        value={title}
        onChange={(next) => set({ title: next })}
        // Typing takes the place of the plan's name; Enter keeps it.
        onFocus={({ target }) => {
          if (title === doc.title && target instanceof HTMLInputElement) target.select();
        }}
        maxLength={500}
        autoFocus
        error={tried && !isName(title) ? t('incident.ask.titleMissing') : undefined}
      />
      <Select
        label={t('incident.ask.priorityField')}
        value={priority}
        onChange={(next) => set({ priority: next })}
        options={PRIORITIES.map((id) => ({ id, label: `${id} · ${t(`priority.${id}`)}` }))}
      />
    </Question>
  );
}
