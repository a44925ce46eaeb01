import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { instantOfText, wallText } from '../../../../src-shared/silence/wall-time.ts';
import type { Directory } from '../../../data/directory.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { useKeptForm } from '../../../data/use-kept-form.ts';
import { type TextDraft, useTextDraft } from '../../../data/use-text-draft.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { DateField } from '../../../ui/DateField.tsx';
import { FoundDraft } from '../../../ui/FoundDraft.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { mayNotGoTo } from '../day-model.ts';
import { useMaintenanceDesk } from '../desk.ts';
import { draftOf, Question } from './Question.tsx';

/** As it is typed: a time on the clocks that the form names. */
const formSchema = z.object({ text: z.string(), reason: z.string() });

interface Props {
  item: MaintenanceItem;
  directory: Directory;
  onClose(): void;
}

/** To another time, this once: the plan stays, and the move is on record. */
export function MoveDialog(props: Props) {
  const draft = useTextDraft(draftOf('move', [props.item]), formSchema);
  return draft.kept === undefined ? null : <MoveFields {...props} draft={draft} />;
}

function MoveFields({ item, directory, onClose, draft }: Props & { draft: TextDraft<z.infer<typeof formSchema>> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { actions } = useMaintenanceDesk();
  const { allDay, zone: own } = item.planned;
  const zone = allDay ? own : (directory.person(directory.me)?.zone ?? format.zone);
  const { form, set, isFound, discard, end } = useKeptForm(draft, () => ({
    text: wallText(item.state.at, zone).slice(0, allDay ? 10 : 16),
    reason: '',
  }));
  const { text, reason } = form;
  const at = instantOfText(allDay ? `${text}T00:00` : text, zone, 'start');
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
