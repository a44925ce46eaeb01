import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { personId } from '../../../../src-shared/model/ids.ts';
import { assignees, NOBODY } from '../../../data/assignees.ts';
import type { Directory } from '../../../data/directory.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { DateField } from '../../../ui/DateField.tsx';
import { Select } from '../../../ui/Select.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { useMaintenanceDesk } from '../desk.ts';
import { Question } from './Question.tsx';

/** What was found and can wait: it joins the follow-ups, with the occurrence it came from. */
export function FollowUpDialog({
  item,
  directory,
  onClose,
}: {
  item: MaintenanceItem;
  directory: Directory;
  onClose(): void;
}) {
  const { t } = useTranslation();
  const { actions } = useMaintenanceDesk();
  const [title, setTitle] = useState('');
  const [owner, setOwner] = useState<string>(directory.me ?? NOBODY);
  const [due, setDue] = useState('');
  const [tried, setTried] = useState(false);
  const said = title.trim();
  const confirm = () => {
    setTried(true);
    if (said === '') return;
    onClose();
    void actions.followUp(item, {
      title: said,
      ...(owner === NOBODY ? {} : { owner: personId(owner) }),
      ...(due ? { due } : {}),
    });
  };
  return (
    <Question kind="followUp" items={[item]} onClose={onClose} onConfirm={confirm}>
      <TextField
        label={t('followUp.field.title')}
        value={title}
        onChange={setTitle}
        maxLength={300}
        autoFocus
        error={tried && said === '' ? t('followUp.titleMissing') : undefined}
      />
      <Select
        label={t('followUp.field.owner')}
        value={owner}
        onChange={setOwner}
        options={assignees(directory, t('followUp.nobody'), t('incident.you'))}
      />
      <DateField label={t('followUp.field.due')} value={due} onChange={setDue} />
    </Question>
  );
}
