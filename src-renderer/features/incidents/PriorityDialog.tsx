import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Origin } from '../../../src-shared/model/actor.ts';
import { PRIORITIES, type Priority } from '../../../src-shared/model/priority.ts';
import { useData } from '../../data/DataProvider.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useIncidentDesk } from './desk.ts';
import { QuestionDialog } from './QuestionDialog.tsx';

interface Props {
  ids: readonly string[];
  via: Origin | undefined;
  onClose(): void;
}

/** Another priority gives other targets from now on: it wants a reason. */
export function PriorityDialog({ ids, via, onClose }: Props) {
  const { t } = useTranslation();
  const { incidents } = useData();
  const { actions } = useIncidentDesk();
  const [priority, setPriority] = useState<Priority>(incidents.get(ids[0] ?? '')?.doc.priority ?? 'P2');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const missing = reason.trim() === '';
  return (
    <QuestionDialog
      title={t('incident.ask.priority')}
      confirm={t('incident.ask.priorityDo')}
      ids={ids}
      onClose={onClose}
      onConfirm={() => {
        setTried(true);
        if (missing) return;
        onClose();
        void actions.setPriority(ids, priority, reason.trim(), t('incident.undoReason'), { via });
      }}
    >
      <SegmentedControl
        label={t('incident.ask.priorityField')}
        value={priority}
        onChange={(id) => setPriority(PRIORITIES.find((one) => one === id) ?? priority)}
        options={PRIORITIES.map((id) => ({ id, label: <PriorityBadge priority={id} /> }))}
      />
      <TextField
        label={t('incident.ask.reason')}
        value={reason}
        onChange={setReason}
        autoFocus
        error={tried && missing ? t('incident.ask.reasonMissing') : undefined}
      />
    </QuestionDialog>
  );
}
