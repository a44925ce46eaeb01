import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Origin } from '../../../src-shared/model/actor.ts';
import type { Priority } from '../../../src-shared/model/priority.ts';
import { useData } from '../../data/DataProvider.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useIncidentDesk } from './desk.ts';
import { PriorityChoice } from './PriorityChoice.tsx';
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
      <PriorityChoice value={priority} onChange={setPriority} />
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
