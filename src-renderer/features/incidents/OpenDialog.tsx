import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { uuidv7 } from 'uuidv7';
import { incidentId, personId, serviceId } from '../../../src-shared/model/ids.ts';
import { isName } from '../../../src-shared/model/name.ts';
import type { Priority } from '../../../src-shared/model/priority.ts';
import { assignees, NOBODY } from '../../data/assignees.ts';
import type { Directory } from '../../data/directory.ts';
import { FieldRow } from '../../ui/FieldRow.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useIncidentDesk } from './desk.ts';
import { PriorityChoice } from './PriorityChoice.tsx';
import { QuestionDialog } from './QuestionDialog.tsx';

interface Props {
  directory: Directory;
  onClose(): void;
  onOpened(id: string): void;
}

/** An incident that no sender reported. It shows at once, and gets its number from the server. */
export function OpenDialog({ directory, onClose, onOpened }: Props) {
  const { t } = useTranslation();
  const { actions } = useIncidentDesk();
  const [title, setTitle] = useState('');
  const [priority, setPriority] = useState<Priority>('P2');
  const [service, setService] = useState(NOBODY);
  const [assignee, setAssignee] = useState(NOBODY);
  const [tried, setTried] = useState(false);
  const missing = !isName(title);
  const open = async () => {
    setTried(true);
    if (missing) return;
    onClose();
    const id = await actions.open({
      id: incidentId(uuidv7()),
      title: title.trim(),
      priority,
      service: service === NOBODY ? undefined : serviceId(service),
      assignee: assignee === NOBODY ? undefined : personId(assignee),
    });
    if (id !== undefined) onOpened(id);
  };
  return (
    <QuestionDialog
      title={t('incident.ask.open')}
      confirm={t('incident.ask.openDo')}
      onClose={onClose}
      onConfirm={() => void open()}
    >
      <TextField
        label={t('incident.ask.title')}
        value={title}
        onChange={setTitle}
        placeholder={t('incident.ask.titlePlaceholder')}
        maxLength={500}
        autoFocus
        error={tried && missing ? t('incident.ask.titleMissing') : undefined}
      />
      <PriorityChoice value={priority} onChange={setPriority} />
      <FieldRow columns={2}>
        <Select
          label={t('incident.ask.service')}
          value={service}
          onChange={setService}
          options={[
            { id: NOBODY, label: t('incident.ask.none') },
            ...directory.services.map(({ id, doc }) => ({ id, label: doc.name })),
          ]}
        />
        <Select
          label={t('incident.ask.assignee')}
          value={assignee}
          onChange={setAssignee}
          options={assignees(directory, t('incident.nobody'), t('incident.you'))}
        />
      </FieldRow>
    </QuestionDialog>
  );
}
