import { useTranslation } from 'react-i18next';
import type { Directory } from '../../../data/directory.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { useKeptForm } from '../../../data/use-kept-form.ts';
import { type TextDraft, useFormDraft } from '../../../data/use-text-draft.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { DateField } from '../../../ui/DateField.tsx';
import { FoundDraft } from '../../../ui/FoundDraft.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { mayNotGoTo } from '../day-model.ts';
import { useMaintenanceDesk } from '../desk.ts';
import { type MoveForm, movedTo, moveForm, moveFormSchema } from './move-form.ts';
import { draftOf, Question } from './Question.tsx';

interface Props {
  item: MaintenanceItem;
  directory: Directory;
  onClose(): void;
}

/** To another time, this once: the plan stays, and the move is on record. */
export function MoveDialog(props: Props) {
  const draft = useFormDraft(draftOf('move', [props.item]), moveFormSchema);
  return draft.kept === undefined ? null : <MoveFields {...props} draft={draft} />;
}

function MoveFields({ item, directory, onClose, draft }: Props & { draft: TextDraft<MoveForm> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { actions } = useMaintenanceDesk();
  const { allDay } = item.planned;
  const { form, set, isFound, discard, end } = useKeptForm(draft, () =>
    moveForm(item, directory.person(directory.me)?.zone ?? format.zone),
  );
  const { text, zone, reason } = form;
  const at = movedTo(form, item.planned);
  const isPast = at !== undefined && mayNotGoTo(item, at, now);
  const confirm = async () => {
    if (at === undefined || isPast) return;
    onClose();
    if (at === item.state.at || (await actions.move(item, at, reason.trim() || undefined))) end();
  };
  return (
    <Question kind="move" items={[item]} onClose={onClose} onConfirm={() => void confirm()}>
      {isFound && (
        <FoundDraft discardLabel={t('procedureEditor.discardDraft')} onDiscard={discard}>
          {t('changes.draftFound')}
        </FoundDraft>
      )}
      <DateField
        label={t('maintenance.moveTo')}
        hint={t('maintenance.moveZone', { zone })}
        hasTime={!allDay}
        value={text}
        onChange={(next) => set({ text: next })}
        autoFocus
        error={at === undefined ? t('maintenance.timeUnread') : isPast ? t('maintenance.movePast') : undefined}
      />
      <TextField
        label={t('maintenance.moveWhy')}
        value={reason}
        onChange={(next) => set({ reason: next })}
        maxLength={2_000}
      />
    </Question>
  );
}
