import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { instantOfText, wallText } from '../../../../src-shared/silence/wall-time.ts';
import type { Directory } from '../../../data/directory.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { DateField } from '../../../ui/DateField.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { useMaintenanceDesk } from '../desk.ts';
import { Question } from './Question.tsx';

/** To another time, this once: the plan stays, and the move is on record. */
export function MoveDialog({
  item,
  directory,
  onClose,
}: {
  item: MaintenanceItem;
  directory: Directory;
  onClose(): void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { actions } = useMaintenanceDesk();
  const { allDay, zone: own } = item.planned;
  const zone = allDay ? own : (directory.person(directory.me)?.zone ?? format.zone);
  const [text, setText] = useState(() => wallText(item.state.at, zone).slice(0, allDay ? 10 : 16));
  const [reason, setReason] = useState('');
  const at = instantOfText(allDay ? `${text}T00:00` : text, zone, 'start');
  const isPast = at !== undefined && at + (item.state.end - item.state.at) < now;
  const confirm = () => {
    if (at === undefined || isPast) return;
    onClose();
    if (at !== item.state.at) void actions.move(item, at, reason.trim() || undefined);
  };
  return (
    <Question kind="move" items={[item]} onClose={onClose} onConfirm={confirm}>
      <DateField
        label={t('maintenance.moveTo')}
        hint={t('maintenance.moveZone', { zone })}
        hasTime={!allDay}
        value={text}
        onChange={setText}
        autoFocus
        error={at === undefined ? t('maintenance.timeUnread') : isPast ? t('maintenance.movePast') : undefined}
      />
      <TextField label={t('maintenance.moveWhy')} value={reason} onChange={setReason} maxLength={2_000} />
    </Question>
  );
}
